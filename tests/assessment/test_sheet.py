"""What a sheet tells: publishers behind evidence, and what of it everybody may see."""

import pytest

from tests import made
from tests.assessment.desk import NOW, Desk, accepted, begun, desk, judged
from tocsin import assessment, situations
from tocsin.assessment.models import Assessment
from tocsin.reports.models import GroupMember, Report, ReportText

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Desk:
    return desk()


def printed(
    people: Desk, row: Assessment, publisher: str, words: str = "Trucks wait, a guard said."
) -> ReportText:
    """A report of that publisher, gathered, its words accepted as evidence for 6.8."""
    text = made.report(words, publisher=publisher)
    situations.gather(people.situation, [text.report_id], by="analyst", now=NOW)
    found = made.finding(text, "statement", words, state="accepted", act="said")
    assessment.weigh(
        row,
        "6.8",
        found.pk,
        side="for",
        standing="accepted",
        reason="so",
        by=people.analyst,
        now=NOW,
        seen=None,
    )
    return text


def grouped(*texts: ReportText) -> None:
    first = min(text.report_id for text in texts)
    for text in texts:
        GroupMember.objects.create(report_id=text.report_id, group_id=first)


def test_ten_copies_of_a_story_are_one_publisher(people: Desk) -> None:
    """All stand as evidence; the one who printed it first counts."""
    row = begun(people)
    grouped(*(printed(people, row, f"Paper {n}") for n in range(10)))
    criterion = assessment.sheet_of(row).rows["6.8"]
    assert len(criterion.accepted("for")) == 10
    assert criterion.independent("for") == 1
    assert criterion.independent("against") == 0


def test_two_papers_with_two_stories_of_one_agency_are_one_account(people: Desk) -> None:
    """Also where nobody cites the agency itself: who was first is asked of all copies."""
    row = begun(people)
    for n in (1, 2):
        agency = made.report(f"Story {n}.", publisher="Agency", published=None)
        Report.objects.filter(pk=agency.report_id).update(published_at="2023-01-01T00:00Z")
        grouped(agency, printed(people, row, f"Paper {n}", f"Trucks wait, guard {n} said."))
    assert assessment.sheet_of(row).rows["6.8"].independent("for") == 1


def test_own_reports_of_two_publishers_are_two(people: Desk) -> None:
    """The same publisher twice is one."""
    row = begun(people)
    for publisher, words in (("A", "One."), ("A", "Two."), ("B", "Three.")):
        printed(people, row, publisher, words)
    assert assessment.sheet_of(row).rows["6.8"].independent("for") == 2


def test_a_report_that_is_restricted_later_leaves_the_public_sheet(people: Desk) -> None:
    """The desk keeps seeing it; the public row says that something is held back, and not what."""
    row = begun(people)
    accepted(row, people)
    judged(row, people)
    shown = assessment.sheet_of(row, public=True).rows["6.8"]
    assert len(shown.evidence) == 1 and not shown.withheld
    Report.objects.filter(pk=people.closed.report_id).update(sensitivity="restricted")
    hidden = assessment.sheet_of(row, public=True).rows["6.8"]
    assert hidden.evidence == () and hidden.withheld and hidden.independent("for") == 0
    assert len(assessment.sheet_of(row).rows["6.8"].evidence) == 1


def test_what_only_a_rule_says_is_not_public(people: Desk) -> None:
    """Neither is what a person refused."""
    row = begun(people)
    found = assessment.weigh(
        row,
        "6.8",
        people.closed.pk,
        side="for",
        standing="refused",
        reason="no",
        by=people.analyst,
        now=NOW,
        seen=None,
    )
    assert found.standing == "refused"
    shown = assessment.sheet_of(row, public=True).rows["6.8"]
    assert shown.evidence == () and not shown.withheld


def test_a_sheet_costs_the_same_queries_for_any_evidence(
    people: Desk, django_assert_num_queries: object
) -> None:
    """Two, and one for copies."""
    row = begun(people)
    grouped(*(printed(people, row, f"Paper {n}") for n in range(5)))
    row = Assessment.objects.select_related("framework").get(pk=row.pk)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assessment.sheet_of(row)


def test_evidence_says_who_said_it(people: Desk) -> None:
    """A word that a ministry used is the ministry's, and not the paper's that printed it."""
    row = begun(people)
    text = made.report("The ministry spoke of cleansing.", publisher="Example Gazette")
    situations.gather(people.situation, [text.report_id], by="analyst", now=NOW)
    named = made.finding(
        text, "qualification", "cleansing", state="accepted", term="ethnic_cleansing", by="The ministry"
    )
    told = made.finding(text, "event", "cleansing", state="accepted", type="assault")
    said = {
        "side": "for",
        "standing": "accepted",
        "reason": "so",
        "by": people.analyst,
        "now": NOW,
        "seen": None,
    }
    for found in (named, told):
        assessment.weigh(row, "6.8", found.pk, **said)
    shown = assessment.sheet_of(row, public=True).rows["6.8"].evidence
    assert [each.said_by for each in shown] == ["The ministry", ""]
