"""Spans of time with a number, and what lies a span away: "five days", "two weeks ago", "three days later"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.atoms import Atom
from tocsin.reading.document import Document, Token
from tocsin.reading.leanings import FromLast, FromReport, Leaning
from tocsin.reading.numbers import Number

#: unit -> its TIMEX3 letter and how many of it
UNITS = {
    "second": ("TS", 1),
    "minute": ("TM", 1),
    "hour": ("TH", 1),
    "day": ("D", 1),
    "night": ("D", 1),
    "week": ("W", 1),
    "weekend": ("D", 2),
    "fortnight": ("W", 2),
    "month": ("M", 1),
    "year": ("Y", 1),
    "decade": ("Y", 10),
    "century": ("Y", 100),
}
#: what a day, month or year so far away is counted in
_STEPS = {"D": ("day", 1), "W": ("day", 7), "M": ("month", 1), "Y": ("year", 1)}
_AGO = frozenset(["ago"])
_EARLIER = frozenset(["earlier", "previously"])
_LATER = frozenset(["later", "hence", "afterward", "afterwards"])
#: these tell a time of their own only where no event follows
_BEFORE, _AFTER = frozenset(["before", "prior"]), frozenset(["after"])
#: farther than any calendar reaches
_STEPS_MAX = 10**6


class _Away(NamedTuple):
    """Which way a span is counted, and where its words end."""

    word: str
    end: int


def find_counted_durations(doc: Document, numbers: Sequence[Number]) -> Iterator[Atom]:
    """Durations with a number; with "ago" or "later" the day, month or year that lies so far away."""
    for number in numbers:
        if atom := _counted(doc, number):
            yield atom


def _counted(doc: Document, number: Number) -> Atom | None:
    following = doc.tokens[number.stop : number.stop + 7]
    if len(following) > 1 and following[0].text in "-‑" and following[0].end == following[1].start:
        following = following[1:]
    unit = unit_of(following[0].lower) if following else None
    if not unit or _is_age(following[1:]):
        return None
    letter, size = unit
    value = number.value
    if value is not None and [token.lower for token in following[1:4]] == ["and", "a", "half"]:
        value, following = value + 0.5, following[3:]
    amount = "X" if value is None else f"{value * size:.10g}"
    if "e" in amount:
        return None
    away = _away(following[1:])
    if away and letter in _STEPS:
        if amount.isdigit() and value:
            leaning = leaning_away(away.word, letter, int(amount))
            return Atom(number.start, away.end, "whole", leaning=leaning)
        return Atom(number.start, away.end, "whole", vague_away(away.word))
    end = away.end if away else following[0].end
    if len(following) > 2 and following[1].text == "-" and following[2].lower == "long":
        end = following[2].end
    return Atom(number.start, end, "whole", duration_text(letter, amount), "DURATION")


def _away(following: Sequence[Token]) -> _Away | None:
    """The "later" of "two days later"; not that of "two days later than planned"."""
    words = [token.lower for token in following[:2]]
    if not words:
        return None
    if words[0] in _AGO | _EARLIER | _LATER:
        return None if words[1:] == ["than"] else _Away(words[0], following[0].end)
    if words[0] in _BEFORE | _AFTER and (len(words) < 2 or not words[1][0].isalnum()):
        return _Away(words[0], following[0].end)
    return None


def leaning_away(word: str, letter: str, amount: int) -> Leaning:
    """What lies `amount` of a unit away: "ago" is counted from the report, "later" from what was told last."""
    unit, size = _STEPS[letter]
    steps = min(amount, _STEPS_MAX) * size
    if word in _AGO:
        return FromReport(unit, -steps)
    return FromLast(unit, -steps if word in _EARLIER | _BEFORE else steps)


def vague_away(word: str) -> str:
    """ "a few years ago", "months later": TIMEX3 has no more for them than past and future."""
    return "FUTURE_REF" if word in _LATER | _AFTER else "PAST_REF"


def counts_away(letter: str) -> bool:
    """Whether days, months or years are counted, and not hours."""
    return letter in _STEPS


def unit_of(word: str) -> tuple[str, int] | None:
    """
    >>> unit_of("weeks"), unit_of("centuries"), unit_of("miles")
    (('W', 1), ('Y', 100), None)
    """
    return UNITS.get(word) or UNITS.get(word.removesuffix("s")) or UNITS.get(word.removesuffix("ies") + "y")


def duration_text(letter: str, amount: str) -> str:
    """
    >>> duration_text("TH", "24"), duration_text("Y", "X")
    ('PT24H', 'PXY')
    """
    return f"PT{amount}{letter[1]}" if letter.startswith("T") else f"P{amount}{letter}"


def _is_age(following: Sequence[Token]) -> bool:
    """ "five years old", "five-year-old", "five years of age"."""
    words = [token.lower for token in following[:2]]
    return words[:1] == ["old"] or words in (["-", "old"], ["of", "age"])
