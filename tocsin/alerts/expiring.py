"""Until when an alert holds: set while it is written, and asked again when it is issued."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.alerts.acts import take_step
from tocsin.alerts.embargo import check_embargo
from tocsin.alerts.lifecycle import Action
from tocsin.alerts.models import Alert
from tocsin.errors import AlertRefused


def check_expiry(expires_at: datetime | None, *, now: datetime) -> None:
    """Raises AlertRefused for a time that is past: the alert would be over before anybody read it."""
    if expires_at is not None and expires_at <= now.replace(microsecond=0):
        raise AlertRefused(
            f"the alert expires at {expires_at:%Y-%m-%d %H:%M %Z}, which is past",
            "set a later time in the draft, or none (an approved one is returned first)",
        )


def set_expiry(
    alert: Alert, expires_at: datetime | None, *, by: User, now: datetime, seen: int | None = None
) -> Alert:
    """Until when a draft will hold once it is issued; None until it is updated or cancelled.

    Raises AlertRefused, Conflict, NotAllowed.
    """
    check_expiry(expires_at, now=now)

    def write(row: Alert) -> None:
        check_embargo(row.not_before, expires_at, now=now)
        Alert.objects.filter(pk=row.pk).update(expires_at=expires_at)

    with transaction.atomic():
        return take_step(alert, Action.EDIT, by=by, now=now, seen=seen, also=write)
