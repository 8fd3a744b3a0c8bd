"""The shipped outline of a country as rings: an address as ISO 3166 lists it, no view of whose land it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians

from tocsin.alerts.polygon import Point, crossing
from tocsin.alerts.simplifying import M_PER_DEGREE
from tocsin.errors import NotFound, WrongUse
from tocsin.situations.outlines_file import outlines
from tocsin.situations.spherical_area import walked

#: places at which one line of the coarse outlines touches itself, and more
_TOUCHES_MAX = 200


def country_rings(code: str, *, within_m: float) -> list[list[Point]]:
    """Outer rings, the largest first. Raises NotFound for a code without an outline, WrongUse for a hole that matters.

    A hole of which no point lies farther than `within_m` from its edge is filled: CAP knows no holes.
    """
    file = outlines()
    shapes = file.countries.get(code)
    if not shapes:
        raise NotFound(f"there is no outline of {code!r}", "take a circle around a place, or draw the area")
    rings = []
    for shape in shapes:
        around, *inner = (_simple([(lat, lon) for lon, lat in walked(ring, file.points)]) for ring in shape)
        if not around:
            continue  # an islet that has no width on this outline
        outer = [loop for loop in around if _turn(loop) * _turn(around[0]) > 0]
        holes = [loop for loop in around if loop not in outer] + [loop for each in inner for loop in each]
        for hole in holes:
            if _half_width_m(hole) > within_m:
                raise WrongUse(
                    f"the outline of {code} has a hole at {hole[0][0]:.2f}, {hole[0][1]:.2f}, which CAP cannot say",
                    "draw the area without it, as pieces",
                )
        rings += outer
    return rings


def _simple(line: Sequence[Point]) -> list[list[Point]]:
    """Closed simple rings, the largest first: where the coarse outline touches itself it is parted."""
    done, rest = [], _loops(line)
    for _time in range(_TOUCHES_MAX):
        if not rest:
            break
        ring = rest.pop()
        found = crossing(ring)
        if found is None:
            done.append(ring)
        else:
            early, late = sorted((found.first, found.second))
            at = found.at
            rest += _loops([*ring[: early + 1], at, *ring[early + 1 : late + 1], at, *ring[late + 1 : -1]])
    return sorted([*done, *rest], key=lambda ring: -abs(_turn(ring)))


def _loops(line: Sequence[Point]) -> list[list[Point]]:
    """Closed rings that pass no point twice: on a coarse outline a narrow neck is one point."""
    open_: list[Point] = []
    places: dict[Point, int] = {}
    loops: list[list[Point]] = []
    for point in [*line, *line[:1]]:
        if open_ and point == open_[-1]:
            continue
        if point in places:
            begin = places[point]
            loops.append([*open_[begin:], point])
            for left in open_[begin + 1 :]:
                del places[left]
            del open_[begin + 1 :]
        else:
            places[point] = len(open_)
            open_.append(point)
    return [loop for loop in loops if _turn(loop)]


def _turn(ring: Sequence[Point]) -> float:
    """Above 0 where the ring goes round against the clock, by how much it holds; 0 for a way there and back."""
    (lat0, lon0), *_ = ring
    moved = [(lat - lat0, lon - lon0) for lat, lon in ring]
    return round(sum(b * c - a * d for (a, b), (c, d) in pairwise(moved)) / 2, 9)


def _half_width_m(hole: Sequence[Point]) -> float:
    """No point inside lies farther than this from the edge."""
    lats, lons = [lat for lat, _lon in hole], [lon for _lat, lon in hole]
    narrowing = 1.0 if min(lats) <= 0 <= max(lats) else cos(radians(min(map(abs, lats))))
    return min(max(lats) - min(lats), (max(lons) - min(lons)) * narrowing) * M_PER_DEGREE / 2
