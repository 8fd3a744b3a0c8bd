"""A sheet of figures (comma-separated text) as findings: each row one figure, its parts and what it also says.

docs/reference/sheets.md names the columns. Nothing is computed and no formula is followed: a row that cannot be
meant becomes a `Problem` with that row as its passage, and the rows around it are read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, cast

from tocsin.reading.document import tokenize
from tocsin.reading.findings import Figure, FigurePlace, Kind, Problem, Quantifier, Reading
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.sheet_times import NotATime, also_said, stated

VERSION = "sheet-1"

NEEDED = ("as_of", "measure", "value")
KNOWN = (
    *NEEDED, "precision", "since", "until", "kind", "quantifier", "unit", "population", "from", "to", "speaker", "publisher",
    "parts", "parts_complete", "also_says", "printed_time",
)  # fmt: skip
#: rows beyond are not read; one problem says so
ROWS_MAX = 100_000
#: more people than there are is no count of people
VALUE_MAX = 10_000_000_000
_QUANTIFIERS: dict[str, Quantifier] = {
    "": "exact", "exact": "exact", "exactly": "exact",
    "about": "about", "approximately": "about", "around": "about", "estimated": "about", "~": "about",
    "more than": "more_than", "over": "more_than", ">": "more_than",
    "less than": "less_than", "under": "less_than", "<": "less_than",
    "at least": "at_least", "≥": "at_least", "up to": "up_to", "at most": "up_to", "≤": "up_to",
    "range": "range",
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,3}(?:[, \u00a0\u202f]\d{3}){1,3}|\d{1,12}")
_RANGE = re.compile(r"\s*(?:-|–|to)\s*")


class _Row(NamedTuple):
    start: int
    end: int
    cells: dict[str, str]


class _Odd(ValueError):
    """A cell that cannot be meant; the text says why."""


def read_sheet(text: str) -> Reading:
    """The figures of a sheet, in its order; `part_of` is the place of the total in that order."""
    figures: list[Figure] = []
    problems: list[Problem] = []
    for row in _rows(text):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        try:
            figures += _figures(text, row, at=len(figures))
        except (_Odd, NotATime) as odd:
            problems.append(Problem(start=row.start, end=row.end, reason=str(odd)))
    return Reading(figures=tuple(figures), problems=tuple(problems))


def _rows(text: str) -> Iterator[_Row | Problem]:
    """The rows below the header, each with where it stands; a row ends where its last line does."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    reader = csv.reader((line + "\n" for line in lines), delimiter=_delimiter(lines[0]), strict=True)
    header: list[str] = []
    first = 0
    for number in range(ROWS_MAX + 2):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(start=starts[first], end=len(text), reason=f"not a table from here on: {error}")
            return
        start, end = starts[first], starts[reader.line_num] - 1
        first = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip().lower().lstrip("\ufeff").replace(" ", "_") for cell in cells]
            if trouble := _header_trouble(header):
                yield Problem(start=start, end=end, reason=trouble)
                return
        elif number > ROWS_MAX:
            yield Problem(start=start, end=len(text), reason=f"rows beyond {ROWS_MAX:,} are not read")
        elif len(cells) != len(header):
            reason = f"{len(cells)} cells under {len(header)} column names"
            yield Problem(start=start, end=end, reason=reason)
        else:
            named = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if name}
            yield _Row(start, end, named)


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _header_trouble(header: list[str]) -> str | None:
    if missing := [name for name in NEEDED if name not in header]:
        return f"no column is named {missing[0]!r}: a sheet of figures needs {', '.join(NEEDED)}"
    named = [name for name in header if name]
    if twice := [name for name in named if named.count(name) > 1]:
        return f"two columns are named {twice[0]!r}"
    return None


def _figures(text: str, row: _Row, at: int) -> list[Figure]:
    """The row's own figure, at place `at` of the reading; then its parts; then what the row also says."""
    cells = row.cells
    if formula := next((cell for cell in cells.values() if cell[:1] in ("=", "@")), None):
        raise _Odd(f"{formula[:60]!r} is a formula, and formulas are not followed")
    parts = _items(cells.get("parts", ""))
    own = replace(_own(row), breakdown=_breakdown(cells.get("parts_complete", "")) if parts else None)
    beside: list[Figure] = []
    for item in _items(cells.get("also_says", "")):
        said = also_said(item, own.as_of)
        if said.value is None:
            own = replace(own, since=said.since)
            continue
        exact = _exact(own, _passage(text, row, item), _count(said.value))
        beside.append(replace(exact, kind=said.kind, as_of=said.as_of, since=said.since, until=said.until))
    return [own, *(_part(text, row, own, item, at) for item in parts), *beside]


