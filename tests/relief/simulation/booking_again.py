"""The ledger of a simulated year, lost and booked again from its journal alone: entry by entry, in the order of booking.

The journal is what was asked for and when: the drafts, by whom, in which batches, and which days were closed by then.
Numbers, days of entry and balances are what booking makes of it, and have to come out as they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import connection

from tocsin.relief.ledger.booking import book_ids
from tocsin.relief.ledger.draft import TransferDraft
from tocsin.relief.ledger.periods import close_period
from tocsin.relief.ledger.soundness import draft_of
from tocsin.relief.models import Batch, Fund, Period, Posting, Transfer

TABLES = tuple(each._meta.db_table for each in (Posting, Transfer, Batch, Period))
CHUNK = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    draft: TransferDraft
    by: str
    at: datetime
    reason: str
    #: those that were booked in one go have one; None for one that was booked alone
    batch: int | None
    #: where it came after its day was closed, the day that it stands in
    late_on: date | None


def book_again(fund: Fund) -> None:
    """Over SQLite, whose ids are those of a ledger from which nothing was ever rolled back."""
    entries, periods = list(_journal()), list(Period.objects.order_by("last"))
    _lose()
    for batch in _batches(entries):
        first = batch[0]
        while periods and any(each.late_on and periods[0].last < each.late_on for each in batch):
            _close(fund, periods.pop(0))
        book_ids(fund, [each.draft for each in batch], by=first.by, now=first.at, reason=first.reason)
    for period in periods:
        _close(fund, period)


def _close(fund: Fund, period: Period) -> None:
    close_period(fund, period.last, by=period.by, now=period.closed_at)


def _batches(entries: Iterable[Entry]) -> Iterator[Sequence[Entry]]:
    for _, together in groupby(entries, key=lambda each: each.batch or each.draft.key):
        yield list(together)


def _journal() -> Iterator[Entry]:
    last = 0
    linked = Transfer.objects.select_related("corrects", "beside")
    while rows := list(linked.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        legs = defaultdict(list)
        laid = Posting.objects.filter(transfer__gte=rows[0].pk, transfer__lte=last).order_by("pk")
        for transfer, code, minor in laid.values_list("transfer_id", "account__code", "minor"):
            legs[transfer].append((code, minor))
        for row in rows:
            yield Entry(
                draft=draft_of(row, legs[row.pk]),
                by=row.by,
                at=row.booked_at,
                reason=row.reason,
                batch=row.batch_id,
                late_on=row.entry_date if row.period_id else None,
            )


def _lose() -> None:
    """All rows of the ledger but its accounts, whose names are what drafts say; its guards stand again afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        cursor.execute(
            "PRAGMA foreign_keys = OFF"
        )  # gifts and bank lines wait for their transfers to come again
        for name, _ in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
        for _, sql in guards:
            cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys = ON")
