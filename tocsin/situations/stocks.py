"""Counts of all so far: against the count before, against their parts, and against what they cannot exceed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from tocsin.situations.contradiction import Contradiction, contradiction, number, publisher
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.flows import flow_read_as_stock

MOMENT = timedelta(microseconds=1)


def falling(series: Series, flows: Series | None) -> Iterable[Contradiction]:
    """A count of all so far that is lower later: a recount, a correction or an error; movement cannot do that.

    A figure is held against the last one before it that certainly came earlier: one of a day alone may hold for any
    hour of that day.
    """
    dated = sorted((row for row in series.rows if row.instant and not row.subset), key=_last_moment)
    ends = [_last_moment(row) for row in dated]
    for after in dated:
        assert after.instant
        earlier = bisect_left(ends, after.instant.begins)
        if not earlier or after.highest >= (before := dated[earlier - 1]).lowest:
            continue
        said = (
            f"{number(before)} ({before.as_of}, {publisher(before)}) is followed by the lower "
            f"{number(after)} ({after.as_of}, {publisher(after)})."
        )
        flow = flow_read_as_stock((before, after), flows) if flows else None
        if flow:
            said += f" The same number is given as a flow ({publisher(flow)}): perhaps it was read as a count of all."
        yield contradiction(
            "a flow read as a stock" if flow else "a stock that falls",
            (before, after, *([flow] if flow else [])),
            said,
            at=after,
        )


def _last_moment(row: FigureRow) -> datetime:
    """A count of a whole day holds at the latest just before the next one begins."""
    assert row.instant
    return row.instant.at - (timedelta(0) if row.instant.precision == "minute" else MOMENT)


#: measures that divide a total between them; of any other, only parts of one measure can be added up
DIVIDING = ({"registered", "in_process"},)


def parts_against_total(series: Sequence[Series]) -> Iterator[Contradiction]:
    """Parts that together exceed their total, or fall short of it although they are said to be all of it.

    Where nothing is said, two parts that are given exactly are taken for the whole and one is not; parts declared
    partial can only exceed. "Of them 81,000 were registered and 32,200 sheltered" names two parts that may hold the
    same people: they are not added up.
    """
    by_id = {row.finding_id: row for one in series for row in one.rows}
    divisions: dict[tuple[int, str], list[FigureRow]] = {}
    for row in by_id.values():
        if row.part_of in by_id:
            divisions.setdefault((row.part_of, _division(row.measure)), []).append(row)
    for (total_id, _), members in divisions.items():
        total, numbers = by_id[total_id], [row.value for row in members]
        exact = all(row.quantifier == "exact" for row in (total, *members))
        if total.value is None or not exact or None in numbers:
            continue
        together = sum(value for value in numbers if value is not None)
        if together == total.value or (together < total.value and not _whole(total, members)):
            continue
        apart = f"{abs(total.value - together):,} {'short of' if together < total.value else 'above'}"
        added = " + ".join(number(row) for row in members) + (f" = {together:,}" if len(members) > 1 else "")
        yield contradiction(
            "parts against total",
            (total, *members),
            f"The parts ({added}) are {apart} the total that is given, {total.value:,} ({publisher(total)}).",
            at=total,
        )


def _whole(total: FigureRow, members: Sequence[FigureRow]) -> bool:
    if total.breakdown:
        return total.breakdown == "complete"
    return len(members) >= 2


def _division(measure: str) -> str:
    return next((min(group) for group in DIVIDING if measure in group), measure)


def registered_above_crossed(series: Sequence[Series]) -> Iterator[Contradiction]:
    """More people registered than had crossed at the last count before it."""
    stocks = {one.measure: one for one in series if one.kind == "stock" and one.unit == "person"}
    if not {"registered", "crossed"} <= stocks.keys():
        return
    crossed = [row for row in stocks["crossed"].rows if row.instant and not row.subset]
    counted_at = [row.instant.at for row in crossed if row.instant]
    for row in stocks["registered"].rows:
        if row.instant is None or row.subset:
            continue
        before = bisect_right(counted_at, row.instant.at)
        if before and row.lowest > (last := crossed[before - 1]).highest:
            yield contradiction(
                "registered above crossed",
                (row, last),
                f"{number(row)} registered ({row.as_of}) is more than the {number(last)} "
                f"who had crossed at the last count before ({last.as_of}).",
                at=row,
            )
