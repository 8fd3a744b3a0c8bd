"""When a report came out, as precisely as it is known.

>>> parse_published("2023-09-29T20:30+04:00")
Published(at=datetime.datetime(2023, 9, 29, 16, 30, tzinfo=datetime.timezone.utc), precision='minute', offset_min=240)
>>> parse_published("2023-09").precision
'month'
>>> parse_published("last Friday") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal, get_args

from tocsin.errors import ReportRefused, WrongUse

Precision = Literal["year", "month", "day", "minute", "second"]

#: clocks differ and zones are often missing: what is dated later than this beyond now was not printed yet
FUTURE_MAX = timedelta(days=1)

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    #: aware, UTC; what lies beyond the precision is zero. A clock without a zone stands here as if it were UTC
    at: datetime
    precision: Precision
    #: offset from UTC as printed, in minutes; None where no zone was printed
    offset_min: int | None = None

    @property
    def day(self) -> str | None:
        """The printed day as YYYY-MM-DD, on which a reader's "today" is anchored; None for a month or a year."""
        if self.precision in ("year", "month"):
            return None
        return (self.at + timedelta(minutes=self.offset_min or 0)).date().isoformat()


def parse_published(text: str) -> Published | None:
    """An ISO 8601 year, month, day or time of day; None for anything else."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    found = match.groupdict()
    offset_min = _offset_min(found["zone"])
    precision: Precision = (
        "second" if found["second"] else "minute" if found["minute"]
        else "day" if found["day"] else "month" if found["month"] else "year"
    )  # fmt: skip
    try:
        local = datetime(
            int(found["year"]), int(found["month"] or 1), int(found["day"] or 1),
            int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0),
            tzinfo=timezone(timedelta(minutes=offset_min or 0)),
        )  # fmt: skip
        return Published(at=local.astimezone(UTC), precision=precision, offset_min=offset_min)
    except (ValueError, OverflowError):  # 30 February, or an offset of 25 hours
        return None


def parse_mail_date(text: str) -> Published | None:
    """A date of RFC 5322 (mail, RSS). `-0000` means that the zone is unknown."""
    try:
        return from_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def from_datetime(moment: datetime, precision: Precision = "second") -> Published:
    offset = moment.utcoffset()
    return Published(
        at=moment.replace(tzinfo=UTC, microsecond=0) if offset is None
        else moment.astimezone(UTC).replace(microsecond=0),
        precision=precision,
        offset_min=None if offset is None else int(offset.total_seconds() // 60),
    )  # fmt: skip


def said_published(value: str | date | datetime | None) -> Published | None:
    """What a person says of when a report came out. Raises WrongUse for what is neither a date nor a time."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return from_datetime(value)
    published = parse_published(value.isoformat() if isinstance(value, date) else value)
    if published is None:
        raise WrongUse(f"published {value!r} is not a date", "write 2023-09-29 or 2023-09-29T20:30+04:00")
    return published


def finer(one: Published | None, other: Published | None) -> Published | None:
    """The more precise of two; `one` where they are alike."""
    if one is None or other is None:
        return one or other
    fineness = get_args(Precision).index
    return other if fineness(other.precision) > fineness(one.precision) else one


def refuse_future(published: Published | None, now: datetime) -> None:
    """Raises ReportRefused for a report that says it came out later than a day from `now`."""
    if published is not None and published.at > now + FUTURE_MAX:
        raise ReportRefused(
            f"its published date {published.at:%Y-%m-%d} lies in the future",
            "say the right one with --published",
        )


def _offset_min(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes
