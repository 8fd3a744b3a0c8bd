"""A clock that goes backwards between draft and issue, and people whose roles change in between."""

import pytest

from tests.alerts.desk import approved, at, drafted, issued, keys, login, situation, submitted
from tocsin import alerts
from tocsin.alerts.models import Alert
from tocsin.errors import AlertRefused, NotAllowed

pytestmark = pytest.mark.django_db


def test_nothing_is_sent_before_it_was_written() -> None:
    """Receivers sort by `sent`: an issue before the approval is refused, and can be done once the clock is right."""
    alert = approved(drafted(situation()))
    with pytest.raises(AlertRefused, match="clock stands before the approval"):
        alerts.issue(alert, by=login("signer", "issuer"), now=at(1))
    assert Alert.objects.get().state == "approved"
    assert alerts.issue(alert, by=login("signer", "issuer"), now=at(3)).state == "issued"


def test_an_update_is_never_older_than_what_it_updates() -> None:
    """Whatever the clock said when it was drafted and approved."""
    crisis = situation()
    first = issued(drafted(crisis), 60)
    change = alerts.update(first, by=login("writer", "analyst"), now=at(0))
    with pytest.raises(AlertRefused, match="clock stands before what it replaces was issued"):
        issued(change, 30)
    assert Alert.objects.get(pk=first.pk).state == "issued"


def test_an_emergency_does_not_set_the_clock_back(settings: object) -> None:
    """Alone or not, nothing is issued before it was drafted."""
    settings.TOCSIN_EMERGENCY_PATH = True  # type: ignore[attr-defined]
    alert = drafted(situation(), by=login("alone", "issuer"), now=at(10))
    with pytest.raises(AlertRefused, match="before this alert was drafted"):
        alerts.issue_alone(alert, by=login("alone", "issuer"), now=at(9), reason="Now.", ticked=keys(alert))


def test_whoever_lost_the_role_signs_nothing_more() -> None:
    """Neither the approval nor the issue, from the very moment on."""
    alert = submitted(drafted(situation()))
    signer = login("signer", "issuer")
    login("signer", "reviewer")
    with pytest.raises(NotAllowed):
        alerts.approve(alert, by=signer, now=at(2), ticked=keys(alert))
    login("signer", "issuer")
    alert = alerts.approve(alert, by=signer, now=at(2), ticked=keys(alert))
    login("signer", "auditor")
    with pytest.raises(NotAllowed):
        alerts.issue(alert, by=signer, now=at(3))
    with pytest.raises(AlertRefused, match="have it approved again"):
        alerts.issue(alert, by=login("second", "issuer"), now=at(3))
