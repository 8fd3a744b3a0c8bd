"""What the custody log commits to of transfers: of one booked alone by itself, of those booked together by one hash.

An entry of its own for each would take as long as all the rest of a large booking. To show that one transfer of a batch
is in the log, one shows the list of hashes of all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.relief.models import Batch, Transfer


def fields_of(body_hash: str, entry_date: date) -> dict[str, Json]:
    """Of a transfer: the hash of all that the request said, and the day it was booked on."""
    return {"body": body_hash, "entry_date": entry_date.isoformat()}


def committed(transfer: Transfer) -> dict[str, Json]:
    return fields_of(transfer.body_hash, transfer.entry_date)


def digest_of(members: Iterable[tuple[int, str, date]]) -> str:
    """One hash over id, body and day of each, by id."""
    lines = (f"{pk} {body} {day.isoformat()}\n" for pk, body, day in sorted(members))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def committed_batch(batch: Batch) -> dict[str, Json]:
    return {"transfers": batch.transfers, "digest": batch.digest}


def keep_batch(members: Sequence[tuple[int, str, date]], *, by: str, now: datetime) -> int:
    """The row of those transfers, and its entry in the log. Returns its id."""
    ids = [pk for pk, _, _ in members]
    batch = Batch.objects.create(
        first=min(ids),
        last=max(ids),
        transfers=len(ids),
        digest=digest_of(members),
        booked_at=now,
        by=by,
    )
    after = committed_batch(batch)
    custody.log(
        [custody.Act(item=f"batch:{batch.pk}", action="booked together", actor=by, at=now, after=after)]
    )
    return batch.pk


def members_of(batch: Batch) -> list[tuple[int, str, date]]:
    """Its transfers as they stand; found by their ids, for an index of batches would cost each transfer."""
    rows = Transfer.objects.filter(pk__range=(batch.first, batch.last), batch=batch)
    return list(rows.values_list("pk", "body_hash", "entry_date"))
