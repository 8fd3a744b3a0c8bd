"""Which day is meant: TIMEX3 values of dates that lean on the day of the report.

A report tells of what has been: a date without a year is the last one, unless the next one is near. Without
the report's own date, what is missing stays open, as `X`.
"""

from __future__ import annotations

from datetime import date, timedelta

#: a day of the year further ahead than this belongs to the year before: what is announced without a year is near
_AHEAD_MAX = timedelta(days=92)


def day_value(year: int | None, month: int, day: int, published: date | None) -> str | None:
    """ "2023-09-20", "XXXX-09-20" where no year can be known, None for a day that no calendar has."""
    if not _exists(year or 2000, month, day):
        return None
    if year is None and published:
        year = published.year
        if not _exists(year, month, day) or date(year, month, day) - published > _AHEAD_MAX:
            year -= 1
    return f"{_year(year)}-{month:02}-{day:02}"


def month_value(year: int | None, month: int, published: date | None) -> str:
    if year is None and published:
        year = published.year
        if date(year, month, 1) - published > _AHEAD_MAX:
            year -= 1
    return f"{_year(year)}-{month:02}"


def weekday_value(weekday: int, published: date | None, direction: str) -> str:
    """Monday is 0. `direction` is "" (the last one, today being one), "last" (before today) or "next"."""
    if not published:
        return f"XXXX-WXX-{weekday + 1}"
    back = (published.weekday() - weekday) % 7
    if direction == "next":
        return shifted(published, 7 - back)
    return shifted(published, -(back or 7) if direction == "last" else -back)


def shifted(day: date | None, days: int) -> str:
    """The day so many days later, "XXXX-XX-XX" where it is unknown or outside the calendar."""
    try:
        return (day + timedelta(days=days)).isoformat() if day else "XXXX-XX-XX"
    except OverflowError:
        return "XXXX-XX-XX"


def period_value(unit: str, count: int, published: date | None) -> str:
    """The day, week, weekend, month, year ... that lies `count` of them after the report's own."""
    if not published:
        return {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX"}.get(
            unit, "XXXX"
        )
    if unit in ("day", "week", "weekend"):
        return _week(shifted(published, count * (1 if unit == "day" else 7)), unit)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + count
        return f"{_year(months // 12)}-{months % 12 + 1:02}"
    year = published.year + count * {"year": 1, "decade": 10, "century": 100}[unit]
    return _year(year)[: {"year": 4, "decade": 3, "century": 2}[unit]]


def _week(day: str, unit: str) -> str:
    if unit == "day" or "X" in day:
        return day
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")


def _year(year: int | None) -> str:
    return f"{year:04}" if year is not None and 0 <= year <= 9999 else "XXXX"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
