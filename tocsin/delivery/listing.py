"""What became of messages, in numbers: never an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785
from django.db.models import Count, Max, Sum

from tocsin.delivery.models import Dispatch, Message, Subscription
from tocsin.delivery.states import State
from tocsin.errors import NotFound

#: rows of a list of troubles
TROUBLES_MAX = 200
#: states that a person should know of
_TROUBLED = (State.UNKNOWN, State.RETRYING, State.FAILED, State.GIVEN_UP)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many recipients of one message on one channel are in one state."""

    channel: str
    state: str
    recipients: int
    #: tries made for them
    tries: int
    #: how often it was not known whether it had arrived
    unknowns: int
    last_change: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """Recipients that share state and reason."""

    channel: str
    state: str
    reason: str
    recipients: int
    #: the earliest next try; None where there is none
    next_at: datetime | None


def tally(message: Message) -> Sequence[Tally]:
    rows = (
        message.dispatches.values("channel", "state")
        .annotate(recipients=Count("pk"), made=Sum("tries"), unknown=Sum("unknowns"), last=Max("changed_at"))
        .order_by("channel", "state")
    )
    return [
        Tally(
            channel=row["channel"],
            state=row["state"],
            recipients=row["recipients"],
            tries=row["made"],
            unknowns=row["unknown"],
            last_change=row["last"],
        )
        for row in rows
    ]


def troubles(message: Message) -> Sequence[Trouble]:
    """What did not arrive (yet), by reason, the most frequent first."""
    rows = (
        message.dispatches.filter(state__in=_TROUBLED)
        .values("channel", "state", "reason")
        .annotate(recipients=Count("pk"), next=Max("next_at"))
        .order_by("-recipients", "channel", "state", "reason")[:TROUBLES_MAX]
    )
    return [
        Trouble(
            channel=row["channel"],
            state=row["state"],
            reason=row["reason"],
            recipients=row["recipients"],
            next_at=row["next"],
        )
        for row in rows
    ]


def stuck(message: Message) -> Sequence[Dispatch]:
    """The dispatches that were given up or failed, by contact number, for the list of a page."""
    rows = message.dispatches.filter(state__in=(State.FAILED, State.GIVEN_UP))
    return list(rows.order_by("channel", "contact_id")[:TROUBLES_MAX])


def subscriptions_by_state() -> Mapping[tuple[str, str], int]:
    """(channel, state) -> how many."""
    rows = Subscription.objects.values_list("contact__channel", "state").annotate(n=Count("pk")).order_by()
    return {(channel, state): n for channel, state, n in rows}


def subscriptions_by_language() -> Sequence[tuple[str, int]]:
    """Confirmed ones by language code, the most frequent first; "" for who asks for any language."""
    rows = Subscription.objects.filter(state=Subscription.State.CONFIRMED).values_list("asked", flat=True)
    named = (
        code.lower()
        for asked in rows.iterator(chunk_size=1000)
        for code in set(asked.get("languages") or ("",))
    )
    return sorted(Counter(named).items(), key=lambda row: (-row[1], row[0]))


def message_of(key: str) -> Message:
    """Raises NotFound."""
    row = Message.objects.filter(key=key).first()
    if row is None:
        raise NotFound(f"there is no message {key!r}", "`tocsin delivery list` shows them")
    return row


def committed(message: Message) -> dict[str, Any]:
    """What the custody log commits to of a message: what it said, and what came of it in numbers."""
    said = {name: getattr(message, name) for name in ("marks", "texts", "payload", "link")}
    settled = None if message.settled is None else rfc8785.dumps(message.settled).decode()
    return {"key": message.key, "content_sha256": sha256(rfc8785.dumps(said)).hexdigest(), "settled": settled}
