"""Messages that have come to an end for everybody, with the counts; and one more round when a person asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from tocsin.delivery.letters import forget_written_to
from tocsin.delivery.models import Dispatch, Message
from tocsin.delivery.states import RETRIABLE, State
from tocsin.errors import Conflict

Counts = Mapping[str, Mapping[str, int]]
#: messages settled in one go
SETTLED_MAX = 100


def settle(*, now: datetime, log: Callable[[Message], None]) -> int:
    """Notes the counts of every message of which nothing more happens by itself; returns how many there were.

    `log` is called in the transaction of each message for all: custody belongs to whoever calls.
    """
    open_still = Dispatch.objects.filter(message=OuterRef("pk"), next_at__isnull=False)
    ended = Message.objects.filter(~Exists(open_still), settled_at=None, fanned_at__isnull=False)
    numbers = list(ended.order_by("pk").values_list("pk", flat=True)[:SETTLED_MAX])
    return sum(_settle_one(number, now, log) for number in numbers)


@transaction.atomic
def _settle_one(number: int, now: datetime, log: Callable[[Message], None]) -> int:
    message = Message.objects.select_for_update().filter(pk=number, settled_at=None).first()
    if message is None:
        return 0
    message.settled_at, message.settled = now, counts(message)
    message.save(update_fields=["settled_at", "settled"])
    if message.to_id is None:
        log(message)
    elif message.confirms_id is None:
        forget_written_to(message.to_id)
    return 1


def counts(message: Message) -> dict[str, dict[str, int]]:
    """channel -> state -> how many."""
    rows = (
        message.dispatches.values_list("channel", "state")
        .annotate(n=Count("pk"))
        .order_by("channel", "state")
    )
    found: dict[str, dict[str, int]] = {}
    for channel, state, n in rows:
        found.setdefault(channel, {})[state] = n
    return found


def retry(message: Message, *, now: datetime, log: Callable[[Message], None]) -> int:
    """One more round of tries for what failed, was given up, or is unknown for good; returns how many.

    Nothing that arrived, and nobody whose subscription ended. `log` as with `settle`. Raises Conflict where the message
    expired or something newer took its place.
    """
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        if row.withdrawn_at or (row.expires and row.expires <= now):
            raise Conflict(
                f"{row.key} is not sent any more: it expired, or something newer took its place",
                "send what took its place",
            )
        stuck = row.dispatches.filter(
            Q(state__in=RETRIABLE) | Q(state=State.UNKNOWN, next_at=None), held_by=""
        ).exclude(contact__address="")
        tried = stuck.update(state=State.QUEUED, tries=0, next_at=now, changed_at=now)
        if tried:
            row.retried_at, row.settled_at, row.settled = now, None, None
            row.save(update_fields=["retried_at", "settled_at", "settled"])
            log(row)
    return tried
