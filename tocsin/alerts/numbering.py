"""The number and the identifier that an alert gets when it is issued, after those that were issued elsewhere."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, QuerySet

from tocsin.alerts.embargo import check_order
from tocsin.alerts.identity import first_identifier, following_identifier
from tocsin.alerts.models import Alert, EarlierAlert
from tocsin.situations.models import Situation


def identity_of(alert: Alert, *, now: datetime) -> tuple[int, str]:
    """The next of its series, or those of the chain that it follows. The situation must be locked.

    Raises AlertRefused where its number would betray an alert that is under embargo.
    """
    if alert.replaces is None:
        series = own_of_series(alert.situation, alert.scheme, alert.level, alert.status)
        last = series.aggregate(number=Max("number"), not_before=Max("not_before"))
        check_order(alert.not_before, last["not_before"], now=now)
        number = 1 + max(last["number"] or 0, _last_earlier(alert))
        return number, first_identifier(alert.situation.slug, alert.level, alert.status, number)
    chain = _chain(alert.replaces)
    first = chain[-1]
    assert first.identifier is not None and first.number is not None, first.pk
    updates = sum(row.message_type == Alert.MessageType.UPDATE for row in chain)
    return first.number, following_identifier(first.identifier, alert.message_type, updates)


def own_of_series(situation: Situation, scheme: str, level: str, status: str) -> QuerySet[Alert]:
    """Every message of the series that we issued."""
    return Alert.objects.filter(
        situation=situation, scheme=scheme, level=level, status=status, identifier__isnull=False
    )


def earlier_of_series(situation: Situation, scheme: str, level: str, status: str) -> QuerySet[EarlierAlert]:
    """What was issued elsewhere in the series, as it is recorded by now, in the order of the numbers."""
    rows = EarlierAlert.objects.filter(
        situation=situation, scheme=scheme, level=level, status=status, superseded_by=None, withdrawn=False
    )
    return rows.order_by("number")


def _last_earlier(alert: Alert) -> int:
    rows = earlier_of_series(alert.situation, alert.scheme, alert.level, alert.status)
    return rows.aggregate(last=Max("number"))["last"] or 0


def _chain(alert: Alert) -> list[Alert]:
    """The alert and what it replaces, back to the first."""
    chain = [alert]
    while (earlier := chain[-1].replaces) is not None:
        chain.append(earlier)
    return chain
