"""What dates lean on: the days that a story has told, or the day of the report: a Wednesday, 6 March 2024."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading import read
from tocsin.reading.anchoring import Point, moved, point_of, year_after

PUBLISHED = "2024-03-06"
#: a TIMEX3 value, with what is open as X
VALUE = re.compile(
    r"(?:PAST|PRESENT|FUTURE)_REF|P(?:X|[\d.]+)[DWMY]|PT(?:X|[\d.]+)[HMS]"
    r"|(?:BC)?[\dX]{2,4}(?:-(?:[\dX]{2}|SP|SU|FA|WI|[QH][\dX]|W[\dX]{2})(?:-(?:[\dX]{2}|[\dX]|WE))?)?"
    r"(?:T(?:MO|AF|EV|NI|DT|\d\d:\d\d)(?:[+-]\d\d:\d\d)?)?|T\d\d:\d\d"
)


def values(text: str, published: str | None = PUBLISHED) -> list[str]:
    return [time.value for time in read(text, published).times]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a report's own days, and the background that it tells
        ("They fled on 20 February. By May they may be back.", ["2024-02-20", "2024-05"]),
        ("The truce of 3 May 2019 held until 8 June.", ["2019-05-03", "2019-06-08"]),
        ("In 2011, rain fell in April.", ["2011", "2011-04"]),
        ("Since 2011 no rain has fallen; in February some did.", ["2011", "2024-02"]),
        # what is to come
        ("The law will take effect on 1 January.", ["2025-01-01"]),
        ("He fled in November and will return in May.", ["2023-11", "2024-05"]),
        ("Talks had been due on Friday.", ["2024-03-01"]),
        ("She said the school will open in September.", ["2024-09"]),
        # steps from what was named last
        ("On Monday it rained. The next day it froze.", ["2024-03-04", "2024-03-05"]),
        ("It froze in May 2020. Later that month it rained.", ["2020-05", "2020-05"]),
        ("It froze in May 2020, as it had two years earlier.", ["2020-05", "2018"]),
        ("The next day it froze.", ["XXXX-XX-XX"]),
    ],
)
def test_a_report_tells_of_its_own_days(text: str, expected: list[str]) -> None:
    """A date without a year is the last one before the report, unless its words say otherwise."""
    assert values(text) == expected


CHRONICLE = """
The fort was built on 2 May 1811. It burnt on 9 May 1812, and was rebuilt by 3 June 1813. {}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 11 November 1813 it fell. On 4 January it was sold.", ["1813-11-11", "1814-01-04"]),
        ("The next year it stood empty.", ["1814"]),
        ("Two days later it rained, and in August a storm came.", ["1813-06-05", "1813-08"]),
        ("In the summer no ship came; by autumn none was left.", ["1813-SU", "1813-FA"]),
        ("The king had died in 1790. On 9 June his son followed.", ["1790", "1813-06-09"]),
        ("It is now a school, as the guide says today.", ["PRESENT_REF", "PRESENT_REF"]),
        ("In 1902 it was 8 February when the roof fell.", ["1902", "1902-02-08"]),
    ],
)
def test_a_story_leans_on_what_it_has_told(text: str, expected: list[str]) -> None:
    """A text whose dates lie years before its own day dates itself."""
    told = values(CHRONICLE.format(text) + " It was seen on 1 May 1814.")
    assert told[3:-1] == expected


def test_a_story_goes_back_to_the_year_of_its_heading() -> None:
    """
    1861

    The bridge was begun on 7 March and finished on 2 May 1863.

    On 9 June the first stone was laid. The town was burnt on 3 July 1861, and the mill on 4 August 1861.
    """
    text = test_a_story_goes_back_to_the_year_of_its_heading.__doc__ or ""
    assert values(text)[:4] == ["1861", "1861-03-07", "1863-05-02", "1861-06-09"]


@given(st.integers(-3000, 3000).filter(bool), st.integers(-2000, 2000))
def test_years_count_past_the_year_that_never_was(year: int, count: int) -> None:
    """There is no year 0, and going and coming back ends where it began."""
    assert year_after(year, count) != 0
    assert year_after(year_after(year, count), -count) == year


@given(
    st.dates(), st.sampled_from(["day", "week", "weekend", "month", "quarter", "year"]), st.integers(-9, 9)
)
def test_a_moved_point_is_a_value(day: date, unit: str, count: int) -> None:
    """Whatever is moved, and out of the calendar too, is TIMEX3."""
    assert VALUE.fullmatch(moved(Point(day.year, day.month, day.day), unit, count))


@given(st.builds(Point, st.integers(1, 9999), st.integers(1, 12), st.none()))
def test_a_point_is_read_as_it_is_written(point: Point) -> None:
    """Writing and reading again changes nothing."""
    assert point_of(point.text()) == point


PIECES = (
    "on 29 February", "In 1812", "the next day", "two weeks later", "last winter", "480 BC", "31 December 9999",
    "0001-01-01", "a century ago", "at noon", "that night", "on Friday", "will", "by the weekend", "next month",
    "the 31st", "from May to", "the 1990s", "9,999,999 years ago", "this quarter", "On Christmas Eve", "(1799)", ".", "\n\n",
    "mid-July", "the end of the year", "overnight", "10 years earlier", "the same month",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.none() | st.dates())
def test_no_row_of_dates_breaks_the_reading(pieces: list[str], published: date | None) -> None:
    """Every value is TIMEX3, whatever is told before it and whenever it came out."""
    for time in read(" ".join(pieces), published).times:
        assert VALUE.fullmatch(time.value), time
