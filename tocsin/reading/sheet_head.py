"""Where a sheet's table begins: below titles, under one or two rows of headings, perhaps with a row of hashtags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading.sheet_columns import by_heading, is_own, is_tag
from tocsin.reading.sheet_rows import Row

#: rows looked at: HXL allows its hashtags within the first 25
HEAD_ROWS_MAX = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    #: one for each column; those of two rows are joined by " - "
    headings: tuple[str, ...]
    #: HXL hashtags, one for each column; empty where the sheet has none
    tags: tuple[str, ...]
    #: half open, of the text: all rows of headings and hashtags
    start: int
    end: int
    #: how many rows that hold anything stand before the first row of figures, titles among them
    rows: int


def head_of(first: Sequence[Row]) -> Head | None:
    """The head within the first rows of a sheet; None where they hold nothing."""
    if not first:
        return None
    tagged = next((number for number, row in enumerate(first) if _is_tags(row)), None)
    if tagged is not None:
        top = _headings_above(first, tagged)
        tags = tuple(cell if is_tag(cell) else "" for cell in first[tagged].cells)
        last, headings = tagged, _joined(first[top:tagged]) or tags
        wide = max(len(headings), len(tags))
        headings = tuple(
            heading or tag for heading, tag in zip(_wide(headings, wide), _wide(tags, wide), strict=True)
        )
        return _head(first, top, last, headings, _wide(tags, wide))
    best = max(range(len(first)), key=lambda number: (_score(first[number]), -number))
    top, last = _two_rows(first, best)
    return _head(first, top, last, _joined(first[top : last + 1]), ())


def _head(
    first: Sequence[Row], top: int, last: int, headings: tuple[str, ...], tags: tuple[str, ...]
) -> Head:
    return Head(headings=headings, tags=tags, start=first[top].start, end=first[last].end, rows=last + 1)


def _is_tags(row: Row) -> bool:
    return sum(1 for place in row.filled if is_tag(row.cells[place])) * 2 > len(row.filled)


def _headings_above(first: Sequence[Row], tagged: int) -> int:
    """The first row of the headings right above the hashtags; the hashtags' own where no headings stand there."""
    if not tagged or len(first[tagged - 1].filled) * 2 < len(first[tagged].filled):
        return tagged
    return _two_rows(first[:tagged], tagged - 1)[0]


def _score(row: Row) -> int:
    """How many of its cells are headings that we know; a row of our own names wins over any."""
    if is_own(row.cells):
        return 1000
    return sum(1 for place in row.filled if by_heading(row.cells[place].strip().lower()) is not None)


def _two_rows(first: Sequence[Row], best: int) -> tuple[int, int]:
    """First and last row of the headings: a heading that is merged over several columns has more of them below or above."""
    if is_own(first[best].cells):
        return best, best
    if best + 1 < len(first) and _divides(first[best], first[best + 1]):
        return best, best + 1
    if best and _divides(first[best - 1], first[best]) and first[best - 1].filled != [0]:
        return best - 1, best
    return best, best


def _divides(upper: Row, lower: Row) -> bool:
    """Whether the lower row has words, no numbers, under the blanks that a merged heading of the upper one leaves."""
    if any(any(sign.isdigit() for sign in lower.cells[place]) for place in lower.filled):
        return False
    under_blank = [
        place for place in lower.filled if place >= len(upper.cells) or not upper.cells[place]
    ]  # fmt: skip
    spread = any(place - 1 in upper.filled and place - 1 in lower.filled for place in under_blank)
    blanks_below = any(place < len(lower.cells) and not lower.cells[place] for place in upper.filled)
    return spread and (blanks_below or len(under_blank) < len(lower.filled))


def _joined(rows: Sequence[Row]) -> tuple[str, ...]:
    """The headings of one row, or of two: what stands above a blank holds for the columns under it."""
    if not rows:
        return ()
    *uppers, lower = rows
    if not uppers:
        return tuple(lower.cells)
    upper = uppers[-1]
    wide = max(len(upper.cells), len(lower.cells))
    above, joined = "", []
    for over, under in zip(_wide(upper.cells, wide), _wide(lower.cells, wide), strict=True):
        above = over or (above if under else "")
        joined.append(f"{above} - {under}" if above and under else above or under)
    return tuple(joined)


def _wide(cells: Sequence[str], wide: int) -> tuple[str, ...]:
    return (*cells, *[""] * (wide - len(cells)))