def _own(row: _Row) -> Figure:
    cells = row.cells
    word = cells.get("quantifier", "").lower().replace("_", " ")
    if word not in _QUANTIFIERS:
        raise _Odd(f"{word!r} is no quantifier: write one of {', '.join(filter(None, _QUANTIFIERS))}")
    kind = cells.get("kind", "").lower()
    if kind not in ("", "stock", "flow"):
        raise _Odd(f"kind {kind!r} is neither stock nor flow")
    if not cells["measure"]:
        raise _Odd("the row names no measure")
    low, high = _numbers(cells["value"])
    places = ((cells.get("from"), "origin"), (cells.get("to"), "destination"))
    ranged = high is not None
    return Figure(
        start=row.start,
        end=row.end,
        value=None if ranged else low,
        low=low if ranged else None,
        high=high,
        quantifier="range" if ranged else _QUANTIFIERS[word],
        unit=cells.get("unit") or "person",
        term=measure_of(cells["measure"]),
        kind=cast("Kind | None", kind or None),
        as_of=stated(cells["as_of"], cells.get("precision", "")),
        since=stated(cells.get("since", ""), ""),
        until=stated(cells.get("until", ""), ""),
        places=tuple(FigurePlace(name=name, role=role) for name, role in places if name),  # type: ignore[arg-type]
        speaker=cells.get("speaker") or None,
        population=cells.get("population") or None,
        publisher=cells.get("publisher") or None,
    )


def _part(text: str, row: _Row, own: Figure, item: str, at: int) -> Figure:
    """A part under the name of another measure counts that; under any other name, some of those of its total."""
    label, equals, number = (word.strip() for word in item.rpartition("="))
    if not equals or not label:
        raise _Odd(f"{item!r} in parts is not of the form name=number")
    known = _known_measure(label)
    other = known is not None and known != own.term
    return replace(
        _exact(own, _passage(text, row, item), _count(number)),
        term=known if other else own.term,
        population=own.population if other else label,
        part_of=at,
        since=None,
    )


def _exact(own: Figure, passage: tuple[int, int], value: int) -> Figure:
    """A number that a row gives beside its own."""
    start, end = passage
    return replace(
        own, start=start, end=end, value=value, low=None, high=None, quantifier="exact", breakdown=None
    )


def measure_of(label: str) -> str:
    """The measure that a sheet's word names; a word of the sheet's own is a measure of its own.

    >>> measure_of("In process"), measure_of("returned"), measure_of("visas issued")
    ('in_process', 'returns', 'visas_issued')
    """
    return _known_measure(label) or "_".join(label.lower().split())


def _known_measure(label: str) -> str | None:
    words = label.replace("_", " ")
    tokens = tokenize(words)
    match = phrasebook("measures").at(tokens, 0)
    if match and match.stop == len(tokens):
        return match.row[1]
    return "in_process" if words.lower() == "in process" else None


def _breakdown(cell: str) -> Literal["complete", "partial"] | None:
    word = cell.lower()
    if word in ("yes", "true", "complete", "1"):
        return "complete"
    if word in ("no", "false", "partial", "0"):
        return "partial"
    if word:
        raise _Odd(f"parts_complete is {cell!r}: write yes, no or nothing")
    return None


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _numbers(cell: str) -> tuple[int, int | None]:
    ends = _RANGE.split(cell) if _RANGE.search(cell.lstrip("-–")) and cell[:1] not in "-–" else [cell]
    if len(ends) == 2:
        low, high = _count(ends[0]), _count(ends[1])
        if low > high:
            raise _Odd(f"the range {cell!r} ends below where it begins")
        return low, high
    return _count(cell), None


def _count(cell: str) -> int:
    if re.fullmatch(r"[-–−]\s*[\d.,]+", cell):
        raise _Odd(f"{cell!r} is less than nothing: people are counted from 0 up")
    if not _NUMBER.fullmatch(cell):
        raise _Odd(f"{cell[:60]!r} is no whole number")
    number = int(re.sub(r"\D", "", cell))
    if number > VALUE_MAX:
        raise _Odd(f"{cell!r} is more than {VALUE_MAX:,}")
    return number


def _passage(text: str, row: _Row, words: str) -> tuple[int, int]:
    """Where the words stand in the row; the whole row where quoting hides them."""
    start = text.find(words, row.start, row.end)
    return (start, start + len(words)) if start >= 0 else (row.start, row.end)
