"""Whether a polygon's line meets itself, held against a search through all pairs of its edges."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tocsin.alerts.cap.area import Point
from tocsin.alerts.cap.ring import first_contact

Corner = tuple[int, int]
_CORNERS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=9)


def _turn(a: Corner, b: Corner, c: Corner) -> int:
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (cross > 0) - (cross < 0)


def _between(a: Corner, b: Corner, c: Corner) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(_turn(*three) == 0 and _between(*three) for three in ends)


def _meets_itself(corners: list[Corner]) -> bool:
    count = len(corners)
    edges = [(corners[index], corners[(index + 1) % count]) for index in range(count)]
    for one in range(count):
        for other in range(one + 1, count):
            (a, b), (c, d) = edges[one], edges[other]
            if other == one + 1 or (one == 0 and other == count - 1):
                shared, far, away = (b, a, d) if other == one + 1 else (a, b, c)
                forward = (far[0] - shared[0]) * (away[0] - shared[0]) + (far[1] - shared[1]) * (
                    away[1] - shared[1]
                )
                if _turn(shared, far, away) == 0 and forward > 0:
                    return True
            elif _meet(a, b, c, d):
                return True
    return False


def _ring(corners: list[Corner]) -> list[Point]:
    return [Point(Decimal(y), Decimal(x)) for x, y in (*corners, corners[0])]


@settings(max_examples=2000, deadline=None)
@given(_CORNERS)
def test_the_sweep_finds_what_a_search_through_all_pairs_finds(corners: list[Corner]) -> None:
    """On a small grid, where edges touch, overlap and run upright again and again."""
    assume(all(one != other for one, other in zip(corners, (*corners[1:], corners[0]), strict=True)))
    assert (first_contact(_ring(corners)) is not None) == _meets_itself(corners)


@given(_CORNERS, st.integers(0, 8))
def test_where_a_ring_begins_and_which_way_it_runs_does_not_matter(corners: list[Corner], turn: int) -> None:
    """The same line is simple or not."""
    there = first_contact(_ring(corners)) is None
    turned = corners[turn % len(corners) :] + corners[: turn % len(corners)]
    assert (first_contact(_ring(turned)) is None) == there
    assert (first_contact(_ring(corners[::-1])) is None) == there


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ("0,0 0,1 1,1 1,0 0,0", None),
        ("0,0 0,0 0,1 1,1 1,0 0,0", None),
        ("0,179 0,-179 1,-179 1,179 0,179", None),
        ("0,179 1,-179 0,-179 1,179 0,179", "crosses itself"),
        ("80,0 80,120 80,-120 80,0", None),
        ("0,0 1,1 0,0", "no inside"),
        ("0,0 2,2 1,1 0,0", "crosses itself"),
        ("0,0 0,2 1,1 2,2 2,0 1,1 0,0", "touches itself at 1,1"),
        ("0.00,0 0,1.50 1,1.5 1,0 0,0.0", None),
    ],
    ids=["square", "repeated", "antimeridian", "bow-over-it", "around-the-pole", "line", "flat", "pinched", "zeros"],
)  # fmt: skip
def test_rings_of_every_kind(pairs: str, words: str | None) -> None:
    """A ring around a pole never closes in the plane and is not judged."""
    points = [Point(*map(Decimal, pair.split(","))) for pair in pairs.split()]
    found = first_contact(points)
    assert found is None if words is None else words in (found or "")
