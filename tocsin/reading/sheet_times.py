"""The times of a sheet's row: when a figure holds, and what the row also says of other times."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from tocsin.reading.findings import Kind

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?(Z|[+-]\d{2}:\d{2})?")
_ALSO = re.compile(r"(since|on|at|from) (\S+?)(?: ?= ?(.+))?")
#: first hour of a part of day -> its TIMEX3 name
_PARTS_OF_DAY = ((5, "MO"), (12, "AF"), (17, "EV"), (22, "NI"))


class NotATime(ValueError):
    """A cell that names no time; the text says why."""


class Said(NamedTuple):
    #: as written; None where only a beginning is told
    value: str | None
    kind: Kind
    as_of: str | None
    since: str | None
    until: str | None


def stated(cell: str, precision: str) -> str | None:
    """The time of a row, no finer than its precision.

    >>> stated("2023-09-28T20:00+04:00", "hour"), stated("2023-09-28T20:00+04:00", "part of day")
    ('2023-09-28T20:00+04:00', '2023-09-28TEV')
    >>> stated("2023-02-31", "")
    Traceback (most recent call last):
        ...
    tocsin.reading.sheet_times.NotATime: '2023-02-31' is no date: write YYYY-MM-DD or YYYY-MM-DDTHH:MM+00:00
    """
    if not cell:
        return None
    clock = _CLOCK.fullmatch(cell)
    time = _clock(clock, cell) if clock else _day(cell)
    if precision in ("day", "month", "year"):
        return time[: {"day": 10, "month": 7, "year": 4}[precision]]
    if precision == "part of day" and clock:
        hour = int(clock[2][:2])
        return f"{clock[1]}T{next((part for first, part in reversed(_PARTS_OF_DAY) if hour >= first), 'NI')}"
    return time


def also_said(item: str, as_of: str | None) -> Said:
    """What an item of `also_says` tells, beside a row of that time.

    >>> also_said("on 2023-09-26=26600", "2023-09-28")
    Said(value='26600', kind='flow', as_of='2023-09-28', since='2023-09-26', until='2023-09-26')
    """
    match = _ALSO.fullmatch(item)
    if not match or (match[3] is None) != (match[1] == "from"):
        raise NotATime(f"{item!r} is not of the form `since TIME=N`, `on DAY=N`, `at TIME=N` or `from DAY`")
    word, when, value = match.groups()
    first, _, last = when.partition("/")
    begins = stated(first, "")
    if word == "at":
        return Said(value, "stock", begins, None, None)
    if word == "on":
        return Said(value, "flow", as_of, begins, stated(last, "") if last else begins)
    return Said(value, "flow", as_of, begins, as_of)


def _clock(match: re.Match[str], cell: str) -> str:
    try:
        datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
    except ValueError:
        raise _no_date(cell) from None
    return f"{match[1]}T{match[2]}{match[3] or ''}"


def _day(cell: str) -> str:
    match = _DAY.fullmatch(cell)
    try:
        if not match:
            raise ValueError
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise _no_date(cell) from None
    return cell


def _no_date(cell: str) -> NotATime:
    return NotATime(f"{cell[:40]!r} is no date: write YYYY-MM-DD or YYYY-MM-DDTHH:MM+00:00")
