"""Polygons with holes, said by polygons without: they hold the same ground, and none of what lay in a hole."""

from math import cos, pi, sin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.alerts.test_shaping import Ring, area, metres, sound, star
from tocsin.alerts.holes import HOLES_MAX, holds, opened
from tocsin.alerts.polygon import crossing, lie_of
from tocsin.alerts.shaping import GIVEN_MAX, shaped
from tocsin.errors import WrongUse

SQUARE: Ring = [(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)]


def island(lat: float, lon: float, radius: float, size: int = 12, depth: float = 1.0) -> Ring:
    return star(size, lat=lat, lon=lon, radius=radius, depths=[1.0, depth])


#: places of a grid in the square, so that holes lie apart
_cells = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12, unique=True)


@settings(max_examples=60, deadline=None)
@given(_cells, st.integers(3, 30), st.floats(0, 1), st.booleans())
def test_the_pieces_hold_what_the_polygon_holds(
    cells: list[tuple[int, int]], size: int, depth: float, turned: bool
) -> None:
    """Simple, together as large as the whole without its holes, whichever way round these were drawn."""
    holes = [island(1.2 + 1.5 * y, 1.2 + 1.5 * x, 0.6, size, depth) for y, x in cells]
    holes = [hole[::-1] if turned else hole for hole in holes]
    rings = opened(SQUARE, holes, within_m=10).rings
    assert all(crossing(ring) is None for ring in rings)
    assert sum(abs(area(ring)) for ring in rings) == pytest.approx(
        abs(area(SQUARE)) - sum(abs(area(hole)) for hole in holes), rel=1e-6
    )
    for y, x in cells:  # the middle of each hole lies in no piece
        assert not any(holds(ring, (1.2 + 1.5 * y + 1e-7, 1.2 + 1.5 * x + 1e-7)) for ring in rings)
    assert len(rings) <= 2 * len(holes)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(3, 200),
    st.lists(st.floats(0.6, 1), min_size=1, max_size=40),
    st.sampled_from([50.0, 500.0, 5_000.0]),
    st.floats(-70, 70),
    st.sampled_from([46.0, 179.9, -179.5]),
    st.sampled_from([0.0, 360.0, -360.0]),
)
def test_no_edge_lies_farther_from_the_area_than_is_said(
    size: int, depths: list[float], within_m: float, lat: float, lon: float, turn: float
) -> None:
    """Also across the 180th meridian, and where the hole is written on another turn of the globe."""
    outer = star(60, lat=lat, lon=lon, depths=[1.0, 0.9])
    hole = [
        (y, max(-360.0, min(360.0, x + turn)))
        for y, x in star(size, lat=lat, lon=lon, radius=0.3, depths=depths)
    ]
    assume(all(abs(x) < 360 for _y, x in hole))
    try:
        shape = shaped([[outer, hole]], within_m=within_m)
    except WrongUse:  # more polygons than an area may have: the only reason there is
        assume(False)
    assert sound(shape) and shape.within_m <= within_m + 1
    if lon == 46.0 and turn == 0.0:
        bound = shape.within_m * 1.01 + 1
        told = [list(ring) for ring in shape.polygons]
        for point in [*hole, *outer][::5]:
            assert min(metres(point, ring) for ring in told) <= bound
        for point in (point for ring in told for point in ring):
            inside = holds(outer, point) and not holds(hole, point)
            assert inside or min(metres(point, outer), metres(point, hole)) <= bound


def test_a_square_with_a_square_hole_is_two_polygons() -> None:
    """Side by side, sharing the cut to the last digit; nothing was simplified."""
    hole = [(4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0)]
    shape = shaped([[SQUARE, hole]], within_m=100)
    assert sound(shape) and len(shape.polygons) == 2
    assert sum(abs(area(list(ring))) for ring in shape.polygons) == pytest.approx(96.0, rel=1e-6)
    shared = set(shape.polygons[0]) & set(shape.polygons[1])
    assert len(shared) == 4
    assert shape.given == 8


