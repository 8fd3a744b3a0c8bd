"""What a date leaves to its surroundings, and what it comes to there: "25 April", "on Friday", "the next day".

A date leans on the day of the report, or on the point that the story has come to (story.py says which rules).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple, Protocol

from tocsin.reading.anchoring import (
    Point,
    day_text,
    moved,
    point_of_day,
    shifted,
    year_after,
    year_text,
)

#: a day of the year further ahead than this belongs to the year before: what is announced without a year is near
_AHEAD_MAX = timedelta(days=92)
#: where the day begins earlier than at the publisher's, what happened may bear tomorrow's date
_DAY_LINE = timedelta(days=1)
#: what happened no longer ago than this is told without its year
_RECENT_MAX = timedelta(days=31)
#: a story goes on: a month that lies more than so many before the one it has come to is next year's
_BACK_MONTHS_MAX = 6
#: and one that lies more than so many ahead is last year's
_AHEAD_MONTHS_MAX = 9


class Then(NamedTuple):
    """The surroundings of one date."""

    #: the day of the report; None where nobody knows
    published: date | None
    #: what days without a year lean on; None in a report that tells of its own days
    base: Point | None = None
    #: what was named last nearby: "the next day", "that month"
    last: Point | None = None
    #: whether the text is a story, in which "today" and "last year" do not lean on the day of the report
    in_story: bool = False
    #: whether the text says that the date comes after `base`: "from 27 September 2020 to 10 November"
    after: bool = False
    #: whether `base` was told in a sentence before, so that a day just before the report is the report's own
    loose: bool = False
    #: whether the sentence tells of what is to come: "will meet on Friday"
    ahead: bool = False
    #: whether it tells of what has been: "had been open since 1 August"
    behind: bool = False

    def own(self) -> Point | None:
        """What "this year" leans on."""
        if self.in_story:
            return self.base
        return point_of_day(self.published) if self.published else None


class Leaning(Protocol):
    def value(self, then: Then) -> str | None:
        """As TIMEX3; None for a day that the calendar lacks, and where it leans on nothing."""


class DayOfYear(NamedTuple):
    """ "25 April"; "25 April last year", where `years` is -1."""

    month: int
    day: int
    years: int | None = None

    def value(self, then: Then) -> str | None:
        own = then.own()
        if self.years is not None and own:
            return day_text(year_after(own.year, self.years), self.month, self.day)
        if then.base and not (then.loose and self._is_recent(then.published)):
            return day_text(_year_near(then, self.month, self.day), self.month, self.day)
        leans = then.published is not None and not then.in_story
        return day_text(_year_of_report(then, self.month, self.day) if leans else None, self.month, self.day)

    def _is_recent(self, published: date | None) -> bool:
        """Whether the report's own year has the day in the weeks before the report."""
        text = day_text(published.year, self.month, self.day) if published else None
        if not text or not published:
            return False
        return timedelta(0) <= published - date.fromisoformat(text) <= _RECENT_MAX


class MonthOfYear(NamedTuple):
    """ "April", "last April", "April last year": `direction` is "", "last", "this" or "next"; `years` as above."""

    month: int
    direction: str = ""
    years: int | None = None

    def value(self, then: Then) -> str | None:
        own = then.own()
        if self.years is not None and own:
            return f"{year_text(year_after(own.year, self.years))}-{self.month:02}"
        if self.direction in ("last", "next") and own:
            return f"{year_text(self._year_from(own))}-{self.month:02}"
        if then.base:
            return f"{year_text(_year_near(then, self.month))}-{self.month:02}"
        if not then.published or then.in_story:
            return f"XXXX-{self.month:02}"
        return f"{year_text(_year_of_report(then, self.month))}-{self.month:02}"

    def _year_from(self, own: Point) -> int:
        month = own.month or 1
        if self.direction == "last":
            return own.year if self.month < month else year_after(own.year, -1)
        return own.year if self.month > month else year_after(own.year, 1)


class DayOfMonth(NamedTuple):
    """ "the 20th"."""

    day: int

    def value(self, then: Then) -> str | None:
        base = then.last or then.own()
        if not base or not base.month:
            return f"{year_text(base.year if base else None)}-XX-{self.day:02}" if self.day < 32 else None
        return day_text(base.year, base.month, self.day)


