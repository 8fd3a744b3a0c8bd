"""Whether a ring meets itself: held against every pair of its edges, by plain arithmetic."""

from fractions import Fraction
from itertools import combinations
from math import cos, pi, sin

from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.alerts.polygon import Point, crossing, is_closed

_points = st.tuples(st.integers(-6, 6), st.integers(-6, 6))


def by_every_pair(ring: list[Point]) -> bool:
    """Whether any two edges share more than neighbours may, in fractions."""
    points = [p for n, p in enumerate(ring[:-1]) if n == 0 or p != ring[n - 1]]
    while len(points) > 1 and points[-1] == points[0]:
        points.pop()
    size = len(points)
    if size < 3:
        return True
    edges = [(points[n], points[(n + 1) % size]) for n in range(size)]
    for one, other in combinations(range(size), 2):
        shared = {*edges[one]} & {*edges[other]}
        neighbours = other - one in (1, size - 1)
        if neighbours and len(shared) == 1:
            (at,) = shared
            far = [next(p for p in edges[n] if p != at) for n in (one, other)]
            if turn(at, *far) == 0 and dot(at, *far) > 0:
                return True
        elif meet(*edges[one], *edges[other]):
            return True
    return False


def turn(a: Point, b: Point, c: Point) -> Fraction:
    (ay, ax), (by, bx), (cy, cx) = a, b, c
    return Fraction(bx - ax) * Fraction(cy - ay) - Fraction(by - ay) * Fraction(cx - ax)


def dot(a: Point, b: Point, c: Point) -> Fraction:
    return Fraction(b[0] - a[0]) * Fraction(c[0] - a[0]) + Fraction(b[1] - a[1]) * Fraction(c[1] - a[1])


def meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn(p, q, r) == 0 and dot(r, p, q) <= 0 for p, q, r in ends)


@given(st.lists(_points, min_size=3, max_size=9))
@example([(0, 0), (0, 2), (2, 2), (1, 0)])
@example([(0, 0), (0, 2), (0, 1), (1, 1)])
@example([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1), (0, 0)])
def test_a_ring_meets_itself_where_two_edges_do(points: list[Point]) -> None:
    """On a small grid, where points fall on edges and edges on one another all the time."""
    ring = [*points, points[0]]
    assert (crossing(ring) is not None) == by_every_pair(ring)


@given(st.integers(3, 60), st.floats(-80, 80), st.floats(-170, 170), st.floats(0.001, 5))
def test_a_round_is_simple(size: int, lat: float, lon: float, radius: float) -> None:
    """However small, in whichever direction it is walked."""
    ring = [
        (lat + radius * sin(2 * pi * n / size), lon + radius * cos(2 * pi * n / size)) for n in range(size)
    ]
    assert crossing([*ring, ring[0]]) is None
    assert crossing([*ring, ring[0]][::-1]) is None


def test_it_is_told_where() -> None:
    """The two edges and the place, so that a person can find it on a map."""
    found = crossing([(40.0, 46.0), (40.0, 47.0), (41.0, 46.0), (41.0, 47.0), (40.0, 46.0)])
    assert found is not None
    assert {found.first, found.second} == {1, 3}
    assert found.at == (40.5, 46.5)


def comb(teeth: int) -> list[Point]:
    """Long slanting teeth side by side, so that boxes around the edges tell nothing of which of them meet."""
    feet = [n * 1e-3 for n in range(teeth)]
    points = [p for at in feet for p in ((at, at * 1e-3), (at + 30.0005, at * 1e-3 + 30.0))]
    return [*points, (feet[-1] + 30.0, 40.0), (-10.0, 40.0), (-10.0, 0.0), points[0]]


def test_a_hundred_thousand_points_are_held_against_each_other() -> None:
    """A comb of 50,000 teeth is simple; with one tip pushed across the next tooth it is not, and the place is told."""
    ring = comb(50_000)
    assert is_closed(ring)
    assert crossing(ring) is None
    lat, lon = ring[50_001]
    ring[50_001] = (lat + 0.0012, lon)
    found = crossing(ring)
    assert found is not None
    assert 49_990 < found.first < 50_010
