"""A ring of many points said with few, and how far the two lie apart at most, in metres. Pure.

Douglas and Peucker (1973), the worst place first, until the bound holds or the points are used up. Where two kept edges
cross, both are refined: the result is as simple as what was given. The bound is proven, not sampled: every point that is
left out lies within it of the edge that runs over it, and as the way from one kept point to the next has no gap, every
point of that edge lies within it of the way. A degree counts as many metres as anywhere on the ellipsoid at least, and a
degree of longitude as many as where the way comes nearest to the equator: the true distance is never longer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import cos, radians, sqrt

from tocsin.alerts.polygon import Point, crossing

#: with the closing one: an area of a CAP message has under 100
POINTS_MAX = 99
#: metres in a degree of latitude, at the pole of WGS 84, where it is the longest
M_PER_DEGREE = 111_700.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Simplified:
    #: closed and simple; its points are points of what was given
    ring: tuple[Point, ...]
    #: metres: no edge of the one lies farther than this from the edges of the other
    within_m: float


def simplified(
    ring: Sequence[Point], *, within_m: float, kept: Collection[Point] = (), points_max: int = POINTS_MAX
) -> Simplified:
    """The closed simple ring with as few points as the distance allows, at most so many; `kept` ones stay.

    Where so many points do not do, `Simplified.within_m` is what they can do: more than was asked for. Longitudes are
    taken as they stand, and may go on beyond 180.
    """
    return _Cut(ring[:-1], frozenset(kept)).within(within_m, points_max)


class _Cut:
    """The points of an open round, and the chains between those that are kept, the one with the farthest point first."""

    def __init__(self, points: Sequence[Point], kept: Collection[Point]) -> None:
        self.points = points
        self.size = len(points)
        self.chosen = sorted(_corners(points) | {n for n, point in enumerate(points) if point in kept})
        #: (-metres, first, last, number of the farthest point); last may be `size`, which is the first point again
        self.chains = [self._measured(first, last) for first, last in self._pairs()]
        heapify(self.chains)

    def _pairs(self) -> list[tuple[int, int]]:
        ends = [*self.chosen[1:], self.chosen[0] + self.size]
        return list(zip(self.chosen, ends, strict=True))

    def within(self, within_m: float, points_max: int) -> Simplified:
        while len(self.chains) < points_max - 1 and -self.chains[0][0] > within_m:
            self._split(self.chains[0])
        while (found := self._crossing()) is not None:
            splittable = [chain for chain in dict.fromkeys(found) if chain[3] >= 0]
            if not splittable or len(self.chains) + len(splittable) > points_max - 1:
                return Simplified(ring=self._ring(), within_m=float("inf"))
            for chain in splittable:
                self._split(chain)
        return Simplified(ring=self._ring(), within_m=-self.chains[0][0])

    def _split(self, chain: tuple[float, int, int, int]) -> None:
        _far, first, last, farthest = chain
        if chain == self.chains[0]:
            heappop(self.chains)
        else:
            self.chains.remove(chain)
            heapify(self.chains)
        heappush(self.chains, self._measured(first, farthest))
        heappush(self.chains, self._measured(farthest, last))

    def _crossing(self) -> tuple[tuple[float, int, int, int], ...] | None:
        """The chains whose edges cross; None where none do. Two points make no ring: then the chain that goes farther."""
        if len(self.chains) < 3:
            return (self.chains[0],)
        in_order = sorted(self.chains, key=lambda chain: chain[1])
        found = crossing(self._ring())
        return None if found is None else (in_order[found.first], in_order[found.second])

    def _ring(self) -> tuple[Point, ...]:
        numbers = sorted(chain[1] for chain in self.chains)
        return tuple(self.points[n % self.size] for n in (*numbers, numbers[0]))

    def _measured(self, first: int, last: int) -> tuple[float, int, int, int]:
        """The chain with its farthest point; -1 where nothing lies between its ends."""
        if last - first < 2:
            return (0.0, first, last, -1)
        between = [self.points[n % self.size] for n in range(first, last + 1)]
        far, place = farthest(between)
        return (-far, first, last, first + place)


def _corners(points: Sequence[Point]) -> set[int]:
    """Two points to begin with, far apart: a ring has no ends."""
    return {
        min(range(len(points)), key=points.__getitem__),
        max(range(len(points)), key=points.__getitem__),
    }


def farthest(way: Sequence[Point]) -> tuple[float, int]:
    """How far the way goes from the straight line between its ends, in metres, and the number of the point that does."""
    (lat0, lon0), (lat1, lon1) = way[0], way[-1]
    east_m = M_PER_DEGREE * _widest(way)
    x1, y1 = (lon1 - lon0) * east_m, (lat1 - lat0) * M_PER_DEGREE
    length2 = x1 * x1 + y1 * y1
    most, place = -1.0, 1
    for n in range(1, len(way) - 1):
        lat, lon = way[n]
        x, y = (lon - lon0) * east_m, (lat - lat0) * M_PER_DEGREE
        share = (x * x1 + y * y1) / length2 if length2 else 0.0
        share = 0.0 if share < 0.0 else min(share, 1.0)
        off = (x - share * x1) ** 2 + (y - share * y1) ** 2
        if off > most:
            most, place = off, n
    return sqrt(most), place


def _widest(way: Sequence[Point]) -> float:
    """A degree of longitude, as a share of one at the equator, where the way comes nearest to it."""
    lats = [lat for lat, _lon in way]
    low, high = min(lats), max(lats)
    return 1.0 if low <= 0.0 <= high else cos(radians(min(abs(low), abs(high))))