class Weekday(NamedTuple):
    """Monday is 0. `direction` is "" (the last one, today being one), "last" (before today) or "next".

    `weeks` from the report's own: -1 in "Tuesday last week".
    """

    weekday: int
    direction: str = ""
    weeks: int | None = None

    def value(self, then: Then) -> str | None:
        if then.in_story:
            day = then.base.as_date() if then.base else None
            if not day:
                return f"XXXX-WXX-{self.weekday + 1}"
            back = (day.weekday() - self.weekday) % 7
            return shifted(day, -(back or 7) if self.direction == "last" else (7 - back) % 7)
        if not then.published:
            return f"XXXX-WXX-{self.weekday + 1}"
        back = (then.published.weekday() - self.weekday) % 7
        if self.weeks is not None:
            return shifted(then.published, 7 * self.weeks + self.weekday - then.published.weekday())
        if self.direction == "next" or (then.ahead and back and not self.direction):
            return shifted(then.published, 7 - back)
        return shifted(then.published, -(back or 7) if self.direction == "last" else -back)


class FromReport(NamedTuple):
    """ "last week", "yesterday", "two years ago": so many units from the report's own day."""

    unit: str
    steps: int

    def value(self, then: Then) -> str | None:
        return moved(then.own(), self.unit, self.steps)


class FromLast(NamedTuple):
    """ "the next day", "two weeks later", "that month": so many units from what was named last."""

    unit: str
    steps: int

    def value(self, then: Then) -> str | None:
        return moved(then.last or then.base, self.unit, self.steps)


class PartOfDay(NamedTuple):
    """ "last night", "that afternoon": the part of a day that leans."""

    day: FromReport | FromLast
    part: str

    def value(self, then: Then) -> str | None:
        return f"{self.day.value(then)}T{self.part}"


class Season(NamedTuple):
    """ "the summer", "last winter": `code` is SP, SU, FA or WI."""

    code: str
    direction: str = ""

    def value(self, then: Then) -> str | None:
        own = then.base or then.own()
        if not own:
            return f"XXXX-{self.code}"
        year = own.year
        if self.direction in ("last", "next"):
            year = year_after(year, -1 if self.direction == "last" else 1)
        elif (
            self.direction != "this"
            and not then.base
            and not then.ahead
            and (own.month or 12) < _FIRST_MONTH[self.code]
        ):
            year -= 1  # what a report tells of has been
        return f"{year_text(year)}-{self.code}"


class SameDay(NamedTuple):
    """ "that day", "the same month": the unit that was named last."""

    unit: str

    def value(self, then: Then) -> str | None:
        return moved(then.last, self.unit, 0) if then.last else None


class Weekend(NamedTuple):
    """ "over the weekend": the last one, or the one that it is."""

    def value(self, then: Then) -> str | None:
        own = then.own()
        day = own.as_date() if own else None
        return moved(own, "weekend", 0 if then.ahead or (day and day.weekday() >= _SATURDAY) else -1)


class PresentDay(NamedTuple):
    """ "today": the day of the report; in a story, the present."""

    def value(self, then: Then) -> str | None:
        return "PRESENT_REF" if then.in_story and then.published else shifted(then.published, 0)


_SATURDAY = 5
#: the month in which a season begins; winter by its January
_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 1}


def _year_of_report(then: Then, month: int, day: int | None = None) -> int:
    """The year in which a report means a day or month: the last one, the next if it is near or the sentence looks ahead."""
    assert then.published, then
    year = then.published.year
    if then.ahead:
        return year if (month, day or 31) >= (then.published.month, then.published.day) else year + 1
    first = day_text(year, month, day or 1)
    ahead_max = _DAY_LINE if then.behind else _AHEAD_MAX
    return year - 1 if not first or date.fromisoformat(first) - then.published > ahead_max else year


def _year_near(then: Then, month: int, day: int = 31) -> int:
    """The year in which the story that has come to `then.base` reaches the month."""
    base = then.base or Point(0)
    if not base.month:
        return base.year
    if then.after:
        return base.year if (month, day) >= (base.month, base.day or 1) else year_after(base.year, 1)
    if base.month - month > _BACK_MONTHS_MAX:
        return year_after(base.year, 1)
    return year_after(base.year, -1) if month - base.month > _AHEAD_MONTHS_MAX else base.year
