"""A situation's accepted findings propose evidence, and `propose` keeps it once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import made
from tests.assessment.desk import NOW
from tocsin import assessment, record, situations
from tocsin.assessment.models import Assessment
from tocsin.record.models import Finding
from tocsin.situations.models import Situation

pytestmark = pytest.mark.django_db

TEXTS = (
    "Soldiers turned back a convoy of flour at the bridge, a driver said.",
    "A fair was held in the town, a trader said.",
    "The ministry denied that its forces had blocked aid.",
)


@pytest.fixture
def row() -> Assessment:
    analyst = made.login("analyst", "analyst")
    situation = situations.open_situation("the-road", title="The road", by="analyst", now=NOW)
    gather(situation, TEXTS)
    return assessment.begin(situation, assessment.latest("un-foa-2014", now=NOW), by=analyst, now=NOW)


def gather(situation: Situation, texts: tuple[str, ...]) -> None:
    reports = [made.report(text).report_id for text in texts]
    situations.gather(situation, reports, by="analyst", now=NOW)
    record.read_reports(reports, by="analyst", now=NOW)


def test_only_what_a_person_accepted_proposes(row: Assessment) -> None:
    """An open finding proposes nothing; a refused one neither."""
    assert assessment.proposals_for(row) == ()
    Finding.objects.update(state="refused")
    assert assessment.proposals_for(row) == ()


def test_proposals_lead_to_their_findings_and_are_kept_once(row: Assessment) -> None:
    """For and against, each with the finding that says it; asked again, nothing is added."""
    Finding.objects.update(state="accepted")
    found = assessment.proposals_for(row)
    quotes = dict(Finding.objects.values_list("pk", "quote"))
    aid = {each.side: quotes[each.finding_id] for each in found if each.criterion == "13.8"}
    assert aid.keys() == {"for", "against"}
    assert "convoy" in aid["for"] and "denied" in aid["against"]
    assert assessment.propose(row, found, by=row.begun_by, now=NOW) == len(found)
    assert assessment.propose(row, assessment.proposals_for(row), by=row.begun_by, now=NOW) == 0
    rows = assessment.sheet_of(row).rows["13.8"].proposed
    assert {each.rule for each in rows} == {"aid-stopped"}
    assert all(each.by is None and each.reason for each in rows)


def test_a_corrected_finding_proposes_as_it_was_corrected(row: Assessment) -> None:
    """The speaker that a person put right stands in the reason."""
    said = Finding.objects.filter(kind="statement", quote__contains="convoy").get()
    lawyer = made.login("lawyer", "lawyer")
    record.review(
        said.pk,
        decision="corrected",
        by=lawyer,
        now=NOW,
        seen=None,
        fields={**said.fields, "speaker_name": "Driver of the third truck"},
        reason="he is named further down",
    )
    reasons = [each.reason for each in assessment.proposals_for(row)]
    assert reasons and all("Driver of the third truck" in reason for reason in reasons)


def test_queries_do_not_grow_with_texts(row: Assessment) -> None:
    """Two, of which PostgreSQL's own cursors are not counted."""
    Finding.objects.update(state="accepted")
    before = _queries(row)
    gather(
        row.situation,
        tuple(f"Soldiers turned back a convoy of aid on day {day}, he said." for day in range(8)),
    )
    Finding.objects.update(state="accepted")
    assert _queries(row) == before <= 2


def _queries(row: Assessment) -> int:
    with CaptureQueriesContext(connection) as asked:
        assessment.proposals_for(row)
    return len([each for each in asked.captured_queries if each["sql"].startswith("SELECT")])
