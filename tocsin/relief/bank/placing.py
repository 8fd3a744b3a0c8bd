"""Where a bank line goes: a gift, a card provider's payout, a gift that went back; or held until a person says. Pure.

The account was printed for gifts, so money that comes in is a gift unless something speaks against it:
1. of nothing: told, and not booked
2. a payout that a provider announced, by its reference, or by its amount where the line names the provider
3. names a provider, and no payout fits: held
4. from or to one of the fund's own accounts, or as much as left or came to another of them in these days: held
5. went back: the gift that it takes back, where exactly one fits; otherwise held
6. payments that came less payments that went, in one sum: held
7. interest, charges and corrections of the bank: held
8. money that came: a gift, for the purpose that its text names
9. money that went: held
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tocsin.relief.bank.nouns import Line
from tocsin.relief.bank.reference import given, refers

#: days between a payout's announced and its booked arrival, or between two accounts of one movement
ARRIVAL_DAYS = 5
#: codes by which banks book their own business: SWIFT, ISO 20022, OFX
_OWN_BUSINESS = re.compile(
    r"[NSF](?:CHG|COM|INT|DIV|BRF|TCM)|ACMT-.*|CAMT-.*|.*-(?:CHRG|COMM|INTR|FEES|TAXE|ADJT)|(?:INT|FEE|SRVCHG|DIV)"
)
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Z]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())
_ASCII_LOWER = bytes(range(128)).lower() + bytes(range(128, 256))


@dataclass(frozen=True, kw_only=True, slots=True)
class Payout:
    """Money that a provider says it sent to our bank."""

    provider: str
    ref: str
    minor: int
    currency: str
    arrives: date
    #: as it says that the bank will print it; empty where it does not
    reference: str = ""
    #: why it does not settle what the provider owes this fund; empty where it does
    not_ours: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gift:
    """A gift by bank that may have gone back."""

    line_key: str
    minor: int
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    currency: str
    #: purposes of the fund, as slugs
    purposes: Sequence[str] = ()
    #: providers whose payouts may come to this account
    providers: Sequence[str] = ()
    payouts: Sequence[Payout] = ()
    #: numbers of the fund's own accounts, letters and digits alone
    own_numbers: frozenset[str] = frozenset()
    #: amount -> days on which as much left another of the fund's accounts, and nobody has said why
    went_elsewhere: Mapping[int, Sequence[date]] = field(default_factory=dict)
    #: amount -> days on which as much came to another of them, and was taken for a gift
    came_elsewhere: Mapping[int, Sequence[date]] = field(default_factory=dict)
    #: gifts of this account that share a reference with a line and are its amount, and did not go back yet
    gifts_behind: Callable[[Line], Sequence[Gift]] = field(default=lambda _: ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Placing:
    #: as `models.BankLine.Placed`
    placed: str
    #: by which rule, or why it is held
    why: str
    purpose: str = ""
    payout: Payout | None = None
    #: key of the line of the gift that went back
    gift: str = ""


TOLD = Placing(placed="told", why="of nothing")


def place(line: Line, context: Context) -> Placing:
    if not line.minor:
        return TOLD
    return (
        _payout(line, context)
        or _own(line, context)
        or _went_back(line, context)
        or _less_what_went(line)
        or _banks_business(line)
        or _money(line, context)
    )


def _payout(line: Line, context: Context) -> Placing | None:
    if line.minor < 0 or not (context.payouts or context.providers):
        return None
    fits = [
        each for each in context.payouts if each.minor == line.minor and each.currency == context.currency
    ]
    if not fits and not _may_name(line, context.providers):
        return None
    said = _words(line)
    exact = [each for each in fits if each.reference and _is_in(each.reference, said)]
    named = [each for each in context.providers if _is_in(each, said)]
    near = [each for each in fits if each.provider in named and _is_near(each, line)]
    found = exact or near
    if len(found) == 1 and found[0].not_ours:
        return Placing(placed="held", why=f"payout of {found[0].provider}, {found[0].not_ours}")
    if len(found) == 1:
        return Placing(placed="payout", why=f"payout of {found[0].provider}", payout=found[0])
    if found:
        return Placing(placed="held", why=f"{len(found)} payouts of this amount are awaited")
    if named:
        return Placing(placed="held", why=f"names {named[0]}, and no payout of this amount is awaited")
    return None


def _may_name(line: Line, providers: Sequence[str]) -> bool:
    """Nearly every line is done with here: all words in a row hold the name more often than each by itself."""
    said = _plain(f"{line.text}{line.party}{line.end_to_end}{line.customer_ref}{line.bank_ref}")
    return any(_plain_name(each) in said for each in providers)


@cache
def _plain_name(provider: str) -> str:
    return _plain(provider)


def _is_near(payout: Payout, line: Line) -> bool:
    return abs((payout.arrives - line.booked_on).days) <= ARRIVAL_DAYS


def _own(line: Line, context: Context) -> Placing | None:
    number = _NOT_IN_NUMBERS.sub("", line.party_number.upper()) if line.party_number else ""
    if number and number in context.own_numbers:
        return Placing(placed="held", why="between two of the fund's own accounts")
    if not context.went_elsewhere and not context.came_elsewhere:
        return None
    if _is_near_one_of(context.went_elsewhere.get(line.minor, ()), line):
        return Placing(placed="held", why="as much left another of the fund's accounts")
    if _is_near_one_of(context.came_elsewhere.get(-line.minor, ()), line):
        return Placing(
            placed="held", why="as much came to another of the fund's accounts, and was taken for a gift"
        )
    return None


def _is_near_one_of(days: Sequence[date], line: Line) -> bool:
    return bool(days) and any(abs((day - line.booked_on).days) <= ARRIVAL_DAYS for day in days)


def _went_back(line: Line, context: Context) -> Placing | None:
    if not (line.reversal or line.returned):
        return None
    if line.minor > 0:
        return Placing(placed="held", why="a payment of ours that came back")
    behind = context.gifts_behind(line)
    if len(behind) == 1:
        return Placing(placed="returned", why=f"takes back a gift of {behind[0].on}", gift=behind[0].line_key)
    return Placing(placed="held", why=f"went back, and {len(behind)} gifts fit it")


def _less_what_went(line: Line) -> Placing | None:
    if line.minor > 0 and any(part.minor < 0 for part in line.parts):
        return Placing(placed="held", why="payments that came less payments that went, in one sum")
    return None


def _banks_business(line: Line) -> Placing | None:
    if line.code and _OWN_BUSINESS.fullmatch(line.code):
        return Placing(placed="held", why=f"the bank's own business ({line.code})")
    return None


def _money(line: Line, context: Context) -> Placing:
    if line.minor < 0:
        return Placing(placed="held", why="money that went")
    return _gift_for(purpose_in(line.text, context.purposes))


@cache
def _gift_for(purpose: str) -> Placing:
    return Placing(placed="gift", why=f"a gift for {purpose}" if purpose else "a gift", purpose=purpose)


def purpose_in(text: str, purposes: Sequence[str]) -> str:
    """The one purpose that a payment's text names; empty for none, and for two.

    >>> purpose_in("For WINTER  shelter, please", ["winter-shelter", "food"])
    'winter-shelter'
    """
    if not purposes or not text:
        return ""
    said = f" {_NOT_A_WORD.sub(' ', text.casefold()).strip()} "
    named = [each for each in purposes if f" {_NOT_A_WORD.sub(' ', each.casefold()).strip()} " in said]
    return named[0] if len(named) == 1 else ""


def _words(line: Line) -> list[str]:
    """Everything that may name a provider or a payout, without spaces and signs."""
    return [
        _plain(each) for each in (line.text, line.party, line.end_to_end, line.customer_ref, line.bank_ref)
    ]


def _is_in(name: str, said: Sequence[str]) -> bool:
    return any(_plain(name) in each for each in said)


def _plain(text: str) -> str:
    if text.isascii():  # nearly every line is: the same at a tenth of the time
        return text.encode().translate(_ASCII_LOWER, _ASCII_SIGNS).decode()
    return _NOT_A_WORD.sub("", text.casefold())


def references(line: Line) -> set[str]:
    """Those by which it may be known again: what a bank counts its entries with says nothing in the next statement."""
    named = {each for each in (line.end_to_end, line.customer_ref) if given(each)}
    return named | {line.bank_ref} if refers(line.bank_ref) else named


def by_reference(gifts: Mapping[str, Sequence[Gift]], line: Line) -> Sequence[Gift]:
    """Gifts of the line's amount under one of its references."""
    found: dict[str, Gift] = {}
    for reference in references(line):
        found |= {each.line_key: each for each in gifts.get(reference, ()) if each.minor == -line.minor}
    return list(found.values())
