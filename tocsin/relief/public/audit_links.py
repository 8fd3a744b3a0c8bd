"""What the moves of a download say of each other: corrections are whole, and exchanges are two halves at one rate. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tocsin.relief.ledger.draft import TransferKind
from tocsin.relief.public.book import Book, Move

#: as the ledger keeps it: digits and a point, 32 signs at most
_RATE = re.compile(r"(?=.{1,32}\Z)[0-9]+(\.[0-9]+)?")
#: roles of what is told of many payments as one: which of them a correction takes back is not told
_OF_PAYMENTS = frozenset({"spent", "returned", "payable"})


def link_faults(book: Book) -> Iterator[str]:
    yield from _corrections(book)
    yield from _exchanges(book)


def _corrections(book: Book) -> Iterator[str]:
    moves, known = {move.n: move for move in book.moves}, book.account()
    taken_back: set[int] = set()
    for move in book.moves:
        if move.corrects is None:
            of_payments = any(known[leg.account].role in _OF_PAYMENTS for leg in move.legs)
            if move.kind == TransferKind.CORRECTION and not of_payments:
                yield f"transfer {move.n} is a correction, and does not say of what"
            continue
        if move.kind != TransferKind.CORRECTION or move.corrects >= move.n:
            yield f"transfer {move.n} corrects transfer {move.corrects}, and is no correction of it"
        if move.corrects in taken_back:
            yield f"transfer {move.corrects} is taken back twice"
        taken_back.add(move.corrects)
        if _legs(move, -1) != _legs(moves[move.corrects], 1):
            yield f"transfer {move.n} is not the reverse of transfer {move.corrects}, which it corrects"


def _legs(move: Move, sign: int) -> Counter[tuple[str, int]]:
    return Counter((leg.account, sign * leg.minor) for leg in move.legs)


@dataclass(frozen=True, slots=True)
class _Half:
    move: Move
    #: purpose -> minor units, positive where they were sold; "" is none
    shares: Mapping[str, int]
    currency: str

    @property
    def minor(self) -> int:
        return sum(self.shares.values())


def _exchanges(book: Book) -> Iterator[str]:
    """Every half has a rate and exactly one other half; a half may first stand beside the gift that it is of."""
    halves, known = {}, book.account()
    for move in book.moves:
        legs = [leg for leg in move.legs if known[leg.account].role == "exchange"]
        if move.corrects is not None or not (legs or move.rate or move.kind == TransferKind.EXCHANGE):
            continue
        shares = {known[leg.account].detail: leg.minor for leg in legs}
        currencies = {known[leg.account].currency for leg in legs}
        one = len(currencies) == 1 and len(shares) == len(legs)
        if not one or move.rate is None or move.kind != TransferKind.EXCHANGE:
            yield f"transfer {move.n} exchanges without its rate, or has a rate and exchanges nothing"
            return
        halves[move.n] = _Half(move, shares, currencies.pop())
    alone = set(halves)
    for half in halves.values():
        other = halves.get(half.move.beside or 0)
        if other is None:
            continue
        if not {half.move.n, other.move.n} <= alone:
            yield f"transfer {other.move.n} is a half of two exchanges"
        alone -= {half.move.n, other.move.n}
        yield from _rate_faults(other, half, book.currencies)
    yield from (f"transfer {n} is half an exchange, and its other half is not there" for n in sorted(alone))


def _rate_faults(first: _Half, second: _Half, digits: Mapping[str, int]) -> Iterator[str]:
    """What was bought is what was sold at the rate, to one unit of the rate's last digit or of the money."""
    numbers = f"{first.move.n} and {second.move.n}"
    assert first.move.rate is not None and second.move.rate is not None, numbers
    written = second.move.rate.rate
    if first.move.rate != second.move.rate or not _RATE.fullmatch(written) or not Decimal(written):
        yield f"transfers {numbers} have no one rate: {first.move.rate.rate[:40]!r} and {written[:40]!r}"
        return
    bought, sold = sorted((first, second), key=lambda half: half.minor)
    if not sold.minor > 0 > bought.minor:
        yield f"transfers {numbers} buy or sell both"
        return
    got, gave = (Decimal(abs(half.minor)).scaleb(-digits[half.currency]) for half in (bought, sold))
    rate = Decimal(written)
    step = Decimal(1).scaleb(-len(written.partition(".")[2]))
    slack = gave * step + Decimal(1).scaleb(-digits[bought.currency])
    if abs(got - gave * rate) > slack:
        yield (
            f"transfers {numbers}: {gave:,} {sold.currency} at {written} are {gave * rate:,.2f} "
            f"{bought.currency}, and {got:,} were booked"
        )
    yield from _share_faults(sold, bought, numbers)


def _share_faults(sold: _Half, bought: _Half, numbers: str) -> Iterator[str]:
    """Money of each purpose bought its part of the whole, to a minor unit."""
    for purpose in sorted({*sold.shares, *bought.shares}):
        gave, got = sold.shares.get(purpose, 0), -bought.shares.get(purpose, 0)
        if gave < 0 or got < 0 or abs(got * sold.minor + bought.minor * gave) >= sold.minor:
            yield (
                f"transfers {numbers}: {gave:,} minor units of {sold.currency} for the purpose {purpose!r} bought "
                f"{got:,} of {bought.currency}, which is not their part"
            )
