"""Spreadsheets as comma-separated lines: the values that were last shown, and nothing followed."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from tests import made
from tocsin import record, reports
from tocsin.errors import ReportRefused
from tocsin.reading.sheet_rows import WORKSHEET as READ
from tocsin.reading.sheet_rows import worksheets
from tocsin.reports.xlsx import WORKSHEET, extract_xlsx, is_workbook

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


def test_every_sheet_that_is_shown_is_read_under_its_name():
    """A hidden sheet and empty ones are passed over; a note names the sheets."""
    content = workbook(HEADER, ["2024-05-02", "crossed", 5], hidden_first=True, sheets=3)
    assert extract_xlsx(content).text.startswith("as_of,measure")
    book = openpyxl.load_workbook(BytesIO(content))
    book["more 1"].append(["as_of", "measure"])
    out = BytesIO()
    book.save(out)
    found = extract_xlsx(out.getvalue())
    assert [part.name for part in worksheets(found.text)] == ["shown", "more 1"]
    assert found.text.startswith(f"{WORKSHEET}shown\nas_of,measure")
    assert found.notes == ("it has 2 worksheets: shown, more 1",)


def test_a_formula_is_not_followed():
    """A formula that nobody has computed is an empty cell."""
    found = extract_xlsx(workbook(HEADER, ["2024-05-02", "crossed", '=HYPERLINK("http://example.org")']))
    assert found.notes == ("1 cells hold formulas: what they last showed is read, and none is followed",)
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


def test_reading_knows_what_opens_a_worksheet():
    """Two steps know one line, and neither may import the other."""
    assert WORKSHEET == READ


def test_macros_and_links_are_told_and_left_alone():
    """Nothing of them is opened."""
    content = BytesIO(workbook(HEADER, ["2024-05-02", "crossed", 5]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<a/>")
    assert extract_xlsx(content.getvalue()).notes == (
        "it holds macros, and none is run",
        "it refers to other files, and none is opened",
    )


def test_a_sheet_is_read_to_its_last_row_whatever_it_says_of_its_size():
    made_so, out = BytesIO(workbook(HEADER, ["2023-09-28", "arrivals", 70500, ""])), BytesIO()
    with zipfile.ZipFile(made_so) as whole, zipfile.ZipFile(out, "w") as patched:
        for name in whole.namelist():
            patched.writestr(name, whole.read(name).replace(b'ref="A1:D2"', b'ref="A1:D1"'))
    assert b'ref="A1:D1"' in zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml")
    assert "70500" in extract_xlsx(out.getvalue()).text


def test_a_bomb_is_refused():
    """A sheet that unpacks to more than a document holds."""
    content = BytesIO(workbook(HEADER))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (51 * 2**20))
    with pytest.raises(ReportRefused, match="unpacks to more"):
        extract_xlsx(content.getvalue())
