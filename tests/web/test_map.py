"""The map as a picture: where things lie, and where names stand."""

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.web import map as drawing
from tocsin.web.map import Arrow, Mark, map_of
from tocsin.web.map_labels import Box, Wish, placed
from tocsin.web.map_scale import scale_km
from tocsin.web.projection import Plane, plane_of, span_degrees

SHAPES = st.sampled_from(["town", "area", "crossing", "event"])
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=18)


def mark(
    lon: float, lat: float, name: str = "Upper Ford", row: int = 1, shape: str = "town", doubt: bool = False
) -> Mark:
    return Mark(lon=lon, lat=lat, lines=(name,), shape=shape, row=row, doubt=doubt)  # type: ignore[arg-type]


MARKS = st.lists(
    st.builds(mark, st.floats(20, 24), st.floats(-4, 4), NAMES, st.integers(1, 40), SHAPES, st.booleans()),
    min_size=1,
    max_size=12,
)
WORLD = st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=1, max_size=8)


def arrows_between(marks: list[Mark]) -> list[Arrow]:
    pairs = pairwise(marks)
    return [
        Arrow(origin=one, destination=other, words="1,234 crossed", value=1234.0)
        for one, other in pairs
        if one != other
    ]


@settings(max_examples=40, deadline=None)
@given(MARKS)
def test_everything_lies_within_the_picture(marks: list[Mark]) -> None:
    """Marks, arrows, names and their grounds, in the wide drawing and in the narrow one."""
    for svg in re.findall(r"<svg.*?</svg>", map_of(marks, arrows_between(marks), label="x"), re.DOTALL):
        width, height = (float(each) for each in re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())  # type: ignore[union-attr]
        for x, y, wide, high in re.findall(
            r'<rect class="under" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', svg
        ):
            assert float(x) >= 0 and float(y) >= 0
            assert float(x) + float(wide) <= width and float(y) + float(high) <= height
        points = re.findall(r'c?x="(-?[\d.]+)" c?y="(-?[\d.]+)"', svg)
        points += [
            pair
            for each in re.findall(r'points="(.*?)"', svg)
            for pair in re.findall(r"([-\d.]+),([-\d.]+)", each)
        ]
        for way in re.findall(r'stroke-width="[\d.]+" d="(.*?)"', svg):
            points += re.findall(r"([-\d.]+),([-\d.]+)", way)
        assert points
        assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in points)


@settings(max_examples=60, deadline=None)
@given(MARKS)
def test_no_name_stands_on_another(marks: list[Mark]) -> None:
    """The grounds of all names and numbers lie apart."""
    svg = map_of(marks, arrows_between(marks), label="x").split("</svg>")[0]
    boxes = [
        Box(float(x), float(y), float(x) + float(wide), float(y) + float(high))
        for x, y, wide, high in re.findall(
            r'<rect class="under" x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', svg
        )
    ]
    assert not any(_inner(one).meets(_inner(other)) for one, other in combinations(boxes, 2))


def _inner(box: Box) -> Box:
    """Written numbers are rounded to a tenth of a px."""
    return Box(box.left + 0.2, box.top + 0.2, box.right - 0.2, box.bottom - 0.2)


@given(WORLD)
def test_every_place_is_in_view_and_all_the_globe_is_enough(places: list[tuple[float, float]]) -> None:
    """Wherever they lie, a plane fitted to them shows them, the date line or not."""
    plane = plane_of(places, width=760, heights=(300, 520), margin=60, span_min=1.6)
    for lon, lat in places:
        x, y = plane.xy(lon, lat)
        assert -1 <= x <= 761 and -1 <= y <= plane.height + 1


def test_neighbours_across_the_date_line_are_neighbours() -> None:
    """Fiji and Tonga lie 8 degrees apart, not 352."""
    places = [(178.4, -18.1), (-175.2, -21.1)]
    assert span_degrees(places) < 8
    plane = plane_of(places, width=760, heights=(300, 520), margin=60, span_min=1.6)
    (west, _), (east, _) = (plane.xy(*place) for place in places)
    assert 0 < west < east < 760
    assert plane.px_per_degree > 50


