"""A polygon with holes, cut through each of them into simple rings that hold the same ground. Pure.

1. A hole of which no point lies farther than the stated distance from its edge is filled.
2. The others must lie inside the polygon and apart: where they do not, the area is refused, with the place.
3. The cut runs through the hole in the middle of all, so that each half has half of them: a hole that is cut is edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, floor, radians

from tocsin.alerts.cutting import Axis, cut_all
from tocsin.alerts.polygon import Point, lie_of, signed_area
from tocsin.alerts.simplifying import M_PER_DEGREE
from tocsin.errors import WrongUse

Ring = Sequence[Point]
#: each is a cut at the least, and each cut a polygon more; an area is said in 40
HOLES_MAX = 100
#: points are in whole steps of a tenth of a metre; no rounded point lies so near beside one
_STEPS = 10**6
BESIDE = 3e-8


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    #: closed and simple
    rings: list[list[Point]]
    #: metres: no point of a hole that was filled lies farther from its edge
    filled_m: float


def opened(outer: Ring, holes: Sequence[Ring], *, within_m: float) -> Opened:
    """The closed simple ring without its holes. Raises WrongUse for a hole that is none, and for more than can be cut."""
    filled = [half_width_m(hole) for hole in holes if half_width_m(hole) <= within_m]
    left = [_beside(outer, hole) for hole in holes if half_width_m(hole) > within_m]
    if len(left) > HOLES_MAX:
        raise WrongUse(
            f"an area with {len(left)} holes cannot be said",
            "allow a longer distance, which fills the small ones",
        )
    rings = [list(outer)]
    if left:
        _refuse_misplaced([outer, *left])
        rings = list(_cut(_turned(outer, 1), [_turned(hole, -1) for hole in left]))
    return Opened(rings=rings, filled_m=max(filled, default=0.0))


def half_width_m(hole: Ring) -> float:
    """No point inside lies farther than this from the edge."""
    lats, lons = [lat for lat, _lon in hole], [lon for _lat, lon in hole]
    narrowing = 1.0 if min(lats) <= 0 <= max(lats) else cos(radians(min(map(abs, lats))))
    return min(max(lats) - min(lats), (max(lons) - min(lons)) * narrowing) * M_PER_DEGREE / 2


def holds(ring: Ring, point: Point) -> bool:
    """For a point that is not on the ring: whether the way south meets it an odd number of times."""
    (lat, lon), inside = point, False
    for (lat0, lon0), (lat1, lon1) in pairwise(ring):
        if (lon0 > lon) != (lon1 > lon) and lat > lat0 + (lat1 - lat0) * (lon - lon0) / (lon1 - lon0):
            inside = not inside
    return inside


def _beside(outer: Ring, hole: Ring) -> list[Point]:
    """The hole on the turn of the globe on which the ring is walked."""
    west = min(lon for _lat, lon in outer)
    turn = 360.0 * floor((_middle(hole, 1) - west) / 360.0)
    return [(lat, round(lon - turn, 6)) for lat, lon in hole]


def _refuse_misplaced(rings: Sequence[Ring]) -> None:
    lie = lie_of(rings)
    if lie.meet_at is not None:
        lat, lon = lie.meet_at
        raise WrongUse(
            f"a hole meets another edge at {lat:.5g}, {(lon + 180.0) % 360.0 - 180.0:.5g}",
            "draw the area as pieces: a hole touches neither the edge nor another hole",
        )
    for hole, inside in zip(rings[1:], lie.inside[1:], strict=True):
        if not inside:
            lat, lon = hole[0]
            raise WrongUse(
                f"the hole at {lat:.5g}, {(lon + 180.0) % 360.0 - 180.0:.5g} does not lie in its polygon",
                "put the ring that goes round the area first, and an island in a hole as a polygon of its own",
            )


def _turned(ring: Ring, sign: int) -> list[Point]:
    return list(ring) if signed_area(ring) * sign > 0 else list(ring[::-1])


def _cut(outer: list[Point], holes: Sequence[list[Point]]) -> Iterator[list[Point]]:
    if not holes:
        yield outer
        return
    axis, at = _line(holes)
    for side in cut_all([outer, *holes], axis, at):
        rings = [ring for ring in side if signed_area(ring) > 0]
        inner = [ring for ring in side if signed_area(ring) < 0]
        for ring in rings:
            own = inner if len(rings) == 1 else [hole for hole in inner if holds(ring, hole[0])]
            yield from _cut(ring, own)


def _line(holes: Sequence[Ring]) -> tuple[Axis, float]:
    """Through the middle hole, across the way along which the holes lie farthest apart, where no point is."""
    middles = [[_middle(hole, axis) for hole in holes] for axis in (0, 1)]
    axis: Axis = 0 if max(middles[0]) - min(middles[0]) > max(middles[1]) - min(middles[1]) else 1
    middle = sorted(middles[axis])[len(holes) // 2]
    return axis, floor(middle * _STEPS) / _STEPS + BESIDE


def _middle(hole: Ring, axis: int) -> float:
    along = [point[axis] for point in hole]
    return (min(along) + max(along)) / 2
