"""The whole timeline, and what a reader may ask of it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests import made
from tests.web.site import accepted
from tocsin import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(site):
    """A shelling in one village, a denial, and a call, all accepted."""
    text = made.report(
        "Shells fell on Upper Ford on Monday. The ministry denied it on Tuesday. Aid workers asked the council to act.",
        published=datetime(2023, 9, 27, tzinfo=UTC),
    )
    findings = [
        made.finding(
            text,
            "event",
            "Shells fell on Upper Ford on Monday",
            type="assault",
            place="Upper Ford",
            when="2023-09-25",
        ),
        made.finding(
            text,
            "statement",
            "The ministry denied it on Tuesday",
            speaker_name="the ministry",
            said_at="2023-09-26",
            certainty="denied",
        ),
        made.finding(
            text,
            "call",
            "Aid workers asked the council to act",
            speaker_name="aid workers",
            addressee="the council",
        ),
    ]
    for finding in findings:
        accepted(finding, site.logins["analyst"])
    situations.gather(site.situation, [text.report_id], by="tests", now=made.NOW)
    return findings


def page(site, **asked):
    return site.client(None).get(reverse("timeline", args=[site.situation.slug]), asked).content.decode()


def test_events_statements_silences_and_alerts_stand_in_one_line(site, told):
    """The latest first; the call says that no answer is known."""
    body = page(site)
    assert body.index("our alert") < body.index("asked, no answer known")
    assert body.index("asked, no answer known") < body.index("The ministry denied it")
    assert body.index("The ministry denied it") < body.index("Shells fell on Upper Ford")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"where": "upper ford"}, ["Shells fell"]),
        ({"who": "ministry"}, ["The ministry denied it"]),
        ({"certainty": "denied"}, ["The ministry denied it"]),
        ({"kind": "silence"}, ["Aid workers asked"]),
        ({"what": "shells"}, ["Shells fell"]),
        ({"what": "no such word"}, []),
    ],
)
def test_a_reader_may_ask_who_where_what_and_how_sure(site, told, asked, shown):
    """Only what was asked for is shown."""
    body = page(site, **asked)
    everything = ["Shells fell", "The ministry denied it", "Aid workers asked"]
    assert [words for words in everything if words in body] == shown


def test_an_answered_call_is_no_silence(site, told):
    """Once a person says that it was met, it leaves the timeline's silences."""
    situations.answer(
        told[2].pk, answer="met", reason="it met", by=site.logins["analyst"], now=made.NOW, seen=None
    )
    assert "asked, no answer known</span>" not in page(site)


def test_odd_questions_ask_for_all(site, told):
    """A certainty that is none is passed over."""
    assert "Shells fell" in page(site, certainty="perhaps", kind="gossip")


def test_what_lasts_a_day_stands_under_that_day(site, told):
    """Not under the midnight at its end; a row of bars shows each kind by day."""
    body = page(site)
    days = [words.split("</li>")[0] for words in body.split('<li class="day">')[1:]]
    assert days[-2:] == ["Tue 26 Sept 2023", "Mon 25 Sept 2023"]
    assert body.index("Mon 25 Sept 2023</li>") < body.index("Shells fell on Upper Ford on Monday</q>")
    assert body.count('<svg class="strip') == 2 and "25 Sept 2023: 1 entry" in body


def test_a_day_is_parted_by_its_hours(site):
    """In the situation's zone; what is known by the day alone stands under the day."""
    text = made.report(
        "At 6.10 p.m. the bridge fell. At 6.50 p.m. a bus turned back. The market burned that day."
    )
    for words, when in (
        ("the bridge fell", "2023-09-25T14:10Z"),
        ("a bus turned back", "2023-09-25T14:50Z"),
        ("The market burned", "2023-09-25"),
    ):
        accepted(made.finding(text, "event", words, type="other", when=when), site.logins["analyst"])
    situations.gather(site.situation, [text.report_id], by="tests", now=made.NOW)
    body = page(site, by="hour", what="b")
    assert body.count('<li class="hour">18:00–18:59</li>') == 1
    assert '<li class="hour">' not in page(site, what="b")
