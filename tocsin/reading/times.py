"""Times as TIMEX3, anchored on the day of the report or on the story that the text tells.

1. Find atoms: days, clock times, parts of a day, years, seasons, durations, words like "now".
2. Where two overlap, keep the longer.
3. Put neighbours together: "6 p.m. local time" + "on" + "Friday" (moments.py).
4. Give each what it leaves open: in a series, its year ("from 3 May to 7 June 1990"); else what it leans on (story.py).
5. Give a clock time its day, where none stands beside it, and its offset from UTC (clock_zones.py); "that hour" is
   the one that the paragraph named last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.reading.anchoring import point_of
from tocsin.reading.atoms import SAME, Atom
from tocsin.reading.centuries import CENTURY_FORMS
from tocsin.reading.clock_zones import ClockZones
from tocsin.reading.clocks import CLOCK_FORMS
from tocsin.reading.dates import DATE_FORMS
from tocsin.reading.document import Document, Sentence
from tocsin.reading.durations import find_counted_durations
from tocsin.reading.findings import Place, Problem, Time
from tocsin.reading.leanings import DayOfYear, FromReport, MonthOfYear, PresentDay, Season, Weekday, Weekend
from tocsin.reading.moments import Moment, glue
from tocsin.reading.numbers import Number
from tocsin.reading.outlook import looks_ahead, looks_behind
from tocsin.reading.relative_dates import RELATIVE_FORMS
from tocsin.reading.seasons import SEASON_FORMS
from tocsin.reading.series import with_years_of_series
from tocsin.reading.story import NOWHERE, Story
from tocsin.reading.time_forms import find_forms, windows_of
from tocsin.reading.time_words import find_time_words
from tocsin.reading.uncounted_durations import UNCOUNTED_FORMS
from tocsin.reading.years import find_years

FORMS = (*DATE_FORMS, *SEASON_FORMS, *CENTURY_FORMS, *RELATIVE_FORMS, *CLOCK_FORMS, *UNCOUNTED_FORMS)


def find_times(
    doc: Document, numbers: Sequence[Number], places: Sequence[Place]
) -> tuple[tuple[Time, ...], tuple[Problem, ...]]:
    """All times of the text; and what looks like a date and is none."""
    found = [
        *find_forms(doc.text, windows_of(doc.tokens), FORMS),
        *find_years(doc),
        *find_time_words(doc),
        *find_counted_durations(doc, numbers),
    ]
    kept = _longest([atom for atom in found if not doc.in_link(atom.start)])
    problems = tuple(atom for atom in kept if isinstance(atom, Problem))
    moments = glue(doc.text, [atom for atom in kept if isinstance(atom, Atom)])
    moments = with_years_of_series(doc.text, moments)
    return tuple(_Telling(doc, moments, places).times()), problems


def _longest(found: Iterable[Atom | Problem]) -> list[Atom | Problem]:
    """Of overlapping passages the longest, in text order."""
    kept: list[Atom | Problem] = []
    for atom in sorted(found, key=lambda atom: (atom.start, -atom.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.end - atom.start > kept[-1].end - kept[-1].start:
            kept[-1] = atom
    return kept


class _Telling:
    """The moments of a text, each with what the text before it tells."""

    def __init__(self, doc: Document, moments: Sequence[Moment], places: Sequence[Place]) -> None:
        self._doc = doc
        self._moments = moments
        self._zones = ClockZones(doc, places)
        outright = [
            (moment.start, point)
            for moment in moments
            if moment.leaning is None and (point := point_of(moment.value))
        ]
        own_days = sum(isinstance(moment.leaning, Weekday | FromReport | PresentDay) for moment in moments)
        self._story = Story(doc, outright, own_days)
        self._published = doc.published.isoformat() if doc.published else None
        self._day: str | None = None
        self._day_at = NOWHERE
        self._clock: Moment | None = None
        self._clock_at = NOWHERE

    def times(self) -> Iterable[Time]:
        for moment in self._moments:
            here = self._doc.sentence_at(moment.start) or NOWHERE
            whole = self._resolved(moment, here)
            if whole.clock or (whole.part and not whole.value):
                if not (completed := self._with_day(whole, here)):
                    continue
                whole = self._with_offset(completed)
            if not whole.value and not whole.clock:
                continue
            self._remember(moment, whole, here)
            yield _time(whole)

    def _resolved(self, moment: Moment, here: Sentence) -> Moment:
        """The moment with the value of what it leans on."""
        if moment.leaning is None:
            return moment
        then = self._story.then(here)
        if not then.in_story and isinstance(
            moment.leaning, DayOfYear | MonthOfYear | Weekday | Weekend | Season
        ):
            ahead = looks_ahead(self._doc, moment.start, moment.end)
            behind = not ahead and looks_behind(self._doc, moment.start, moment.end)
            then = then._replace(ahead=ahead, behind=behind)
        return moment._replace(value=moment.leaning.value(then) or "")

    def _with_day(self, moment: Moment, here: Sentence) -> Moment | None:
        """A clock time or part of a day with its day; None where the words point back to nothing.

        It is of the day named in its sentence, else of the clock time before it in its paragraph, else of the report;
        in a story, of the day told in its paragraph. A part that belongs to no day in particular is of any.
        """
        if moment.clock == SAME:
            if not self._clock or here.paragraph - self._clock_at.paragraph > 1:
                return None
            moment = moment._replace(clock=self._clock.clock, zone=self._clock.zone)
            return moment if moment.value else moment._replace(value=self._clock.value)
        if moment.value:
            return moment
        if moment.part and not moment.clock and moment.leaning is None:
            return moment._replace(value="XXXX-XX-XX")
        beside = moment.clock and self._clock_at.paragraph == here.paragraph
        before = self._clock.value if self._clock and beside else None
        return moment._replace(value=self._day_near(here) or before or self._own_day() or "")

    def _with_offset(self, moment: Moment) -> Moment:
        if not moment.clock:
            return moment
        known = moment.value and "X" not in moment.value
        offset = self._zones.offset(moment.start, moment.end, moment.zone, moment.value) if known else None
        return moment._replace(zone=offset or "")

    def _day_near(self, here: Sentence) -> str | None:
        if self._story.is_story:
            return self._day if self._day_at.paragraph == here.paragraph else None
        return self._day if self._day_at == here else None

    def _own_day(self) -> str | None:
        if self._story.is_story:
            return "XXXX-XX-XX" if self._published else None
        return self._published

    def _remember(self, said: Moment, whole: Moment, here: Sentence) -> None:
        if said.clock == SAME:
            return  # its day is for comparison: "up from 300 at the same hour on Monday"
        if whole.clock:
            self._clock, self._clock_at = whole, here
        point = point_of(whole.value)
        if point and point.day:
            self._day, self._day_at = point.text(), here
        if point and whole.type != "SET":
            self._story.remember(point, said.start, here, outright=said.leaning is None, aside=said.aside)


def _time(moment: Moment) -> Time:
    """The moment as TIMEX3; its zone is an offset by now."""
    if moment.clock:
        value = f"{moment.value}T{moment.clock}{moment.zone}"
        return Time(start=moment.start, end=moment.end, type="TIME", value=value)
    if moment.part:
        return Time(start=moment.start, end=moment.end, type="TIME", value=f"{moment.value}T{moment.part}")
    return Time(start=moment.start, end=moment.end, type=moment.type, value=moment.value)
