"""Spreadsheets, by openpyxl: the first sheet that is shown, as comma-separated lines, one for each row.

Values are those that the spreadsheet's own program last showed: no formula is followed here, and no link.
"""

from __future__ import annotations

import csv
import io
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
        shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        rows = list(_rows(shown[0])) if shown else []
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
    text = _lines(rows)
    if not text.strip(", \n"):
        raise ReportRefused(
            "the spreadsheet's first sheet holds no value", "put the figures on its first sheet"
        )
    return Extracted(media_type=XLSX, text=text, title=title, notes=_notes(shown, rows))


def _rows(sheet: Any) -> Iterator[list[str]]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS_MAX)):
        if number >= ROWS_MAX:
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


def _notes(shown: list[Any], rows: list[list[str]]) -> tuple[str, ...]:
    notes = []
    if len(shown) > 1:
        notes.append(f"only its first sheet is read, of {len(shown)}")
    if len(rows) >= ROWS_MAX:
        notes.append(f"rows beyond {ROWS_MAX:,} are not read")
    return tuple(notes)
