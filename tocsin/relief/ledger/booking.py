"""Booking: drafts become transfers, each once, in one transaction with their entries in the custody log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from tocsin import custody
from tocsin.errors import Conflict, MoneyRefused, NotFound
from tocsin.relief.ledger.batches import fields_of, keep_batch
from tocsin.relief.ledger.body import body_hash
from tocsin.relief.ledger.draft import TransferDraft, checks
from tocsin.relief.ledger.opening import account_ids
from tocsin.relief.models import Fund, Period, Posting, Transfer
from tocsin.rows import insert_plain, insert_rows

#: keys asked for in one query
ASKED = 500
#: how often a booking that met another one of the same key looks again
TRIES = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A transfer that stands."""

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
    for (draft, digest), pk in zip(fresh, _new_ids(len(fresh)), strict=True):
        known[draft.key] = Known(pk, digest)
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
    same = {"fund_id": fund.pk, "booked_at": now, "by": by, "reason": reason, "batch_id": None}
    rows = [_row(draft, digest, known, closed) | same for draft, digest in fresh]
    if len(rows) == 1:
        custody.log([_act(rows[0])])
    else:
        members = [(row["id"], row["body_hash"], row["entry_date"]) for row in rows]
        batch_id = keep_batch(members, by=by, now=now)
        for row in rows:
            row["batch_id"] = batch_id
    insert_rows(Transfer, rows)


def _row(
    draft: TransferDraft, digest: str, known: dict[str, Known], closed: Sequence[Period]
) -> dict[str, Any]:
    rate, entry_date = draft.rate, entry_day(draft.value_date, closed[-1].last if closed else None)
    return {
        "id": known[draft.key].id,
        "key": draft.key,
        "body_hash": digest,
        "kind": str(draft.kind),
        "value_date": draft.value_date,
        "entry_date": entry_date,
        "about": draft.about,
        "corrects_id": _linked(draft.corrects, known),
        "beside_id": _linked(draft.beside, known),
        "period_id": _missed(draft.value_date, closed),
        "rate": f"{rate.value:f}" if rate else "",
        "rate_source": rate.source if rate else "",
        "rate_at": rate.at if rate else None,
        "legs": len(draft.legs),
    }


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


def _act(row: dict[str, Any]) -> custody.Act:
    return custody.Act(
        item=f"transfer:{row['id']}",
        action="booked",
        actor=row["by"],
        at=row["booked_at"],
        reason=row["reason"],
        after=fields_of(row["body_hash"], row["entry_date"]),
    )
