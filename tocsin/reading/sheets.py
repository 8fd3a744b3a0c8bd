"""A sheet of figures (comma-separated text) as findings: each row one figure or more, its parts and what it also says.

docs/reference/sheets.md names the columns. A sheet with our own columns, with HXL hashtags or in IDMC's terms is read
as it is; of any other a person says what its columns hold (`SheetMapping`). Nothing is computed and no formula is
followed: a row that cannot be meant becomes a `Problem` with that row as its passage, and the rows around it are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from tocsin.reading.findings import Figure, Problem, Reading
from tocsin.reading.sheet_columns import (
    LEFT_OUT,
    NEEDED,
    SEVERAL,
    Column,
    SheetMapping,
    is_idmc,
    is_own,
    plain,
    proposed,
)
from tocsin.reading.sheet_figures import Cells, Odd, Reader, Styles
from tocsin.reading.sheet_head import HEAD_ROWS_MAX, Head, head_of
from tocsin.reading.sheet_measures import measure_of
from tocsin.reading.sheet_numbers import NotANumber, style_of
from tocsin.reading.sheet_rows import ROWS_MAX, Part, Row, rows_of, worksheets
from tocsin.reading.sheet_times import NotATime, order_of
from tocsin.reading.sheet_totals import Totals, total_word

__all__ = ["READERS", "ROWS_MAX", "VERSION", "Layout", "layout_of", "measure_of", "read_sheet"]
#: every version of this reader
READERS = "sheet-"
VERSION = f"{READERS}2"
#: rows shown beside what columns are taken to hold
SAMPLES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A sheet before it is read: its worksheets, its headings, and what they are taken to hold."""

    worksheets: tuple[str, ...]
    headings: tuple[str, ...]
    tags: tuple[str, ...]
    #: what the headings say; a person confirms it unless `standard`
    proposed: SheetMapping
    #: of our own columns, of HXL or of IDMC: read as it is
    standard: bool
    #: headings that neither table knows
    unknown: tuple[str, ...]
    #: the first rows below, as wide as the headings
    samples: tuple[tuple[str, ...], ...]


def layout_of(text: str, worksheet: str = "") -> Layout | None:
    """None where the text holds no row. An unknown worksheet is the first."""
    parts = worksheets(text)
    part = _chosen(parts, worksheet) or parts[0]
    head = _head(text, part)
    if head is None:
        return None
    mapping = replace(proposed(head.headings, head.tags), worksheet=part.name if worksheet else "")
    return Layout(
        worksheets=tuple(each.name for each in parts),
        headings=head.headings,
        tags=head.tags,
        proposed=mapping,
        standard=_is_standard(head),
        unknown=tuple(name for name in head.headings if name and plain(name) not in mapping.columns),
        samples=_samples(text, part, head),
    )


def _samples(text: str, part: Part, head: Head) -> tuple[tuple[str, ...], ...]:
    rows = islice(rows_of(text, part), head.rows, head.rows + SAMPLES)
    wide = len(head.headings)
    return tuple((*row.cells, *[""] * wide)[:wide] for row in rows if isinstance(row, Row))


def read_sheet(text: str, mapping: SheetMapping | None = None) -> Reading:
    """The figures of a sheet, in its order; `part_of` is the place of the total in that order."""
    parts = worksheets(text)
    part = _chosen(parts, mapping.worksheet if mapping else "")
    if part is None:
        assert mapping
        names = ", ".join(repr(each.name) for each in parts)
        return _refused(0, 0, f"no worksheet is named {mapping.worksheet!r}: there are {names}")
    head = _head(text, part)
    if head is None:
        return _broken(text, part)
    if mapping is None or not mapping.columns:
        known = proposed(head.headings, head.tags)
        mapping = replace(mapping, columns=known.columns) if mapping else known
        if trouble := _standard_trouble(head, mapping):
            return _refused(head.start, head.end, trouble)
    if trouble := _trouble(head, mapping):
        return _refused(head.start, head.end, trouble)
    return _read(text, part, head, mapping)


def _chosen(parts: list[Part], name: str) -> Part | None:
    return next((part for part in parts if part.name == name), None) if name else parts[0]


def _head(text: str, part: Part) -> Head | None:
    rows = islice(rows_of(text, part), HEAD_ROWS_MAX)
    return head_of([row for row in rows if isinstance(row, Row)])


def _is_standard(head: Head) -> bool:
    return is_own(head.headings) or bool(head.tags) or is_idmc(head.headings)


def _refused(start: int, end: int, reason: str) -> Reading:
    return Reading(problems=(Problem(start=start, end=end, reason=reason),))


def _broken(text: str, part: Part) -> Reading:
    return Reading(problems=tuple(row for row in rows_of(text, part) if isinstance(row, Problem)))