def test_a_hole_across_the_date_line_is_cut_out() -> None:
    """The area holds 178 east to 178 west, its hole 179.5 east to 179.5 west."""
    outer = [(-20.0, 178.0), (-20.0, -178.0), (-10.0, -178.0), (-10.0, 178.0)]
    hole = [(-16.0, 179.5), (-16.0, -179.5), (-14.0, -179.5), (-14.0, 179.5)]
    shape = shaped([[outer, hole]], within_m=100)
    assert sound(shape)
    assert sum(abs(area(list(ring))) for ring in shape.polygons) == pytest.approx(40.0 - 2.0, rel=1e-6)
    assert not any(holds(ring, (-15.0, lon)) for ring in shape.polygons for lon in (179.7, -179.7))


def test_a_small_hole_is_filled_and_the_distance_says_so() -> None:
    """Two kilometres across: no point of it lies farther than a kilometre from its edge."""
    shape = shaped([[SQUARE, island(5, 5, 0.009)]], within_m=2_000)
    assert len(shape.polygons) == 1 and 990 <= shape.within_m <= 1_020


@pytest.mark.parametrize(
    ("holes", "said"),
    [
        ([island(20, 20, 1)], "does not lie in its polygon"),
        ([island(5, 5, 2), island(5, 5, 1)], "does not lie in its polygon"),
        ([island(5, 0, 1)], "a hole meets another edge"),
        ([[(0.0, 5.0), (2.0, 4.0), (2.0, 6.0)]], "a hole meets another edge at 0, 5"),
        ([island(5, 5, 1), island(5, 6, 1)], "a hole meets another edge"),
        ([[(4.0, 4.0), (6.0, 6.0), (6.0, 4.0), (4.0, 6.0)]], "meet at 5, 5"),
    ],
)
def test_a_hole_that_is_none_is_refused_with_the_place(holes: list[Ring], said: str) -> None:
    """So that a person can mend it."""
    with pytest.raises(WrongUse, match=said):
        shaped([[SQUARE, *holes]], within_m=100)


def test_holes_have_their_number() -> None:
    """More than can be said are refused at once, unless the distance allows to fill them."""
    count = HOLES_MAX + 1
    holes = [island(0.4 + 0.8 * (n // 12), 0.4 + 0.8 * (n % 12), 0.1) for n in range(count)]
    with pytest.raises(WrongUse, match=f"{count} holes"):
        shaped([[SQUARE, *holes]], within_m=100)
    assert len(shaped([[SQUARE, *holes]], within_m=12_000).polygons) == 1


def test_a_hundred_thousand_points_with_holes_become_few() -> None:
    """A jagged coast with jagged lakes."""
    depths = [0.9 + 0.02 * sin(n * 0.7) + 0.03 * cos(n / 3000) for n in range(60_000)]
    lakes = [
        star(
            10_000,
            lat=40 + 0.35 * sin(turn * pi / 2),
            lon=46 + 0.35 * cos(turn * pi / 2),
            radius=0.2,
            depths=depths,
        )
        for turn in range(4)
    ]
    shape = shaped([[star(60_000, depths=depths), *lakes]], within_m=5_000)
    assert sound(shape) and shape.within_m <= 5_000 and shape.given == 100_000
    with pytest.raises(WrongUse, match="too large"):
        shaped([[star(GIVEN_MAX - 5, depths=[1.0]), *lakes]], within_m=5_000)


@settings(max_examples=60, deadline=None)
@given(_cells, st.integers(3, 12))
def test_which_rings_lie_in_which(cells: list[tuple[int, int]], size: int) -> None:
    """By the sweep as by the way of a ray; an island in a hole lies in two, which is even."""
    holes = [island(1.2 + 1.5 * y, 1.2 + 1.5 * x, 0.6, size) for y, x in cells]
    inner = island(1.2 + 1.5 * cells[0][0], 1.2 + 1.5 * cells[0][1], 0.2, size)
    lie = lie_of([SQUARE, *holes, inner, island(30, 30, 1)])
    assert lie.meet_at is None
    assert lie.inside == (False, *[True] * len(holes), False, False)
