"""The outlines that we ship, and how they are put on a picture."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.tables import rows
from tocsin.situations import outlines_file
from tocsin.situations.outlines_file import OutlinesFile, pack
from tocsin.situations.spherical_area import shape_km2, walked
from tocsin.web.clipping import clipped_area, clipped_line
from tocsin.web.outlines import paths
from tocsin.web.projection import Plane

OUTLINES = Path(outlines_file.__file__).parent / "data" / "outlines.bin"
#: overseas departments of France, which Natural Earth draws as a part of it
WITHIN_FRANCE = {"GUF", "GLP", "MTQ", "MYT", "REU"}


@cache
def outlines() -> OutlinesFile:
    return OutlinesFile(OUTLINES.read_bytes())


def test_every_country_that_reading_knows_has_an_outline() -> None:
    """Each code of ISO 3166 among our countries; five departments of France lie within it."""
    codes = {code for _names, code, *_ in rows("countries")}
    assert codes - set(outlines().countries) == WITHIN_FRANCE


def test_the_file_is_small() -> None:
    """A wheel stays a wheel."""
    assert OUTLINES.stat().st_size < 1_500_000


def test_areas_stay_as_they_were() -> None:
    """To 2 in a hundred for a country of 1,000 square kilometres or more; of the smallest to 40."""
    file = outlines()
    for code, shapes in file.countries.items():
        area = sum(shape_km2(shape, file.points) for shape in shapes)
        whole = file.areas_km2[code]
        assert area == pytest.approx(whole, rel=0.02 if whole >= 1000 else 0.4, abs=0.1), code


def test_areas_are_those_that_people_know() -> None:
    """Square kilometres as printed in any atlas, to four in a hundred; Fiji crosses the date line."""
    for code, area in (
        ("ARM", 29_743),
        ("TCD", 1_284_000),
        ("FJI", 18_270),
        ("BGD", 140_000),
        ("RWA", 26_338),
    ):
        assert outlines().areas_km2[code] == pytest.approx(area, rel=0.04), code


def test_rings_of_the_land_close() -> None:
    """Each arc begins where the one before it ends, turns around the globe apart, and the last one closes the ring."""
    for shape in outlines().land:
        for ring in shape:
            points = walked(ring, outlines().points)
            assert points[0][1] == points[-1][1] and (points[0][0] - points[-1][0]) % 360 == 0
            starts = [outlines().points(arc)[0] for arc in (*ring[1:], ring[0])]
            ends = [outlines().points(arc)[-1] for arc in ring]
            assert all(a[1] == b[1] and (a[0] - b[0]) % 360 == 0 for a, b in zip(ends, starts, strict=True))


def test_what_nobody_agrees_on_is_drawn_broken() -> None:
    """Kosovo, the West Bank, Crimea's neck, Western Sahara: each has an undetermined line."""
    boxes = [head.box for head in outlines().heads if head.kind == "undetermined"]
    for lon, lat in ((20.9, 42.1), (35.2, 32.0), (34.0, 46.0), (-12.0, 26.0), (75.0, 34.0)):
        assert any(w - 0.3 <= lon <= e + 0.3 and s - 0.3 <= lat <= n + 0.3 for w, s, e, n in boxes), (
            lon,
            lat,
        )


POINTS = st.lists(
    st.tuples(st.integers(-100_000, 100_000), st.integers(-45_000, 45_000)), min_size=2, max_size=40
)


@given(POINTS)
def test_lines_come_back_as_they_went_in(steps: list[tuple[int, int]]) -> None:
    """To the 500th of a degree; walked backwards, the same points in the other order."""
    points = [(x / 500, y / 500) for x, y in steps]
    distinct = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    file = OutlinesFile(
        pack([("border", points), None], [[[0]]], {"ARM": [[[~0]]]}, {"made": "up"}, {"ARM": 1.5})
    )
    assert file.points(0) == distinct and file.points(~0) == distinct[::-1]
    assert file.heads[0].first == points[0] and file.heads[0].last == points[-1]
    assert (file.heads[1].size, file.land, file.countries) == (0, [[[0]]], {"ARM": [[[-1]]]})


def test_another_file_is_refused() -> None:
    """The message says how to build it anew."""
    with pytest.raises(ValueError, match="make_outlines"):
        OutlinesFile(b"something else")


FLAT = st.lists(st.tuples(st.floats(-500, 900), st.floats(-500, 900)), min_size=3, max_size=20)


@given(FLAT)
def test_what_is_cut_lies_within_the_picture(points: list[tuple[float, float]]) -> None:
    """Lines and areas alike, however they lie."""
    inside = [
        *clipped_area(points, 300, 200),
        *(each for piece in clipped_line(points, 300, 200) for each in piece),
    ]
    assert all(-1e-6 <= x <= 300 + 1e-6 and -1e-6 <= y <= 200 + 1e-6 for x, y in inside)


@given(st.lists(st.tuples(st.floats(1, 299), st.floats(1, 199)), min_size=2, max_size=20))
def test_what_lies_within_is_not_cut(points: list[tuple[float, float]]) -> None:
    """A line inside the picture stays one piece."""
    assert clipped_line(points, 300, 200) == [points]


def test_land_on_both_sides_of_the_date_line_is_drawn_once_and_without_a_seam() -> None:
    """Fiji's islands stand in one picture, whether its middle lies east or west of the date line."""
    size = {"width": 400, "height": 300, "lat": -17.0, "px_per_degree": 60.0}
    west, east = paths(Plane(lon=179.9, **size)), paths(Plane(lon=-179.9, **size))  # type: ignore[arg-type]
    assert west.land.count("M") >= 3 and east.land.count("M") >= 3
    assert "l0,-300" not in west.coast + east.coast


def test_antarctica_reaches_the_pole() -> None:
    """Its ring goes once around the globe; below it there is land to the edge."""
    drawn = paths(Plane(width=720, height=360, lon=0.0, lat=0.0, px_per_degree=2.0)).land
    corners = [points for points in subpaths(drawn) if {(0, 360), (720, 360)} <= points]
    assert len(corners) == 1


def subpaths(d: str) -> list[set[tuple[int, int]]]:
    """The points of each closed piece, in whole px."""
    found = []
    for piece in re.findall(r"M(\S+?)l([^z]*)z", d):
        x, y = map(float, piece[0].split(","))
        points = [(x, y)]
        for step in piece[1].split():
            across, down = map(float, step.split(","))
            x, y = x + across, y + down
            points.append((x, y))
        found.append({(round(x), round(y)) for x, y in points})
    return found
