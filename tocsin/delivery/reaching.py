"""When a message first reached somebody, by what stands of each try; of whom nothing is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from tocsin.delivery.models import Attempt
from tocsin.delivery.states import Result


def first_reached(keys: Iterable[str]) -> dict[str, datetime]:
    """By the keys of messages: when the first mail server, hook or browser took it. One query."""
    took = Attempt.objects.filter(
        dispatch__message__key__in=list(keys), result__in=(Result.SENT, Result.DELIVERED)
    )
    found = took.values("dispatch__message__key").annotate(first=Min("at")).order_by()
    return {row["dispatch__message__key"]: row["first"] for row in found}
