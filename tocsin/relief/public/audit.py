"""Adding a fund's accounts up again from the download alone; the first figure that does not hold is named.

    1. names      every account, currency, programme and transfer that something names is there, once
    2. balance    the legs of every transfer meet, currency by currency
    3. links      what a correction takes back it takes back whole; the halves of an exchange fit their rate
    4. gifts      each booked gift is what its transfer says
    5. sums       every stated sum is the sum of what it is of
    6. closing    opening + received - spent = closing, and that much is where the money is said to be
    7. receipts   every gift is in exactly one place by the rule, and what waits is what the fund closes with
    8. digest     no sign of the file is another than when it was made

What this cannot see: transfers that somebody left out together with all that follows from them. For that the custody
log's checkpoint stands in the file, and donors hold receipt codes, each of which must be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tocsin.relief.public.accounts import LINES, PLACES, totals, unbalanced
from tocsin.relief.public.book import Account, Book, Move
from tocsin.relief.public.document import digest
from tocsin.relief.public.reading import Download
from tocsin.relief.public.stated import REAL, SIMULATED, stated
from tocsin.relief.public.tracing import EXCHANGED, trace

#: income accounts that a gift is booked to
_INCOME = frozenset({"gifts", "gifts-restricted"})


@dataclass(frozen=True, slots=True)
class Checked:
    name: str
    #: the first thing that does not hold; empty where all does
    fault: str = ""


def audit(download: Download) -> list[Checked]:
    """The checks in order; after the first that fails the others are not made, for they rest on it."""
    done = []
    for name, check in _CHECKS:
        fault = next(iter(check(download)), "")
        done.append(Checked(name, fault))
        if fault:
            break
    return done


def _names(download: Download) -> Iterator[str]:
    book = download.book
    yield from _twice("account", [each.code for each in book.accounts])
    yield from _twice("gift", [each.hash for each in book.gifts])
    yield from _twice("programme", [each.code for each in book.programmes])
    yield from _twice("allocation", [each.n for each in book.allocations])
    for account in book.accounts:
        if account.role not in LINES and account.role not in PLACES:
            yield f"account {account.code!r} has a role that is not known: {account.role!r}"
        if account.code != _code(account) or account.currency not in book.currencies:
            yield f"account {account.code!r} is not called for what it is"
    known, numbers = book.account(), {move.n for move in book.moves}
    for place, move in enumerate(book.moves, 1):
        if move.n != place:
            yield f"the {place}. transfer has the number {move.n}: one is missing, or stands elsewhere"
        yield from (
            f"transfer {move.n} names the account {leg.account!r}, which is not there"
            for leg in move.legs
            if leg.account not in known
        )
        yield from (
            f"transfer {move.n} names transfer {other}, which is not there"
            for other in (move.corrects, move.beside)
            if other is not None and other not in numbers
        )
    yield from _named_by_rows(book, numbers)


def _named_by_rows(book: Book, numbers: set[int]) -> Iterator[str]:
    programmes = {each.code for each in book.programmes}
    for gift in book.gifts:
        if gift.move is not None and gift.move not in numbers:
            yield f"gift {gift.hash[:12]} names transfer {gift.move}, which is not there"
    rows: Sequence[Any] = (*book.allocations, *book.payments)
    for row in rows:
        if row.programme not in programmes:
            yield f"programme {row.programme!r} is named and not there"
    with_money: Sequence[Any] = (*book.gifts, *book.allocations)
    for row in with_money:
        if row.currency not in book.currencies:
            yield f"the currency {row.currency!r} is named and not there"


def _balance(download: Download) -> Iterator[str]:
    known = download.book.account()
    for move in download.book.moves:
        if len(move.legs) < 2 or not all(leg.minor for leg in move.legs):
            yield f"transfer {move.n} moves nothing"
        for currency, minor in unbalanced(move.legs, known).items():
            yield f"transfer {move.n} does not balance: {currency} is {minor:+,} off (minor units)"


def _links(download: Download) -> Iterator[str]:
    moves = {move.n: move for move in download.book.moves}
    known = download.book.account()
    taken_back: set[int] = set()
    for move in download.book.moves:
        if move.corrects is not None:
            if move.corrects in taken_back:
                yield f"transfer {move.corrects} is taken back twice"
            taken_back.add(move.corrects)
            if _legs(move, -1) != _legs(moves[move.corrects], 1):
                yield f"transfer {move.n} is not the reverse of transfer {move.corrects}, which it corrects"
        if move.rate is not None and move.beside is not None:
            yield from _rate_faults(moves[move.beside], move, known, download.book.currencies)


def _rate_faults(
    first: Move, second: Move, known: Mapping[str, Account], digits: Mapping[str, int]
) -> Iterator[str]:
    """Of an exchange: what was bought is what was sold at the rate, to one unit of the rate's last digit or of the money."""
    assert second.rate is not None
    try:
        rate = Decimal(second.rate.rate)
    except InvalidOperation:
        rate = Decimal(0)
    halves = [_exchanged(move, known) for move in (first, second)]
    if not rate.is_finite() or rate <= 0 or None in halves:
        yield f"transfers {first.n} and {second.n} are no exchange at the rate {second.rate.rate[:40]!r}"
        return
    (bought, bought_in), (sold, sold_in) = sorted(half for half in halves if half)
    if not sold > 0 > bought:
        yield f"transfers {first.n} and {second.n} buy or sell both"
        return
    got, gave = (
        Decimal(abs(minor)).scaleb(-digits[name]) for minor, name in ((bought, bought_in), (sold, sold_in))
    )
    step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    slack = gave * step + Decimal(1).scaleb(-digits[bought_in])
    if abs(got - gave * rate) > slack:
        yield (
            f"transfers {first.n} and {second.n}: {gave:,} {sold_in} at {second.rate.rate} are {gave * rate:,.2f} "
            f"{bought_in}, and {got:,} were booked"
        )


