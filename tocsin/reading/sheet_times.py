"""The times of a sheet's row: when a figure holds, and what the row also says of other times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from tocsin.reading.findings import Kind
from tocsin.reading.sheet_numbers import BIDI

Order = Literal["", "day first", "month first"]
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_CLOCK = re.compile(
    r"(?P<day>.+?)(?:T|,? +)(?P<clock>\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2}|\[?[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)+\]?|UTC|GMT)?",
    re.ASCII,
)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})[ -])?(?P<month>[A-Za-z]{3,9})\.?(?:[ -](?P<later>\d{1,2}),)?[ ,-]+(?P<year>\d{4})",
    re.ASCII,
)
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_ALSO = re.compile(r"(since|on|at|from) (\S+?)(?: ?= ?(.+))?")
#: first hour of a part of day -> its TIMEX3 name
_PARTS_OF_DAY = ((5, "MO"), (12, "AF"), (17, "EV"), (22, "NI"))
#: clocks of the world lie between these
_OFFSETS_H = (-12, 14)


class NotATime(ValueError):
    """A cell that names no time; the text says why."""


class Said(NamedTuple):
    #: as written; None where only a beginning is told
    value: str | None
    kind: Kind
    as_of: str | None
    since: str | None
    until: str | None


def order_of(cells: Iterable[str]) -> Order:
    """Whether 02/05/2024 has its day first, by the cells of its column that can be read in one way only."""
    day_first = month_first = False
    for cell in cells:
        if match := _NUMBERS.match(cell):
            day_first = day_first or int(match[1]) > 12
            month_first = month_first or int(match[3]) > 12
    if day_first == month_first:
        return ""
    return "day first" if day_first else "month first"


def stated(cell: str, precision: str = "", order: Order = "", zone: str = "") -> str | None:
    """The time of a row, no finer than its precision. `zone` (IANA) is that of clock times that name none.

    >>> stated("2023-09-28T20:00+04:00", "hour"), stated("2023-09-28T20:00+04:00", "part of day")
    ('2023-09-28T20:00+04:00', '2023-09-28TEV')
    >>> stated("2024-05-02 18:00 Asia/Kathmandu"), stated("2 May 2024"), stated("13/05/2024")
    ('2024-05-02T18:00+05:45', '2024-05-02', '2024-05-13')
    >>> stated("2023-02-31", "")
    Traceback (most recent call last):
        ...
    tocsin.reading.sheet_times.NotATime: '2023-02-31' is no date: write YYYY-MM-DD or YYYY-MM-DDTHH:MM+00:00
    """
    bare = cell.translate(BIDI).strip()
    if not bare:
        return None
    match = _CLOCK.fullmatch(bare)
    if not match:
        time = _day(bare, order)
    else:
        day, clock = _day(match["day"], order), match["clock"].zfill(5)
        if len(day) != len("2024-05-02"):
            raise _no_date(cell)
        if precision == "part of day":
            hour = _moment(day, clock, cell).hour
            return f"{day}T{next((part for first, part in reversed(_PARTS_OF_DAY) if hour >= first), 'NI')}"
        time = f"{day}T{clock}{_offset(_moment(day, clock, cell), match['zone'] or zone, cell)}"
    return time[: {"day": 10, "month": 7, "year": 4}.get(precision)]


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
    begins = stated(first)
    if word == "at":
        return Said(value, "stock", begins, None, None)
    if word == "on":
        return Said(value, "flow", as_of, begins, stated(last) if last else begins)
    return Said(value, "flow", as_of, begins, as_of)


def _day(cell: str, order: Order) -> str:
    """Year, month and day as far as they are said."""
    if match := _DAY.fullmatch(cell):
        told = [int(part) for part in match.groups() if part]
    elif match := _NUMBERS.fullmatch(cell):
        told = _numbered(cell, match, order)
    elif (match := _NAMED.fullmatch(cell)) and (month := _month(match["month"])):
        day = match["day"] or match["later"]
        told = [int(match["year"]), month, *([int(day)] if day else [])]
    else:
        raise _no_date(cell)
    try:
        date(told[0], *[*told[1:], 1, 1][:2])
    except ValueError:
        raise _no_date(cell) from None
    return "-".join(f"{part:0{width}}" for part, width in zip(told, (4, 2, 2), strict=False))


def _numbered(cell: str, match: re.Match[str], order: Order) -> list[int]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == ".":  # 02.05.2024 is written where the day comes first
        order = "day first"
    if not order and first != second:
        if max(first, second) <= 12:
            raise NotATime(f"{cell!r} may be read with its day or its month first: say which comes first")
        order = "day first" if first > 12 else "month first"
    return [year, first, second] if order == "month first" else [year, second, first]


def _month(name: str) -> int:
    """
    >>> _month("Sept"), _month("may"), _month("Mayor")
    (9, 5, 0)
    """
    found = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())]
    return found[0] if len(found) == 1 else 0


def _moment(day: str, clock: str, cell: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise NotATime(f"{cell[:40]!r} is no date and time: there is no clock time {clock}") from None


def _offset(moment: datetime, zone: str, cell: str) -> str:
    """As "+05:45" or "Z"; empty where no zone is named."""
    if zone in ("", "Z"):
        return zone
    if zone in ("UTC", "GMT"):
        return "Z"
    if zone[0] not in "+-":
        return _offset_in(moment, zone.strip("[]"), cell)
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    least, most = (timedelta(hours=hours) for hours in _OFFSETS_H)
    if minutes > 59 or not least <= offset <= most:
        raise NotATime(f"{cell[:40]!r} is no date and time: there is no zone {zone}")
    return f"{zone[:3]}:{zone[-2:]}"


def _offset_in(moment: datetime, name: str, cell: str) -> str:
    """Of a zone by its IANA name. A clock time that was skipped or came twice there is none to be read."""
    try:
        local = moment.replace(tzinfo=ZoneInfo(name))
    except (LookupError, ValueError, OSError):
        raise NotATime(f"{cell[:40]!r}: there is no time zone {name!r}") from None
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None and second is not None
    if first != second:
        what = "was skipped when clocks went forward" if second > first else "came twice: write its offset"
        raise NotATime(f"{cell[:40]!r}: in {name} this clock time {what}")
    return local.strftime("%z")[:3] + ":" + local.strftime("%z")[3:5]


def _no_date(cell: str) -> NotATime:
    return NotATime(f"{cell[:40]!r} is no date: write YYYY-MM-DD or YYYY-MM-DDTHH:MM+00:00")
