"""Issued, and seen by nobody outside the desk before its time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.alerts.desk import NOON, approved, at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.alerts.embargo import EMBARGO_MAX, check_order, is_public, public_at
from tocsin.alerts.models import Alert
from tocsin.errors import AlertRefused

OFFSETS = st.integers(-3000, 3000)


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [0, 59, 60, 61])
def test_the_store_and_the_rule_agree_on_what_is_public(minutes: int) -> None:
    """At the very instant it is public, a minute before it is not; a draft never is."""
    crisis = situation()
    waits = issued(drafted(crisis, not_before=at(60)))
    draft = drafted(crisis)
    now = at(minutes)
    public = list(Alert.objects.filter(public_at(now)))
    assert public == ([waits] if is_public(waits.identifier, waits.not_before, now=now) else [])
    assert is_public(waits.identifier, waits.not_before, now=now) == (minutes >= 60)
    assert not is_public(draft.identifier, None, now=now)


@pytest.mark.django_db
def test_sent_is_when_it_was_issued_and_effective_when_it_is_public() -> None:
    """References name a message by `sent`, so that is when it was made; without an embargo there is no `effective`."""
    crisis = situation()
    root = etree.fromstring(bytes(issued(drafted(crisis, not_before=at(60))).cap_xml))
    assert root.findtext("{*}sent") == "2023-09-30T12:03:00-00:00"
    assert root.findtext("{*}info/{*}effective") == "2023-09-30T13:00:00-00:00"
    other = issued(drafted(crisis, level="red-flag"))
    assert etree.fromstring(bytes(other.cap_xml)).find("{*}info/{*}effective") is None


@pytest.mark.django_db
def test_a_number_betrays_no_alert_that_waits() -> None:
    """The third of a series is not issued while nobody may know of the second, unless it waits as long."""
    crisis = situation()
    issued(drafted(crisis))
    issued(drafted(crisis, not_before=at(60)))
    with pytest.raises(AlertRefused, match="under embargo until 2023-09-30 13:00"):
        issued(drafted(crisis), 10)
    assert issued(drafted(crisis, not_before=at(60)), 11).number == 3
    assert issued(drafted(crisis, level="red-flag"), 12).number == 1
    assert issued(drafted(crisis), 60).number == 4


@pytest.mark.django_db
def test_what_replaces_a_waiting_alert_waits_with_it() -> None:
    """Neither sooner nor later, and an update of a public alert never waits."""
    crisis = situation()
    writer = login("writer", "analyst")
    first = issued(drafted(crisis, finding(crisis), not_before=at(60)))
    change = alerts.update(first, by=writer, now=at(10))
    assert change.not_before == at(60)
    with pytest.raises(AlertRefused, match="waits as long"):
        alerts.set_embargo(change, None, by=writer, now=at(11))
    change = issued(change, 12)
    assert not is_public(change.identifier, change.not_before, now=at(59))
    assert alerts.cancel(change, by=writer, now=at(61), reason="Over.").not_before is None


@pytest.mark.django_db
def test_an_embargo_is_set_and_taken_off_while_it_is_a_draft() -> None:
    """It is an edit: whoever did it does not approve; an endless one, or one that outlives the alert, is refused."""
    crisis = situation()
    writer = login("writer", "analyst")
    alert = alerts.set_embargo(drafted(crisis, expires_at=at(90)), at(60), by=writer, now=at(1))
    assert alert.not_before == at(60)
    for wrong in (NOON + EMBARGO_MAX + timedelta(hours=1), at(90)):
        with pytest.raises(AlertRefused):
            alerts.set_embargo(alert, wrong, by=writer, now=at(2))
    assert alerts.set_embargo(alert, None, by=writer, now=at(3)).not_before is None
    out = approved(drafted(crisis))
    with pytest.raises(AlertRefused, match="cannot be edited"):
        alerts.set_embargo(out, at(60), by=writer, now=at(4))


@given(own=st.none() | OFFSETS, waiting=st.none() | OFFSETS, now=OFFSETS)
def test_whoever_sees_a_number_can_see_those_before(own: int | None, waiting: int | None, now: int) -> None:
    """Where the order holds, the new alert is public no sooner than the one that waits."""
    try:
        check_order(None if own is None else at(own), None if waiting is None else at(waiting), now=at(now))
    except AlertRefused:
        assert waiting is not None and waiting > now and (own is None or own < waiting)
    else:
        public_from = max(now, own if own is not None else now)
        assert waiting is None or public_from >= waiting
