"""Alerts issued elsewhere: recorded with how we know of them, so that ours come after them."""

from datetime import date
from typing import Any

import pytest

from tests.alerts.desk import alert_faults, at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.alerts.models import EarlierAlert
from tocsin.errors import AlertRefused, Conflict, NotAllowed, NotFound, WrongUse
from tocsin.situations.models import Situation

pytestmark = pytest.mark.django_db


def earlier(of: Situation, number: int = 1, **fields: Any) -> EarlierAlert:
    return alerts.record_earlier(
        of,
        **{
            "scheme": "lemkin-institute",
            "level": "sos",
            "status": "Exercise",
            "number": number,
            "headline": "First call for the people on the road",
            "issued_on": date(2023, 8, 9),
            "link": "https://desk.example/sos-1",
            "reason": "It stands on the desk's former site.",
            "by": login("writer", "analyst"),
            "now": at(0),
            **fields,
        },
    )


def test_ours_becomes_the_second() -> None:
    """In number, identifier and kicker; it updates nothing, and its page lists the first."""
    crisis = situation()
    figure = finding(crisis)
    earlier(crisis, report_id=figure.report_id)
    alert = issued(drafted(crisis, figure))
    view = alerts.alert_view(alert)
    assert (alert.number, alert.identifier) == (2, "artsakh-2023-sos-exercise-2")
    assert view.kicker == "SOS Alert · second for this situation"
    assert (alert.message_type, view.replaces) == ("Alert", None)
    (first,) = view.earlier
    assert (first.number, first.link, first.sha256) == (
        1,
        "https://desk.example/sos-1",
        figure.report.sha256,
    )
    assert alert_faults() == []


def test_each_series_has_its_own() -> None:
    """Another level, another status and another situation count for themselves."""
    crisis = situation()
    earlier(crisis, 4)
    assert issued(drafted(crisis, level="red-flag")).number == 1
    assert issued(drafted(crisis, status="Actual")).number == 1
    assert issued(drafted(situation("elsewhere"))).number == 1
    assert issued(drafted(crisis)).number == 5


def test_a_record_is_corrected_and_withdrawn_and_nothing_is_lost() -> None:
    """What a person saw must still stand; a withdrawn number does not count."""
    crisis = situation()
    first = earlier(crisis)
    with pytest.raises(Conflict, match=r"no\. 1 of this series"):
        earlier(crisis, headline="Other")
    second = earlier(crisis, headline="Other", seen=first.pk)
    with pytest.raises(Conflict):
        alerts.withdraw_earlier(first, reason="No.", by=login("writer", "analyst"), now=at(2))
    alerts.withdraw_earlier(second, reason="It was a press note.", by=login("writer", "analyst"), now=at(3))
    assert EarlierAlert.objects.count() == 3
    assert issued(drafted(crisis)).number == 1
    with pytest.raises(Conflict, match="was issued here"):
        earlier(crisis, seen=EarlierAlert.objects.latest("pk").pk)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"number": 0}, WrongUse),
        ({"number": 1001}, WrongUse),
        ({"headline": " "}, WrongUse),
        ({"reason": " "}, WrongUse),
        ({"link": "javascript:alert(1)"}, WrongUse),
        ({"link": "https:///x"}, WrongUse),
        ({"status": "Draft"}, WrongUse),
        ({"level": "panic"}, NotFound),
        ({"report_id": 999_999}, NotFound),
        ({"issued_on": date(2023, 10, 1)}, WrongUse),
    ],
    ids=str,
)
def test_a_record_that_cannot_be_is_refused(wrong: dict[str, Any], error: type[Exception]) -> None:
    """Nothing is stored."""
    with pytest.raises(error):
        earlier(situation(), **wrong)
    assert not EarlierAlert.objects.exists()


def test_who_drafts_no_alerts_records_none() -> None:
    """An auditor reads."""
    with pytest.raises(NotAllowed):
        earlier(situation(), by=login("auditor", "auditor"))


def test_a_demonstration_has_no_real_history() -> None:
    """What it shows is never taken for an alert that warned of anything."""
    with pytest.raises(AlertRefused, match="demonstration"):
        earlier(situation(demonstration=True), status="Actual")
