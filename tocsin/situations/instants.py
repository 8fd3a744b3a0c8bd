"""When a figure holds: ISO 8601 or TIMEX3 values as instants that can be put in order."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

_VALUE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2})"
    r"(T((?P<hour>\d{2})(:(?P<minute>\d{2}))?(:\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?|(?P<part>[A-Z]{2})))?)?)?"
)
#: parts of day (TIMEX3), from the first to the last hour that each can mean
_PARTS_H = {"MO": (5, 12), "MI": (11, 14), "AF": (12, 18), "EV": (17, 23), "NI": (18, 30), "DT": (6, 18)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Instant:
    #: the first moment that the value can mean
    begins: datetime
    #: the last one: "2023-09-28" lasts until that day's end, and stands behind all that is dated within it
    at: datetime
    #: year | month | day | part of day | minute
    precision: str


@lru_cache(maxsize=4096)  # reports name the same few days again and again
def instant_of(value: str | None, zone: tzinfo = UTC) -> Instant | None:
    """The instant, in the zone that the value names or else in `zone`. None for no value, or one that is no date.

    >>> instant_of("2023-09-28T20:00+04:00").at.isoformat()
    '2023-09-28T16:00:00+00:00'
    >>> instant_of("2023-09-28").precision, instant_of("P3D"), instant_of("2023-02-30")
    ('day', None, None)
    """
    match = _VALUE.fullmatch(value or "")
    if not match:
        return None
    try:
        return _instant(match.groupdict(), zone)
    except (ValueError, OverflowError):
        return None  # 30 February, 25 o'clock, the year 0 or 9999


def _instant(got: dict[str, str | None], zone: tzinfo) -> Instant:
    year, month, day = int(got["year"] or 0), got["month"], got["day"]
    if month is None:
        return _lasting(datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone), "year")
    if day is None:
        following = datetime(year + int(month) // 12, int(month) % 12 + 1, 1, tzinfo=zone)
        return _lasting(datetime(year, int(month), 1, tzinfo=zone), following, "month")
    date = datetime(year, int(month), int(day), tzinfo=zone)
    if got["hour"]:
        clock = datetime.fromisoformat(
            f"{year:04}-{month}-{day}T{got['hour']}:{got['minute'] or '00'}{got['zone'] or ''}"
        )
        moment = clock if clock.tzinfo else clock.replace(tzinfo=zone)
        return _lasting(moment, moment, "minute")
    if got["part"] in _PARTS_H:
        first, last = _PARTS_H[got["part"]]
        return _lasting(date + timedelta(hours=first), date + timedelta(hours=last), "part of day")
    return _lasting(date, date + timedelta(days=1), "day")


def _lasting(begins: datetime, at: datetime, precision: str) -> Instant:
    return Instant(begins=begins.astimezone(UTC), at=at.astimezone(UTC), precision=precision)
