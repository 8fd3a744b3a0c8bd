"""Proposals at the desk."""

import pytest
from django.urls import reverse

from tests import made
from tests.web.site import HOSTILE
from tocsin.reports.models import Feed
from tocsin.situations.models import Aside, FeedRule

pytestmark = pytest.mark.django_db

SLUG = "displacement-2023"


@pytest.fixture
def proposed(site):
    """A report whose speaker one of the four gathered ones names too, with markup in the name."""
    text = made.report("Buses will run again on Sunday, an official told us.", publisher="Valley Post")
    made.finding(text, "statement", "an official", speaker_name=f"A border official {HOSTILE}")
    made.finding(text, "event", "Buses will run", type="aid", actor=f"A border official {HOSTILE}")
    made.finding(text, "figure", "Sunday", value=1, speaker="the government", population=None)
    return text.report


def shown(site, role="analyst"):
    return site.client(role).get(reverse("desk_proposals", args=[SLUG]))


def post(site, report, verdict, role="analyst", **more):
    asked = {"report": report.pk, "verdict": verdict, "reason": "the same border", "seen": "", **more}
    return site.client(role).post(reverse("desk_propose_decide", args=[SLUG]), asked)


def test_a_proposal_is_shown_with_names_and_numbers(site, proposed):
    """The page says that only gathered reports make the profile; a hostile name is shown as text."""
    page = shown(site).content.decode()
    assert "Buses will run again" in page and "the same speak or act" in page
    assert "1 of 4 gathered, 0 of 1 others" in page
    assert "looks at what 4 gathered reports name, and at nothing else" in page
    assert "<script>alert" not in page


def test_a_proposal_is_gathered_with_the_reason(site, proposed):
    """It is gone from the proposals, and its names are in the profile."""
    assert post(site, proposed, "gather").status_code == 302
    assert site.situation.gatherings.get(report=proposed).reason == "the same border"
    assert "5 gathered reports" in shown(site).content.decode()
    assert post(site, proposed, "gather").status_code == 400


def test_a_proposal_is_set_aside_and_wanted_again(site, proposed):
    """Both with a reason; without one nothing is stored, and the words typed are kept."""
    assert post(site, proposed, "aside", reason="").status_code == 400
    assert post(site, proposed, "aside").status_code == 302
    page = shown(site).content.decode()
    assert "Propose it again" in page and f'id="report-{proposed.pk}"' not in page
    again = post(site, proposed, "again", seen=Aside.objects.get().pk)
    assert again.status_code == 302 and f'id="report-{proposed.pk}"' in shown(site).content.decode()


def test_the_second_of_two_is_told(site, proposed):
    """409; nothing of theirs is stored."""
    post(site, proposed, "aside")
    assert post(site, proposed, "aside", role="reviewer").status_code == 409
    assert Aside.objects.count() == 1


def test_a_feed_is_tied(site):
    """With a reason, and the page says by whom."""
    feed = Feed.objects.create(url="https://agency.example/feed", added_by="tests", added_at=made.NOW)
    address = reverse("desk_tie_feed", args=[SLUG])
    asked = {"feed": feed.pk, "rule": "gather", "seen": ""}
    assert site.client("analyst").post(address, asked).status_code == 400
    assert site.client("analyst").post(address, {**asked, "reason": "only this"}).status_code == 302
    assert FeedRule.objects.get().rule == "gather"
    assert "gathered as they arrive</span>" in shown(site).content.decode()


def test_whoever_only_reads_sees_no_form(site, proposed):
    """An auditor sees the reasons."""
    page = shown(site, "auditor").content.decode()
    assert "the same speak or act" in page and 'name="verdict"' not in page
