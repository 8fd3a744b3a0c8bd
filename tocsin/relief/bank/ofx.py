"""OFX 1 (SGML, whose fields have no end tags) and OFX 2 (XML): both as one row of tags, read strictly.

No DTD and no entity of the file's own is read. Source: OFX 1.6 and 2.2, section 11.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape, unescape

from tocsin.errors import MoneyRefused
from tocsin.relief.bank.currencies import digits_of
from tocsin.relief.bank.nouns import Balance, Line, Problem, Reading, Statement
from tocsin.relief.bank.numbers import long_date, minor_of
from tocsin.relief.bank.refused import refused

_BEGINS = re.compile(r"<OFX\s*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Z0-9._]{1,40})\s*(/?)>([^<]*)")
DEPTH_MAX = 20
LINES_MAX = 1_000_000
#: two digits of the ledger's own strictness: a sign, then a plain number
_SIGNED = re.compile(r"([+-]?)([0-9.,]{1,26})")
_STATEMENT = ("STMTRS", "CCSTMTRS")
_COMMENT = "<!--"
_MARKED = ((_COMMENT, "-->"), ("<![CDATA[", "]]>"))
#: texts of lines that are balances, in capitals and small letters alike: banks of Brazil, Portugal, Italy, Spain write them
_BALANCES = frozenset(
    {
        *(
            "saldo",
            "saldo anterior",
            "saldo do dia",
            "saldo dia",
            "saldo inicial",
            "saldo final",
            "saldo atual",
        ),
        *("saldo iniziale", "saldo finale", "saldo contabile", "saldo disponível", "saldo disponible"),
        *(
            "balance",
            "opening balance",
            "closing balance",
            "balance brought forward",
            "balance carried forward",
        ),
    }
)


@dataclass(slots=True)
class Aggregate:
    name: str
    at_line: int
    fields: dict[str, str] = field(default_factory=dict)
    inner: list[Aggregate] = field(default_factory=list)

    def every(self, *names: str) -> Iterator[Aggregate]:
        for each in self.inner:
            if each.name in names:
                yield each
            else:
                yield from each.every(*names)

    def first(self, name: str) -> Aggregate | None:
        return next(self.every(name), None)


def read_ofx(text: str) -> Reading:
    """Raises BankFileRefused, with the line."""
    begins = _BEGINS.search(text)
    if begins is None:
        raise refused(1, "there is no OFX in it")
    root = _tree(plain(text), begins.start())
    problems: list[Problem] = []
    statements = tuple(_statement(each, problems) for each in root.every(*_STATEMENT))
    if not statements:
        raise refused(root.at_line, "no bank statement (STMTRS) is in it")
    return Reading(form="ofx", statements=statements, problems=tuple(problems))


def plain(text: str) -> str:
    """Without comments, and with what stands in CDATA as any text: of as many lines. Raises BankFileRefused."""
    pieces, at = [], 0
    while (start := text.find("<!", at)) >= 0:
        begins, ends = next((each for each in _MARKED if text.startswith(each[0], start)), ("", ""))
        if not begins:
            raise refused(_line_at(text, start), "it declares a document type of its own, which is not read")
        end = text.find(ends, start + len(begins))
        if end < 0:
            raise refused(_line_at(text, start), f"{begins} is never closed: the file is cut short")
        inner = text[start + len(begins) : end]
        pieces += [text[at:start], escape(inner) if begins != _COMMENT else "\n" * inner.count("\n")]
        at = end + len(ends)
    return "".join([*pieces, text[at:]])


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _tree(text: str, start: int) -> Aggregate:
    """A field has a value, or an end tag and nothing in between; anything else holds others."""
    root = Aggregate("", 1)
    open_: list[Aggregate] = [root]
    ended = set(re.findall(r"</([A-Z0-9._]{1,40})\s*>", text))
    at_line, seen = _line_at(text, start), start
    for found in _TAG.finditer(text, start):
        at_line += text.count("\n", seen, found.start())
        seen = found.start()
        end, name, alone, value = found[1], found[2], found[3], unescape(found[4]).strip()
        if end:
            _close(open_, name, at_line)
        elif value or alone or name not in ended:
            open_[-1].fields.setdefault(name, value)
        else:
            inner = Aggregate(name, at_line)
            open_[-1].inner.append(inner)
            open_.append(inner)
            if len(open_) > DEPTH_MAX:
                raise refused(at_line, f"tags more than {DEPTH_MAX} deep")
    if len(open_) > 1:
        raise refused(open_[-1].at_line, f"<{open_[-1].name}> is never closed: the file is cut short")
    return root


def _close(open_: list[Aggregate], name: str, at_line: int) -> None:
    if open_[-1].name == name:
        open_.pop()
    elif name not in open_[-1].fields:  # OFX 2 closes its fields, too
        raise refused(at_line, f"</{name}> closes what is not open")


def _statement(found: Aggregate, problems: list[Problem]) -> Statement:
    currency = found.fields.get("CURDEF", "")
    try:
        digits = digits_of(currency)
    except MoneyRefused as error:
        raise refused(found.at_line, f"its currency (CURDEF): {error.what}") from None
    account = found.first("BANKACCTFROM") or found.first("CCACCTFROM")
    number = "".join(account.fields.get("ACCTID", "").split()) if account else ""
    if not number:
        raise refused(found.at_line, "a statement without the number of its account (ACCTID)")
    entries = list(found.every("STMTTRN"))
    if len(entries) > LINES_MAX:
        raise refused(found.at_line, f"more than {LINES_MAX:,} lines")
    for each in filter(_is_balance, entries):
        reason = f"a balance and no payment, left aside: {_said(each)[:40]}"
        problems.append(Problem(at_line=each.at_line, reason=reason))
    lines = tuple(_line(each, digits, currency) for each in entries if not _is_balance(each))
    problems += filter(None, map(_contradiction, lines))
    period = found.first("BANKTRANLIST")
    days = [line.booked_on for line in lines]
    return Statement(
        at_line=found.at_line,
        account=number,
        currency=currency,
        lines=lines,
        closing=_closing(found, digits, currency),
        first=_day(period, "DTSTART") if period else min(days, default=None),
        last=_day(period, "DTEND") if period else max(days, default=None),
    )


def _said(entry: Aggregate) -> str:
    return " ".join((entry.fields.get("MEMO", "") or entry.fields.get("NAME", "")).split())


def _is_balance(entry: Aggregate) -> bool:
    """Some banks tell balances as lines: nothing moved by them."""
    return _said(entry).rstrip(" .:").casefold() in _BALANCES


def _contradiction(line: Line) -> Problem | None:
    """The sign says whether money came or went; the kind only says what it was."""
    if (line.code, line.minor > 0) not in (("DEBIT", True), ("CREDIT", False)) or not line.minor:
        return None
    came = "came" if line.minor > 0 else "went"
    return Problem(
        at_line=line.at_line, reason=f"a {line.code} that {came}, by the sign of its amount: read so"
    )


def _line(entry: Aggregate, digits: int, currency: str) -> Line:
    on = _day(entry, "DTPOSTED")
    if on is None:
        raise refused(entry.at_line, "a line without its day (DTPOSTED)")
    corrects = entry.fields.get("CORRECTFITID", "")
    if corrects or entry.fields.get("CORRECTACTION", ""):
        raise refused(
            entry.at_line,
            f"a line that corrects an earlier one (CORRECTFITID {corrects[:40]}): what moved is not said by it alone",
            "ask the bank for a statement as camt.053 or MT940",
        )
    other = entry.first("CURRENCY")
    if other and other.fields.get("CURSYM", currency) != currency:
        raise refused(entry.at_line, f"a line in {other.fields['CURSYM']} on an account in {currency}")
    party, kind = entry.first("PAYEE"), entry.fields.get("TRNTYPE", "")
    to = entry.first("BANKACCTTO")
    return Line(
        at_line=entry.at_line,
        booked_on=on,
        value_on=_day(entry, "DTAVAIL") or on,
        minor=_signed(entry, "TRNAMT", digits, currency),
        code=kind[:35],
        booked=kind != "HOLD",
        bank_ref=entry.fields.get("FITID", ""),
        customer_ref=entry.fields.get("REFNUM", "") or entry.fields.get("CHECKNUM", ""),
        text=" ".join(entry.fields.get("MEMO", "").split()),
        party=party.fields.get("NAME", "") if party else entry.fields.get("NAME", ""),
        party_number="".join(to.fields.get("ACCTID", "").split()) if to else "",
    )


def _closing(found: Aggregate, digits: int, currency: str) -> Balance | None:
    """OFX has no opening balance."""
    ledger = found.first("LEDGERBAL")
    on = _day(ledger, "DTASOF") if ledger else None
    if not ledger or on is None:
        return None
    return Balance(minor=_signed(ledger, "BALAMT", digits, currency), on=on)


def _day(found: Aggregate, name: str) -> date | None:
    """The day that stands there, in the bank's own time."""
    text = found.fields.get(name, "")
    try:
        return long_date(text[:8]) if text else None
    except ValueError as error:
        raise refused(found.at_line, str(error)) from None


def _signed(found: Aggregate, name: str, digits: int, currency: str) -> int:
    text = found.fields.get(name, "")
    sign = _SIGNED.fullmatch(text)
    try:
        if not sign:
            raise ValueError(f"no amount ({name}): {text[:40]!r}")
        minor = minor_of(sign[2], digits, currency, "")
    except ValueError as error:
        raise refused(found.at_line, str(error)) from None
    if sign[1] == "-" and not minor:
        raise refused(found.at_line, f"a negative zero ({name}): {text}")
    return -minor if sign[1] == "-" else minor
