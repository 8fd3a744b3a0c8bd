"""When a figure holds: ISO 8601 or TIMEX3 values as instants that can be put in order."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

_VALUE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2})"
    r"(T((?P<hour>\d{2})(:(?P<minute>\d{2}))?(:\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?|(?P<part>[A-Z]{2})))?)?)?"
)
#: parts of day (TIMEX3) and the hour at which each is taken to end, for order only
_PART_ENDS = {"MO": 12, "MI": 12, "AF": 18, "EV": 22, "NI": 24, "DT": 18}


@dataclass(frozen=True, kw_only=True, slots=True)
class Instant:
    #: the last moment that the value can mean: "2023-09-28" holds until that day's end
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
        return Instant(at=_utc(datetime(year + 1, 1, 1, tzinfo=zone)), precision="year")
    if day is None:
        following = datetime(year + int(month) // 12, int(month) % 12 + 1, 1, tzinfo=zone)
        return Instant(at=_utc(following), precision="month")
    date = datetime(year, int(month), int(day), tzinfo=zone)
    if got["hour"]:
        clock = datetime.fromisoformat(
            f"{year:04}-{month}-{day}T{got['hour']}:{got['minute'] or '00'}{got['zone'] or ''}"
        )
        return Instant(at=_utc(clock if clock.tzinfo else clock.replace(tzinfo=zone)), precision="minute")
    if got["part"] in _PART_ENDS:
        return Instant(at=_utc(date + timedelta(hours=_PART_ENDS[got["part"]])), precision="part of day")
    return Instant(at=_utc(date + timedelta(days=1)), precision="day")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
