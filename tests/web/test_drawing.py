"""The chart, the words for times, and the words for findings."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.web import chart, dates, finding_words
from tocsin.web.chart import Line, Point
from tocsin.web.chart.points import thinned

ZONE = UTC
BEGIN = datetime(2023, 9, 25, tzinfo=UTC)
POINTS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3_000_000)), min_size=1, max_size=30)


def line(points: list[tuple[int, int]], name: str = "crossed") -> Line:
    """Points as (minutes after the beginning, value)."""
    return Line(
        name=name,
        points=tuple(
            Point(at=BEGIN + timedelta(minutes=minutes), value=value, title=f"{value}")
            for minutes, value in sorted(points)
        ),
    )


@given(st.lists(POINTS, min_size=1, max_size=3))
def test_everything_is_drawn_inside_the_frame(lines: list[list[tuple[int, int]]]) -> None:
    """Whatever the figures are, no mark, line or step leaves the drawing."""
    svg = chart.chart([line(points) for points in lines], zone=ZONE, label="x")
    for drawing in re.findall(r"<svg.*?</svg>", svg):
        _, _, width, height = map(float, re.search(r'viewBox="([^"]+)"', drawing)[1].split())  # type: ignore[index]
        for x in re.findall(r'(?:cx|x1|x2|x)="(-?[\d.]+)"|[MH](-?[\d.]+)', drawing):
            assert 0 <= float(x[0] or x[1]) <= width
        for y in re.findall(r'(?:cy|y1|y2|y)="(-?[\d.]+)"|V(-?[\d.]+)', drawing):
            assert 0 <= float(y[0] or y[1]) <= height


def test_a_line_goes_in_steps() -> None:
    """Between two counts the line stays at the first and rises at the second: nothing in between is claimed."""
    svg = chart.chart([line([(0, 100), (600, 200)])], zone=ZONE, label="x")
    assert re.search(r'd="M[\d.]+,[\d.]+H[\d.]+V[\d.]+"', svg)


def test_a_figure_of_a_whole_day_is_a_bar_beside_the_line() -> None:
    """Nobody knows at what hour of the day it held: the line of clock times neither falls nor rises to it."""
    day = Point(at=BEGIN + timedelta(days=1), value=50, title="50", since=BEGIN)
    counted = line([(0, 100), (1500, 200)])
    svg = chart.chart(
        [Line(name="crossed", points=(*counted.points[:1], day, *counted.points[1:]))], zone=ZONE, label="x"
    )
    wide = svg.split("</svg>")[0]
    assert wide.count("<rect") == 1 and wide.count("<circle") == 2
    assert re.search(r'd="M[\d.]+,[\d.]+H[\d.]+V[\d.]+"', wide)


def test_one_instant_alone_is_no_chart() -> None:
    """A single count is a number, not a line."""
    assert chart.chart([line([(5, 100)])], zone=ZONE, label="x") == ""
    assert chart.chart([], zone=ZONE, label="x") == ""


def test_names_in_a_chart_are_text() -> None:
    """A measure or title that holds markup is escaped."""
    svg = chart.chart([line([(0, 1), (9, 2)], name="<b>x</b>")], zone=ZONE, label='"><script>')
    assert "<b>" not in svg and "<script>" not in svg


def drawn(*points: Point, bars: bool = False) -> str:
    """The wide drawing of one line."""
    svg = chart.chart([Line(name="crossed", points=points, bars=bars)], zone=ZONE, label="x")
    return svg.split("</svg>")[0]


def at(hours: int, value: float, **more: object) -> Point:
    return Point(at=BEGIN + timedelta(hours=hours), value=value, title="x", **more)  # type: ignore[arg-type]


def test_what_a_figure_allows_is_a_band_and_an_open_end_is_dashed() -> None:
    """About 100 spans 95 to 105; at least 200 points up, and nobody says how far."""
    both = drawn(at(0, 100, low=95, high=105), at(9, 200, low=200, open_up=True))
    assert re.search(r'class="band" d="M[\d.]+,[\d.]+H[\d.]+V[\d.]+H[\d.]+z"', both)
    assert both.count('class="open"') == 1
    assert 'class="band"' not in drawn(at(0, 100, low=100, high=100), at(9, 200))


def test_a_flow_is_bars_over_its_time_and_joined_by_nothing() -> None:
    """What came on Monday and what came on Tuesday: two bars on the ground, no line between them."""
    bars = drawn(at(24, 100, since=BEGIN), at(48, 50, since=BEGIN + timedelta(hours=24)), bars=True)
    assert bars.count("<rect") == 2
    assert "H" not in "".join(re.findall(r' d="([^"]*)"', bars))


def test_publishers_have_shapes_and_the_legend_names_them() -> None:
    """Six publishers are told apart without colours; those beyond share a dot, and the legend says how many."""
    points = [at(n, n, publisher=f"Publisher {min(n, 8)}") for n in range(9)]
    svg = chart.chart([Line(name="crossed", points=tuple(points))], zone=ZONE, label="x")
    shapes = set(re.findall(r'class="mark" d="M[\d.]+,[\d.]+([^"]+)"', svg.split("</svg>")[0]))
    assert len(shapes) == 5
    assert "Publisher 5" in svg and "3 other publishers" in svg and "Publisher 6" not in svg


def test_what_the_desk_prefers_has_a_ring_however_many_points_there_are() -> None:
    """Among 5,000 points the marks give way to the line, and thinning leaves the preferred one with its ring."""
    points = [at(n, n % 7, preferred=n == 2501) for n in range(5000)]
    svg = drawn(*points)
    assert svg.count('class="preferred"') == 1
    assert 'class="mark"' not in svg and len(svg) < 60_000


def test_small_drawings_each_have_a_scale_and_a_link() -> None:
    """A series of one instant is no drawing; the others stand in a list, each named and linked."""
    one, two = line([(5, 3)]), line([(0, 1), (600, 2)], name="<b>")
    panels = [chart.Panel(line=each, latest="2", address="/series/") for each in (one, two)]
    drawn_ = chart.multiples(panels, zone=ZONE)
    assert drawn_.count("<svg") == 1 and "&lt;b&gt;" in drawn_ and 'href="/series/"' in drawn_
    assert chart.multiples([panels[0]], zone=ZONE) == ""


UNCERTAIN = st.tuples(
    st.integers(1, 400),
    st.integers(0, 10**6),
    st.integers(0, 10**5),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(UNCERTAIN, min_size=1, max_size=20), st.booleans())
def test_bands_bars_and_open_ends_stay_inside_the_frame(rows: list[tuple[int, ...]], bars: bool) -> None:
    """Whatever a figure allows and whatever it lasts, nothing leaves the drawing."""
    points = [
        at(
            hours, value, low=None if down else max(value - give, 0), high=None if up else value + give,
            open_up=bool(up), open_down=bool(down), preferred=bool(up), approximate=True,
            since=BEGIN + timedelta(hours=hours - 1) if bars or lasts else None,
        )
        for hours, value, give, up, down, lasts in sorted(rows)
    ]  # fmt: skip
    for drawing in re.findall(r"<svg.*?</svg>", chart.chart([Line(name="x", points=tuple(points), bars=bars)], zone=ZONE, label="x", sizes=(*chart.SCREEN, *chart.PRINT))):  # fmt: skip  # noqa: E501
        _, _, width, height = map(float, re.search(r'viewBox="([^"]+)"', drawing)[1].split())  # type: ignore[index]
        for x in re.findall(r'(?:cx|x1|x2|x)="(-?[\d.]+)"|[MH](-?[\d.]+)', drawing):
            assert 0 <= float(x[0] or x[1]) <= width
        for y in re.findall(r'(?:cy|y1|y2|y)="(-?[\d.]+)"|V(-?[\d.]+)', drawing):
            assert 0 <= float(y[0] or y[1]) <= height


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": 97735, "low": None, "high": None, "quantifier": "exact"}, "97,735"),
        ({"value": 42500, "low": None, "high": None, "quantifier": "about"}, "about 42,500"),
        ({"value": None, "low": 2000, "high": 3000, "quantifier": "range"}, "2,000 to 3,000"),
        ({"value": None, "low": 50, "high": None, "quantifier": "more_than"}, "more than 50"),
    ],
)
def test_quantities_in_words(fields: dict[str, object], words: str) -> None:
    """A number is never shown without the word that limits it."""
    assert finding_words.quantity(**fields) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("precision", "offset", "shown"),
    [
        ("minute", 240, "Fri 29 Sept 2023, 18:00 +04:00"),
        ("minute", None, "Fri 29 Sept 2023, 14:00 +00:00"),
        ("day", 240, "Fri 29 Sept 2023"),
        ("month", None, "Sept 2023"),
        ("year", None, "2023"),
    ],
)
def test_published_is_shown_as_precisely_as_it_was_printed(
    precision: str, offset: int | None, shown: str
) -> None:
    """No clock time for a day, no day for a month, and the zone that the report printed."""
    assert dates.published(datetime(2023, 9, 29, 14, 0, tzinfo=UTC), precision, offset) == shown


@pytest.mark.parametrize("value", ["2023-02-30", "PXD", "2023-W39", "x" * 300, "2023-09-29T25:99"])
def test_what_is_no_date_is_shown_as_it_was_read(value: str) -> None:
    """Nothing is guessed; a person sees what to correct."""
    assert value.split("T")[-1] in dates.stated(value)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 1000)), min_size=9, max_size=60))
def test_thinning_keeps_the_ends_the_extremes_and_the_order(points: list[tuple[int, int]]) -> None:
    """A line of very many points is drawn with fewer, and looks the same."""
    whole = line(points)
    thin = thinned(whole, 3)
    assert set(thin.points) <= set(whole.points)
    times = [point.at for point in thin.points]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (whole.points[0].at, whole.points[-1].at)
    values = [point.value for point in whole.points]
    assert {min(values), max(values)} <= {point.value for point in thin.points}
