"""Which worker holds which dispatches. Holding is not handing over: what a dead worker only held goes to the next one.

Only what it was handing over when it died may have arrived. That becomes "outcome unknown", and is repeated under the
same id.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from tocsin.delivery.channels import channels
from tocsin.delivery.models import Attempt, Dispatch, Worker
from tocsin.delivery.states import Result, State
from tocsin.rows import insert_rows

#: a worker that was not heard of for so long is dead; it hands nothing over after that
LEASE_S = 60.0
_DIED = "the worker died after handing over"


def enlist(name: str, now: datetime, lease_s: float) -> None:
    Worker.objects.create(name=name, lease_until=now + timedelta(seconds=lease_s))


def beat(name: str, now: datetime, lease_s: float) -> bool:
    """Lengthens the lease; False where another worker has taken this one for dead."""
    return bool(Worker.objects.filter(name=name).update(lease_until=now + timedelta(seconds=lease_s)))


def retire(name: str) -> None:
    """Lets go of everything; nothing may be on its way any more."""
    with transaction.atomic():
        Dispatch.objects.filter(held_by=name).update(held_by="")
        Worker.objects.filter(name=name).delete()


def free_the_dead(now: datetime) -> int:
    """Frees what workers held whose lease is over; returns how many outcomes are unknown by that."""
    unknown = 0
    for name in list(Worker.objects.filter(lease_until__lte=now).values_list("name", flat=True)):
        with transaction.atomic():
            # the one who deletes the row frees what belongs to it
            if Worker.objects.filter(name=name, lease_until__lte=now).delete()[0]:
                unknown += _free(name, now)
    return unknown


def _free(name: str, now: datetime) -> int:
    held = Dispatch.objects.filter(held_by=name)
    sending = list(held.filter(state=State.SENDING).values_list("pk", "channel"))
    for channel in {channel for _, channel in sending}:
        known = channels().get(channel)
        held.filter(state=State.SENDING, channel=channel).update(
            state=State.UNKNOWN,
            unknowns=F("unknowns") + 1,
            next_at=now if known and known.repeats_unknown else None,
            held_by="",
            reason=_DIED,
            changed_at=now,
        )
    insert_rows(
        Attempt,
        [
            {"dispatch_id": number, "at": now, "result": Result.UNKNOWN.value, "reason": _DIED}
            for number, _ in sending
        ],
    )
    held.update(held_by="")
    return len(sending)


def take(
    name: str, channel: str, *, room: int, busy_lanes: Collection[str], now: datetime
) -> Sequence[Dispatch]:
    """Holds up to `room` dispatches whose time has come, the earliest first; must run inside a transaction.

    On PostgreSQL rows that another worker is taking are passed over; SQLite lets one writer in at a time.
    """
    due = Dispatch.objects.filter(channel=channel, held_by="", next_at__lte=now)
    if busy_lanes:
        due = due.exclude(lane__in=busy_lanes)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows = list(due.order_by("next_at", "id")[:room])
    Dispatch.objects.filter(pk__in=[row.pk for row in rows]).update(held_by=name)
    return rows


def let_go(name: str, numbers: Collection[int]) -> None:
    """What was held and not begun."""
    Dispatch.objects.filter(pk__in=numbers, held_by=name).exclude(state=State.SENDING).update(held_by="")


def begin(name: str, numbers: Collection[int], now: datetime) -> frozenset[int]:
    """Marks these as being handed over, before they are; those that this worker still holds."""
    mine = Dispatch.objects.filter(pk__in=numbers, held_by=name)
    begun = mine.update(state=State.SENDING, tries=F("tries") + 1, changed_at=now)
    if begun == len(numbers):
        return frozenset(numbers)
    return frozenset(mine.filter(state=State.SENDING).values_list("pk", flat=True))
