"""Spans of time: "five days", "months-long", "two weeks ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tocsin.reading.anchoring import period_value
from tocsin.reading.atoms import Atom
from tocsin.reading.document import Document, Token
from tocsin.reading.numbers import Number

#: unit -> its TIMEX3 letter and how many of it
_UNITS = {
    "second": ("TS", 1),
    "minute": ("TM", 1),
    "hour": ("TH", 1),
    "day": ("D", 1),
    "night": ("D", 1),
    "week": ("W", 1),
    "fortnight": ("W", 2),
    "month": ("M", 1),
    "year": ("Y", 1),
    "decade": ("Y", 10),
    "century": ("Y", 100),
    "centurie": ("Y", 100),
}
_COUNTED_BACK = {"D": ("day", 1), "W": ("day", 7), "M": ("month", 1), "Y": ("year", 1)}
_UNIT_NAMES = "second|minute|hour|day|night|week|fortnight|month|year|decade|centurie|century"
#: "months-long", "for weeks", "several days", "the past year", "an hour"; "a second" is most often an ordinal
_UNCOUNTED = (
    rf"\b(?i:(?P<long>{_UNIT_NAMES})(?P<plural>s?)-?long"
    rf"|(?:for|over|after|in)\s(?P<many>{_UNIT_NAMES})s"
    rf"|(?P<vague>a\sfew|several|many|recent|some)\s(?P<some>{_UNIT_NAMES})s"
    rf"|(?:the\s)(?:past|last|previous)\s(?P<past>{_UNIT_NAMES})"
    rf"|an?\s(?:whole\s|full\s|entire\s)?(?P<one>(?!second\b)(?:{_UNIT_NAMES})))\b"
    r"(?P<ago>\sago\b)?"
)


def find_durations(doc: Document, numbers: Sequence[Number]) -> Iterator[Atom]:
    """Durations with a number and without; with "ago", the day, month or year that long before the report."""
    for number in numbers:
        atom = _counted(doc, number)
        if atom:
            yield atom
    for match in re.finditer(_UNCOUNTED, doc.text):
        yield _uncounted(match, doc.published)


def _counted(doc: Document, number: Number) -> Atom | None:
    stop = number.stop
    following = doc.tokens[stop : stop + 4]
    if following and following[0].text == "-":
        following, stop = following[1:], stop + 1
    unit = _unit(following[0].lower) if following else None
    if not unit or _is_age(following[1:]):
        return None
    letter, size = unit
    amount = "X" if number.value is None else f"{number.value * size:.10g}"
    if "e" in amount:
        return None
    ago = len(following) > 1 and following[1].lower == "ago"
    if ago and letter in _COUNTED_BACK and amount.isdigit():
        return Atom(number.start, following[1].end, "whole", _ago(letter, int(amount), doc.published))
    end = following[1].end if ago else following[0].end
    return Atom(number.start, end, "whole", _duration(letter, amount), "DURATION")


def _uncounted(match: re.Match[str], published: date | None) -> Atom:
    word = match["long"] or match["many"] or match["some"] or match["past"] or match["one"]
    letter, size = _UNITS[word.lower()]
    open_ended = match["many"] or match["some"] or match["plural"]
    start = match.start("many") if match["many"] else match.start()
    if match["ago"] and match["one"] and letter in _COUNTED_BACK:
        return Atom(start, match.end(), "whole", _ago(letter, size, published))
    return Atom(start, match.end(), "whole", _duration(letter, "X" if open_ended else str(size)), "DURATION")


def _unit(word: str) -> tuple[str, int] | None:
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


def _is_age(following: Sequence[Token]) -> bool:
    """ "five years old", "five-year-old"."""
    words = [token.lower for token in following]
    return words[:1] == ["old"] or words[:2] == ["-", "old"]


def _duration(letter: str, amount: str) -> str:
    return f"PT{amount}{letter[1]}" if letter.startswith("T") else f"P{amount}{letter}"


def _ago(letter: str, amount: int, published: date | None) -> str:
    unit, size = _COUNTED_BACK[letter]
    return period_value(unit, -min(amount, 10**6) * size, published)
