"""Contradictions at the desk and in public."""

import pytest
from django.urls import reverse

from tocsin import situations
from tocsin.situations.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(site):
    found = situations.check(site.situation, accepted=True)
    return found[0]


def post(site, one, role="analyst", **more):
    asked = {"key": one.key, "seen": "", "verdict": "recount", "reason": "counted anew at the border", **more}
    return site.client(role).post(reverse("desk_decide", args=[site.situation.slug]), asked)


def test_the_desk_shows_every_contradiction_with_a_form(site, one):
    """The sentence, its figures to choose from, and no decision yet."""
    page = site.client("analyst").get(reverse("desk_contradictions", args=[site.situation.slug]))
    body = page.content.decode()
    assert "97,735" in body
    assert 'name="verdict"' in body
    assert one.key in body


def test_a_decision_is_stored_and_shown_in_public_without_a_name(site, one):
    """What was decided and why stands on the situation's page; who decided stays at the desk."""
    assert post(site, one).status_code == 302
    public = site.client(None).get(reverse("situation", args=[site.situation.slug])).content.decode()
    assert "counted anew at the border" in public
    assert Decision.objects.get().by.username == "analyst"
    desk = site.client("reviewer").get(reverse("desk_contradictions", args=[site.situation.slug]))
    assert "analyst" in desk.content.decode()


def test_the_second_of_two_is_told_and_keeps_what_was_typed(site, one):
    """409, the other's decision, and the second person's own words still in the form."""
    post(site, one)
    answer = post(site, one, role="reviewer", reason="my own words", verdict="mistake")
    assert answer.status_code == 409
    assert "my own words" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_whoever_only_reads_decides_nothing(site, one):
    """An auditor sees the page without a form, and may not post."""
    page = site.client("auditor").get(reverse("desk_contradictions", args=[site.situation.slug]))
    assert page.status_code == 200
    assert 'name="verdict"' not in page.content.decode()
    assert post(site, one, role="auditor").status_code == 403


def test_words_that_are_no_verdict_are_refused(site, one):
    """400, and nothing is stored."""
    assert post(site, one, verdict="nonsense").status_code == 400
    assert not Decision.objects.exists()
