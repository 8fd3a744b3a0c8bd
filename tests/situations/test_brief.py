"""What a brief holds of a situation."""

import pytest

from tests import made
from tocsin.reports.models import Report
from tocsin.situations import brief_of, gather, open_situation

pytestmark = pytest.mark.django_db

TEXT = (
    "The council said that 300 people came. The council said that the road is open. The bridge was shelled."
)


@pytest.fixture
def situation():
    found = open_situation("road", title="The road", by="tests", now=made.NOW)
    text = made.report(TEXT)
    made.finding(text, "figure", "300 people", state="accepted", value=300, unit="person")
    for quote in ("300 people came", "the road is open"):
        made.finding(text, "statement", quote, state="accepted", speaker_name="the council")
    made.finding(text, "event", "The bridge was shelled", type="assault")
    gather(found, [text.report_id], by="tests", now=made.NOW)
    return found


def test_the_newest_rows_of_each_kind_stand_with_the_number_of_all(situation):
    """Asked for one row of each kind, a brief holds the newest one and tells how many stand; figures are whole."""
    shown = brief_of(situation, public=False, rows_max=1)
    assert [row.quote for row in shown.rows["statement"]] == ["the road is open"]
    assert shown.counts["statement"] == 2
    assert [row.value for series in shown.series for row in series.rows] == [300]
    assert len(brief_of(situation, public=False, rows_max=None).rows["statement"]) == 2


def test_a_finding_is_shown_as_it_was_corrected(situation):
    """Of a corrected finding the reviewed fields are in force, not those that were read."""
    finding = situation.reports.get().findings.get(kind="figure")
    finding.review = finding.reviews.create(
        decision="corrected",
        fields={**finding.fields, "value": 30},
        reviewer=made.login("rita", "reviewer"),
        at=made.NOW,
    )
    finding.state = "corrected"
    finding.save()
    (series,) = brief_of(situation, public=True).series
    assert series.latest.value == 30


def test_what_nobody_accepted_does_not_stand(situation):
    """An event that is still open is in no list and in no count."""
    shown = brief_of(situation, public=True)
    assert shown.rows["event"] == ()
    assert shown.counts["event"] == 0


def test_only_the_desk_is_told_how_much_a_report_holds(situation):
    """The desk sees findings and those that stand for each report; the public sees neither number."""
    (at_desk,) = brief_of(situation, public=False).reports
    assert (at_desk.findings, at_desk.standing) == (4, 3)
    (in_public,) = brief_of(situation, public=True).reports
    assert (in_public.findings, in_public.standing) == (None, None)


def test_the_public_sees_nothing_that_rests_on_a_restricted_report(situation):
    """A restricted report and its findings are in the desk's brief and not in the public one."""
    Report.objects.update(sensitivity=Report.Sensitivity.RESTRICTED)
    shown = brief_of(situation, public=True)
    assert (shown.reports, shown.series, shown.rows["statement"], +shown.counts) == ((), (), (), {})
    assert len(brief_of(situation, public=False).reports) == 1
