"""Rings drawn by people, said with few points: closed, simple, within the distance that is stated."""

from itertools import pairwise
from math import cos, hypot, pi, radians, sin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tocsin.alerts.cutting import cut
from tocsin.alerts.polygon import Point, crossing, is_closed
from tocsin.alerts.shaping import PIECES_MAX, Shape, shaped
from tocsin.alerts.simplifying import POINTS_MAX
from tocsin.errors import WrongUse

Ring = list[Point]


def star(
    size: int, *, lat: float = 40.0, lon: float = 46.0, radius: float = 1.0, depths: list[float]
) -> Ring:
    """A round whose points lie nearer to and farther from its middle, one by one: simple however jagged."""
    points = []
    for n in range(size):
        off = radius * (0.3 + 0.7 * depths[n % len(depths)])
        points.append((lat + off * sin(2 * pi * n / size), lon + off * cos(2 * pi * n / size)))
    return [*points, points[0]]


def metres(point: Point, edges: Ring) -> float:
    """From a point to the nearest of the edges, on a plane that touches the globe there."""
    lat, lon = point
    east = 111_320 * cos(radians(lat))
    flat = [((x - lon) * east, (y - lat) * 111_200) for y, x in edges]
    return min(_to_edge(one, other) for one, other in pairwise(flat))


def _to_edge(one: tuple[float, float], other: tuple[float, float]) -> float:
    (x1, y1), (x2, y2) = one, other
    dx, dy = x2 - x1, y2 - y1
    length2 = dx * dx + dy * dy
    share = min(max(-(x1 * dx + y1 * dy) / length2, 0.0), 1.0) if length2 else 0.0
    return hypot(x1 + share * dx, y1 + share * dy)


def between(ring: Ring) -> Ring:
    """Its points, and three on each edge."""
    return [
        (a + (c - a) * share / 4, b + (d - b) * share / 4)
        for (a, b), (c, d) in pairwise(ring)
        for share in range(4)
    ]


def sound(shape: Shape) -> bool:
    return all(
        is_closed(ring)
        and len(ring) <= POINTS_MAX
        and crossing(ring) is None
        and all(abs(b) <= 180 for _a, b in ring)
        for ring in shape.polygons
    )


@settings(max_examples=30, deadline=None)
@given(
    st.integers(3, 200),
    st.lists(st.floats(0.3, 1), min_size=1, max_size=40),
    st.sampled_from([50.0, 500.0, 5_000.0, 50_000.0]),
    st.floats(-75, 75),
    st.sampled_from([46.0, 179.9, -179.5]),
)
def test_what_comes_out_is_sound_and_no_farther_than_it_says(
    size: int, depths: list[float], within_m: float, lat: float, lon: float
) -> None:
    """Closed, simple, under 100 points; no point of either lies farther from the edges of the other than is stated."""
    ring = star(size, lat=lat, lon=lon, depths=depths)
    try:
        shape = shaped([[ring]], within_m=within_m)
    except WrongUse:  # more polygons than an area may have: the only reason there is for a simple ring
        assume(False)
    assert sound(shape) and shape.within_m <= within_m + 1
    if lon == 46.0 and len(shape.polygons) == 1:
        (told,) = shape.polygons
        bound = shape.within_m * 1.01 + 1
        assert all(metres(point, list(told)) <= bound for point in between(ring)[::7])
        assert all(metres(point, ring) <= bound for point in between(list(told))[::7])


def area(ring: Ring) -> float:
    return sum(a * d - c * b for (a, b), (c, d) in pairwise(ring)) / 2


@settings(max_examples=60, deadline=None)
@given(
    st.integers(3, 60),
    st.lists(st.floats(0, 1), min_size=2, max_size=30),
    st.floats(-0.9, 0.9),
    st.sampled_from([0, 1]),
)
def test_a_cut_loses_nothing_and_makes_up_nothing(
    size: int, depths: list[float], at: float, axis: int
) -> None:
    """The pieces are simple, each on its side, and together as large as the whole."""
    ring = star(size, lat=0.0, lon=0.0, depths=depths)
    below, above = cut(ring, axis, at + 1e-7)  # type: ignore[arg-type]
    pieces = [*below, *above]
    assert all(crossing(piece) is None for piece in pieces)
    assert all(point[axis] <= at + 2e-7 for piece in below for point in piece)
    assert all(point[axis] >= at for piece in above for point in piece)
    assert sum(abs(area(piece)) for piece in pieces) == pytest.approx(abs(area(ring)), rel=1e-6, abs=1e-9)


def test_an_area_across_the_date_line_is_two_polygons() -> None:
    """Side by side, meeting at 180 and at -180 at the same latitudes."""
    shape = shaped([[[(-10, 178), (-10, -178), (-20, -178), (-20, 178)]]], within_m=100)
    assert len(shape.polygons) == 2 and sound(shape)
    west, east = ({point for point in ring if abs(point[1]) == 180} for ring in shape.polygons)
    assert {lat for lat, _ in west} == {lat for lat, _ in east} == {-10.0, -20.0}
    assert shape.within_m == 0


@pytest.mark.parametrize(("lat", "pole"), [(75, 90.0), (-75, -90.0)])
def test_a_ring_around_a_pole_holds_it(lat: float, pole: float) -> None:
    """It is led to the pole along the 180th meridian."""
    shape = shaped([[[(lat, lon) for lon in range(-170, 180, 20)]]], within_m=1000)
    assert sound(shape)
    assert any(point[0] == pole for ring in shape.polygons for point in ring)


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        ([(0, 0), (1, 1), (1, 0), (0, 1)], "meet at 0.5, 0.5"),
        ([(0, 0), (1, 1)], "enclose nothing"),
        ([(0, 0), (0, 0), (0, 0), (0, 0)], "enclose nothing"),
        ([(0, 0), (1, 1), (2, 2)], "meet at"),
        ([(91, 0), (1, 1), (2, 2)], "point 1, 91 0, is no place"),
        ([(float("nan"), 0), (1, 1), (2, 2)], "is no place"),
    ],
)
def test_what_is_no_area_is_refused_with_the_place(ring: Ring, said: str) -> None:
    """So that a person can mend it."""
    with pytest.raises(WrongUse, match=said):
        shaped([[ring]], within_m=100)


def test_a_hundred_thousand_points_become_few() -> None:
    """A jagged coast: said in some polygons of under 100 points, or refused where so many cannot hold the distance."""
    depths = [0.9 + 0.02 * sin(n * 0.7) + 0.03 * cos(n / 3000) for n in range(100_000)]
    ring = star(100_000, depths=depths)
    shape = shaped([[ring]], within_m=5_000)
    assert sound(shape) and shape.within_m <= 5_000 and shape.given == 100_000
    with pytest.raises(WrongUse, match=f"by {PIECES_MAX} polygons"):
        shaped([[star(20_000, depths=depths[:20_000])]], within_m=1)


def test_an_area_that_needs_more_points_is_cut_in_pieces() -> None:
    """Neighbours share the edge along which they were cut."""
    ring = star(600, depths=[0.85, 0.9])
    shape = shaped([[ring]], within_m=200)
    assert len(shape.polygons) > 1 and sound(shape) and shape.within_m <= 200
    whole = sum(abs(area(list(polygon))) for polygon in shape.polygons)
    assert whole == pytest.approx(abs(area(ring)), rel=0.02)
