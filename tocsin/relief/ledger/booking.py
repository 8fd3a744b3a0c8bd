"""Booking: drafts become transfers, each once, in one transaction with their entries in the custody log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from tocsin import custody
from tocsin.errors import Conflict, MoneyRefused, NotFound
from tocsin.relief.ledger.batches import fields_of, keep_batch
from tocsin.relief.ledger.body import body_hash
from tocsin.relief.ledger.draft import Rate, TransferDraft, checks
from tocsin.relief.ledger.opening import account_ids
from tocsin.relief.models import Fund, Period, Posting, Transfer
from tocsin.rows import insert_plain

#: keys asked for in one query
ASKED = 500
#: those of all transfers that are booked together, and those of each
_COLUMNS = (
    *("fund_id", "booked_at", "by", "reason", "batch_id"),
    *("id", "key", "body_hash", "kind", "value_date", "entry_date", "about"),
    *("corrects_id", "beside_id", "period_id", "rate", "rate_source", "rate_at", "legs"),
)
_NO_RATE = ("", "", None)
#: how often a booking that met another one of the same key looks again
TRIES = 3


@dataclass(slots=True)
class Known:
    """A transfer that stands, or is about to: then its id comes last."""

    id: int
    body_hash: str


def book(fund: Fund, draft: TransferDraft, *, by: str, now: datetime, reason: str = "") -> Transfer:
    """One transfer. The same request again gives the one that stands.

    Raises MoneyRefused for what cannot be booked, Conflict for another body under a key that stands.
    """
    (pk,) = book_ids(fund, [draft], by=by, now=now, reason=reason)
    return Transfer.objects.get(pk=pk)


def book_many(fund: Fund, drafts: Sequence[TransferDraft], *, by: str, now: datetime) -> list[Transfer]:
    """All of them or none, in the order given."""
    ids = book_ids(fund, drafts, by=by, now=now)
    found = {
        row.pk: row
        for start in range(0, len(ids), ASKED)
        for row in Transfer.objects.filter(pk__in=ids[start : start + ASKED])
    }
    return [found[pk] for pk in ids]


def book_ids(
    fund: Fund, drafts: Sequence[TransferDraft], *, by: str, now: datetime, reason: str = ""
) -> list[int]:
    """As `book_many`, for many: the ids alone, in the order given."""
    hashes = [body_hash(fund.code, checks(draft)) for draft in drafts]
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _book(fund, drafts, hashes, by=by, now=now, reason=reason)
        except IntegrityError:  # somebody else booked one of the keys at this very moment: it stands now
            continue
    with transaction.atomic():
        return _book(fund, drafts, hashes, by=by, now=now, reason=reason)


def _book(
    fund: Fund, drafts: Sequence[TransferDraft], hashes: Sequence[str], *, by: str, now: datetime, reason: str
) -> list[int]:
    closed = _hold_open(fund)
    linked = {key for draft in drafts for key in (draft.corrects, draft.beside) if key is not None}
    known = _known({draft.key for draft in drafts} | linked)
    fresh: list[tuple[TransferDraft, str]] = []
    for draft, digest in zip(drafts, hashes, strict=True):
        there = known.get(draft.key)
        if there is None:
            known[draft.key] = Known(0, digest)
            fresh.append((draft, digest))
        elif there.body_hash != digest:
            raise Conflict(
                f"the key {draft.key[:80]!r} stands for another transfer already",
                "look at that one; the same cause is booked once",
            )
    for (draft, _), pk in zip(fresh, _new_ids(len(fresh)), strict=True):
        known[draft.key].id = pk
    if fresh:
        _lay(fund, fresh, known, closed, by=by, now=now, reason=reason)
    return [known[draft.key].id for draft in drafts]


def _hold_open(fund: Fund) -> Sequence[Period]:
    """The closed periods by their days; none is closed before this transaction ends. Raises MoneyRefused for a draft."""
    found = Fund.objects.filter(pk=fund.pk)
    if connection.vendor == "postgresql":  # many may book at once; whoever closes a period waits for them
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM relief_fund WHERE id = %s FOR KEY SHARE", [fund.pk])
    state = found.values_list("state", flat=True).get()
    if state == Fund.State.DRAFT:
        raise MoneyRefused(f"the fund {fund.code} is a draft", "open it first: a person decides that")
    return list(Period.objects.filter(fund=fund).order_by("last"))


def _known(keys: Iterable[str]) -> dict[str, Known]:
    asked = sorted(keys)
    known: dict[str, Known] = {}
    with connection.cursor() as cursor:  # Django looks at each of the keys three times
        for start in range(0, len(asked), ASKED):
            some = asked[start : start + ASKED]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"SELECT key, id, body_hash FROM relief_transfer WHERE key IN ({places})",  # noqa: S608
                some,
            )
            known |= {key: Known(pk, digest) for key, pk, digest in cursor.fetchall()}
    return known


def _new_ids(count: int) -> Sequence[int]:
    """Ids for transfers to come: postings are laid before the transfer that seals them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # its one writer at a time
            cursor.execute("SELECT COALESCE(MAX(id), 0) FROM relief_transfer")
            last = cursor.fetchone()[0]
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('relief_transfer', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [number for (number,) in cursor.fetchall()]


def _lay(
    fund: Fund,
    fresh: Sequence[tuple[TransferDraft, str]],
    known: dict[str, Known],
    closed: Sequence[Period],
    *,
    by: str,
    now: datetime,
    reason: str,
) -> None:
    """Postings, then the transfers that seal them, then what the custody log says of it."""
    account_of = account_ids(fund, {leg.account for draft, _ in fresh for leg in draft.legs})
    insert_plain(
        Posting,
        ("transfer_id", "account_id", "minor"),
        [
            (known[draft.key].id, account_of[leg.account], leg.minor)
            for draft, _ in fresh
            for leg in draft.legs
        ],
    )
    days = {day: _days(day, closed) for day in {draft.value_date for draft, _ in fresh}}
    members = [(known[draft.key].id, digest, days[draft.value_date].entry_date) for draft, digest in fresh]
    if len(members) == 1:
        custody.log([_act(*members[0], by=by, now=now, reason=reason)])
        batch_id = None
    else:
        batch_id = keep_batch(members, by=by, now=now)
    same = (fund.pk, connection.ops.adapt_datetimefield_value(now), by, reason, batch_id)
    rows = [(*same, *_row(draft, digest, known, days[draft.value_date])) for draft, digest in fresh]
    insert_plain(Transfer, _COLUMNS, rows)


@dataclass(frozen=True, slots=True)
class _Days:
    """What closed periods make of a value date."""

    entry_date: date
    period_id: int | None
    #: the value date and the entry date, as the driver takes them
    stored: tuple[object, object]


def _days(value_date: date, closed: Sequence[Period]) -> _Days:
    entry_date = entry_day(value_date, closed[-1].last if closed else None)
    stored = connection.ops.adapt_datefield_value
    return _Days(entry_date, _missed(value_date, closed), (stored(value_date), stored(entry_date)))


def _row(draft: TransferDraft, digest: str, known: dict[str, Known], days: _Days) -> tuple[object, ...]:
    rate = draft.rate
    return (
        *(known[draft.key].id, draft.key, digest, str(draft.kind), *days.stored),
        *(draft.about, _linked(draft.corrects, known), _linked(draft.beside, known), days.period_id),
        *(_stored_rate(rate) if rate else _NO_RATE),
        len(draft.legs),
    )


def _stored_rate(rate: Rate) -> tuple[object, ...]:
    return f"{rate.value:f}", rate.source, connection.ops.adapt_datetimefield_value(rate.at)


def entry_day(value_date: date, closed_last: date | None) -> date:
    """The day whose books a transfer stands in: its value date, or the first open day after what is closed.

    >>> entry_day(date(2024, 1, 31), date(2024, 3, 31))
    datetime.date(2024, 4, 1)
    """
    if closed_last is None or value_date > closed_last:
        return value_date
    return closed_last + timedelta(days=1)


def _missed(value_date: date, closed: Sequence[Period]) -> int | None:
    """The closed period that the day belongs to; the first one for a day before all of them."""
    return next((period.pk for period in closed if value_date <= period.last), None)


def _linked(key: str | None, known: dict[str, Known]) -> int | None:
    if key is None:
        return None
    if key not in known:
        raise NotFound(f"no transfer has the key {key[:80]!r}", "book that one first")
    return known[key].id


def _act(pk: int, digest: str, entry_date: date, *, by: str, now: datetime, reason: str) -> custody.Act:
    return custody.Act(
        item=f"transfer:{pk}",
        action="booked",
        actor=by,
        at=now,
        reason=reason,
        after=fields_of(digest, entry_date),
    )
