"""The figures that a fund states, each of which anybody can work out again from what is published beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tocsin.relief.public.accounts import totals, trial_balance
from tocsin.relief.public.bank_says import stated_bank
from tocsin.relief.public.book import STANDING, Book

#: of the two books, which are never added together
REAL, SIMULATED = "real", "simulated"


def stated(book: Book) -> dict[str, Any]:
    """Of each book its accounts by currency, the sums of gifts that stand, of those taken back and of allocations."""
    return {
        "accounts": {name: _accounts(book, simulated=flag) for name, flag in _BOOKS},
        "trial_balance": {name: trial_balance(book.of(simulated=flag)) for name, flag in _BOOKS},
        "gifts": {name: gift_sums(book, simulated=flag, undone=False) for name, flag in _BOOKS},
        "gifts_taken_back": {name: gift_sums(book, simulated=flag, undone=True) for name, flag in _BOOKS},
        "bank": stated_bank(book),
        "allocated": _allocated(book),
        "counts": {
            "transfers": len(book.moves),
            "gifts": len(book.gifts),
            "allocations": len(book.allocations),
        },
    }


_BOOKS = ((REAL, False), (SIMULATED, True))


def _accounts(book: Book, *, simulated: bool) -> dict[str, dict[str, int]]:
    found = totals(book.of(simulated=simulated), book.account())
    return {currency: asdict(each) | {"closing": each.closing} for currency, each in found.items()}


def taken_back(book: Book) -> frozenset[int]:
    """Moves that a correction took back: a gift of one was booked by mistake, and stays in sight."""
    return frozenset(move.corrects for move in book.moves if move.corrects)


def gift_sums(book: Book, *, simulated: bool, undone: bool) -> dict[str, dict[str, int]]:
    """Currency -> `count` and `minor` of the gifts that stand, or of those that were taken back (`undone`)."""
    never_were = taken_back(book)
    mine = [
        gift
        for gift in book.gifts
        if (gift.simulated or book.fund.simulated) is simulated and (gift.move in never_were) is undone
    ]
    minor, count = Counter[str](), Counter[str]()
    for gift in mine:
        minor[gift.currency] += gift.minor
        count[gift.currency] += 1
    return {currency: {"count": count[currency], "minor": minor[currency]} for currency in sorted(minor)}


def _allocated(book: Book) -> dict[str, dict[str, int]]:
    """Programme -> currency -> what was allocated to it by decisions that stand."""
    standing = [each for each in book.allocations if each.state in STANDING]
    return {
        programme: _sums((each.currency, each.minor) for each in standing if each.programme == programme)
        for programme in sorted({each.programme for each in standing})
    }


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, minor in pairs:
        sums[name] += minor
    return dict(sorted(sums.items()))
