"""Whether the line of a polygon meets itself: a sweep (Shamos and Hoey 1976), exact, in O(n log n) steps.

Coordinates are taken for a plane, as CAP's polygons are drawn. An edge of more than 180 degrees of longitude is one that
goes the short way over the antimeridian.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from tocsin.alerts.cap.area import Point

#: longitude and latitude in whole units of the finest digit: sums and products are exact
Whole = tuple[int, int]


def first_contact(points: Sequence[Point]) -> str | None:
    """Where a closed polygon's line meets itself, in words; None where it does not, or goes around a pole.

    >>> bow = [Point.of(*pair) for pair in ((0, 0), (1, 1), (1, 0), (0, 1), (0, 0))]
    >>> first_contact(bow)
    'crosses itself: the line from 0,0 to 1,1 meets that from 1,0 to 0,1'
    """
    corners = _without_repeats(points)
    if len(corners) < 3:
        return "has no inside: all its points are one or two"
    whole = _unrolled(_whole(corners))
    if whole is None:
        return None
    seen: dict[Whole, int] = {}
    for index, corner in enumerate(whole):
        if corner in seen:
            return f"touches itself at {corners[index]}"
        seen[corner] = index
    meeting = _Sweep(whole).meeting()
    if meeting is None:
        return None
    (one, other), (third, fourth) = (_ends(corners, edge) for edge in meeting)
    return f"crosses itself: the line from {one} to {other} meets that from {third} to {fourth}"


def _ends(corners: Sequence[Point], edge: int) -> tuple[Point, Point]:
    return corners[edge], corners[(edge + 1) % len(corners)]


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    """The corners, each once in a row, without the closing one."""
    corners: list[Point] = []
    for point in points:
        if not corners or point != corners[-1]:
            corners.append(point)
    while len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    return corners


def _whole(corners: Sequence[Point]) -> tuple[list[Whole], int]:
    """Coordinates in whole units, and how many units a degree has."""
    exponent = min(min(_exponent(one.latitude), _exponent(one.longitude)) for one in corners)
    unit = 10 ** max(0, -exponent)
    return [(int(one.longitude * unit), int(one.latitude * unit)) for one in corners], unit


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), number
    return exponent


def _unrolled(whole: tuple[list[Whole], int]) -> list[Whole] | None:
    """Longitudes that run on over the antimeridian; None for a line that goes around a pole and so never closes."""
    corners, unit = whole
    half, turn = 180 * unit, 360 * unit
    shift, unrolled = 0, [corners[0]]
    for (before, _), (longitude, latitude) in zip(corners, (*corners[1:], corners[0]), strict=True):
        step = longitude - before
        shift += turn if step < -half else -turn if step > half else 0
        unrolled.append((longitude + shift, latitude))
    return unrolled[:-1] if shift == 0 else None


class _Sweep:
    """From left to right over the corners, with the edges that the sweep line cuts in order from below.

    Edges are named by the index of the corner that they begin at. Corners are all different. As the first contact of
    two edges ends the sweep, the order never has to be mended.
    """

    def __init__(self, corners: list[Whole]) -> None:
        self.corners = corners
        count = len(corners)
        nexts = [*corners[1:], corners[0]]
        #: left and right end of each edge; of an upright one the lower and the upper
        self.ends = [(a, b) if a < b else (b, a) for a, b in zip(corners, nexts, strict=True)]
        self.count = count
        self.cut: list[int] = []

    def meeting(self) -> tuple[int, int] | None:
        """Two edges that meet elsewhere than in the corner that they share."""
        for index in sorted(range(self.count), key=self.corners.__getitem__):
            met = self._pass(index)
            if met is not None:
                return met
        return None

    def _pass(self, index: int) -> tuple[int, int] | None:
        corner = self.corners[index]
        edges = ((index - 1) % self.count, index)
        ending = [edge for edge in edges if self.ends[edge][1] == corner]
        beginning = [edge for edge in edges if self.ends[edge][0] == corner]
        first = self._first_not_below(corner)
        last = first + len(ending)
        found = self.cut[first:last]
        stranger = next((edge for edge in found if edge not in ending), None)
        if stranger is None and last < len(self.cut) and self._side(self.cut[last], corner) == 0:
            stranger = self.cut[last]
        if stranger is not None:
            return stranger, index
        assert set(found) == set(ending), (found, ending)
        if len(beginning) == 2 and self._above(*beginning):
            beginning.reverse()
        self.cut[first:last] = beginning
        return self._meets_neighbour(first, len(beginning))

    def _meets_neighbour(self, first: int, new: int) -> tuple[int, int] | None:
        """Of the edges that have just become neighbours: those around a gap, or around and among the new ones."""
        around = self.cut[max(first - 1, 0) : first + new + 1]
        for one, other in itertools.pairwise(around):
            if self._meet(one, other):
                return one, other
        return None

    def _first_not_below(self, corner: Whole) -> int:
        """Where the corner stands among the cut edges: the first that does not run below it."""
        low, high = 0, len(self.cut)
        while low < high:
            middle = (low + high) // 2
            if self._side(self.cut[middle], corner) > 0:
                low = middle + 1
            else:
                high = middle
        return low

    def _side(self, edge: int, corner: Whole) -> int:
        """Positive where the corner is above the edge, 0 on it."""
        return _turn(*self.ends[edge], corner)

    def _above(self, one: int, other: int) -> bool:
        """Of two edges that begin in one corner: whether the first runs above."""
        return self._side(other, self.ends[one][1]) > 0

    def _meet(self, one: int, other: int) -> bool:
        (a, b), (c, d) = self.ends[one], self.ends[other]
        if a == c or b == d:  # they share a corner, and overlap where both leave it in one direction
            shared, far, away = (a, b, d) if a == c else (b, a, c)
            return _turn(shared, far, away) == 0
        if b == c or a == d:  # one ends where the other begins: it runs on to the right
            return False
        return _opposite(_turn(a, b, c), _turn(a, b, d)) and _opposite(_turn(c, d, a), _turn(c, d, b))


def _turn(a: Whole, b: Whole, c: Whole) -> int:
    """Positive where a, b, c turn to the left, 0 where they lie in a line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _opposite(one: int, other: int) -> bool:
    """On different sides, or one of them on the line."""
    return (one >= 0 >= other) or (one <= 0 <= other)
