"""Which transactions of IATI a fund's moves come to. Pure.

IATI knows no ledger: exchange, held lines and payouts move nothing in or out of the fund and are left out. Gifts of one
day in one currency are one transaction, for a single gift is nobody's business who reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.relief.public.book import STANDING, Account, Book, Leg, Move

#: of the code list TransactionType
INCOMING, COMMITMENT, DISBURSEMENT, EXPENDITURE, INCOMING_COMMITMENT = "1", "2", "3", "4", "11"


@dataclass(frozen=True, kw_only=True, slots=True)
class Transaction:
    #: code of TransactionType
    type: str
    #: ISO day
    day: str
    currency: str
    #: positive as the type has it; negative where it takes some back
    minor: int
    #: in plain words
    what: str
    #: the programme's code that it is with; empty for none
    programme: str = ""


def of_fund(book: Book, *, simulated: bool = False) -> list[Transaction]:
    """Gifts in, fees out, and what went to programmes, as the fund sees it."""
    sums: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for move, account, leg in _legs(book, simulated=simulated):
        found = _of_fund(account)
        if found:
            type_, what, sign, programme = found
            sums[type_, move.value_date, account.currency, what, programme] += sign * leg.minor
    return [*_told(sums), *_commitments(book, COMMITMENT)]


def of_programme(book: Book, code: str, *, simulated: bool = False) -> list[Transaction]:
    """What the programme got from the fund and spent, as the programme sees it."""
    sums: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for move, account, leg in _legs(book, simulated=simulated):
        if account.role in ("spent", "returned") and account.detail == code:
            sums[INCOMING, move.value_date, account.currency, "From the fund", ""] += leg.minor
            sums[EXPENDITURE, move.value_date, account.currency, "Paid out", ""] += leg.minor
    own = (each for each in _commitments(book, INCOMING_COMMITMENT) if each.programme == code)
    return [*_told(sums), *own]


def _of_fund(account: Account) -> tuple[str, str, int, str] | None:
    """Type, words, sign of a debit, programme."""
    match account.role:
        case "gifts" | "gifts-restricted":
            return INCOMING, "Gifts", -1, ""
        case "opening":
            return INCOMING, "What was there before", -1, ""
        case "refunded":
            return INCOMING, "Gifts given back", -1, ""
        case "fees":
            return EXPENDITURE, "Fees of banks and card providers", 1, ""
        case "spent" | "returned":
            return DISBURSEMENT, "To a programme", 1, account.detail
    return None


def _legs(book: Book, *, simulated: bool) -> Iterator[tuple[Move, Account, Leg]]:
    known = book.account()
    for move in book.of(simulated=simulated):
        for leg in move.legs:
            yield move, known[leg.account], leg


def _told(sums: dict[tuple[str, str, str, str, str], int]) -> Iterable[Transaction]:
    for (type_, day, currency, what, programme), minor in sorted(sums.items(), key=lambda one: one[0][1]):
        if minor:
            yield Transaction(
                type=type_, day=day, currency=currency, minor=minor, what=what, programme=programme
            )


def _commitments(book: Book, type_: str) -> Iterator[Transaction]:
    """Of decisions that stand, as the accounts state them: what was left of an ended one binds nothing any more."""
    for each in book.allocations:
        if each.state not in STANDING:
            continue
        yield Transaction(
            type=type_,
            day=each.approved_on,
            currency=each.currency,
            minor=each.minor,
            what="Allocated by decision",
            programme=each.programme,
        )
