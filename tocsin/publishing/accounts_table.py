"""A fund's transfers as a table for spreadsheets: one row a leg, with nothing in it that becomes a formula.

Behind them one row for each bank account, with what the bank says in columns of its own: sums of debits stay what they are.
"""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from tocsin.publishing.figure_tables import harmless
from tocsin.relief.money.money import Money, plain
from tocsin.relief.public.bank_says import compared
from tocsin.relief.public.book import Book, Leg, Move

COLUMNS = (
    "transfer", "kind", "value_date", "booked_on", "account", "currency", "debit", "credit", "about", "corrects", "beside",
    "rate", "rate_source", "rate_at", "simulated", "bank_says", "books_say", "held", "not_told", "unexplained",
)  # fmt: skip


def accounts_csv(book: Book) -> str:
    """The columns above; amounts with a point, in whole units of the currency."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    known = book.account()
    for move in book.moves:
        for leg in move.legs:
            row = [*_cells(move, leg, known[leg.account].currency, book), *_NO_BANK]
            writer.writerow([harmless(cell) for cell in row])
    for code, each in compared(book).items():
        said = (each.bank, each.books, each.held, each.not_told, each.unexplained)
        amounts = [plain(Money(minor, known[code].currency)) for minor in said]
        writer.writerow([*map(harmless, _of_bank(code, known[code].currency, each.on, book)), *amounts])
    return out.getvalue()


#: of a row that is a transfer's
_NO_BANK = ("",) * 5


def _of_bank(code: str, currency: str, on: date, book: Book) -> list[object]:
    simulated = "yes" if book.fund.simulated else "no"
    return ["", "bank balance", on.isoformat(), "", code, currency, *[""] * 8, simulated]


def _cells(move: Move, leg: Leg, currency: str, book: Book) -> list[object]:
    amount = plain(Money(abs(leg.minor), currency))
    rate = move.rate
    return [
        move.n,
        move.kind,
        move.value_date,
        move.booked_on,
        leg.account,
        currency,
        amount if leg.minor > 0 else "",
        amount if leg.minor < 0 else "",
        move.about,
        move.corrects,
        move.beside,
        rate.rate if rate else "",
        rate.source if rate else "",
        rate.at if rate else "",
        "yes" if move.simulated or book.fund.simulated else "no",
    ]
