"""Figures of a situation as tables for other programs."""

import csv
from datetime import date
from io import StringIO

import pytest

from tests import made
from tocsin import situations
from tocsin.publishing.figure_tables import COLUMNS, FORMS, harmless
from tocsin.reading.sheets import read_sheet
from tocsin.reports.models import Report

pytestmark = pytest.mark.django_db

SITE = "https://desk.example"


@pytest.fixture
def brief():
    situation = situations.open_situation("road", title="The road", by="tests", now=made.NOW)
    text = made.report("=HYPERLINK 2,906 people crossed. About 40 homes burned. A fund gave 5 dollars.")
    made.finding(
        text, "figure", "=HYPERLINK 2,906 people", state="accepted", value=2906, unit="person", term="crossed",
        kind="stock", as_of="2023-09-25T06:00+04:00", speaker="@ministry",
    )  # fmt: skip
    made.finding(
        text, "figure", "About 40 homes", state="accepted", low=40, high=50, quantifier="range", unit="house",
        term="destroyed_housing", kind="flow", since="2023-09-24", until="2023-09-25",
    )  # fmt: skip
    made.finding(text, "figure", "5 dollars", state="accepted", value=5, unit="USD")
    situations.gather(situation, [text.report_id], by="tests", now=made.NOW)
    return situations.brief_of(situation, public=True)


def rows(brief, form: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(FORMS[form](brief, SITE))))


def test_each_row_points_back_to_its_passage_and_its_bytes(brief):
    """Publisher, passage, address and the hash of the sealed bytes stand in every row."""
    for row in rows(brief, "csv"):
        assert row["publisher"] == "Example Gazette"
        assert row["passage_url"] == f"{SITE}/passages/{row['finding']}/"
        assert row["report_sha256"] == Report.objects.get().sha256


def test_what_people_said_of_a_figure_stands_in_its_row():
    """Why the desk goes by it, and why the count changed, in CSV and HXL; where nobody said it, nothing."""
    situation = situations.open_situation("road", title="The road", by="tests", now=made.NOW)
    text = made.report("First 100 people came. Then 200 people came.")
    first, second = (
        made.finding(
            text, "figure", f"{value} people", state="accepted", value=value, unit="person", term="crossed",
            kind="stock", as_of=f"2023-09-{day}T06:00+04:00",
        )
        for value, day in ((100, 25), (200, 26))
    )  # fmt: skip
    situations.gather(situation, [text.report_id], by="tests", now=made.NOW)
    rita = made.login("rita", "reviewer")
    situations.explain(
        situation, first.pk, second.pk, type="recount", reason="counted anew", by=rita, now=made.NOW, seen=None
    )  # fmt: skip
    (series,) = situations.brief_of(situation, public=True).series
    situations.prefer(
        situation, series.key, date(2023, 9, 26), finding=second.pk, reason="both roads", by=rita, now=made.NOW, seen=None
    )  # fmt: skip
    told = {
        row["value"]: (row["preferred_because"], row["change"], row["change_because"])
        for row in rows(situations.brief_of(situation, public=True), "csv")
    }
    assert told == {"100": ("", "", ""), "200": ("both roads", "recount", "counted anew")}


def test_no_cell_becomes_a_formula(brief):
    """What begins with = + - @ in a report is text in a spreadsheet."""
    crossed = next(row for row in rows(brief, "csv") if row["measure"] == "crossed")
    assert crossed["passage"].startswith("'=HYPERLINK")
    assert crossed["speaker"] == "'@ministry"
    assert [harmless(sign + "1") for sign in "=+-@\t\r\n"] == [f"'{sign}1" for sign in "=+-@\t\r\n"]


def test_the_plain_table_comes_in_again(brief):
    """What goes out is a sheet of figures: the same values, times and measures are read from it."""
    found = read_sheet(FORMS["csv"](brief, SITE).replace("\r\n", "\n"))
    assert not found.problems
    again = {
        (each.term, each.value, each.low, each.high, each.as_of, each.kind, each.since)
        for each in found.figures
    }
    assert again == {
        ("crossed", 2906, None, None, "2023-09-25T06:00+04:00", "stock", None),
        ("destroyed_housing", None, 40, 50, None, "flow", "2023-09-24"),
        ("other", 5, None, None, None, None, None),
    }


def test_tables_of_both_standards_come_in_again(brief):
    """HXL whole; of IDMC's what it has words for, a range as one, homes as households or houses."""
    hxl = read_sheet(FORMS["hxl"](brief, SITE).replace("\r\n", "\n"))
    assert not hxl.problems
    assert {(each.term, each.value, each.as_of, each.speaker) for each in hxl.figures} == {
        ("crossed", 2906, "2023-09-25T06:00+04:00", "@ministry"),
        ("destroyed_housing", None, None, None),
        ("other", 5, None, None),
    }
    idmc = read_sheet(FORMS["idmc"](brief, SITE).replace("\r\n", "\n"))
    assert not idmc.problems
    told = {
        (each.term, each.kind, each.value, each.low, each.as_of, each.since, each.until, each.unit)
        for each in idmc.figures
    }
    assert told == {
        ("crossed", "stock", 2906, None, "2023-09-25T06:00+04:00", None, None, "person"),
        ("destroyed_housing", "flow", None, 40, None, "2023-09-24", "2023-09-25", "house"),
    }


def test_hxl_has_a_hashtag_under_every_column(brief):
    """The second row holds a well-formed tag for each of the header's names."""
    header, tags, *_ = csv.reader(StringIO(FORMS["hxl"](brief, SITE)))
    assert header == list(COLUMNS)
    assert all(tag.startswith("#") and " " not in tag for tag in tags)
    assert len(tags) == len(header)


def test_idmc_rows_are_displacement_in_its_own_terms(brief):
    """Money is no displacement figure; homes are counted as households; what crossed a border is a flight across it."""
    found = rows(brief, "idmc")
    told = {(row["Figure category"], row["Figure term"], row["Unit"], row["Quantifier"]) for row in found}
    assert told == {
        ("Cross-border flight", "Multiple/Other", "Person", "Exact"),
        ("Internal displacements", "Destroyed housing", "Household", "Unknown"),
    }


def test_a_restricted_report_is_in_no_public_table(brief):
    """Its figures leave the house only where somebody at the desk asks for them."""
    Report.objects.update(sensitivity=Report.Sensitivity.RESTRICTED)
    assert rows(situations.brief_of(brief.situation, public=True), "csv") == []
    assert len(rows(situations.brief_of(brief.situation, public=False), "csv")) == 3
