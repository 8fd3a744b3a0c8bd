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
