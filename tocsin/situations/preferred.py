"""The figure that the desk goes by for a day of a series, as a person last said it. Pure; nothing is averaged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.models import Decision, Preference

#: times that lie within one day
_WITHIN_A_DAY = frozenset({"minute", "part of day", "day"})
#: key of a series, and a day of it
Day = tuple[str, date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferred:
    day: date
    #: where it was said: for the day itself, or in a decision about a contradiction
    said: Preference | Decision

    @property
    def reason(self) -> str:
        return self.said.reason


def day_of(row: FigureRow, zone: tzinfo) -> date | None:
    """The day for which a count holds, in the zone; None where it names no day."""
    if row.instant is None or row.instant.precision not in _WITHIN_A_DAY:
        return None
    return row.instant.begins.astimezone(zone).date()


def preferred_of(
    series: Iterable[Series],
    zone: tzinfo,
    *,
    preferences: Iterable[Preference],
    found: Iterable[Contradiction],
    decisions: Mapping[str, Decision],
) -> dict[int, Preferred]:
    """Finding -> why the desk goes by it. For each day of a series the word said last counts, the day's own or a decision's.

    A decision counts as long as its contradiction is found: where another figure came, the question is open again.
    """
    days = _days(series, zone)
    said: list[tuple[Day, int | None, Preference | Decision]] = [
        # a figure keeps its preference where its series was parted or joined meanwhile, as long as its day is the same
        (days.get(one.finding_id, (one.series, one.day)), one.finding_id, one)
        for one in preferences
    ]
    for each in found:
        decision = decisions.get(each.key)
        if decision and decision.preferred_id in days:
            said.append((days[decision.preferred_id], decision.preferred_id, decision))
    said.sort(key=lambda one: one[2].at)
    last = {day: (finding, why) for day, finding, why in said}
    return {
        finding: Preferred(day=day[1], said=why)
        for day, (finding, why) in last.items()
        if finding is not None and finding in days and (isinstance(why, Decision) or why.day == day[1])
    }


def _days(series: Iterable[Series], zone: tzinfo) -> dict[int | None, Day]:
    days: dict[int | None, Day] = {}
    for one in series:
        key = one.key
        for row in one.rows:
            day = None if row.subset else day_of(row, zone)
            if day is not None:
                days[row.finding_id] = (key, day)
    return days


def shown_of(series: Series, preferred: Mapping[int, Preferred], zone: tzinfo) -> FigureRow:
    """The figure that stands for the series: of its latest day the preferred one, else the latest."""
    same_day = beside(series, series.latest, zone)
    return next((row for row in same_day if row.finding_id in preferred), series.latest)


def beside(series: Series, shown: FigureRow, zone: tzinfo) -> tuple[FigureRow, ...]:
    """The figures of the same day, itself among them; itself alone where it names no day."""
    day = day_of(shown, zone)
    if day is None:
        return (shown,)
    return tuple(row for row in series.rows if not row.subset and day_of(row, zone) == day)
