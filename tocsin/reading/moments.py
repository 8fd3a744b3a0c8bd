"""Neighbouring atoms put together: "6 p.m. local time" + "on" + "Friday" are one moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tocsin.reading.atoms import Atom
from tocsin.reading.findings import TimeType
from tocsin.reading.leanings import Leaning

#: what may stand between two atoms of one time, by their kinds
_GLUE = {
    ("clock", "day"): ("on", "", ",", "of", "(", "on the"),
    ("clock", "weekday"): ("on", "", ",", "of", "("),
    ("day", "clock"): (
        "at",
        ", at",
        ") at",
        ") around",
        ")",
        "",
        ",",
        "at around",
        "at about",
        "around",
        "shortly before",
        "shortly after",
    ),
    ("weekday", "clock"): ("at", ", at", "", ",", "at around", "at about", "around"),
    ("weekday", "day"): ("", ",", "(", "the", ", the"),
    ("day", "weekday"): ("", ",", "(", ", a"),
    ("part", "day"): ("of", "on", "", ",", "of the"),
    ("part", "weekday"): ("of", "on", "", ","),
    ("day", "part"): ("", ",", "in", "at", "by", "before", "after"),
    ("weekday", "part"): ("", ",", "at", "in", "by", "before", "after"),
    ("part", "clock"): ("at",),
    ("clock", "part"): ("",),
}
#: the longest glue, with room for white space
_GAP_MAX = 18


class Moment(NamedTuple):
    """One time, gathered from neighbouring atoms: a day or other date, and perhaps a clock time or part of the day."""

    start: int
    end: int
    type: TimeType = "DATE"
    #: the date as TIMEX3; "" where the text around it tells
    value: str = ""
    leaning: Leaning | None = None
    clock: str | None = None
    part: str | None = None
    zone: str = ""
    aside: bool = False
    #: the kind of its last atom, to which the next may be glued
    last: str = ""


def glue(text: str, atoms: Iterable[Atom]) -> list[Moment]:
    """The moments of `atoms`, which are in text order."""
    moments: list[Moment] = []
    for atom in atoms:
        last = moments[-1] if moments else None
        if last and _may_join(text, last, atom):
            moments[-1] = _joined(last, atom)
        else:
            moments.append(_joined(Moment(atom.start, atom.end, atom.type), atom))
    return moments


def _may_join(text: str, last: Moment, atom: Atom) -> bool:
    if atom.start - last.end > _GAP_MAX or (last.last, atom.kind) not in _GLUE:
        return False
    has_day = bool(last.value) or (last.leaning is not None and last.last != "part")
    if (atom.kind == "clock" and last.clock) or (atom.kind == "day" and has_day and last.last != "weekday"):
        return False
    return " ".join(text[last.end : atom.start].lower().split()) in _GLUE[last.last, atom.kind]


def _joined(moment: Moment, atom: Atom) -> Moment:
    """The moment with the atom added; a full date outranks the weekday beside it."""
    joined = moment._replace(end=atom.end, last=atom.kind)
    if atom.kind == "clock":
        return joined._replace(clock=atom.value, zone=atom.zone)
    if atom.kind == "part":
        has_day = bool(moment.value) or moment.leaning is not None
        return joined._replace(part=atom.value, leaning=moment.leaning if has_day else atom.leaning)
    if atom.kind == "weekday" and (moment.value or (moment.leaning is not None and not moment.part)):
        return joined
    return joined._replace(value=atom.value, leaning=atom.leaning, aside=atom.aside)
