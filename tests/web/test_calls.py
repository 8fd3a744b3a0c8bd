"""Calls at the desk and in public, with what came of them."""

import pytest
from django.urls import reverse

from tests import made
from tests.web.site import accepted
from tocsin import situations
from tocsin.situations.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(site):
    text = made.report("The union asked the council to open the road. The council met on Friday.")
    finding = made.finding(
        text, "call", "asked the council to open the road",
        speaker_name="the union", addressee="the council", action="open the road",
    )  # fmt: skip
    met = made.finding(text, "response", "The council met on Friday", body="The council", what="meeting")
    for each in (finding, met):
        accepted(each, site.logins["analyst"])
    situations.gather(site.situation, [text.report_id], by="tests", now=made.NOW)
    return finding


def post(site, call, role="analyst", **more):
    asked = {"call": call.pk, "seen": "", "answer": "partly met", "reason": "a meeting, and no road", **more}
    return site.client(role).post(reverse("desk_answer", args=[site.situation.slug]), asked)


def calls(site, role):
    return site.client(role).get(reverse("desk_calls", args=[site.situation.slug])).content.decode()


def test_a_call_without_a_word_on_it_is_shown_as_unanswered(site, call):
    """At the desk it is counted; in public it says that no answer is known."""
    assert "1 without a word on what came of it" in calls(site, "analyst")
    public = site.client(None).get(reverse("situation", args=[site.situation.slug])).content.decode()
    assert "no answer known" in public


def test_responses_of_the_asked_are_offered_and_the_outcome_is_public(site, call):
    """The council's meeting can be named as what shows it; what came of the call stands in public without a name."""
    assert "The council met on Friday" in calls(site, "analyst")
    assert post(site, call).status_code == 302
    public = site.client(None).get(reverse("situation", args=[site.situation.slug])).content.decode()
    assert "a meeting, and no road" in public
    assert "partly met" in public


def test_the_second_of_two_is_told(site, call):
    """409, and their words are still in the form."""
    post(site, call)
    answer = post(site, call, role="reviewer", reason="my own words", answer="met")
    assert answer.status_code == 409
    assert "my own words" in answer.content.decode()
    assert Outcome.objects.count() == 1


def test_whoever_only_reads_says_nothing(site, call):
    """An auditor sees calls and no form."""
    assert 'name="answer"' not in calls(site, "auditor")
    assert post(site, call, role="auditor").status_code == 403
