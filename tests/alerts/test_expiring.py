"""Until when an alert holds: set and changed in a draft, never past, and with a way on where it is."""

import pytest

from tests.alerts.desk import alert_faults, approved, at, drafted, finding, issued, login, situation
from tocsin import alerts, custody
from tocsin.alerts.acts import committed
from tocsin.alerts.models import Alert
from tocsin.errors import AlertRefused, Conflict

pytestmark = pytest.mark.django_db


def test_an_update_can_hold_longer_than_what_it_replaces() -> None:
    """To prolong a warning is what most updates are for: the time is copied, and can be changed."""
    crisis = situation()
    writer = login("writer", "analyst")
    first = issued(drafted(crisis, finding(crisis), expires_at=at(60)))
    change = alerts.update(first, by=writer, now=at(10))
    assert change.expires_at == at(60)
    change = alerts.set_expiry(change, at(600), by=writer, now=at(11))
    assert issued(change, 12).expires_at == at(600)
    assert alert_faults() == []


def test_a_time_that_is_past_is_no_expiry() -> None:
    """Not when it is drafted, not when it is set, and not when it is issued."""
    crisis = situation()
    writer = login("writer", "analyst")
    with pytest.raises(AlertRefused, match="past"):
        drafted(crisis, expires_at=at(0))
    alert = drafted(crisis, expires_at=at(30))
    with pytest.raises(AlertRefused, match="past"):
        alerts.set_expiry(alert, at(4), by=writer, now=at(5))
    with pytest.raises(Conflict):
        alerts.set_expiry(alert, at(60), by=writer, now=at(5), seen=alert.version + 1)


def test_an_approved_alert_whose_time_went_by_can_be_mended() -> None:
    """The refusal says how: return it, set a later time, have it approved again."""
    crisis = situation()
    writer, signer = login("writer", "analyst"), login("signer", "issuer")
    alert = approved(drafted(crisis, finding(crisis), expires_at=at(30)))
    with pytest.raises(AlertRefused, match="returned first"):
        alerts.issue(alert, by=signer, now=at(31))
    alert = alerts.return_(alert, by=signer, now=at(32), reason="its time went by")
    alert = alerts.set_expiry(alert, None, by=writer, now=at(33))
    assert issued(alert, 34).expires_at is None


def test_an_expiry_outlasts_the_embargo() -> None:
    """Else nobody would ever be warned."""
    alert = drafted(situation(), not_before=at(60))
    with pytest.raises(AlertRefused, match="before its embargo ends"):
        alerts.set_expiry(alert, at(60), by=login("writer", "analyst"), now=at(1))


def test_an_update_drafted_after_the_time_went_by_holds_until_it_is_replaced() -> None:
    """The worker has not come round yet: a time that is past is not copied."""
    first = issued(drafted(situation(), expires_at=at(60)))
    assert alerts.update(first, by=login("writer", "analyst"), now=at(61)).expires_at is None


def test_an_update_of_an_alert_that_expired_meanwhile_is_told_what_to_do() -> None:
    """Nothing took its place, so nothing can be drafted from that."""
    crisis = situation()
    first = issued(drafted(crisis, finding(crisis), expires_at=at(60)))
    change = alerts.update(first, by=login("writer", "analyst"), now=at(10))
    change = approved(alerts.set_expiry(change, at(600), by=login("writer", "analyst"), now=at(11)))
    alerts.expire(now=at(60))
    with pytest.raises(AlertRefused, match="expired by now; draft a new alert"):
        alerts.issue(change, by=login("signer", "issuer"), now=at(61))


def test_the_log_commits_to_the_time_that_was_approved() -> None:
    """A time that somebody wrote into the store of an approved alert is found."""
    alert = approved(drafted(situation(), expires_at=at(30)))
    assert custody.differs(f"alert:{alert.pk}", committed(alert)) == []
    Alert.objects.filter(pk=alert.pk).update(expires_at=at(90))
    alert.refresh_from_db()
    assert custody.differs(f"alert:{alert.pk}", committed(alert)) == ["expires_at"]
