"""The messages of a series, and which of them follow one another.

A series counts alerts (first, second ...); a chain is one alert with its updates and its cancel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tocsin.alerts.embargo import public_at
from tocsin.alerts.models import Alert
from tocsin.alerts.standing import Replacement, Standing, standing


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainItem:
    """One issued message, of this alert's chain or of its series."""

    identifier: str
    message_type: str
    number: int
    headline: str
    issued_at: datetime
    state: str
    #: the message that the page shows
    shown: bool


#: messages of a series that a page lists beside the alert's own chain
SERIES_MAX = 100


def issued_of_series(alert: Alert, public_by: datetime | None = None) -> list[Alert]:
    """The newest issued messages of the alert's series and all of its own chain, the oldest first.

    `public_by`: only those public by then.
    """
    rows = Alert.objects.filter(
        situation=alert.situation_id,
        scheme=alert.scheme,
        level=alert.level,
        status=alert.status,
        identifier__isnull=False,
    )
    rows = rows.filter(public_at(public_by)) if public_by else rows
    newest = rows.order_by("-issued_at", "-id").values("pk")[:SERIES_MAX]
    shown = rows.filter(Q(number=alert.number) | Q(pk__in=newest))
    return list(shown.defer("cap_xml").order_by("issued_at", "id"))


def latest_of_each(issued: list[Alert], shown: Alert) -> tuple[ChainItem, ...]:
    """The last message of every chain of the series, the newest alert first."""
    last = {row.number: row for row in issued}
    return tuple(chain_item(last[number], shown) for number in sorted(last, key=lambda n: -(n or 0)))


def chain_item(row: Alert, shown: Alert) -> ChainItem:
    assert row.identifier is not None and row.number is not None and row.issued_at is not None, row.pk
    return ChainItem(
        identifier=row.identifier,
        message_type=row.message_type,
        number=row.number,
        headline=row.headline,
        issued_at=row.issued_at,
        state=row.state,
        shown=row.pk == shown.pk,
    )


def standings(alerts: Iterable[Alert], *, now: datetime) -> dict[int, Standing]:
    """How each alert stands, by its key; one query for all."""
    rows = list(alerts)
    replacing = Alert.objects.filter(public_at(now), replaces__in=[row.pk for row in rows])
    by_replaced = {new.replaces_id: new for new in replacing.only(*_OF_REPLACEMENT)}
    return {row.pk: _standing(row, by_replaced.get(row.pk), now) for row in rows}


_OF_REPLACEMENT = ("replaces", "identifier", "message_type", "headline", "issued_at", "not_before")


def _standing(row: Alert, new: Alert | None, now: datetime) -> Standing:
    replaced_by = None
    if new is not None:
        assert new.identifier is not None and new.issued_at is not None, new.pk
        replaced_by = Replacement(
            identifier=new.identifier,
            message_type=new.message_type,
            headline=new.headline,
            since=max(new.issued_at, new.not_before or new.issued_at),
        )
    return standing(
        message_type=row.message_type,
        identifier=row.identifier,
        issued_at=row.issued_at,
        not_before=row.not_before,
        expires_at=row.expires_at,
        replaced_by=replaced_by,
        now=now,
    )
