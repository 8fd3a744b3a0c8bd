"""What became of an alert, at the desk and in public."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests import made
from tests.web.site import CROSSED, Site, accepted, finding
from tocsin import alerts, situations
from tocsin.alerts.afterwards import afterwards, steps_of
from tocsin.alerts.drafting import DraftSentence
from tocsin.cli import main
from tocsin.delivery.models import Attempt, Contact, Dispatch, Message
from tocsin.publishing.outcomes import outcomes_of

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


@pytest.mark.django_db
def test_a_situation_tells_of_all_its_alerts(site: Site, django_assert_max_num_queries: Any) -> None:
    """Each with its steps, first delivered by the time of the try that reached somebody; public only what is public."""
    (message,) = Message.objects.filter(key=f"alert:{site.alert.identifier}")
    contact = Contact.objects.create(channel="mail", address_key="k", lane="mail", made_at=made.NOW)
    facts = {"message": message, "contact": contact, "channel": "mail", "lane": "mail", "stable_id": "m-1"}
    later = made.NOW + timedelta(days=3)
    dispatch = Dispatch.objects.create(**facts, state="sent", changed_at=later)
    tries = [("temporary", 1), ("sent", 7), ("sent", 9)]
    Attempt.objects.bulk_create(
        Attempt(dispatch=dispatch, at=made.NOW + timedelta(minutes=minutes), result=result)
        for result, minutes in tries
    )
    with django_assert_max_num_queries(30):
        data = site.client(None).get("/situations/displacement-2023/afterwards.json").json()
    (told,) = data["alerts"]
    assert told["alert"] == site.alert.identifier
    (delivered,) = [step for step in told["steps"] if step["step"] == "first delivered"]
    assert datetime.fromisoformat(delivered["at"]) == made.NOW + timedelta(minutes=7)
    for role, path in ((None, "/situations"), ("analyst", "/desk/situations")):
        html = site.client(role).get(f"{path}/displacement-2023/afterwards/").content.decode()
        assert escape(site.alert.headline) in html and "First delivered" in html
    for address in ("/afterwards/", "/afterwards.json"):
        assert site.client(None).get(f"/situations/not-yet-public{address}").status_code == 404


@pytest.mark.django_db
def test_more_alerts_cost_no_more_queries(site: Site) -> None:
    """However many of the situation are told of."""
    rows = [site.alert, site.draft]
    counts = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as asked:
            outcomes_of(some, public=False)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_command_prints_what_became_of_alerts(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Of one alert or of a situation's, as text and as JSON; and says what is missing."""
    assert main(["alert", "afterwards", "--situation", "displacement-2023", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["alert"] == site.alert.identifier
    assert main(["alert", "afterwards", str(site.draft.pk)]) == 0
    assert re.search(r"drafted: \d+ \w+ 2023, \d\d:\d\d \(\+00:00\)", capsys.readouterr().out)
    assert main(["alert", "afterwards", str(site.alert.pk)]) == 0
    assert re.search(r"issued: .*, \d:\d\d:\d\d after the step before", capsys.readouterr().out)
    assert main(["alert", "afterwards"]) != 0
    assert "--situation" in capsys.readouterr().err
