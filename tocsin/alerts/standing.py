"""How an issued alert stands now, in one word: what every page, list, feed and message says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.alerts.embargo import is_public


class Stands(StrEnum):
    #: not issued, or under embargo: nobody outside the desk may know of it
    NOT_PUBLIC = "not public"
    IN_FORCE = "in force"
    UPDATED = "updated"
    CANCELLED = "cancelled"
    #: by the clock, whether or not the worker has come round yet
    EXPIRED = "expired"
    #: a cancel: it warns of nothing
    CANCELS = "cancels"


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """The public message that took an alert's place."""

    identifier: str
    message_type: str
    headline: str = ""
    #: when everybody could first read it
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    stands: Stands
    #: identifier and headline of what took its place; empty while nothing has
    by_identifier: str = ""
    by_headline: str = ""
    #: when it came to stand so: replaced, expired, or made public. None where it is not public
    since: datetime | None


def standing(
    *,
    message_type: str,
    identifier: str | None,
    issued_at: datetime | None,
    not_before: datetime | None,
    expires_at: datetime | None,
    replaced_by: Replacement | None,
    now: datetime,
) -> Standing:
    """`replaced_by` is None while nothing that is public has taken its place."""
    if identifier is None or issued_at is None or not is_public(identifier, not_before, now=now):
        return Standing(stands=Stands.NOT_PUBLIC, since=None)
    out_since = max(issued_at, not_before) if not_before else issued_at
    if replaced_by is not None:
        return Standing(
            stands=Stands.CANCELLED if replaced_by.message_type == "Cancel" else Stands.UPDATED,
            by_identifier=replaced_by.identifier,
            by_headline=replaced_by.headline,
            since=max(replaced_by.since, out_since),
        )
    if message_type == "Cancel":
        return Standing(stands=Stands.CANCELS, since=out_since)
    if expires_at is not None and expires_at <= now:
        return Standing(stands=Stands.EXPIRED, since=expires_at)
    return Standing(stands=Stands.IN_FORCE, since=out_since)
