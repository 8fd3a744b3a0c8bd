"""Embargo: an alert that is issued, and public only from a later instant on. Pure rules, and the one query for them.

CAP `sent` is when the alert was issued, for `references` name it by that; CAP `effective` is when it becomes public.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from tocsin.errors import AlertRefused

#: longer ones are not embargoes but forgotten alerts
EMBARGO_MAX = timedelta(days=31)


def is_public(identifier: str | None, not_before: datetime | None, *, now: datetime) -> bool:
    """Whether anybody outside the desk may know of the alert: it is issued, and its embargo is over.

    >>> from datetime import UTC
    >>> noon = datetime(2023, 9, 30, 12, tzinfo=UTC)
    >>> is_public("a-sos-1", noon, now=noon), is_public("a-sos-1", noon, now=noon - timedelta(microseconds=1))
    (True, False)
    """
    return identifier is not None and (not_before is None or not_before <= now)


def public_at(now: datetime, prefix: str = "") -> Q:
    """`is_public` as a condition on alerts in the store; `prefix` leads to the alert, such as "sentence__alert__"."""
    over = Q((f"{prefix}not_before", None)) | Q((f"{prefix}not_before__lte", now))
    return Q((f"{prefix}identifier__isnull", False)) & over


def check_embargo(not_before: datetime | None, expires_at: datetime | None, *, now: datetime) -> None:
    """Raises AlertRefused for an embargo that nothing would come after, or that ends too far away."""
    if not_before is None:
        return
    if not_before > now + EMBARGO_MAX:
        raise AlertRefused(
            f"the embargo ends at {not_before:%Y-%m-%d %H:%M %Z}, more than {EMBARGO_MAX.days} days away",
            "choose an earlier instant",
        )
    if expires_at is not None and expires_at <= not_before:
        raise AlertRefused(
            "the alert would expire before its embargo ends", "choose another time for one of them"
        )


def check_order(not_before: datetime | None, waiting: datetime | None, *, now: datetime) -> None:
    """Raises AlertRefused where a number in public would betray an alert of the series that still waits.

    `waiting` is when the last embargo in the series ends; None where none is left.
    """
    if waiting is None or waiting <= now or (not_before is not None and not_before >= waiting):
        return
    raise AlertRefused(
        f"an earlier alert of this series is under embargo until {waiting:%Y-%m-%d %H:%M %Z}, "
        "and the number of this one would betray it",
        "wait until then, give this one an embargo as long, or draft it at another level",
    )
