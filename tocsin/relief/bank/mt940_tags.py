"""MT940 and MT942 as fields: SWIFT's messages cut into tags, and the tags that hold money read one by one.

The mt-940 library merges the messages of a file and reads a tag leniently; here each message stands alone, each tag
knows its line, and what cannot be read is refused. Source: SWIFT Standards MT, category 9; the banks' own dialects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from tocsin.relief.bank.numbers import short_date
from tocsin.relief.bank.refused import refused

_KNOWN = r"13|13D|20|21|25|25P|28|28C|34F|60F|60M|61|62F|62M|64|65|65F|86|90C|90D|NS"
#: a few banks write the hyphen that ends a message before a tag inside it
_TAG = re.compile(rf"[ \t]*-?:({_KNOWN}):(.*)")
#: of another message, or of a bank's own: nothing of it may be taken for the text of the tag before it
_OTHER_TAG = re.compile(r":([0-9]{2}[A-Z]?):(.*)")
#: those of entries and balances begin so
_OF_MONEY = ("60", "61", "62")
#: the end of a message behind its last tag, on one line with it
_END_BEHIND = re.compile(r"-\}(?:\{5:.*)?[\x03\s]*$")
#: ends a message: a hyphen alone, with SWIFT's closing brace, or with a trailer of some banks
_END = re.compile(r"-(?:\}.*|XXX)?\s*")
#: what stands around messages and says nothing of money
_ENVELOPE = re.compile(
    r"(?:-?\}?[\x01\x03]*)?(?:\{[1-5]:.*|[A-Z]{6}[A-Z0-9]{2,5}|\d{3}|:94[02]:|\d{4} .{1,30}|94[02] .{1,5})?[\x01\x03]*"
)
_OPENING, _CLOSING = ("60F", "60M"), ("62F", "62M")
#: tags with which a page begins behind the closing balance of another, and those with which none begins
_HEAD = ("25", "25P", "28", "28C", "60F", "60M")
_INNER = ("61", "86", "62F", "62M")
LINES_MAX = 2_000_000


@dataclass(slots=True)
class Tag:
    name: str
    #: with its continuation lines
    value: str
    at_line: int


#: the name of a tag that is left aside
OTHER = ""


@dataclass(slots=True)
class Message:
    tags: list[Tag] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, tag: Tag) -> None:
        self.tags.append(tag)
        self.names.add(tag.name)

    def has(self, *names: str) -> bool:
        return not self.names.isdisjoint(names)


def messages(text: str) -> tuple[list[Message], list[tuple[int, str]]]:
    """The messages of a file, and the lines outside of any that are no envelope."""
    found: list[Message] = []
    strange: list[tuple[int, str]] = []
    message: Message | None = None
    for number, line in _lines(text):
        tag = _TAG.fullmatch(line)
        if tag:
            if message is None and found and _goes_on(found[-1], tag[1]):
                message = found[-1]
            if message is None or tag[1] == "20" or (tag[1] in _HEAD and message.has(*_CLOSING)):
                message = _begun(tag[1], message)
                found.append(message)
            message.add(Tag(tag[1], _END_BEHIND.sub("", tag[2]), number))
            if _END_BEHIND.search(tag[2]):
                message = None
        elif message is not None and (other := _OTHER_TAG.fullmatch(line)):
            if other[1].startswith(_OF_MONEY):
                raise refused(number, f"a tag that MT940 does not have: :{other[1]}:")
            message.add(Tag(OTHER, line, number))
        elif _END.fullmatch(line):
            message = None
        elif message is not None:
            message.tags[-1].value += "\n" + line
        elif line.strip() and not _ENVELOPE.fullmatch(line.strip()):
            strange.append((number, line.strip()[:60]))
    return found, strange


def _goes_on(message: Message, tag: str) -> bool:
    """A hyphen before the closing balance ended nothing: it stood in a text, or between the balance and the entries."""
    return tag in _INNER and message.has(*_OPENING) and not message.has(*_CLOSING)


def _begun(tag: str, page: Message | None) -> Message:
    """A message; of the account of the page before it where a bank writes further pages without their head."""
    begun = Message()
    if page is not None and tag in _HEAD[2:]:
        account = next((each for each in page.tags if each.name in ("25", "25P")), None)
        if account is not None:
            begun.add(account)
    return begun


def _lines(text: str) -> list[tuple[int, str]]:
    """Numbered from 1. A tag that a bank broke in two (":", then "86:...") is made whole."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > LINES_MAX:
        raise refused(0, f"the file has {len(lines):,} lines", "split it by its statements")
    whole: list[tuple[int, str]] = []
    broken = False
    for number, line in enumerate(lines, 1):
        if broken:
            whole.append((number, ":" + line))
        elif line != ":":
            whole.append(
                (
                    number,
                    line.strip("\x01\x03") if line[:1] in "\x01\x03" or line[-1:] in "\x01\x03" else line,
                )
            )
        broken = line == ":"
    return whole


@dataclass(frozen=True, kw_only=True, slots=True)
class BalanceField:
    #: C or D
    mark: str
    #: None where a bank writes 000000: an account that was not used before
    on: date | None
    #: empty where the bank left it out
    currency: str
    number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryField:
    value_on: date
    booked_on: date
    #: C, D, RC (takes a credit back), RD, EC (expected), ED
    mark: str
    number: str
    code: str
    customer_ref: str
    bank_ref: str
    further: str
    #: a 30th of February, as banks write that count 30 days in a month
    day_moved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SumField:
    count: int
    currency: str
    number: str


