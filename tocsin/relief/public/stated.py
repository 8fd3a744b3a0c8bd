"""The figures that a fund states, each of which anybody can work out again from what is published beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tocsin.relief.public.accounts import totals, trial_balance
from tocsin.relief.public.book import Book

#: of the two books, which are never added together
REAL, SIMULATED = "real", "simulated"
#: states of an allocation that still binds money
_STANDING = frozenset({"approved", "spent down"})


def stated(book: Book) -> dict[str, Any]:
    """Of each book its accounts by currency, the sums of gifts and of allocations; and how many of each there are."""
    return {
        "accounts": {name: _accounts(book, simulated=flag) for name, flag in _BOOKS},
        "trial_balance": {name: trial_balance(book.of(simulated=flag)) for name, flag in _BOOKS},
        "gifts": {name: _gifts(book, simulated=flag) for name, flag in _BOOKS},
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


def _gifts(book: Book, *, simulated: bool) -> dict[str, dict[str, int]]:
    never_were = {move.corrects for move in book.moves if move.corrects}
    mine = [
        gift
        for gift in book.gifts
        if (gift.simulated or book.fund.simulated) is simulated and gift.move not in never_were
    ]
    minor, count = Counter[str](), Counter[str]()
    for gift in mine:
        minor[gift.currency] += gift.minor
        count[gift.currency] += 1
    return {currency: {"count": count[currency], "minor": minor[currency]} for currency in sorted(minor)}


def _allocated(book: Book) -> dict[str, dict[str, int]]:
    """Programme -> currency -> what was allocated to it by decisions that stand."""
    standing = [each for each in book.allocations if each.state in _STANDING]
    return {
        programme: _sums((each.currency, each.minor) for each in standing if each.programme == programme)
        for programme in sorted({each.programme for each in standing})
    }


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for name, minor in pairs:
        sums[name] += minor
    return dict(sorted(sums.items()))
