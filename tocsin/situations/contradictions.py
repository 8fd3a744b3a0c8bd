"""What does not fit: pure rules over figure rows. A contradiction is shown, never resolved here.

Five rules stand so far: one instant with two values, one time with two values of a flow, parts against their total,
a stock that falls, registered above crossed. Each says in plain words what it found.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.situations.figures import FigureRow, Series


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    rule: str
    measure: str
    #: as the figures state it
    as_of: str | None
    #: one or two plain sentences
    what: str
    finding_ids: tuple[int, ...]


def contradictions(series: Sequence[Series]) -> tuple[Contradiction, ...]:
    """All that the rules find, in as-of order."""
    found: list[Contradiction] = []
    for one in series:
        found += two_values(one)
        if one.kind == "stock":
            found += falling(one)
    found += parts_against_total(series)
    found += registered_above_crossed(series)
    return tuple(sorted(found, key=lambda each: (each.as_of or "", each.rule, each.finding_ids)))


def two_values(series: Series) -> Iterable[Contradiction]:
    """One clock time, or one whole time of a flow, and two numbers that cannot both be: their ranges do not meet.

    Two counts of one day may both be right, at different hours of it: they are compared only where the hour is said.
    """
    together: dict[object, list[FigureRow]] = {}
    for row in series.rows:
        if not row.subset and (time := _whole_time(row, series.kind)):
            together.setdefault(time, []).append(row)
    for rows in together.values():
        if max(row.lowest for row in rows) > min(row.highest for row in rows):
            said = "; ".join(f"{_number(row)} ({_publisher(row)})" for row in _one_each(rows))
            flow = series.kind == "flow"
            yield Contradiction(
                rule="same flow two values" if flow else "same instant two values",
                measure=series.measure,
                as_of=rows[0].until if flow else rows[0].as_of,
                what=f"Different numbers are given for the same {'time' if flow else 'instant'}: {said}.",
                finding_ids=tuple(row.finding_id for row in rows),
            )


def _whole_time(row: FigureRow, kind: str | None) -> object:
    """What must be equal before two numbers are compared; None where the figure does not say it."""
    if kind == "flow":
        return (row.since, row.until) if row.since and row.until else None
    return row.instant.at if row.instant and row.instant.precision == "minute" else None


def falling(series: Series) -> Iterable[Contradiction]:
    """A count of all so far that is lower later: a recount, a correction or an error; movement cannot do that.

    A figure is held against the last one before it that certainly came earlier: one of a day alone may hold for any
    hour of that day.
    """
    dated = [row for row in series.rows if row.instant and not row.subset]
    ends = [row.instant.at for row in dated if row.instant]
    for after in dated:
        assert after.instant
        earlier = bisect_left(ends, after.instant.begins)
        if earlier and after.highest < (before := dated[earlier - 1]).lowest:
            yield Contradiction(
                rule="a stock that falls",
                measure=series.measure,
                as_of=after.as_of,
                what=f"{_number(before)} ({before.as_of}, {_publisher(before)}) is followed by the lower "
                f"{_number(after)} ({after.as_of}, {_publisher(after)}).",
                finding_ids=(before.finding_id, after.finding_id),
            )


#: measures that divide a total between them; of any other, only parts of one measure can be added up
DIVIDING = ({"registered", "in_process"},)


def parts_against_total(series: Sequence[Series]) -> Iterable[Contradiction]:
    """Parts that together exceed their total, or, where at least two are given exactly, fall short of it.

    "Of them 81,000 were registered and 32,200 sheltered" names two parts that may hold the same people: they are
    not added up.
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
        together = sum(number for number in numbers if number is not None)
        if together == total.value or (together < total.value and len(members) < 2):
            continue
        apart = f"{abs(total.value - together):,} {'short of' if together < total.value else 'above'}"
        yield Contradiction(
            rule="parts against total",
            measure=total.measure,
            as_of=total.as_of,
            what=f"The parts ({' + '.join(_number(row) for row in members)} = {together:,}) are {apart} "
            f"the total that is given, {total.value:,} ({_publisher(total)}).",
            finding_ids=(total_id, *(row.finding_id for row in members)),
        )


def _division(measure: str) -> str:
    return next((min(group) for group in DIVIDING if measure in group), measure)


def registered_above_crossed(series: Sequence[Series]) -> Iterable[Contradiction]:
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
            yield Contradiction(
                rule="registered above crossed",
                measure="registered",
                as_of=row.as_of,
                what=f"{_number(row)} registered ({row.as_of}) is more than the {_number(last)} "
                f"who had crossed at the last count before ({last.as_of}).",
                finding_ids=(row.finding_id, last.finding_id),
            )


def _one_each(rows: Sequence[FigureRow]) -> Iterable[FigureRow]:
    """One row for every number and publisher."""
    return {(_number(row), row.publisher): row for row in rows}.values()


def _publisher(row: FigureRow) -> str:
    return row.publisher or "publisher not printed"


def _number(row: FigureRow) -> str:
    if row.value is not None:
        return f"{row.value:,}"
    if row.low is not None and row.high is not None:
        return f"{row.low:,} to {row.high:,}"
    return f"{row.shown:,}"