_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})?([0-9.,]{1,26})\s*")
#: of debits and of credits, how many and how much, behind the balances: /SUM/2/1/7,00/5,00/ and D000002C000001D7,00C5,00
_SUMS_SAID = re.compile(
    r"/SUM/([0-9]{1,9})/([0-9]{1,9})/([0-9.,]{1,26})/([0-9.,]{1,26})/\s*"
    r"|D([0-9]{6})C([0-9]{6})D([0-9.,]{1,26})C([0-9.,]{1,26})\s*"
)
_SUM = re.compile(r"([0-9]{0,6})([A-Z]{3})([0-9.,]{1,26})\s*")
_NUMBER = re.compile(r"([0-9]{1,12})(?:/([0-9]{1,6}))?\s*")
_ENTRY = re.compile(
    r"""
    (?P<value>[0-9]{6})
    (?P<booked>[0-9]{4}|[ ]{4})?
    (?P<mark>R[CD]|E[CD]|[CD])
    (?P<funds>[A-Z])?                     # third letter of the currency
    \s?                                   # Sparkassen break the line here, Cuscal leaves a space
    (?P<number>[0-9.,]{1,26})
    [ ]?
    (?P<code>(?!NONREF)[A-Z][A-Z0-9 ]{3})?
    (?P<refs>[^\n]*)
    (?:\n(?P<further>[\s\S]*))?
    """,
    re.VERBOSE,
)
#: characters of the customer's reference; what a bank writes behind it is further text
_CUSTOMER_REF = 16
#: further than this no day is the nearest of its name
_HALF_A_YEAR = timedelta(days=184)


def balance_field(value: str) -> BalanceField:
    """From C031002PLN40000,00. Raises ValueError."""
    found = _BALANCE.fullmatch(value)
    if not found:
        raise ValueError(f"no balance: {value[:40]!r}")
    on = None if found[2] == "000000" else short_date(found[2])
    return BalanceField(mark=found[1], on=on, currency=found[3] or "", number=found[4])


def sum_field(value: str) -> SumField:
    """From 3PLN0,03. Raises ValueError."""
    found = _SUM.fullmatch(value)
    if not found:
        raise ValueError(f"no sum of entries: {value[:40]!r}")
    return SumField(count=int(found[1] or "0"), currency=found[2], number=found[3])


def sums_said(value: str) -> tuple[SumField, SumField] | None:
    """Debits and credits, as Dutch banks sum a statement up in its own text; None where it says nothing of the kind.

    >>> sums_said("D000002C000001D7,00C5,00")[1]
    SumField(count=1, currency='', number='5,00')
    """
    found = _SUMS_SAID.fullmatch(value.strip())
    if not found:
        return None
    debits, credits, debit, credit = found.groups()[:4] if found[1] else found.groups()[4:]
    return (
        SumField(count=int(debits), currency="", number=debit),
        SumField(count=int(credits), currency="", number=credit),
    )


def number_field(value: str) -> tuple[str, str]:
    """Number of the statement and of its page, without leading zeros; empty where it is none, or nought.

    >>> number_field("00004/00001"), number_field("0"), number_field("1810118101")
    (('4', '1'), ('', ''), ('1810118101', ''))
    """
    found = _NUMBER.fullmatch(value)
    if not found:
        return "", ""
    return found[1].lstrip("0"), (found[2] or "").lstrip("0")


def entry_field(value: str) -> EntryField:
    """From 0310201020C20000,00FMSCNONREF//8327000090031789. Raises ValueError."""
    found = _ENTRY.fullmatch(value)
    if not found:
        raise ValueError(f"no entry: {value[:60]!r}")
    value_on, moved = _value_day(found["value"])
    refs = found["refs"]
    customer, _, bank = refs.partition("//")
    further = found["further"] or ""
    if len(customer) > _CUSTOMER_REF:
        customer, bank, further = refs[:_CUSTOMER_REF], "", "\n".join([refs[_CUSTOMER_REF:], further])
    return EntryField(
        value_on=value_on,
        booked_on=_booked_day(found["booked"], value_on),
        mark=found["mark"],
        number=found["number"],
        code=found["code"] or "",
        customer_ref=customer.strip(),
        bank_ref=bank.strip(),
        further=further.strip(),
        day_moved=moved,
    )


def _value_day(text: str) -> tuple[date, bool]:
    """Where interest is counted by months of 30 days, the 29th and 30th of February are written: its last day is meant."""
    try:
        return short_date(text), False
    except ValueError:
        if text[2:6] not in ("0229", "0230"):
            raise
        return max(_days_that_are(text)), True


def _days_that_are(text: str) -> list[date]:
    days = []
    for day in ("28", "29"):
        try:
            days.append(short_date(text[:4] + day))
        except ValueError:
            continue
    return days


def _booked_day(text: str | None, value_on: date) -> date:
    """MMDD without a year: of the years around the value date's, the one that is nearest."""
    if not text or not text.strip():
        return value_on
    days = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        try:
            days.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    nearest = min(days, key=lambda day: abs(day - value_on), default=None)
    if nearest is None or abs(nearest - value_on) > _HALF_A_YEAR:  # a 29th of February of another year
        raise ValueError(f"no such day: {text}")
    return nearest