def _gifts(download: Download) -> Iterator[str]:
    moves = {move.n: move for move in download.book.moves}
    known = download.book.account()
    for gift in download.book.gifts:
        if gift.move is None:
            continue
        move = moves[gift.move]
        booked = Counter[str]()
        for leg in move.legs:
            if known[leg.account].role in _INCOME:
                booked[known[leg.account].currency] -= leg.minor
        if booked != {gift.currency: gift.minor}:
            yield f"gift {gift.hash[:12]} is {gift.minor:,} {gift.currency}, and transfer {move.n} books {_said(booked)}"
        if gift.simulated != move.simulated or move.about != f"gift:{gift.hash}":
            yield f"gift {gift.hash[:12]} is not the gift that transfer {move.n} is about"


def _sums(download: Download) -> Iterator[str]:
    yield from _unlike("", download.stated, stated(download.book))


def _closing(download: Download) -> Iterator[str]:
    known = download.book.account()
    for name, flag in ((REAL, False), (SIMULATED, True)):
        for currency, line in totals(download.book.of(simulated=flag), known).items():
            if line.closing != line.found:
                yield f"{name} {currency} closes with {line.closing:,}, and {line.found:,} are there (minor units)"


def _receipts(download: Download) -> Iterator[str]:
    book = download.book
    for name, flag in ((REAL, False), (SIMULATED, True)):
        traced, closing = trace(book, simulated=flag), totals(book.of(simulated=flag), book.account())
        left = traced.left()
        for currency, line in closing.items():
            if left.get(currency, 0) != line.closing:
                yield f"{name} {currency}: gifts that wait come to {left.get(currency, 0):,}, not {line.closing:,}"
        parts = traced.parts()
        for gift in book.gifts:
            own = parts.get(gift.hash, [])
            whole = own and not any(part.kind == EXCHANGED for part in own)
            if whole and sum(part.minor for part in own) != gift.minor:
                yield f"gift {gift.hash[:12]} is not in one place"


def _digest(download: Download) -> Iterator[str]:
    if digest(download.whole) != download.digest:
        yield "the digest is another: something was changed that no sum depends on"


_CHECKS: Sequence[tuple[str, Callable[[Download], Iterator[str]]]] = (
    ("names", _names),
    ("balance", _balance),
    ("links", _links),
    ("gifts", _gifts),
    ("sums", _sums),
    ("closing", _closing),
    ("receipts", _receipts),
    ("digest", _digest),
)


def _twice(what: str, names: Sequence[object]) -> Iterator[str]:
    yield from (f"{what} {name!r} stands twice" for name, count in Counter(names).items() if count > 1)


def _code(account: Account) -> str:
    return ":".join(part for part in (account.role, account.detail, account.currency) if part)


def _legs(move: Move, sign: int) -> Counter[tuple[str, int]]:
    return Counter((leg.account, sign * leg.minor) for leg in move.legs)


def _exchanged(move: Move, known: Mapping[str, Account]) -> tuple[int, str] | None:
    """Signed minor, currency: positive where it was sold."""
    legs = [
        (leg.minor, known[leg.account].currency) for leg in move.legs if known[leg.account].role == "exchange"
    ]
    return legs[0] if len(legs) == 1 else None


def _unlike(path: str, said: Any, found: Any) -> Iterator[str]:
    """The places where two trees of figures differ, in order."""
    if not (isinstance(said, dict) and isinstance(found, dict)):
        if type(said) is not type(found) or said != found:
            yield f"{path} is stated as {_said(said)}, and comes to {_said(found)}"
        return
    for name in (*found, *(name for name in said if name not in found)):
        where = f"{path}.{name}" if path else str(name)
        if name not in said or name not in found:
            yield f"{where} is {'not stated' if name not in said else 'stated and follows from nothing'}"
        else:
            yield from _unlike(where, said[name], found[name])


def _said(value: Any) -> str:
    if type(value) is int:
        return f"{value:,}"
    return str(dict(value) if isinstance(value, Counter) else value)[:80]
