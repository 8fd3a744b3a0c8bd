"""Simple rings cut in two along a meridian or a parallel, so that both halves are simple rings again. Pure.

Where the way crosses the line, the crossings are put in order along it: between the first and the second the line runs
inside, between the third and the fourth again, and so on. Each half is walked and led along those stretches. That holds
for a ring and the holes in it as well, where they are walked the other way round: a hole that is cut becomes edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from tocsin.alerts.polygon import Point, crossing

#: which of a point's two numbers the line holds fast: a parallel has one latitude, a meridian one longitude
Axis = Literal[0, 1]


def cut(ring: Sequence[Point], axis: Axis, at: float) -> tuple[list[list[Point]], list[list[Point]]]:
    """The closed rings below (or west of) the line and above (or east of) it. A point on the line counts as below."""
    return cut_all([ring], axis, at)


def cut_all(
    rings: Sequence[Sequence[Point]], axis: Axis, at: float
) -> tuple[list[list[Point]], list[list[Point]]]:
    """The same of a ring and its holes. Rings that the line does not meet stand on their side as they are."""
    halves: tuple[list[list[Point]], list[list[Point]]] = ([], [])
    ways: list[tuple[bool, list[Point]]] = []
    for ring in rings:
        sides = [point[axis] > at for point in ring[:-1]]
        if all(sides) or not any(sides):
            halves[sides[0]].append(list(ring))
        else:
            ways += _ways(ring[:-1], sides, axis, at)
    for side in (False, True):
        halves[side].extend(_joined([way for above, way in ways if above == side], axis))
    return halves


def _ways(
    points: Sequence[Point], sides: Sequence[bool], axis: Axis, at: float
) -> Iterator[tuple[bool, list[Point]]]:
    """The stretches of the ring on one side each, from the line to the line."""
    size = len(points)
    begin = next(n for n in range(size) if sides[n] != sides[n - 1])
    way = [_met(points[begin - 1], points[begin], axis, at)]
    for n in range(begin, begin + size):
        here, after = points[n % size], points[(n + 1) % size]
        way.append(here)
        if sides[n % size] != sides[(n + 1) % size]:
            met = _met(here, after, axis, at)
            yield sides[n % size], [*way, met]
            way = [met]


def _met(one: Point, other: Point, axis: Axis, at: float) -> Point:
    """Where the edge meets the line, the same to the last digit whichever way it is walked."""
    low, high = sorted((one, other))
    share = (at - low[axis]) / (high[axis] - low[axis])
    along = low[1 - axis] + share * (high[1 - axis] - low[1 - axis])
    return (at, along) if axis == 0 else (along, at)


def _joined(ways: Sequence[list[Point]], axis: Axis) -> list[list[Point]]:
    """Rings of the stretches, each led on from its end to the crossing beside it on the inside."""
    ends = sorted(
        ((way[place][1 - axis], place, number) for number, way in enumerate(ways) for place in (0, -1)),
        key=lambda end: (end[0],),
    )
    partner: dict[tuple[int, int], tuple[int, int]] = {}
    for (_a, place, number), (_b, other_place, other) in zip(ends[::2], ends[1::2], strict=True):
        partner[number, place], partner[other, other_place] = (other, other_place), (number, place)
    rings = []
    left = set(range(len(ways)))
    while left:
        first = number = min(left)
        ring: list[Point] = []
        while number in left:
            left.discard(number)
            ring += ways[number]
            number = partner[number, -1][0]
        assert number == first, ways
        rings.append(_closed(ring))
    return [ring for ring in rings if len(ring) >= 4 and crossing(ring) is None]


def _closed(points: Sequence[Point]) -> list[Point]:
    kept = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return [*kept, kept[0]]
