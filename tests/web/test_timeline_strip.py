"""Small multiples of a timeline: one row of bars for each kind."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.web.timeline_strip import BARS_MAX, rows_of, strip

NAMES = {"event": "event", "statement": "statement", "silence": "asked, no answer known"}
FIRST = date(2023, 9, 19)
DATED = st.lists(
    st.tuples(st.sampled_from(["event", "statement", "silence", "alert"]), st.integers(0, 900)),
    min_size=1,
    max_size=80,
)


def drawn(dated: list[tuple[str, int]]) -> str:
    return strip(rows_of([(kind, FIRST + timedelta(days=day)) for kind, day in dated], NAMES), label="x")


@given(DATED)
def test_every_bar_lies_within_its_picture(dated: list[tuple[str, int]]) -> None:
    """Over a week or three years, in the wide drawing and in the narrow one; never more bars than can be told apart."""
    for svg in re.findall(r"<svg.*?</svg>", drawn(dated)):
        width, height = (float(each) for each in re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())  # type: ignore[union-attr]
        bars = re.findall(r'<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)">', svg)
        assert all(float(x) + float(wide) <= width for x, _y, wide, _high in bars)
        assert all(float(y) >= 0 and float(y) + float(high) <= height for _x, y, _wide, high in bars)
        assert len({x for x, *_ in bars}) <= BARS_MAX


@given(DATED)
def test_nothing_is_lost_by_drawing(dated: list[tuple[str, int]]) -> None:
    """The titles of the bars count every entry of a kind that has a row."""
    svg = drawn(dated).split("</svg>")[0]
    counted = sum(int(count.replace(",", "")) for count in re.findall(r": ([\d,]+) entr", svg))
    assert counted == (sum(kind != "alert" for kind, _day in dated) if svg else 0)


def test_kinds_stand_in_one_order_and_on_one_scale() -> None:
    """Two statements of a day are a bar twice as high as one event."""
    svg = drawn([("statement", 0), ("statement", 0), ("event", 1)]).split("</svg>")[0]
    assert svg.index(">event<") < svg.index(">statement<")
    heights = [float(high) for high in re.findall(r'height="([\d.]+)"><title>', svg)]
    assert heights == [11.0, 22.0]


def test_one_day_alone_is_no_strip() -> None:
    """There is nothing to compare it with."""
    assert drawn([("event", 3), ("statement", 3)]) == ""
