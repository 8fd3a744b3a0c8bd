"""A sheet's text as rows, each with where it stands. The text is read once and row by row: its length costs no memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.reading.findings import Problem

#: rows beyond are not read; one problem says so
ROWS_MAX = 100_000
#: opens a worksheet in the text of a workbook that has several
WORKSHEET = "[worksheet] "
#: lines looked at for the sign that parts the cells
_SAMPLE_LINES = 30


class Row(NamedTuple):
    start: int
    end: int
    cells: list[str]

    @property
    def filled(self) -> list[int]:
        """Places of the cells that hold something."""
        return [place for place, cell in enumerate(self.cells) if cell]


class Part(NamedTuple):
    """One worksheet of the text, half open; the text itself where it has one only."""

    name: str
    start: int
    end: int


def worksheets(text: str) -> list[Part]:
    """
    >>> [part.name for part in worksheets("[worksheet] May\\na,b\\n[worksheet] June\\nc,d\\n")]
    ['May', 'June']
    """
    if not text.startswith(WORKSHEET):
        return [Part("", 0, len(text))]
    starts, at = [], 0
    while at >= 0:
        starts.append(at)
        at = text.find(f"\n{WORKSHEET}", at)
        at = at + 1 if at >= 0 else -1
    parts = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        first = text.find("\n", start, end)
        first = end if first < 0 else first
        parts.append(Part(text[start + len(WORKSHEET) : first].strip(), min(first + 1, end), end))
    return parts


def rows_of(text: str, part: Part) -> Iterator[Row | Problem]:
    """The rows that hold anything, with trimmed cells; one problem where it is no table, or none any more."""
    starts = [part.start]
    reader = csv.reader(_lines(text, part, starts), delimiter=delimiter(text, part), strict=True)
    read = 0  # lines
    for number in range(ROWS_MAX + 2):
        first = starts[read]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(start=first, end=part.end, reason=f"not a table from here on: {_said(error)}")
            return
        read = reader.line_num
        if number > ROWS_MAX:
            yield Problem(start=first, end=part.end, reason=f"rows beyond {ROWS_MAX:,} are not read")
            return
        row = Row(first, starts[read] - 1, [cell.strip().lstrip("\ufeff") for cell in cells])
        if row.filled:
            yield row


def _said(error: csv.Error) -> str:
    told = str(error)
    if "end of data" in told or "field limit" in told:
        return f"a quotation mark is opened in this row and never closed ({told})"
    return told


def _lines(text: str, part: Part, starts: list[int]) -> Iterator[str]:
    """The lines, with where the next one begins added to `starts` before each."""
    at = part.start
    while at < part.end:
        end = text.find("\n", at, part.end)
        end = part.end if end < 0 else end
        line, at = text[at:end], end + 1
        starts.append(at)
        yield line + "\n"


def delimiter(text: str, part: Part) -> str:
    """The sign that parts most cells of the first line that has any: a title above may hold none."""
    at = part.start
    for _ in range(_SAMPLE_LINES):
        end = text.find("\n", at, part.end)
        line = text[at : end if end >= 0 else part.end]
        counts = {sign: line.count(sign) for sign in ",;\t"}
        if max(counts.values()) >= 2 or end < 0:
            return max(counts, key=lambda sign: counts[sign])
        at = end + 1
    return ","
