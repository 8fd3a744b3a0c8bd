"""What became of an alert, at the desk and in public."""

from datetime import timedelta

import pytest

from tests import made
from tests.web.site import CROSSED, Site, accepted, finding
from tocsin import alerts, situations
from tocsin.alerts.afterwards import afterwards, steps_of
from tocsin.alerts.drafting import DraftSentence
from tocsin.delivery.models import Message

LATER = made.NOW + timedelta(hours=2)


def test_spans_are_counted_from_the_last_step_that_has_a_time() -> None:
    """A step without a trace is passed over; a clock that went backwards is shown."""
    found = steps_of([("a", made.NOW), ("b", None), ("c", LATER), ("d", made.NOW)])
    assert [step.after for step in found] == [None, None, timedelta(hours=2), timedelta(hours=-2)]


@pytest.mark.django_db
def test_what_was_asked_and_counted_since_is_told(site: Site) -> None:
    """The call with what came of it, and a figure that was published after the issue; no recipient anywhere."""
    analyst, issuer = site.logins["analyst"], site.logins["issuer"]
    text = made.report("A relief body asked all sides to let them pass.")
    fields = {"speaker_name": "a relief body", "addressee": "all sides", "action": "let them pass"}
    call = accepted(finding(text, "call", text.text, fields), analyst)
    new = made.report("Now 99,000 people.", publisher="Later Post", published=LATER + timedelta(hours=1))
    accepted(finding(new, "figure", "99,000 people", {**CROSSED, "value": 99_000}), analyst)
    situations.gather(site.situation, [text.report_id, new.report_id], by="analyst", now=made.NOW)
    said = DraftSentence(section="asked", text="Let them pass.", finding_ids=(call.pk,))
    told = DraftSentence(section="happened", text="People crossed.", finding_ids=(site.figure.pk,))
    alert = alerts.set_sentences(site.draft, [told, said], by=analyst, now=made.NOW)
    alert = alerts.submit(alert, by=analyst, now=made.NOW)
    read = [each.key for each in alerts.warnings_of(alert)]
    alert = alerts.approve(alert, by=issuer, now=made.NOW, ticked=read)
    alert = alerts.issue(alert, by=issuer, now=LATER)
    situations.answer(
        call.pk, answer="refused", reason="the road stayed shut", by=analyst, now=LATER, seen=None
    )
    found = afterwards(alert, delivered_at=None, public=True)
    assert [(each.addressees, each.answers) for each in found.asked] == [(("all sides",), ("refused",))]
    assert [row.shown for row in found.since] == [99_000]
    assert Message.objects.filter(key=f"alert:{alert.identifier}").exists()
    client = site.client(None)
    data = client.get(f"/alerts/{alert.identifier}/afterwards.json").json()
    assert {each["step"]: each["after_s"] for each in data["steps"]}["issued"] == 7200
    html = client.get(f"/alerts/{alert.identifier}/afterwards/").content.decode()
    assert "2 h" in html and "refused" in html and "99,000" in html


@pytest.mark.django_db
def test_what_became_of_a_draft_is_not_public(site: Site) -> None:
    """Only the desk sees it before issue."""
    assert site.client(None).get(f"/desk/alerts/{site.draft.pk}/afterwards/").status_code == 302
    assert site.client("analyst").get(f"/desk/alerts/{site.draft.pk}/afterwards/").status_code == 200
