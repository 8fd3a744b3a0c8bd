"""Proposals over a store: what the findings name, what people say of them, and feeds that they tie."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import made
from tests.reports import stories
from tocsin import reports, situations
from tocsin.custody.models import Entry
from tocsin.errors import Conflict, NotFound, WrongUse
from tocsin.reports.models import Feed, FeedEntry
from tocsin.situations.models import Aside, FeedRule
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db

LATER = made.NOW + timedelta(hours=1)


def about(place, speaker="the council", *, publisher="Agency", **more):
    """A report whose findings name a place and a speaker."""
    text = made.report(f"{speaker} said that people left {place}, {publisher} wrote.", publisher=publisher)
    made.finding(text, "place", place, name=place, **more)
    made.finding(text, "statement", speaker, speaker_name=speaker)
    return text.report_id


@pytest.fixture
def rita(db):
    return made.login("rita", "analyst")


@pytest.fixture
def ford(db):
    """A situation of three reports about Lower Ford, among thirty about other towns."""
    situation = situations.open_situation("ford", title="The ford", by="tests", now=made.NOW)
    own = [about("Lower Ford", publisher=name) for name in ("Agency", "Herald", "Radio")]
    situations.gather(situation, own, by="tests", now=made.NOW)
    for number in range(30):
        about(f"Town {number}", f"Speaker {number}")
    return situation


def proposed(situation):
    return {row.report.pk: row for row in situations.proposals_of(situation).rows}


def kinds(row):
    return [reason.kind for reason in row.proposal.reasons]


def test_a_report_that_names_the_same_is_proposed(ford):
    """With places, speakers and time as its reasons, and nothing else is."""
    new = about("Lower Ford", publisher="Valley Post")
    found = proposed(ford)
    assert list(found) == [new]
    assert kinds(found[new]) == ["places", "actors", "time"]


def test_rival_names_of_a_place_meet(ford):
    """By the first of all names that the gazetteer knows for it; the article of a speaker does not count."""
    names = ["Lower Ford", "Nether Crossing"]
    situations.gather(
        ford, [about("Lower Ford", known_as=names, publisher="Gazette")], by="tests", now=made.NOW
    )
    new = about("Nether Crossing", "The Council", known_as=names, publisher="Valley Post")
    assert kinds(proposed(ford)[new])[:2] == ["places", "actors"]


def test_a_refused_finding_is_no_reason(ford):
    """A person said that the report does not name it."""
    new = about("Lower Ford", publisher="Valley Post")
    reports.models.Report.objects.get(pk=new).findings.update(state="refused")
    assert proposed(ford) == {}


def test_what_is_set_aside_is_proposed_no_more_until_it_is_found_to_be_a_copy(ford, rita):
    """Set aside again, as the copy that it is, it stays away; a person can want it back."""
    agency = made.report(stories.AGENCY, publisher="Agency").report_id
    copy = about("Lower Ford", publisher="Valley Post")
    other = made.report(stories.carried("From our agencies"), publisher="Hill Radio").report_id
    reports.compare(now=made.NOW)
    first = situations.set_aside(ford, other, reason="another bridge", by=rita, now=made.NOW, seen=None)
    assert list(proposed(ford)) == [copy]
    situations.gather(ford, [agency], by="tests", now=made.NOW)
    back = proposed(ford)[other]
    assert kinds(back)[0] == "copy" and back.before == first
    second = situations.set_aside(ford, other, reason="still", by=rita, now=made.NOW, seen=first.pk)
    assert other not in proposed(ford)
    situations.set_aside(
        ford, other, reason="a mistake", by=rita, now=made.NOW, seen=second.pk, verdict="again"
    )
    assert other in proposed(ford)
    actions = Entry.objects.filter(item__startswith="aside:").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["set aside", "set aside", "proposed again"]


def test_the_second_of_two_people_is_told(ford, rita):
    """Nothing of theirs is stored."""
    new = about("Lower Ford", publisher="Valley Post")
    situations.set_aside(ford, new, reason="no", by=rita, now=made.NOW, seen=None)
    with pytest.raises(Conflict, match="aside"):
        situations.set_aside(
            ford, new, reason="no", by=made.login("omar", "analyst"), now=made.NOW, seen=None
        )
    assert Aside.objects.count() == 1


def test_what_cannot_be_meant_is_refused(ford, rita):
    """Nothing is stored."""
    new = about("Lower Ford", publisher="Valley Post")
    gathered = ford.gatherings.values_list("report_id", flat=True).first()
    for report, asked, error in (
        (new, {"reason": " "}, WrongUse),
        (new, {"verdict": "never"}, WrongUse),
        (10**6, {}, NotFound),
        (gathered, {}, WrongUse),
    ):
        with pytest.raises(error):
            situations.set_aside(ford, report, **{"reason": "no", **asked}, by=rita, now=made.NOW, seen=None)
    for asked, error in (
        ({"rule": "hide"}, WrongUse),
        ({"reason": ""}, WrongUse),
        ({"feed": 10**6}, NotFound),
    ):
        with pytest.raises(error):
            tie(ford, asked.pop("feed", feed().pk), rita, **asked)
    assert not Aside.objects.exists() and not FeedRule.objects.exists()


def feed(url="https://agency.example/feed"):
    return Feed.objects.get_or_create(url=url, defaults={"added_by": "tests", "added_at": made.NOW})[0]


def arrive(report, at=LATER):
    FeedEntry.objects.create(feed=feed(), key=f"{report}", seen_at=at, report_id=report)


def tie(situation, number, by, *, seen=None, rule="gather", reason="their correspondent is there"):
    return situations.tie_feed(situation, number, rule=rule, reason=reason, by=by, now=made.NOW, seen=seen)


def test_reports_of_a_tied_feed_are_proposed_first(ford, rita):
    """Whatever they name; until the rule is taken back."""
    stranger, known = about("Elsewhere", "Somebody"), about("Lower Ford", publisher="Valley Post")
    arrive(stranger)
    rule = tie(ford, feed().pk, rita, rule="propose")
    assert list(proposed(ford)) == [stranger, known]
    assert situations.gather_by_feeds(now=LATER) == 0
    tie(ford, feed().pk, rita, rule="nothing", seen=rule.pk)
    assert list(proposed(ford)) == [known]


def test_a_feed_gathers_what_arrives_after_a_person_said_so(ford, rita):
    """Neither what came before nor what somebody set aside; the log names the rule, and a second round finds nothing."""
    before, aside, new = (about("Elsewhere", f"Speaker {name}") for name in "ABC")
    arrive(before, made.NOW - timedelta(days=1))
    rule = tie(ford, feed().pk, rita)
    situations.set_aside(ford, aside, reason="no", by=rita, now=made.NOW, seen=None)
    arrive(aside)
    arrive(new)
    assert (situations.gather_by_feeds(now=LATER), situations.gather_by_feeds(now=LATER)) == (1, 0)
    gathering = ford.gatherings.get(report=new)
    assert (gathering.added_by, f"feed rule {rule.pk}" in gathering.reason) == ("worker", True)
    assert Entry.objects.filter(item=f"situation:{ford.pk}", actor="worker", action="gathered").count() == 1


def test_changed_words_are_found_by_verify(ford, rita):
    """The log names what was changed behind the program's back."""
    new = about("Lower Ford", publisher="Valley Post")
    aside = situations.set_aside(ford, new, reason="no", by=rita, now=made.NOW, seen=None)
    rule = tie(ford, feed().pk, rita)
    Aside.objects.update(verdict="again")
    FeedRule.objects.update(rule="propose")
    told = [fault for fault in faults(lambda: None) if fault.startswith(("aside:", "feed-rule:"))]
    assert told == [
        f"aside:{aside.pk}: verdict is not what the log says",
        f"feed-rule:{rule.pk}: rule is not what the log says",
    ]


def test_more_reports_ask_no_more_questions(ford):
    """A fixed number of queries."""

    def asked():
        with CaptureQueriesContext(connection) as queries:
            situations.proposals_of(ford)
        return len(queries)

    about("Lower Ford", publisher="Valley Post")
    before = asked()
    for number in range(11):
        about("Lower Ford", publisher=f"Paper {number}")
    assert len(proposed(ford)) == 12
    assert asked() == before
