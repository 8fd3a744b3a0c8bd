"""One person issues an alert alone: only where that is switched on, in the open, and with a second signature owed."""

from typing import Any

import pytest
from lxml import etree

from tests.alerts.desk import alert_faults, at, drafted, finding, issued, keys, login, situation, submitted
from tocsin import alerts
from tocsin.alerts.emergency import debt, debts
from tocsin.alerts.lifecycle import Second, State
from tocsin.alerts.models import Alert
from tocsin.custody.models import Entry
from tocsin.errors import AlertRefused, NotAllowed

pytestmark = pytest.mark.django_db

DAY = 24 * 60


@pytest.fixture
def switched_on(settings: Any) -> None:
    settings.TOCSIN_EMERGENCY_PATH = True
    settings.TOCSIN_SECOND_SIGNATURE_HOURS = 24


def alone(minutes: int = 1) -> Alert:
    """Drafted, and issued at that minute, by one issuer."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis), by=login("alone", "issuer"))
    return alerts.issue_alone(
        alert,
        by=login("alone", "issuer"),
        now=at(minutes),
        reason="Nobody answers, and they come.",
        ticked=keys(alert),
    )


def test_the_path_is_closed_unless_it_was_switched_on() -> None:
    """By default an issuer alone issues nothing, and nothing is stored."""
    with pytest.raises(NotAllowed, match="TOCSIN_EMERGENCY_PATH"):
        alone()
    assert Alert.objects.get().state == "draft"


@pytest.mark.usefixtures("switched_on")
def test_one_person_issues_and_everybody_can_see_that() -> None:
    """Log, acts and CAP message say so; approval is nobody's; the second signature has its time."""
    alert = alone()
    assert (alert.state, alert.approved_by, alert.second_signature) == ("issued", None, "owed")
    assert alert.second_due_at == at(1 + DAY)
    assert [act.action for act in alert.acts.all()] == ["draft", "emergency"]
    entry = Entry.objects.filter(item=f"alert:{alert.pk}").latest("id")
    assert entry.action == "issued by one person in an emergency"
    root = etree.fromstring(bytes(alert.cap_xml))
    said = {each.findtext("{*}valueName"): each.findtext("{*}value") for each in root.iter("{*}parameter")}
    assert said["second-signature-due"] == "2023-10-01T12:01:00-00:00"
    assert alert_faults() == []


@pytest.mark.usefixtures("switched_on")
def test_alone_is_not_unchecked() -> None:
    """A finding that fell stops it as it stops any issue; a reason and a tick for every warning are needed."""
    crisis = situation()
    figure, issuer = finding(crisis), login("alone", "issuer")
    alert = drafted(crisis, figure, by=issuer)
    with pytest.raises(AlertRefused, match="without a reason"):
        alerts.issue_alone(alert, by=issuer, now=at(1), reason=" ", ticked=keys(alert))
    with pytest.raises(AlertRefused, match="warnings were not ticked"):
        alerts.issue_alone(alert, by=issuer, now=at(1), reason="Now.")
    figure.state = "refused"
    figure.save()
    with pytest.raises(AlertRefused, match="does not stand"):
        alerts.issue_alone(alert, by=issuer, now=at(1), reason="Now.", ticked=keys(alert))


@pytest.mark.usefixtures("switched_on")
def test_a_second_person_confirms() -> None:
    """Neither who issued it nor who wrote it; then nothing is owed, and nobody confirms twice."""
    crisis = situation()
    alert = submitted(drafted(crisis, by=login("writer", "analyst")))
    alert = alerts.issue_alone(
        alert, by=login("alone", "issuer"), now=at(2), reason="Now.", ticked=keys(alert)
    )
    login("writer", "issuer")
    for by in (login("alone", "issuer"), login("writer", "issuer")):
        with pytest.raises(NotAllowed, match="issued it alone"):
            alerts.confirm(alert, by=by, now=at(3))
    with pytest.raises(NotAllowed, match="may not confirm"):
        alerts.confirm(alert, by=login("reader", "reviewer"), now=at(3))
    alert = alerts.confirm(alert, by=login("second", "issuer"), now=at(4))
    assert (alert.state, alert.second_signature, debts(now=at(9 * DAY))) == ("issued", "confirmed", ())
    with pytest.raises(AlertRefused, match="no further signature"):
        alerts.object_(alert, by=login("second", "issuer"), now=at(5), reason="After all.")


@pytest.mark.usefixtures("switched_on")
def test_an_objection_owes_a_cancel_until_it_is_issued() -> None:
    """The alert stands until then, and the desk says what is owed."""
    alert = alone()
    second = login("second", "issuer")
    with pytest.raises(AlertRefused, match="without a reason"):
        alerts.object_(alert, by=second, now=at(5), reason="")
    alert = alerts.object_(alert, by=second, now=at(5), reason="The road is open.")
    assert [owed.owes for owed in debts(now=at(6))] == ["answer"]
    end = alerts.cancel(alert, by=login("writer", "analyst"), now=at(7), reason="The road is open.")
    assert len(debts(now=at(8))) == 1
    issued(end, 9)
    assert debts(now=at(10)) == ()


@pytest.mark.usefixtures("switched_on")
def test_an_overdue_signature_is_logged_once_and_can_still_be_given() -> None:
    """The worker marks it when its time has come, not before and not twice."""
    alert = alone(0)
    assert alerts.mark_overdue(now=at(DAY - 1)) == ()
    (marked,) = alerts.mark_overdue(now=at(DAY))
    assert (marked.pk, marked.second_signature) == (alert.pk, "overdue")
    assert alerts.mark_overdue(now=at(DAY + 1)) == ()
    assert Entry.objects.filter(action="left without its second signature").count() == 1
    assert debts(now=at(DAY + 1))[0].overdue
    done = alerts.confirm(marked, by=login("second", "issuer"), now=at(DAY + 2))
    assert done.second_signature == "confirmed"
    assert alert_faults() == []


@pytest.mark.usefixtures("switched_on")
def test_a_demonstration_stays_one_alone_as_well() -> None:
    """A situation that became a demonstration since the draft issues nothing real, by whatever path."""
    crisis = situation()
    alert = drafted(crisis, status="Actual", by=login("alone", "issuer"))
    crisis.demonstration = True
    crisis.save()
    with pytest.raises(AlertRefused, match="demonstration"):
        alerts.issue_alone(alert, by=login("alone", "issuer"), now=at(1), reason="Now.", ticked=keys(alert))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("second", [None, *Second])
def test_what_is_owed_follows_from_state_and_signature(state: State, second: Second | None) -> None:
    """A signature as long as it is missing; an answer to an objection as long as the alert is in force."""
    owed = debt(
        alert_id=1,
        headline="x",
        identifier="x-sos-1",
        state=state,
        second=second,
        due_at=at(0) if second else None,
        now=at(0),
    )
    if second in ("owed", "overdue"):
        assert owed is not None and (owed.owes, owed.overdue) == ("signature", True)
    elif second == "objected" and state == "issued":
        assert owed is not None and owed.owes == "answer"
    else:
        assert owed is None
