"""Flows against each other and against the stocks that they should connect."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from tocsin.situations.contradiction import (
    Contradiction,
    contradiction,
    number,
    publisher,
    rounded_to,
    telling,
)
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.instants import Instant
from tocsin.situations.scopes import may_be_one, scope_of

#: two times further apart are told apart by nobody's mistake
NEAR = timedelta(days=7)
DAY = timedelta(days=1)
#: different numbers of one moment that a flow is tried against; more of them are told by another rule
TOLD_MAX = 12


def same_flow_two_dates(series: Series) -> Iterator[Contradiction]:
    """One particular number, by one publisher for one day and by another for a day near it."""
    same: dict[tuple[int | float, timedelta], list[FigureRow]] = {}
    for row in series.rows:
        exact = row.value is not None and row.quantifier == "exact" and telling(row) and not row.subset
        if exact and row.begins and row.ends:
            assert row.value is not None
            same.setdefault((row.value, _length(row)), []).append(row)
    for (_, length), rows in same.items():
        for first, second in _moved(rows, max(NEAR, length)):
            yield contradiction(
                "same flow two dates",
                (first, second),
                f"{number(first)} is given to {_times(first)} ({publisher(first)}) "
                f"and to {_times(second)} ({publisher(second)}).",
                at=second,
            )


def _moved(rows: Sequence[FigureRow], near: timedelta) -> Iterator[tuple[FigureRow, FigureRow]]:
    """Each time with the next one near it that another publisher gives; nobody who gives both has moved anything."""
    publishers: dict[datetime, dict[str, FigureRow]] = {}
    for row in rows:
        assert row.begins
        publishers.setdefault(row.begins.begins, {}).setdefault(row.publisher, row)
    for earlier, later in pairwise(sorted(publishers)):
        before, after = publishers[earlier], publishers[later]
        both = before.keys() & after.keys()
        first = next((row for row in before.values() if row.publisher not in both), None)
        second = next((row for row in after.values() if row.publisher not in both), None)
        if DAY <= later - earlier <= near and first and second and may_be_one(first, second):
            yield first, second


def _length(row: FigureRow) -> timedelta:
    assert row.begins and row.ends
    return row.ends.at - row.begins.begins


def _times(row: FigureRow) -> str:
    return str(row.since) if row.since == row.until else f"{row.since} to {row.until}"


def against_stocks(stocks: Series, flows: Series) -> Iterator[Contradiction]:
    """A flow between two clock times, beside the difference of the stocks that are given for them."""
    known: dict[object, dict[object, FigureRow]] = {}
    for row in stocks.rows:
        if _minute(row.instant) and row.quantifier in ("exact", "about") and not row.subset:
            assert row.instant
            told = known.setdefault((row.instant.at, scope_of(row)), {})
            if len(told) < TOLD_MAX:
                told.setdefault((row.lowest, row.highest), row)
    for flow in flows.rows:
        if flow.value is None or flow.subset or not (_minute(flow.begins) and _minute(flow.ends)):
            continue
        assert flow.begins and flow.ends
        before, after = (known.get((when, scope_of(flow)), {}) for when in (flow.begins.at, flow.ends.at))
        ends = [(b, a) for b in before.values() for a in after.values()]
        if ends and not any(_agrees(flow, after, before) for before, after in ends):
            yield _differs(flow, *ends[0])


def _minute(instant: Instant | None) -> bool:
    return instant is not None and instant.precision == "minute"


def _agrees(flow: FigureRow, after: FigureRow, before: FigureRow) -> bool:
    lowest, highest = after.lowest - before.highest, after.highest - before.lowest
    return flow.lowest <= highest and lowest <= flow.highest


def _differs(flow: FigureRow, before: FigureRow, after: FigureRow) -> Contradiction:
    assert flow.value is not None
    difference = after.shown - before.shown
    unit = rounded_to(flow.value)
    rounded = unit > 1 and abs(difference - flow.value) < unit
    return contradiction(
        "rounded difference" if rounded else "flow against stocks",
        (flow, before, after),
        f"{number(flow)} are said to have come since {flow.since} ({publisher(flow)}); the difference between "
        f"{number(before)} and {number(after)} is {difference:,}{': the flow was rounded' if rounded else ''}.",
        at=flow,
    )


class Flows:
    """The flows of one measure by their number: somebody may have taken what came for all who are there."""

    def __init__(self, flows: Series | None) -> None:
        self._first: dict[int | float, FigureRow] = {}
        for row in flows.rows if flows else ():
            if row.value is not None:
                self._first.setdefault(row.value, row)

    def same_number(self, fallen: FigureRow) -> FigureRow | None:
        """The flow whose very number a count that falls repeats."""
        return self._first.get(fallen.value) if fallen.value is not None else None
