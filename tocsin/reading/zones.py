"""The offset from UTC of a clock time, from the place that the text speaks of.

Daylight saving of the European Union: Directive 2000/84/EC.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from tocsin.reading.tables import rows


class _Zone(NamedTuple):
    offset: str
    has_eu_summer: bool
    since: str


def offset_of(place: str, day: str) -> str | None:
    """The offset, as "+04:00", of a country (ISO 3166-1 alpha-3), a city, or an abbreviation such as "gmt".

    `day` is ISO 8601; None where the country has several clocks, or we know too little of that day.
    """
    zone = _zones().get(place)
    if not zone or day < zone.since or "X" in day:
        return None
    return _an_hour_more(zone.offset) if zone.has_eu_summer and _is_eu_summer(day) else zone.offset


def has_zone(place: str) -> bool:
    """Whether the table has a clock of its own for `place`."""
    return place in _zones()


@cache
def _zones() -> dict[str, _Zone]:
    return {name: _Zone(offset, rule == "eu", since) for name, offset, rule, since, _ in rows("zones")}


def _an_hour_more(offset: str) -> str:
    return f"+{int(offset[1:3]) + 1:02}:{offset[4:]}"


def _is_eu_summer(day: str) -> bool:
    when = date.fromisoformat(day[:10])
    return _last_sunday(when.year, 3) <= when < _last_sunday(when.year, 10)


def _last_sunday(year: int, month: int) -> date:
    """Of March and October, which have 31 days."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
