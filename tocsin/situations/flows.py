"""Flows against each other and against the stocks that they should connect."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

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

#: two times further apart are told apart by nobody's mistake
NEAR = timedelta(days=7)


def same_flow_two_dates(series: Series) -> Iterator[Contradiction]:
    """One particular number, by one publisher for one day and by another for a day near it."""
    same: dict[int | float, list[FigureRow]] = {}
    for row in series.rows:
        if row.value is not None and row.since and row.until and row.quantifier == "exact" and telling(row):
            same.setdefault(row.value, []).append(row)
    for rows in same.values():
        for first, second in combinations(rows, 2):
            if first.publisher != second.publisher and _moved(first, second):
                yield contradiction(
                    "same flow two dates",
                    (first, second),
                    f"{number(first)} is given to {_times(first)} ({publisher(first)}) "
                    f"and to {_times(second)} ({publisher(second)}).",
                    at=second,
                )


def _moved(first: FigureRow, second: FigureRow) -> bool:
    """Whether the second covers a time as long as the first, begun on another day near it."""
    if None in (first.begins, first.ends, second.begins, second.ends):
        return False
    assert first.begins and first.ends and second.begins and second.ends
    moved = abs(second.begins.begins - first.begins.begins)
    return timedelta(0) < moved <= NEAR and _length(first) == _length(second)


def _length(row: FigureRow) -> timedelta:
    assert row.begins and row.ends
    return row.ends.at - row.begins.begins


def _times(row: FigureRow) -> str:
    return str(row.since) if row.since == row.until else f"{row.since} to {row.until}"


def against_stocks(stocks: Series, flows: Series) -> Iterator[Contradiction]:
    """A flow between two clock times, beside the difference of the stocks that are given for them."""
    known: dict[object, list[FigureRow]] = {}
    for row in stocks.rows:
        if _minute(row.instant) and row.quantifier in ("exact", "about") and not row.subset:
            assert row.instant
            known.setdefault(row.instant.at, []).append(row)
    for flow in flows.rows:
        if flow.value is None or flow.subset or not (_minute(flow.begins) and _minute(flow.ends)):
            continue
        assert flow.begins and flow.ends
        ends = [(b, a) for b in known.get(flow.begins.at, ()) for a in known.get(flow.ends.at, ())]
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


def flow_read_as_stock(fallen: Sequence[FigureRow], flows: Series) -> FigureRow | None:
    """The flow whose very number a count that falls repeats: somebody may have taken what came for all who are there."""
    after = fallen[-1]
    same = [row for row in flows.rows if row.value is not None and row.value == after.value]
    return same[0] if same else None
