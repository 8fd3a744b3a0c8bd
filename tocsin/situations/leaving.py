"""People who left again: what lets a count of those who are present fall lawfully."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate

from tocsin.situations.contradiction import rounded_to
from tocsin.situations.figures import FigureRow, Series

#: how many are present: such a count falls when people go. Any other counts all so far, and never falls
PRESENT = frozenset(
    {"displaced", "sheltered", "in_relief_camp", "homeless", "refugee", "missing", "detained", "in_process"}
)
#: measures of those who went, whose numbers explain the fall
WENT = frozenset({"returns", "relocated", "left", "released", "found", "resettled"})


class Leaving:
    """How many are said to have gone between two moments, by all flows that touch that time and by rises of stocks."""

    def __init__(self, series: Iterable[Series]) -> None:
        went = [one for one in series if one.measure in WENT]
        flows = [row for one in went if one.kind != "stock" for row in one.rows if _times(row)]
        by_begin = sorted((_begins(row), _most(row)) for row in flows)
        by_end = sorted((_ends(row), _most(row)) for row in flows)
        self._begins, self._begun = [when for when, _ in by_begin], _sums(by_begin)
        self._ends, self._ended = [when for when, _ in by_end], _sums(by_end)
        self._stocks = [
            _Counted([(row.instant.at, _most(row)) for row in one.rows if row.instant and not row.subset])
            for one in went
            if one.kind == "stock"
        ]

    def between(self, first: datetime, last: datetime) -> float:
        """The most who can have gone: every flow that reaches into the time counts whole."""
        begun = self._begun[bisect_left(self._begins, last)]
        over = self._ended[bisect_right(self._ends, first)]
        return begun - over + sum(stock.rise(first, last) for stock in self._stocks)


class _Counted:
    """A count of all who went, in order of time."""

    def __init__(self, dated: Sequence[tuple[datetime, float]]) -> None:
        self._times = [when for when, _ in dated]
        self._numbers = [number for _, number in dated]

    def rise(self, first: datetime, last: datetime) -> float:
        """What it grew by; one that begins within the time counts from nothing."""
        before, after = bisect_right(self._times, first), bisect_right(self._times, last)
        if after == before:
            return 0
        return max(0, self._numbers[after - 1] - (self._numbers[before - 1] if before else 0))


def _most(row: FigureRow) -> float:
    """ "More than 3,000" may be up to the next round number."""
    return row.highest if row.highest != float("inf") else row.shown + rounded_to(row.shown)


def _times(row: FigureRow) -> bool:
    return bool((row.begins or row.instant) and (row.ends or row.instant))


def _begins(row: FigureRow) -> datetime:
    told = row.begins or row.instant
    assert told
    return told.begins


def _ends(row: FigureRow) -> datetime:
    told = row.ends or row.instant
    assert told
    return told.at


def _sums(dated: Sequence[tuple[datetime, float]]) -> list[float]:
    return list(accumulate((number for _, number in dated), initial=0.0))
