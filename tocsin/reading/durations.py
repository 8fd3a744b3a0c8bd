"""Spans of time, and what lies a span away: "five days", "months-long", "two weeks ago", "three days later"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.atoms import Atom
from tocsin.reading.document import Document, Token
from tocsin.reading.leanings import FromLast, FromReport, Leaning
from tocsin.reading.numbers import Number
from tocsin.reading.time_forms import Form

#: unit -> its TIMEX3 letter and how many of it
_UNITS = {
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
    "centurie": ("Y", 100),
}
_STEPS = {"D": ("day", 1), "W": ("day", 7), "M": ("month", 1), "Y": ("year", 1)}
_UNIT_NAMES = "second|minute|hour|day|night|week|fortnight|month|year|decade|centurie|century"
#: what turns a span into the moment that lies a span away; "before" and "after" only where no event follows
_AWAY = (
    r"(?:\s(?P<away>ago|later|earlier|previously|hence|afterwards?)\b(?!\sthan\b)"
    r"|\s(?P<bare>before|after|prior)(?=[.,;:)]|\s(?:and|but)\b|$))?"
)
#: "months-long", "for weeks", "several days", "the past year", "an hour"; "a second" is most often an ordinal
_UNCOUNTED = (
    rf"\b(?i:(?P<long>{_UNIT_NAMES})(?P<plural>s?)-?\s?long"
    rf"|(?:for|over|after|in|within|of|lasted|took|take|and|or|spent|nearly|almost|throughout|many)\s(?P<many>{_UNIT_NAMES})s"
    rf"|(?P<far>{_UNIT_NAMES})s(?=\s(?:later|earlier|ago|before|after|of)\b)"
    rf"|(?:the\s)?(?P<vague>(?:(?:past|last|next|first|previous|following|coming)\s)?(?:a\sfew|few|several|many|some|couple\sof|a\scouple\sof)"
    rf"|recent|coming|following|succeeding|subsequent|ensuing|intervening|preceding|previous|next|past|last|first)\s(?P<some>{_UNIT_NAMES})s"
    rf"|(?:the\s)(?:past|last)\s(?P<past>{_UNIT_NAMES})"
    rf"|an?\s(?:whole\s|full\s|entire\s|further\s|mere\s)?(?P<one>(?!second\b)(?:{_UNIT_NAMES})))\b"
    rf"{_AWAY}"
)
_AGO = frozenset(["ago"])
_EARLIER = frozenset(["earlier", "before", "previously", "prior"])
_LATER = frozenset(["later", "hence", "afterward", "afterwards", "after"])
_ENDS = frozenset(".,;:)")


class _Away(NamedTuple):
    """Which way a span is counted, and where its words end."""

    word: str
    end: int


def find_counted_durations(doc: Document, numbers: Sequence[Number]) -> Iterator[Atom]:
    """Durations with a number; with "ago" or "later" the day, month or year that lies so far away."""
    for number in numbers:
        atom = _counted(doc, number)
        if atom:
            yield atom


def _counted(doc: Document, number: Number) -> Atom | None:
    stop = number.stop
    following = doc.tokens[stop : stop + 6]
    if (
        following and following[0].text in "-‑" and following[0].end == following[1:2][0].start
        if following[1:]
        else False
    ):
        following = following[1:]
    unit = _unit(following[0].lower) if following else None
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
        leaning = _leaning(away.word, letter, int(value * size)) if amount.isdigit() and value else None
        vague = "PAST_REF" if away.word in _AGO | _EARLIER else "FUTURE_REF"
        return Atom(number.start, away.end, "whole", "" if leaning else vague, leaning=leaning)
    end = away.end if away else following[0].end
    if len(following) > 2 and following[1].text == "-" and following[2].lower == "long":
        end = following[2].end
    return Atom(number.start, end, "whole", _duration(letter, amount), "DURATION")


def _away(following: Sequence[Token]) -> _Away | None:
    word = following[0].lower if following else ""
    if word in _AGO or (word in _EARLIER | _LATER and word not in ("before", "after", "prior")):
        than = following[1].lower if len(following) > 1 else ""
        return None if than == "than" else _Away(word, following[0].end)
    if word in ("before", "after") and (len(following) < 2 or following[1].text in _ENDS):
        return _Away(word, following[0].end)
    return None


def _leaning(word: str, letter: str, amount: int) -> Leaning:
    unit, size = _STEPS[letter]
    count = min(amount, 10**6) * size
    if word in _AGO:
        return FromReport(unit, -count)
    return FromLast(unit, -count if word in _EARLIER else count)


def _uncounted(match: re.Match[str]) -> Iterator[Atom]:
    word = match["long"] or match["many"] or match["some"] or match["past"] or match["one"] or match["far"]
    letter, size = _UNITS[word.lower()]
    open_ended = match["many"] or match["some"] or match["plural"] or match["far"]
    start = match.start("many") if match["many"] else match.start()
    said = (match["away"] or match["bare"] or "").lower()
    if said and letter in _STEPS:
        if open_ended:
            value = "PAST_REF" if said in _AGO | _EARLIER else "FUTURE_REF"
            yield Atom(start, match.end(), "whole", value)
        else:
            yield Atom(start, match.end(), "whole", leaning=_leaning(said, letter, size))
        return
    value = _duration(letter, "X" if open_ended else str(size))
    yield Atom(start, match.end(), "whole", value, "DURATION")


def _unit(word: str) -> tuple[str, int] | None:
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))


def _is_age(following: Sequence[Token]) -> bool:
    """ "five years old", "five-year-old"."""
    words = [token.lower for token in following[:2]]
    return words[:1] == ["old"] or words in (["-", "old"], ["of", "age"])


def _duration(letter: str, amount: str) -> str:
    return f"PT{amount}{letter[1]}" if letter.startswith("T") else f"P{amount}{letter}"


DURATION_FORMS = (Form("span", _UNCOUNTED, "months-long", _uncounted),)