def test_the_same_way_east_and_west_of_the_date_line() -> None:
    """Moving the world by a half turn moves nothing in the picture."""
    near, far = [(-2.0, 10.0), (3.0, 12.0)], [(178.0, 10.0), (-177.0, 12.0)]
    planes = [plane_of(each, width=400, heights=(200, 400), margin=40, span_min=1.6) for each in (near, far)]
    for one, other in zip(near, far, strict=True):
        assert planes[0].xy(*one) == pytest.approx(planes[1].xy(*other))


def test_a_scale_bar_is_round_and_true() -> None:
    """At the middle latitude, east as well as north: 200 px per degree are 0.556 km per px."""
    plane = Plane(width=760, height=400, lon=46.0, lat=40.0, px_per_degree=200.0)
    assert scale_km(plane) == 50
    (x, y), (x2, y2) = plane.xy(46.0, 40.0), plane.xy(46.0, 41.0)
    assert (y - y2) * plane.km_per_px == pytest.approx(111.2)
    (x2, y2) = plane.xy(47.0, 40.0)
    assert (x2 - x) * plane.km_per_px == pytest.approx(111.2 * 0.766, rel=0.001)


def test_a_far_country_leaves_the_others_their_room() -> None:
    """A way that leads across the globe ends at the edge, with the name of where it goes."""
    near = [mark(22.0, 13.4, "Adré"), mark(25.3, 13.6, "El Fasher", row=2)]
    far = mark(-106.0, 60.0, "Canada", row=3, shape="area")
    arrows = [
        Arrow(origin=near[1], destination=near[0], words="20,000 crossed", value=20_000.0),
        Arrow(origin=near[1], destination=far, words="300 relocated", value=300.0),
    ]
    assert drawing.in_view([*near, far], arrows) == [near[1], near[0]]
    svg = map_of([*near, far], arrows, label="x").split("</svg>")[0]
    assert "→ Canada</text>" in svg and svg.count('class="mark') == 2


def test_a_place_without_room_for_its_name_shows_its_number() -> None:
    """Its number in the table stands in the place of the name."""
    svg = map_of([mark(22.0, 1.0, "A name " * 20, row=17)], [], label="x").split("</svg>")[0]
    assert ">17</text></g>" in svg and "A name </text>" not in svg


def test_what_is_doubted_is_drawn_broken() -> None:
    """A mark and an arrow that are unconfirmed or denied have a class of their own, and the words say so."""
    one, other = mark(22.0, 1.0, doubt=True), mark(24.0, 2.0, row=2)
    svg = map_of(
        [one, other],
        [Arrow(origin=one, destination=other, words="900 left (denied)", value=900.0, doubt=True)],
        label="x",
    )
    assert svg.count('class="way doubt"') == 2 and svg.count('class="mark town doubt"') == 2
    assert "900 left (denied)</text>" in svg


def test_the_map_asks_nobody_for_anything() -> None:
    """No address, no script, no style stands in it, and names are text."""
    svg = map_of([mark(22.0, 1.0, '<script>alert("x")</script>')], [], label='"><b>')
    assert "<script" not in svg and "<b>" not in svg
    assert not re.search(r"https?:|href|url\(|style=|<image|<use", svg)


def test_names_in_right_to_left_scripts_stand_in_their_boxes() -> None:
    """Every text is centred, so its direction moves nothing; the letters are there as they are."""
    svg = map_of([mark(34.4, 31.5, "غزة"), mark(35.0, 32.0, "שכם", row=2)], [], label="x").split("</svg>")[0]
    texts = re.findall(r'<g class="name">.*?<text ([^>]*)>(.*?)</text>', svg)
    assert {words for _attributes, words in texts} == {"غزة", "שכם"}
    assert all('text-anchor="middle"' in attributes for attributes, _words in texts)


def test_no_place_is_no_map() -> None:
    """Nothing is drawn around nothing."""
    assert map_of([], [], label="x") == ""


def test_a_label_prefers_room_that_nobody_has() -> None:
    """Right of its point where that is free, left of it where an arrow runs there, and nowhere off the edge."""
    wish = Wish(lines=("Goris",), points=((100.0, 100.0),))
    frame = Box(0.0, 0.0, 300.0, 200.0)
    (right,) = placed([wish], within=frame, taken=[])
    assert right and right.left > 100
    (left,) = placed([wish], within=frame, taken=[], lightly=[right])
    assert left and left.right < 100
    assert placed([wish], within=Box(90.0, 90.0, 110.0, 110.0), taken=[]) == [None]
