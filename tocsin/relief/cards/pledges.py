"""A gift every month, and ending it: one link, one button, no login and no reason asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tocsin.errors import NotFound
from tocsin.relief.cards.provider import CardProvider
from tocsin.relief.models import Pledge


def pledge_of(token: str) -> Pledge:
    """Raises NotFound for a link that is not ours."""
    row = Pledge.objects.select_related("fund").filter(token=token).first() if token else None
    if row is None:
        raise NotFound("this link leads to no monthly gift", "take the newest message about it")
    return row


def end_pledge(pledge: Pledge, provider: CardProvider, *, now: datetime) -> Pledge:
    """Twice is once. The provider first: one that we call ended must take no more. Raises what it raises."""
    if pledge.ended_at is None:
        provider.end_pledge(pledge.ref)
        with transaction.atomic():
            Pledge.objects.filter(pk=pledge.pk, ended_at=None).update(ended_at=now)
        pledge.refresh_from_db()
    return pledge
