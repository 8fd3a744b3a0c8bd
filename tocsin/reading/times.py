"""Times as TIMEX3, anchored on the day of the report.

1. Find atoms: days, clock times, parts of a day, durations.
2. Where two overlap, keep the longer.
3. Put neighbours together: "6 p.m. local time" + "on" + "Friday".
4. Give a clock time its day, where none stands beside it, and its offset from UTC, where the text speaks of one
   clock zone only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tocsin.reading.atoms import Atom
from tocsin.reading.clocks import find_clocks
from tocsin.reading.dates import find_dates
from tocsin.reading.document import Document
from tocsin.reading.durations import find_durations
from tocsin.reading.findings import Place, Problem, Time
from tocsin.reading.gazetteer import known_place
from tocsin.reading.numbers import Number
from tocsin.reading.zones import offset_of

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
#: of a text's places, how many must agree on a clock before "local time" is theirs; a third may be those that comment
_AGREEMENT_MIN = 2 / 3


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
    clocks = _Clocks(doc, places)
    times: list[Time] = []
    last_day: tuple[int, str] | None = None
    for moment in moments:
        sentence = doc.sentence_at(moment.start)
        since = sentence.start if sentence else 0
        if moment.day:
            last_day = moment.start, moment.day
        near = last_day[1] if last_day and last_day[0] >= since else None
        day = moment.day or near or (doc.published.isoformat() if doc.published else None)
        time = _time(moment, day, clocks)
        if time:
            times.append(time)
    return times


def _time(moment: _Moment, day: str | None, clocks: _Clocks) -> Time | None:
    if moment.clock:
        offset = clocks.offset(moment, day) if day else None
        value = f"{day or ''}T{moment.clock}{offset or ''}"
        return Time(start=moment.start, end=moment.end, type="TIME", value=value)
    if not moment.day:
        return None  # a part of no day in particular
    if moment.part:
        return Time(start=moment.start, end=moment.end, type="TIME", value=f"{moment.day}T{moment.part}")
    return Time(start=moment.start, end=moment.end, type="DATE", value=moment.day)


class _Clocks:
    """Which clock the text goes by."""

    def __init__(self, doc: Document, places: Sequence[Place]) -> None:
        self._doc = doc
        self._places = places
        self._countries = Counter(place.country for place in places if place.country)

    def offset(self, moment: _Moment, day: str) -> str | None:
        """The zone named; else that of the sentence's places, if they agree; else, for a "local time", the text's."""
        if moment.zone and moment.zone != "local":
            place = known_place(moment.zone)
            return offset_of((place.country or "") if place else moment.zone, day)
        sentence = self._doc.sentence_at(moment.start)
        if sentence:
            near = Counter(
                place.country
                for place in _between(self._places, sentence.start, sentence.end)
                if place.country
            )
            if near:
                return _common_offset(near, day, 1.0)
        return _common_offset(self._countries, day, _AGREEMENT_MIN) if moment.zone == "local" else None


def _common_offset(countries: Counter[str], day: str, share_min: float) -> str | None:
    offsets: Counter[str | None] = Counter()
    for country, count in countries.items():
        offsets[offset_of(country, day)] += count
    best = max(offsets, key=lambda offset: offsets[offset], default=None)
    return best if best and offsets[best] >= share_min * offsets.total() else None


def _between(places: Sequence[Place], start: int, end: int) -> list[Place]:
    return [place for place in places if start <= place.start < end]
