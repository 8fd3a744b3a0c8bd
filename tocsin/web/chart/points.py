"""What a chart is given: lines of points. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

#: columns in which a line of more points than twice as many is thinned
COLUMNS_MAX = 150


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    at: datetime
    value: float
    #: said in full when pointed at: number, as of, publisher
    title: str
    #: about, at least, a range ...: drawn hollow
    approximate: bool = False
    #: the least and the most that the figure allows, drawn as a band; None where it is open or not told
    low: float | None = None
    high: float | None = None
    #: "at least": nobody knows how far up; "up to": how far down
    open_up: bool = False
    open_down: bool = False
    #: beginning of the time that a flow covers; of a count, where it holds for some moment of a whole day, month or year
    since: datetime | None = None
    #: drawn in the publisher's shape; empty where publishers are not told apart
    publisher: str = ""
    #: the figure that the desk goes by for its day
    preferred: bool = False
    #: numbers of the contradictions that it takes part in
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    name: str
    #: at least one, in order of time
    points: tuple[Point, ...]
    #: a flow: each point is a bar over the time that it covers, and nothing joins them
    bars: bool = False

    @property
    def is_drawn(self) -> bool:
        """One instant alone is a number, and no chart."""
        return len({point.at for point in self.points}) > 1


def publishers_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Those of most points first."""
    counts: dict[str, int] = {}
    for line in lines:
        for point in line.points:
            if point.publisher:
                counts[point.publisher] = counts.get(point.publisher, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def thinned(line: Line, columns: int = COLUMNS_MAX) -> Line:
    """Of all points in one column of pixels the first, the lowest, the highest and the last: more cannot be told apart.

    What takes part in a contradiction or is preferred is marked, and stays.
    """
    if len(line.points) <= 2 * columns:
        return line
    begin, span = line.points[0].at, (line.points[-1].at - line.points[0].at).total_seconds() or 1.0
    kept: list[Point] = []
    for _column, group in groupby(
        line.points, key=lambda point: int(columns * (point.at - begin).total_seconds() / span)
    ):
        kept += _telling(list(group))
    return replace(line, points=tuple(kept))


def _telling(points: Sequence[Point]) -> list[Point]:
    ends = {0, len(points) - 1}
    lowest = min(range(len(points)), key=lambda index: points[index].value)
    highest = max(range(len(points)), key=lambda index: points[index].value)
    marked = {index for index, point in enumerate(points) if point.doubts or point.preferred}
    return [points[index] for index in sorted(ends | {lowest, highest} | marked)]
