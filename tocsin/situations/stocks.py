"""Counts of all so far: against the count before, and against what they cannot exceed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from tocsin.situations.contradiction import Contradiction, contradiction, number, publisher
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.flows import Flows
from tocsin.situations.instants import Instant
from tocsin.situations.leaving import PRESENT, Leaving
from tocsin.situations.order import in_order
from tocsin.situations.scopes import alike


def falling(series: Series, flows: Series | None, leaving: Leaving) -> Iterable[Contradiction]:
    """A count of all so far that is lower later: a recount, a correction or an error; movement cannot do that.

    A count of those present may fall by as many as are said to have gone meanwhile. A figure is held against the last
    one before it that certainly came earlier: one of a day alone may hold for any hour of that day.
    """
    by_number = Flows(flows)
    dated = [row for row in series.rows if row.instant and not row.subset]
    for group in alike(dated):
        for before, after in in_order(group):
            assert before.instant and after.instant
            lost = before.lowest - after.highest
            if lost > 0 and lost > _gone(series, leaving, before.instant, after.instant):
                yield _fallen(before, after, by_number.same_number(after))


def _gone(series: Series, leaving: Leaving, first: Instant, last: Instant) -> int | float:
    return leaving.between(first.begins, last.at) if series.measure in PRESENT else 0


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
