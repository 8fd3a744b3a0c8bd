"""Rings of a coarse or rounded outline, parted where they touch themselves, so that each is simple. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.alerts.holes import holds
from tocsin.alerts.polygon import Point, crossing, signed_area

#: places at which one line of an outline touches itself, and more
_TOUCHES_MAX = 200
#: points looked at for one ring, all times together: some seconds
_POINTS_MAX = 1_000_000
Ring = Sequence[Point]


def parted(rings: Sequence[Ring]) -> list[list[list[Point]]]:
    """A polygon (its outer ring, then its holes) as polygons of simple closed rings; none where it has no width."""
    around, *inner = (_simple(ring) for ring in rings)
    if not around:
        return []
    outer = [ring for ring in around if signed_area(ring) * signed_area(around[0]) > 0]
    holes = [ring for ring in around if ring not in outer] + [ring for each in inner for ring in each]
    polygons: list[list[list[Point]]] = [[ring] for ring in outer]
    for hole in holes:
        _home(polygons, hole).append(hole)
    return polygons


def _home(polygons: list[list[list[Point]]], hole: Ring) -> list[list[Point]]:
    """The polygon around it: the first, the largest, where none is."""
    if len(polygons) == 1:
        return polygons[0]
    for polygon in polygons:
        corners = set(polygon[0])
        inside = next((point for point in hole if point not in corners), None)
        if inside is not None and holds(polygon[0], inside):
            return polygon
    return polygons[0]


def _simple(line: Ring) -> list[list[Point]]:
    """Closed simple rings, the largest first."""
    done: list[list[Point]] = []
    rest, looked_at = _loops(line), 0
    for _time in range(_TOUCHES_MAX):
        if not rest or looked_at > _POINTS_MAX:
            break
        ring = rest.pop()
        looked_at += len(ring)
        found = crossing(ring)
        if found is None:
            done.append(ring)
        else:
            early, late = sorted((found.first, found.second))
            at = found.at
            rest += _loops([*ring[: early + 1], at, *ring[early + 1 : late + 1], at, *ring[late + 1 : -1]])
    return sorted([*done, *rest], key=lambda ring: -abs(signed_area(ring)))


def _loops(line: Ring) -> list[list[Point]]:
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
    return [loop for loop in loops if round(signed_area(loop), 9)]
