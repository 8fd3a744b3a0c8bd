"""Copies of a story at the desk and in public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import made
from tests.reports import stories
from tocsin import reports, situations
from tocsin.reports.models import Placing

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(site):
    texts = [
        made.report(stories.AGENCY, publisher="Agency"),
        made.report(stories.carried("From our agencies"), publisher="Harbour Radio"),
        made.report(stories.UPDATED, publisher="Agency"),
    ]
    reports.compare(now=made.NOW)
    situations.gather(site.situation, [text.report_id for text in texts], by="tests", now=made.NOW)
    return texts[0].report


def page(site, name, *numbers, role="analyst"):
    return site.client(role).get(reverse(name, args=numbers)).content.decode()


def post(site, report, role="analyst", **more):
    asked = {"seen": "", "verdict": "apart", "reason": "their own correspondent wrote it", **more}
    return site.client(role).post(reverse("desk_place", args=[report.pk]), asked)


def test_a_report_names_its_copies(site, agency):
    """In the inbox with their number, on the report's page by publisher, on a page of their own with what they share."""
    assert "2 copies</a>" in page(site, "desk")
    assert "Harbour Radio" in page(site, "desk_report", agency.pk)
    listed = page(site, "desk_copies", agency.pk)
    assert "wire copy" in listed and "update" in listed and "93 %" in listed


def test_what_changed_is_shown_with_the_words(site, agency):
    """One number struck out, another underlined; paragraphs without a change are folded."""
    updated = type(agency).objects.latest("pk")
    shown = page(site, "desk_changes", agency.pk, updated.pk)
    assert "<del>4,200</del> <ins>5,150</ins> people" in shown
    assert "2 paragraphs without a change" in shown
    assert "Word for word the same" in page(site, "desk_changes", agency.pk, agency.pk)


def test_the_public_page_counts_a_story_once_and_lists_all_who_printed_it(site, agency):
    """Seven reports, five stories, six publishers, five of them with a text of their own."""
    shown = page(site, "situation", site.situation.slug, role=None)
    assert "7 reports" in shown and "from 6 publishers" in shown
    assert ">5 stories</a>, 5 publishers with texts of their own" in shown
    assert "also printed by" in shown and "another version" in shown


def test_a_restricted_copy_is_not_told_in_public(site, agency):
    """Its publisher stands on no public page."""
    copy = agency.membership.group.members.get(report__publisher="Harbour Radio").report_id
    assert "Harbour Radio" in page(site, "situation_list", site.situation.slug, "reports", role=None)
    reports.set_sensitivity(copy, "restricted", by="tests", now=made.NOW, reason="names a witness")
    assert "Harbour Radio" not in page(site, "situation_list", site.situation.slug, "reports", role=None)
    assert "from 5 publishers" in page(site, "situation", site.situation.slug, role=None)


def test_a_person_parts_what_was_grouped_wrongly(site, agency):
    """Their word stands on the page with who and why, and the other two stay together."""
    assert post(site, agency).status_code == 302
    shown = page(site, "desk_copies", agency.pk)
    assert "set apart" in shown and "their own correspondent wrote it" in shown
    assert "parted by a person" in shown
    assert "1 copy</a>" in page(site, "desk")


def test_the_second_of_two_is_told(site, agency):
    """409, and their words are still in the form."""
    post(site, agency)
    answer = post(site, agency, role="reviewer", reason="my own words")
    assert answer.status_code == 409 and "my own words" in answer.content.decode()
    assert Placing.objects.count() == 1


@pytest.mark.parametrize(
    "more", [{"reason": ""}, {"verdict": "with"}, {"verdict": "with", "beside": "x" * 30}]
)
def test_what_cannot_be_meant_is_said_on_the_page(site, agency, more):
    """400, nothing stored."""
    assert post(site, agency, **more).status_code == 400
    assert not Placing.objects.exists()


def test_a_hostile_text_is_shown_as_text(site):
    """In both versions and on the page of changes."""
    other = made.report(
        site.text.text.replace("97,735", "97,736") + " <b>bold</b>", publisher="Example Gazette"
    )
    shown = page(site, "desk_changes", site.text.report_id, other.report_id)
    assert "<script>alert" not in shown and "<b>bold" not in shown
    assert "<del>97,735</del> <ins>97,736</ins> people" in shown


def test_no_page_asks_more_for_more_copies(site, agency):
    """The same number of queries, whatever the number of reports."""
    pages = (("desk",), ("desk_copies", agency.pk), ("situation", site.situation.slug))

    def asked():
        counted = []
        for each in pages:
            with CaptureQueriesContext(connection) as queries:
                page(site, *each)
            counted.append(len(queries))
        return counted

    before = asked()
    texts = [made.report(stories.carried(f"Number {n}"), publisher=f"Paper {n}") for n in range(8)]
    reports.compare(now=made.NOW)
    situations.gather(site.situation, [text.report_id for text in texts], by="tests", now=made.NOW)
    assert "10 copies</a>" in page(site, "desk")
    assert asked() == before
