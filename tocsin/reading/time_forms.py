"""A way to write a time: its pattern, with an example, and the class of words near which it is looked for.

A pattern is tried only around such a word, so that its cost is that of the times in a text, not of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.atoms import Atom
from tocsin.reading.document import Token
from tocsin.reading.findings import Problem

#: characters around a word in which its time may stand: more than any form has on one side of it
_REACH = 72

#: class -> the words, in lower case, that may belong to a time of that class
_WORDS = {
    "month": "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
    " mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "season": "spring summer autumn fall winter springs summers autumns winters",
    "adverb": "yesterday today tomorrow tonight overnight"
    " daily weekly fortnightly monthly quarterly yearly annually hourly nightly",
    "unit": "second minute hour day night week weekend fortnight month quarter year decade century time moment"
    " seconds minutes hours days nights weeks weekends fortnights months quarters years decades centuries",
    "part": "morning dawn daybreak sunrise afternoon evening dusk nightfall sunset night nighttime daytime",
    "clock": "am pm m : h",
    "spoken": "o'clock o’clock half quarter morning afternoon evening night",
    "named hour": "noon midday midnight",
    "military": "gmt utc cet cest eet eest msk local hours hrs hr",
    "dotted": ". / -",
    "ordinal": "st nd rd th",
    "decade": "s ’s 's",
    "century": "century",
}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
YEAR = (
    r"(?:(?P<before_christ>\d{1,4})\s?(?:BCE?\b|B\.\s?C\.(?:\s?E\.)?)"
    r"|(?P<year>1\d\d\d|20\d\d)(?!\d|-\d\d-|\s?B\.?C))"
)
#: "early May", "the end of August": the time is the whole, as TIMEX3 has it
PHASE = (
    r"(?:(?:(?:the\s(?:very\s)?)?(?:beginning|start|middle|end|close)\sof|(?:early|late|mid|later|earlier)(?:\sin)?)"
    r"[\s-])?"
)
WEEKDAY = r"(?P<weekday>Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day"

Windows = Mapping[str, Sequence[tuple[int, int]]]


class Form(NamedTuple):
    #: the class of its trigger words
    near: str
    #: compiled when first used: that costs more than the rest of the import
    pattern: str
    example: str
    atoms: Callable[[re.Match[str]], Iterator[Atom | Problem]]


def year_of(match: re.Match[str]) -> int | None:
    """The year that `YEAR` found, negative before Christ."""
    if match["before_christ"]:
        return -int(match["before_christ"])
    return int(match["year"]) if match["year"] else None


def find_forms(text: str, windows: Windows, forms: Sequence[Form]) -> Iterator[Atom | Problem]:
    """Every passage that one of the forms takes for a time; they may overlap."""
    for form in forms:
        for low, high in windows.get(form.near, ()):
            for match in _compiled(form.pattern).finditer(text, low, high):
                yield from form.atoms(match)


def windows_of(tokens: Sequence[Token]) -> Windows:
    """Where a time of each class may stand."""
    windows: dict[str, list[tuple[int, int]]] = {}
    classes = _classes()
    for token in tokens:
        for near in classes.get(token.lower, ()):
            spans = windows.setdefault(near, [])
            low, high = max(0, token.start - _REACH), token.end + _REACH
            if spans and low <= spans[-1][1]:
                spans[-1] = (spans[-1][0], high)
            else:
                spans.append((low, high))
    return windows


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for near, listed in _WORDS.items():
        for word in listed.split():
            classes[word] = (*classes.get(word, ()), near)
    return classes


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
