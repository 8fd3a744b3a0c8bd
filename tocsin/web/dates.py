"""Times as a newsroom prints them, always with their zone: "Fri 29 Sept 2023, 18:00 +04:00"."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from django.utils.dates import MONTHS_AP, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(.{1,40}))?)?)?")
_CLOCK = re.compile(r"(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
#: TIMEX3 parts of day
_PARTS = {
    "MO": gettext_lazy("morning"),
    "MI": gettext_lazy("midday"),
    "AF": gettext_lazy("afternoon"),
    "EV": gettext_lazy("evening"),
    "NI": gettext_lazy("night"),
    "DT": gettext_lazy("daytime"),
}


def day(value: date, *, weekday: bool = True) -> str:
    """
    >>> day(date(2023, 9, 29)), day(date(2023, 9, 29), weekday=False)
    ('Fri 29 Sept 2023', '29 Sept 2023')
    """
    printed = f"{value.day} {month(value.month)} {value.year}"
    return f"{WEEKDAYS_ABBR[value.weekday()]} {printed}" if weekday else printed


def month(number: int) -> str:
    return str(MONTHS_AP[number]).rstrip(".")


def moment(value: datetime, zone: tzinfo = UTC) -> str:
    """
    >>> moment(datetime(2023, 9, 29, 14, 0, tzinfo=UTC), timezone(timedelta(hours=4)))
    'Fri 29 Sept 2023, 18:00 +04:00'
    """
    local = value.astimezone(zone)
    return f"{day(local)}, {local:%H:%M} {local.isoformat(timespec='minutes')[-6:]}"


def published(value: datetime | None, precision: str = "", offset_min: int | None = None) -> str:
    """When a report came out, no more precisely and in no other zone than it printed."""
    if value is None:
        return _("date not printed")
    zone = UTC if offset_min is None else timezone(timedelta(minutes=offset_min))
    local = value.astimezone(zone)
    if precision == "year":
        return str(local.year)
    if precision == "month":
        return f"{month(local.month)} {local.year}"
    if precision in ("minute", "second"):
        return moment(value, zone)
    return day(local)


def stated(value: str | None) -> str:
    """An ISO 8601 or TIMEX3 value of a finding in words; what is no calendar date stays as it is.

    >>> stated("2023-09-29T18:00+04:00"), stated("2023-09"), stated("P3D")
    ('Fri 29 Sept 2023, 18:00 +04:00', 'Sept 2023', 'P3D')
    >>> stated("2023-09-28T20:00"), stated("2023-09-28TEV")
    ('Thu 28 Sept 2023, 20:00 (zone not given)', 'Thu 28 Sept 2023, evening')
    """
    match = _DATE.fullmatch(value or "")
    if not match:
        return value or ""
    year, month_, day_, rest = match.groups()
    try:
        if month_ is None:
            return year
        if day_ is None:
            return f"{month(date(int(year), int(month_), 1).month)} {year}"
        printed = day(date(int(year), int(month_), int(day_)))
    except ValueError:
        return value or ""  # 30 February: shown as it was read, for a person to correct
    return f"{printed}, {_clock(rest)}" if rest else printed


def _clock(rest: str) -> str:
    if rest in _PARTS:
        return str(_PARTS[rest])
    match = _CLOCK.fullmatch(rest)
    if not match:
        return rest
    hour, minute, zone = match.groups()
    shown = {"Z": "+00:00", None: _("(zone not given)")}.get(zone, zone)
    return f"{hour}:{minute} {shown}"