def _standard_trouble(head: Head, mapping: SheetMapping) -> str | None:
    """Of headings in other words a person says what they hold; these are named."""
    if _is_standard(head):
        return None
    names = {plain(heading) for heading in head.headings}
    missing = [name for name in NEEDED if plain(name) not in names and not getattr(mapping, name, "")]
    return f"no column is named {missing[0]!r}: a sheet of figures needs {', '.join(NEEDED)}"


def _trouble(head: Head, mapping: SheetMapping) -> str | None:
    named = Counter(plain(heading) for heading in head.headings if heading)
    if twice := next((name for name, count in named.items() if count > 1), None):
        return f"two columns are named {twice!r}"
    if strange := next((name for name in mapping.columns if name not in named), None):
        return f"there is no column {strange!r}: there are {', '.join(map(repr, named))[:600]}"
    used = Counter(column.field for name, column in mapping.columns.items() if name in named)
    if several := next((name for name, count in used.items() if count > 1 and name not in SEVERAL), None):
        return f"two columns are said to hold {several!r}"
    if not used["value"]:
        return "no column holds a value: say which one counts, as HEADING=value:MEASURE"
    unsaid = [
        name for name, column in mapping.columns.items() if column.field == "value" and not column.measure
    ]
    if unsaid and not (used["measure"] or mapping.measure):
        return f"nothing says what {unsaid[0]!r} counts: name its measure"
    return None


def _read(text: str, part: Part, head: Head, mapping: SheetMapping) -> Reading:
    figures: list[Figure] = []
    problems = list(_unread(head, mapping))
    reader = Reader(text, mapping, _styles(text, part, head, mapping))
    totals, wide = Totals(), len(head.headings)
    own = is_own(head.headings)
    columns = [(name, mapping.columns.get(name)) for name in map(plain, head.headings)]
    for row in islice(rows_of(text, part), head.rows, None):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        try:
            total = None if own else total_word(row.cells)
            if total:  # the word is no place and no date
                row.cells[row.filled[0]] = total[1]
            cells = _cells(row, columns, wide, may_be_note=not (own or total))
            at = len(figures)
            figures += reader.figures(cells, at, totals.time(figures) if total else None)
            places = range(at, len(figures))
            totals.close(figures, places, total[0]) if total else totals.add(places)
        except (Odd, NotATime, NotANumber) as odd:
            problems.append(Problem(start=row.start, end=row.end, reason=str(odd)))
    return Reading(figures=tuple(reader.with_totals(figures)), problems=tuple(problems))


def _unread(head: Head, mapping: SheetMapping) -> Iterator[Problem]:
    """Columns that nobody has said anything about are not read, and are named."""
    unread = [heading for heading in head.headings if heading and plain(heading) not in mapping.columns]
    if unread:
        reason = f"columns that are not read: {', '.join(map(repr, unread))[:600]}"
        yield Problem(start=head.start, end=head.end, reason=reason)


def _cells(row: Row, columns: list[tuple[str, Column | None]], wide: int, *, may_be_note: bool) -> Cells:
    while len(row.cells) > wide and not row.cells[-1]:
        row.cells.pop()
    if len(row.filled) == 1 and wide > 2 and may_be_note:
        raise Odd(f"one cell alone is taken for a note: {row.cells[row.filled[0]][:60]!r}")
    if len(row.cells) != wide:
        raise Odd(f"{len(row.cells)} cells under {wide} column names")
    cells = Cells(row.start, row.end)
    for (name, column), cell in zip(columns, row.cells, strict=True):
        if column is None or column.field == LEFT_OUT:
            continue
        if cell[:1] in ("=", "@"):
            raise Odd(f"{cell[:60]!r} is a formula, and formulas are not followed")
        cells.put(name, column, cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell)
    return cells


def _styles(text: str, part: Part, head: Head, mapping: SheetMapping) -> Styles:
    """A first pass over columns of numbers and times, where nobody has said how they are written."""
    numbers: dict[str, set[str]] = {}
    times: set[str] = set()
    wanted = [
        (place, plain(heading), column)
        for place, heading in enumerate(head.headings)
        if (column := mapping.columns.get(plain(heading)))
        and column.field in ("value", "as_of", "since", "until")
    ]
    for row in islice(rows_of(text, part), head.rows, None):
        if isinstance(row, Problem):
            continue
        for place, name, column in wanted:
            cell = row.cells[place] if place < len(row.cells) else ""
            if column.field == "value" and ("." in cell or "," in cell):
                numbers.setdefault(name, set()).add(cell)
            elif column.field != "value" and "/" in cell:
                times.add(cell)
    return Styles(
        {name: style_of(cells, mapping.thousands) for name, cells in numbers.items()},
        mapping.dates or order_of(times),
    )
