"""Spreadsheets, by openpyxl: each worksheet that is shown, as comma-separated lines, one for each row.

Values are those that the spreadsheet's own program last showed: no formula is followed here, and no link.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from tocsin.errors import ReportRefused
from tocsin.reports.docx import refuse_bomb
from tocsin.reports.extracted import Extracted
from tocsin.reports.media import XLSX

#: more is no sheet that a person keeps; one row more than sheets of figures are read
ROWS_MAX = 100_001
COLUMNS_MAX = 200
CELL_MAX = 5000
WORKSHEETS_MAX = 50
#: opens each worksheet of a workbook that has several: `reading.sheet_rows` knows it
WORKSHEET = "[worksheet] "
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def is_workbook(content: bytes) -> bool:
    """Whether a zip archive is a spreadsheet; anything else, broken ones among it, is not."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False


def extract_xlsx(content: bytes) -> Extracted:
    """Raises ReportRefused for a bomb, a broken file and a sheet without a value."""
    refuse_bomb(content, needed="xl/workbook.xml")
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"][:WORKSHEETS_MAX]
        texts = _texts(shown)
        title = str(workbook.properties.title or "")
    except (
        ValueError,
        KeyError,
        SyntaxError,
        AttributeError,
        TypeError,
        IndexError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise ReportRefused(f"the spreadsheet is broken ({type(error).__name__})", "save it again") from error
    if not texts:
        raise ReportRefused(
            "the spreadsheet holds no value on a sheet that is shown", "put the figures on one"
        )
    notes = _notes(texts, content)
    if len(texts) == 1:
        return Extracted(media_type=XLSX, text=texts[0][1], title=title, notes=notes)
    text = "".join(f"{WORKSHEET}{name}\n{lines}" for name, lines in texts)
    return Extracted(media_type=XLSX, text=text, title=title, notes=notes)


def _texts(shown: list[Any]) -> list[tuple[str, str]]:
    """Name and lines of each worksheet that holds a value; all together have no more rows than are read."""
    texts, left = [], ROWS_MAX
    for sheet in shown:
        rows = list(_rows(sheet, left))
        left -= len(rows)
        lines = _lines(rows)
        if lines.strip(", \n"):
            texts.append((" ".join(str(sheet.title).split()), lines))
    return texts


def _rows(sheet: Any, rows_max: int) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a program wrote there need not cover all of its rows
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX)):
        if number >= rows_max:
            return
        yield [_cell(cell) for cell in cells]


def _cell(value: Any) -> str:
    """
    >>> _cell(datetime(2023, 9, 28)), _cell(datetime(2023, 9, 28, 20, 0)), _cell(17153.0), _cell(None)
    ('2023-09-28', '2023-09-28T20:00', '17153', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value)[:CELL_MAX].split())


def _lines(rows: list[list[str]]) -> str:
    """As wide as the widest row that holds anything, without the empty rows at the end."""
    width = max((place for row in rows for place, cell in enumerate(row, 1) if cell), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[:width] for row in rows)
    return out.getvalue()


def _notes(texts: list[tuple[str, str]], content: bytes) -> tuple[str, ...]:
    notes = []
    if len(texts) > 1:
        notes.append(f"it has {len(texts)} worksheets: {', '.join(name for name, _ in texts)[:500]}")
    if sum(lines.count("\n") for _, lines in texts) >= ROWS_MAX:
        notes.append(f"rows beyond {ROWS_MAX:,} are not read")
    formulas, macros, links = _inside(content)
    if formulas:
        notes.append(f"{formulas:,} cells hold formulas: what they last showed is read, and none is followed")
    if macros:
        notes.append("it holds macros, and none is run")
    if links:
        notes.append("it refers to other files, and none is opened")
    return tuple(notes)


def _inside(content: bytes) -> tuple[int, bool, bool]:
    """How many formulas, and whether macros and links to other files, an archive holds that was found to be bounded."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        formulas = sum(len(_FORMULA.findall(archive.read(name))) for name in sheets)
    return (
        formulas,
        any("vbaProject" in name for name in names),
        any(name.startswith("xl/externalLinks/") for name in names),
    )
