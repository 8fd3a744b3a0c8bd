"""Counts of all so far: against the count before, and against what they cannot exceed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from tocsin.situations.contradiction import Contradiction, contradiction, number, publisher
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.flows import Flows
from tocsin.situations.leaving import PRESENT, Leaving
from tocsin.situations.scopes import alike

MOMENT = timedelta(microseconds=1)


def falling(series: Series, flows: Series | None, leaving: Leaving) -> Iterable[Contradiction]:
    """A count of all so far that is lower later: a recount, a correction or an error; movement cannot do that.

    A count of those present may fall by as many as are said to have gone meanwhile. A figure is held against the last
    one before it that certainly came earlier: one of a day alone may hold for any hour of that day.
    """
    by_number = Flows(flows)
    dated = [row for row in series.rows if row.instant and not row.subset]
    for group in alike(dated):
        for before, after in _falls(group):
            assert before.instant and after.instant
            lost = before.lowest - after.highest
            gone = (
                leaving.between(before.instant.begins, after.instant.at) if series.measure in PRESENT else 0
            )
            if lost > gone:
                yield _fallen(before, after, by_number.same_number(after))


def _falls(rows: Sequence[FigureRow]) -> Iterator[tuple[FigureRow, FigureRow]]:
    dated = sorted(rows, key=_last_moment)
    ends = [_last_moment(row) for row in dated]
    for after in dated:
        assert after.instant
        earlier = bisect_left(ends, after.instant.begins)
        if earlier and after.highest < (before := dated[earlier - 1]).lowest:
            yield before, after


def _fallen(before: FigureRow, after: FigureRow, flow: FigureRow | None) -> Contradiction:
    said = (
        f"{number(before)} ({before.as_of}, {publisher(before)}) is followed by the lower "
        f"{number(after)} ({after.as_of}, {publisher(after)})."
    )
    if flow:
        said += (
            f" The same number is given as a flow ({publisher(flow)}): perhaps it was read as a count of all."
        )
    return contradiction(
        "a flow read as a stock" if flow else "a stock that falls",
        (before, after, *([flow] if flow else [])),
        said,
        at=after,
    )


def _last_moment(row: FigureRow) -> datetime:
    """A count of a whole day holds at the latest just before the next one begins."""
    assert row.instant
    return row.instant.at - (timedelta(0) if row.instant.precision == "minute" else MOMENT)


def registered_above_crossed(series: Sequence[Series]) -> Iterator[Contradiction]:
    """More people registered than had crossed at the last count before it."""
    stocks = {one.measure: one for one in series if one.kind == "stock" and one.unit == "person"}
    if not {"registered", "crossed"} <= stocks.keys():
        return
    both = (*stocks["crossed"].rows, *stocks["registered"].rows)
    for group in alike(row for row in both if row.instant and not row.subset):
        crossed = [row for row in group if row.measure == "crossed"]
        counted_at = [row.instant.at for row in crossed if row.instant]
        for row in group:
            assert row.instant
            before = bisect_right(counted_at, row.instant.at)
            if row.measure == "registered" and before and row.lowest > (last := crossed[before - 1]).highest:
                yield contradiction(
                    "registered above crossed",
                    (row, last),
                    f"{number(row)} registered ({row.as_of}) is more than the {number(last)} "
                    f"who had crossed at the last count before ({last.as_of}).",
                    at=row,
                )
