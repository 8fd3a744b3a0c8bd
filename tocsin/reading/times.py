"""Times as TIMEX3, anchored on the day of the report.

1. Find atoms: days, clock times, parts of a day, durations.
2. Where two overlap, keep the longer.
3. Put neighbours together: "6 p.m. local time" + "on" + "Friday".
4. Give a clock time its day, where none stands beside it, and its offset from UTC (clock_zones.py); "that hour" is
   the one that the paragraph named last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tocsin.reading.atoms import SAME, Atom
from tocsin.reading.clock_zones import ClockZones
from tocsin.reading.clocks import find_clocks
from tocsin.reading.dates import find_dates
from tocsin.reading.document import Document, Sentence
from tocsin.reading.durations import find_durations
from tocsin.reading.findings import Place, Problem, Time
from tocsin.reading.numbers import Number

#: what may stand between two atoms of one time, by their kinds
_GLUE = {
    ("clock", "day"): ("on", "", ",", "of", "(", "on the"),
    ("clock", "weekday"): ("on", "", ",", "of", "("),
    ("day", "clock"): ("at", "", ",", "at around", "at about", "around", "shortly before", "shortly after"),
    ("weekday", "clock"): ("at", "", ",", "at around", "at about", "around"),
    ("weekday", "day"): ("", ",", "(", "the", ", the"),
    ("day", "weekday"): ("", ",", "(", ", a"),
    ("part", "day"): ("of", "on", "", ","),
    ("part", "weekday"): ("of", "on", "", ","),
    ("day", "part"): ("", ",", "in the", "at"),
    ("weekday", "part"): ("", ",", "at"),
    ("part", "clock"): ("at",),
    ("clock", "part"): ("",),
}
#: the longest glue, with room for white space
_GAP_MAX = 18

_NOWHERE = Sentence(-1, -1, "", -1)


class _Moment(NamedTuple):
    """A day, or a clock time of a day, gathered from neighbouring atoms."""

    start: int
    end: int
    day: str | None = None
    clock: str | None = None
    part: str | None = None
    zone: str = ""
    #: the kind of its last atom, to which the next may be glued
    last: str = ""


def find_times(
    doc: Document, numbers: Sequence[Number], places: Sequence[Place]
) -> tuple[tuple[Time, ...], tuple[Problem, ...]]:
    """All times of the text; and what looks like a date and is none."""
    found = [*find_dates(doc.text, doc.published), *find_clocks(doc.text), *find_durations(doc, numbers)]
    kept = _longest([atom for atom in found if not doc.in_link(atom.start)])
    problems = tuple(atom for atom in kept if isinstance(atom, Problem))
    atoms = [atom for atom in kept if isinstance(atom, Atom)]
    wholes = [
        Time(start=atom.start, end=atom.end, type=atom.type, value=atom.value)
        for atom in atoms
        if atom.kind == "whole"
    ]
    moments = _glue(doc.text, [atom for atom in atoms if atom.kind != "whole"])
    times = wholes + _moments_as_times(doc, moments, places)
    return tuple(sorted(times, key=lambda time: time.start)), problems


def _longest(found: Iterable[Atom | Problem]) -> list[Atom | Problem]:
    """Of overlapping passages the longest, in text order."""
    kept: list[Atom | Problem] = []
    for atom in sorted(found, key=lambda atom: (atom.start, -atom.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
        elif atom.end - atom.start > kept[-1].end - kept[-1].start:
            kept[-1] = atom
    return kept


def _glue(text: str, atoms: Iterable[Atom]) -> list[_Moment]:
    moments: list[_Moment] = []
    for atom in atoms:
        last = moments[-1] if moments else None
        if last and _may_join(text, last, atom):
            moments[-1] = _joined(last, atom)
        else:
            moments.append(_joined(_Moment(atom.start, atom.end), atom))
    return moments


def _may_join(text: str, last: _Moment, atom: Atom) -> bool:
    if atom.start - last.end > _GAP_MAX or (last.last, atom.kind) not in _GLUE:
        return False
    if (atom.kind == "clock" and last.clock) or (atom.kind == "day" and last.day and last.last != "weekday"):
        return False
    return " ".join(text[last.end : atom.start].lower().split()) in _GLUE[last.last, atom.kind]


def _joined(moment: _Moment, atom: Atom) -> _Moment:
    """The moment with the atom added; a full date outranks the weekday beside it."""
    joined = moment._replace(end=atom.end, last=atom.kind)
    if atom.kind == "clock":
        return joined._replace(clock=atom.value, zone=atom.zone)
    if atom.kind == "part":
        return joined._replace(part=atom.value)
    if atom.kind == "weekday" and moment.day:
        return joined
    return joined._replace(day=atom.value)


def _moments_as_times(doc: Document, moments: Sequence[_Moment], places: Sequence[Place]) -> list[Time]:
    zones, named = ClockZones(doc, places), _Named(doc)
    times: list[Time] = []
    for moment in moments:
        whole = named.complete(moment)
        if whole is None:
            continue
        if whole.clock:
            offset = zones.offset(whole.start, whole.end, whole.zone, whole.day) if whole.day else None
            whole = whole._replace(zone=offset or "")
        if moment.clock != SAME:  # its day is for comparison: "up from 300 at the same hour on Monday"
            named.remember(whole)
        time = _time(whole)
        if time:
            times.append(time)
    return times


def _time(moment: _Moment) -> Time | None:
    """The moment as TIMEX3; its zone is an offset by now."""
    if moment.clock:
        value = f"{moment.day or ''}T{moment.clock}{moment.zone}"
        return Time(start=moment.start, end=moment.end, type="TIME", value=value)
    if not moment.day:
        return None  # a part of no day in particular
    if moment.part:
        return Time(start=moment.start, end=moment.end, type="TIME", value=f"{moment.day}T{moment.part}")
    return Time(start=moment.start, end=moment.end, type="DATE", value=moment.day)


class _Named:
    """The day and the clock time that were named last."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._published = doc.published.isoformat() if doc.published else None
        self._here = _NOWHERE
        self._day: str | None = None
        self._day_at = _NOWHERE
        self._clock: _Moment | None = None
        self._clock_at = _NOWHERE

    def complete(self, moment: _Moment) -> _Moment | None:
        """The moment with what it leaves to the words before it; None where they name nothing.

        "That hour" and "the same day" were named in the paragraph or the one before. A clock time alone is of the day
        named in its sentence, else of the clock time before it in its paragraph, else of the report.
        """
        self._here = self._doc.sentence_at(moment.start) or _NOWHERE
        if moment.clock == SAME:
            if not self._clock or not self._near(self._clock_at):
                return None
            moment = moment._replace(clock=self._clock.clock, zone=self._clock.zone)
            return moment if moment.day else moment._replace(day=self._clock.day)
        if moment.day == SAME:
            return moment._replace(day=self._day) if self._near(self._day_at) else None
        if moment.day:
            return moment
        beside = moment.clock and self._clock_at.paragraph == self._here.paragraph
        before = self._clock.day if self._clock and beside else None
        return moment._replace(day=self._day_of_sentence() or before or self._published)

    def remember(self, moment: _Moment) -> None:
        if moment.clock:
            self._clock, self._clock_at = moment, self._here
        if moment.day:
            self._day, self._day_at = moment.day, self._here

    def _day_of_sentence(self) -> str | None:
        return self._day if self._day_at == self._here else None

    def _near(self, there: Sentence) -> bool:
        return there.paragraph >= 0 and self._here.paragraph - there.paragraph <= 1
