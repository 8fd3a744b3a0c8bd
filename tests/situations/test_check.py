"""A sheet of figures, loaded and checked."""

import csv

import pytest

from tests import made
from tocsin import record, reports, situations
from tocsin.errors import ReportRefused
from tocsin.record.models import Finding
from tocsin.situations.models import Situation

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def _load(content: str, *, zone: str = "Asia/Yerevan", accepted_by=None) -> Situation:
        sheet = tmp_path / "sheet.csv"
        sheet.write_text(content, encoding="utf-8")
        (taken,) = reports.take_in([sheet], by="tests", now=made.NOW)
        record.load_figures(taken.report_id, by="tests", now=made.NOW, accepted_by=accepted_by)
        situation = Situation.objects.filter(slug="sheet").first() or situations.open_situation(
            "sheet", title="Sheet", by="tests", now=made.NOW, time_zone=zone
        )
        situations.gather(situation, [taken.report_id], by="tests", now=made.NOW)
        return situation

    return _load


def test_every_known_contradiction_of_a_real_series_is_found_and_no_other(shared, load):
    """../shared/facts/displacement-2023.csv: eleven contradictions; a partial list and another body's count are none."""
    expected = list(csv.DictReader((shared / "facts/displacement-2023-expected.csv").open(encoding="utf-8")))
    wanted = [(row["rule"], row["as_of"], row["measure"]) for row in expected]
    none = {row[1:] for row in wanted if row[0].startswith("not a ")}
    situation = load((shared / "facts/displacement-2023.csv").read_text(encoding="utf-8"))
    found = [(one.rule, one.as_of, one.measure) for one in situations.check(situation)]
    assert sorted(found) == sorted(row for row in wanted if not row[0].startswith("not a "))
    assert not none & {row[1:] for row in found}


#: another crisis: half-hour zone, other measures, other mistakes
FLOOD = """as_of,measure,kind,value,quantifier,parts,parts_complete,also_says,publisher
2024-05-01T06:00+06:30,sheltered,stock,4120,exact,men=1900;women=2220,yes,,Delta Radio
2024-05-01T12:30Z,sheltered,stock,5217,exact,,,,Wire Two
2024-05-01T12:30+06:30,sheltered,stock,5217,exact,,,,Delta Radio
2024-05-02T06:00+06:30,sheltered,stock,5000,more than,,,,Wire Two
2024-05-02T06:00+06:30,sheltered,stock,6318,exact,,,since 2024-05-01T12:30+06:30=1500,Delta Radio
2024-05-03T06:00+06:30,sheltered,stock,910,exact,,,,Wire Two
2024-05-03,sheltered,flow,910,exact,,,,Delta Radio
2024-05-03T18:00+06:30,evacuated,stock,300,exact,by boat=200;by truck=150,yes,,Delta Radio
"""


def test_the_rules_hold_for_another_crisis(load):
    """A zone of half hours, a bound far below, a flow read as a count, parts above their total."""
    found = situations.check(load(FLOOD, zone="Asia/Yangon"))
    assert [one.rule for one in found] == [
        "zone slip",
        "flow against stocks",
        "more than beside an exact value",
        "a flow read as a stock",
        "parts against total",
    ]
    assert "50 above" in found[-1].what


def test_nothing_is_loaded_twice_and_prose_reading_leaves_sheets_alone(load):
    """The same sheet again adds no figure, nor does reading all reports."""
    load(FLOOD)
    before = Finding.objects.count()
    situation = load(FLOOD)
    record.read_reports(situation.reports.values_list("pk", flat=True), by="tests", now=made.NOW)
    assert Finding.objects.count() == before


def test_whoever_vouches_for_a_sheet_accepts_its_figures(load):
    """Loaded by a login, every figure stands with that person's review, and the log is whole."""
    rita = made.login("rita", "reviewer")
    situation = load(FLOOD, accepted_by=rita)
    figures = Finding.objects.filter(kind="figure")
    assert {each.state for each in figures} == {"accepted"}
    assert {each.review.reviewer for each in figures} == {rita}
    assert situations.check(situation, accepted=True) == situations.check(situation)


def test_figures_that_somebody_refused_are_not_checked(load):
    """One refused value leaves nothing that does not fit it."""
    situation = load("as_of,measure,kind,value\n2024-05-01,crossed,stock,9\n2024-05-02,crossed,stock,5\n")
    assert [one.rule for one in situations.check(situation)] == ["a stock that falls"]
    rita = made.login("rita", "reviewer")
    last = Finding.objects.order_by("pk").last()
    record.review(last.pk, decision="refused", reason="a misprint", by=rita, now=made.NOW, seen=None)
    assert situations.check(situation) == ()


def test_what_is_no_sheet_is_refused(load):
    """A text without the columns is told what it lacks; nothing is kept."""
    with pytest.raises(ReportRefused, match="no column is named 'as_of'"):
        load("The road is open.")
