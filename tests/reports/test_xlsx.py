"""Spreadsheets as comma-separated lines: the values that were last shown, and nothing followed."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from tests import made
from tocsin import record, reports
from tocsin.errors import ReportRefused
from tocsin.reports.xlsx import extract_xlsx, is_workbook

HEADER = ["as_of", "measure", "value", "also_says"]


def workbook(*rows, sheets: int = 1, hidden_first: bool = False, merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    if hidden_first:
        sheet.append(["not", "shown"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("shown")
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    for number in range(sheets - 1):
        book.create_sheet(f"more {number}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_come_as_text_with_iso_dates():
    """Days, times, whole numbers, and words with commas in them; empty columns and rows at the end are left out."""
    found = extract_xlsx(
        workbook(
            HEADER,
            [datetime.fromisoformat("2024-05-02T18:30"), "crossed", 1240.0, "a, b"],
            [date(2024, 5, 3), "crossed", 1300, None, None],
            [None, None],
        )
    )
    assert found.text == (
        'as_of,measure,value,also_says\n2024-05-02T18:30,crossed,1240,"a, b"\n2024-05-03,crossed,1300,\n'
    )


def test_the_first_sheet_that_is_shown_is_read_and_others_are_told():
    """A hidden sheet is passed over; a note says that more sheets are there."""
    found = extract_xlsx(workbook(HEADER, ["2024-05-02", "crossed", 5], hidden_first=True, sheets=3))
    assert found.text.startswith("as_of,measure")
    assert found.notes == ("only its first sheet is read, of 3",)


def test_a_formula_is_not_followed():
    """A formula that nobody has computed is an empty cell."""
    found = extract_xlsx(workbook(HEADER, ["2024-05-02", "crossed", '=HYPERLINK("http://example.org")']))
    assert found.text.splitlines()[1] == "2024-05-02,crossed,,"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (workbook(), "holds no value"),
        (workbook(HEADER)[:600], "broken"),
        (b"PK\x03\x04nothing", "broken"),
    ],
)
def test_what_is_no_sheet_is_refused(content, says):
    """The reason and the next step."""
    with pytest.raises(ReportRefused, match=says):
        extract_xlsx(content)
    assert is_workbook(workbook()) and not is_workbook(b"PK\x03\x04nothing")


@pytest.mark.django_db
def test_a_spreadsheet_of_figures_is_loaded_row_by_row(tmp_path):
    """Sealed as it came; merged cells under the header are a problem of their own row, the other rows are figures."""
    sheet = tmp_path / "figures.xlsx"
    rows = [
        ["2024-05-02", "crossed", 5],
        ["notes", None, None],
        ["2024-05-03", "crossed", 9, "since 2024-05-02=4"],
    ]
    sheet.write_bytes(workbook(HEADER, *rows, merge="A3:C3"))
    (taken,) = reports.take_in([sheet], by="tests", now=made.NOW)
    assert taken.trouble is None
    findings = record.load_figures(taken.report_id, by="tests", now=made.NOW)
    told = [(each.kind, each.fields.get("value")) for each in findings]
    assert told == [("figure", 5), ("figure", 9), ("figure", 4), ("problem", None)]
