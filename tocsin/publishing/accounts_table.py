"""A fund's transfers as a table for spreadsheets: one row a leg, with nothing in it that becomes a formula."""

from __future__ import annotations

import csv
from io import StringIO

from tocsin.publishing.figure_tables import harmless
from tocsin.relief.money.money import Money, plain
from tocsin.relief.public.book import Book, Leg, Move

COLUMNS = (
    "transfer", "kind", "value_date", "booked_on", "account", "currency", "debit", "credit", "about", "corrects", "beside",
    "rate", "rate_source", "rate_at", "simulated",
)  # fmt: skip


def accounts_csv(book: Book) -> str:
    """The columns above; amounts with a point, in whole units of the currency."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    known = book.account()
    for move in book.moves:
        for leg in move.legs:
            writer.writerow([harmless(cell) for cell in _cells(move, leg, known[leg.account].currency, book)])
    return out.getvalue()


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
