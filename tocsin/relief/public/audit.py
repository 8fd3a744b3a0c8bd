"""Adding a fund's accounts up again from the download alone; the first figure that does not hold is named.

    1. names      every account, currency, programme, kind and transfer that something names is there, once
    2. balance    the legs of every transfer meet, currency by currency
    3. links      what a correction takes back it takes back whole; every exchange is two halves that fit their one rate
    4. gifts      each gift is what its transfer books, and each transfer that brings a gift has it
    5. sums       every stated sum is the sum of what it is of
    6. closing    opening + received - spent = closing, and that much is where the money is said to be
    7. receipts   every gift is in exactly one place by the rule, and what waits is what the fund closes with
    8. digest     no sign of the file is another than when it was made

What this cannot see: a book made up whole, or transfers left out together with all that follows from them and with a
digest made anew. For that the fund's page prints the digest, the custody log's checkpoint stands in the file, and donors
hold receipt codes, each of which must be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.relief.public.accounts import totals, unbalanced
from tocsin.relief.public.audit_links import link_faults
from tocsin.relief.public.audit_names import name_faults
from tocsin.relief.public.book import Account, Book, Move
from tocsin.relief.public.document import digest
from tocsin.relief.public.reading import Download
from tocsin.relief.public.stated import REAL, SIMULATED, stated, taken_back
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
    yield from name_faults(download.book)


def _balance(download: Download) -> Iterator[str]:
    known = download.book.account()
    for move in download.book.moves:
        if len(move.legs) < 2 or not all(leg.minor for leg in move.legs):
            yield f"transfer {move.n} moves nothing"
        for currency, minor in unbalanced(move.legs, known).items():
            yield f"transfer {move.n} does not balance: {currency} is {minor:+,} off (minor units)"


def _links(download: Download) -> Iterator[str]:
    yield from link_faults(download.book)


def _gifts(download: Download) -> Iterator[str]:
    book = download.book
    moves, known = {move.n: move for move in book.moves}, book.account()
    for gift in book.gifts:
        move = moves.get(gift.move or 0)
        if move is None:
            yield f"gift {gift.hash[:12]} is in no transfer"
            continue
        booked = _income(move, known)
        if booked != {gift.currency: gift.minor}:
            yield f"gift {gift.hash[:12]} is {gift.minor:,} {gift.currency}, and transfer {move.n} books {_said(booked)}"
        bound_to = {known[leg.account].detail for leg in move.legs if known[leg.account].role in _INCOME}
        if bound_to != {gift.purpose}:
            yield f"gift {gift.hash[:12]} is for {gift.purpose!r}, and transfer {move.n} books it for another purpose"
        if gift.simulated != move.simulated or move.about != f"gift:{gift.hash}":
            yield f"gift {gift.hash[:12]} is not the gift that transfer {move.n} is about"
    yield from _of_gifts(book, known)


def _of_gifts(book: Book, known: Mapping[str, Account]) -> Iterator[str]:
    """The other way round: no transfer brings a gift, or tells of one, that is not among the gifts."""
    by_about = {f"gift:{gift.hash}": gift for gift in book.gifts}
    brought_by = {gift.move for gift in book.gifts}
    for move in book.moves:
        gift = by_about.get(move.about)
        if gift is None and move.about.startswith("gift:"):
            yield f"transfer {move.n} is about a gift that is not there"
        if move.corrects is None and move.n not in brought_by and _income(move, known):
            yield f"transfer {move.n} brings a gift that is not there"
        if move.simulated is not (gift is not None and gift.simulated):
            yield f"transfer {move.n} is not of the book that its gift is of"


def _income(move: Move, known: Mapping[str, Account]) -> Counter[str]:
    """Currency -> what it books as gifts."""
    booked = Counter[str]()
    for leg in move.legs:
        if known[leg.account].role in _INCOME:
            booked[known[leg.account].currency] -= leg.minor
    return booked


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
    never_were = taken_back(book)
    for name, flag in ((REAL, False), (SIMULATED, True)):
        traced, closing = trace(book, simulated=flag), totals(book.of(simulated=flag), book.account())
        left = traced.left()
        for currency, line in closing.items():
            if left.get(currency, 0) != line.closing:
                yield f"{name} {currency}: gifts that wait come to {left.get(currency, 0):,}, not {line.closing:,}"
        parts = traced.parts()
        for gift in book.gifts:
            if gift.move in never_were or (gift.simulated or book.fund.simulated) is not flag:
                continue
            own = parts.get(gift.hash, [])
            whole = not any(part.kind == EXCHANGED for part in own)
            # of one that its provider exchanged and took back, a unit of the other currency may be left
            if whole and sum(part.minor for part in own if part.currency == gift.currency) != gift.minor:
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
