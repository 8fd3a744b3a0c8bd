"""The calendar under TIMEX3 values: days, months and years as points, and how they are written.

A year before Christ is negative, and there is none between -1 and 1. What is not known is written as `X`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

_POINT = re.compile(r"(BC)?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=T|-[A-Z]|-XX|$)")
#: how many months, years or years at once a unit counts
_MONTHS_OF = {"month": 1, "quarter": 3}
_YEARS_OF = {"year": 1, "decade": 10, "century": 100}
_DAYS_OF = {"day": 1, "week": 7, "weekend": 7}
#: nothing that a text tells lies further from it; calendars end before
_AWAY_MAX = 10**6


class Point(NamedTuple):
    """A year, a month of it, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def text(self) -> str:
        """
        >>> Point(1941, 12, 7).text(), Point(-480, 8).text()
        ('1941-12-07', 'BC0480-08')
        """
        month = f"-{self.month:02}" if self.month else ""
        return year_text(self.year) + month + (f"-{self.day:02}" if self.day else "")

    def as_date(self) -> date | None:
        """The day, where it is one and the calendar has it."""
        return _date(self.year, self.month, self.day) if self.month and self.day else None


def point_of(value: str) -> Point | None:
    """The day, month or year of a TIMEX3 value; the year of a season.

    >>> point_of("1941-12-07T18:00"), point_of("BC0480-SP"), point_of("199"), point_of("XXXX-05")
    (Point(year=1941, month=12, day=7), Point(year=-480, month=None, day=None), None, None)
    """
    match = _POINT.match(value)
    if not match:
        return None
    before_christ, year, month, day = match.groups()
    return Point(
        -int(year) if before_christ else int(year), int(month) if month else None, int(day) if day else None
    )


def point_of_day(day: date) -> Point:
    return Point(day.year, day.month, day.day)


def year_text(year: int | None) -> str:
    """
    >>> year_text(1941), year_text(-480), year_text(None)
    ('1941', 'BC0480', 'XXXX')
    """
    if year is None or not -9999 <= year <= 9999:
        return "XXXX"
    return f"{year:04}" if year >= 0 else f"BC{-year:04}"


def day_text(year: int | None, month: int, day: int) -> str | None:
    """None for a day that the calendar lacks; in an unknown year 29 February may be."""
    known = year if year is not None and year > 0 else 2000
    return f"{year_text(year)}-{month:02}-{day:02}" if _date(known, month, day) else None


def shifted(day: date | None, days: int) -> str:
    """The day so many days later, "XXXX-XX-XX" where it is unknown or outside the calendar."""
    try:
        return (day + timedelta(days=days)).isoformat() if day else "XXXX-XX-XX"
    except OverflowError:
        return "XXXX-XX-XX"


def moved(point: Point | None, unit: str, count: int) -> str:
    """The day, week, weekend, month, year ... that lies `count` of them after `point`.

    >>> moved(Point(1941, 12, 7), "month", 2), moved(Point(1941), "decade", -1), moved(Point(-480), "year", 1)
    ('1942-02', '193', 'BC0479')

    What `point` is too coarse for stays open:

    >>> moved(Point(1941, 12), "day", 1), moved(None, "month", 1)
    ('1941-12-XX', 'XXXX-XX')
    """
    count = max(-_AWAY_MAX, min(count, _AWAY_MAX))
    if unit in _DAYS_OF:
        return _moved_days(point, unit, count * _DAYS_OF[unit])
    if not point:
        return {"month": "XXXX-XX", "quarter": "XXXX-QX", "decade": "XXX", "century": "XX"}.get(unit, "XXXX")
    if unit in _MONTHS_OF:
        return _moved_months(point, unit, count * _MONTHS_OF[unit])
    return _cut(year_after(point.year, count * _YEARS_OF[unit]), unit)


def year_after(year: int, count: int) -> int:
    """The year so many later: 1 follows -1."""
    later = year + count
    if year < 0 <= later:
        return later + 1
    return later - 1 if later <= 0 < year else later


def _moved_days(point: Point | None, unit: str, days: int) -> str:
    """Python knows no day before Christ: there only the very day can be told, and what is near it stays open."""
    day = point.as_date() if point else None
    if unit == "day":
        if day or not point:
            return shifted(day, days)
        if point.day and not days:
            return point.text()
        return f"{point._replace(day=None).text()}-XX" if point.month else f"{point.text()}-XX-XX"
    later = shifted(day, days)
    if "X" in later:
        year = year_text(point.year if point and not day else None)
        return f"{year}-WXX" + ("-WE" if unit == "weekend" else "")
    iso_year, week, _ = date.fromisoformat(later).isocalendar()
    return f"{iso_year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")


def _moved_months(point: Point, unit: str, months: int) -> str:
    if not point.month:
        return f"{year_text(point.year)}-{'QX' if unit == 'quarter' else 'XX'}"
    years, month = divmod(point.month - 1 + months, 12)
    year = year_text(year_after(point.year, years))
    return f"{year}-Q{month // 3 + 1}" if unit == "quarter" else f"{year}-{month + 1:02}"


def _cut(year: int, unit: str) -> str:
    """A decade is the year without its last figure, a century without the last two."""
    return year_text(year)[: {"year": None, "decade": -1, "century": -2}[unit]]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
