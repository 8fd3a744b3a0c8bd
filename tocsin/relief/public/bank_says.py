"""What the bank says beside what the books say, for everybody, by the transfers that are published. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.relief.bank.compared import Compared, ahead_of_the_bank
from tocsin.relief.public.book import Book


def compared(book: Book) -> dict[str, Compared]:
    """Account -> bank and books, by the transfers of the book."""
    on = {each.account: each for each in book.bank}
    kinds = {move.n: move.kind for move in book.moves}
    books, ahead = dict.fromkeys(on, 0), dict.fromkeys(on, 0)
    for move in book.moves:
        for leg in move.legs:
            if leg.account in on and move.value_date <= on[leg.account].on:
                books[leg.account] += leg.minor
                if ahead_of_the_bank(move.kind, kinds.get(move.corrects) if move.corrects else None):
                    ahead[leg.account] += leg.minor
    return {
        code: Compared(
            on=date.fromisoformat(each.on),
            bank=each.minor,
            books=books[code],
            held=each.held,
            not_told=ahead[code],
        )
        for code, each in on.items()
    }


def stated_bank(book: Book) -> dict[str, dict[str, Any]]:
    """The same as figures."""
    return {
        code: {
            "on": each.on.isoformat(),
            "bank": each.bank,
            "books": each.books,
            "difference": each.difference,
            "held": each.held,
            "not_told": each.not_told,
            "unexplained": each.unexplained,
        }
        for code, each in compared(book).items()
    }
