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


class _Class(NamedTuple):
    """Words near which a time may stand, and how many characters it may reach before and after one."""

    before: int
    after: int
    words: str


_CLASSES = {
    "month": _Class(
        64,
        64,
        "january february march april may june july august september october november december"
        " jan feb mar apr jun jul aug sept sep oct nov dec",
    ),
    "bare month": _Class(
        40,
        40,
        "january february april june july august september october november december sept oct nov dec jan feb aug",
    ),
    "may": _Class(40, 40, "may march"),
    "weekday": _Class(
        24,
        24,
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
        " mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    ),
    "season": _Class(48, 40, "spring summer autumn fall winter"),
    "adverb": _Class(
        24,
        8,
        "yesterday today tomorrow tonight overnight"
        " daily weekly fortnightly monthly quarterly yearly annually hourly nightly",
    ),
    "unit": _Class(
        48, 24, "hour day night week weekend fortnight month quarter year decade century time moment"
    ),
    "span": _Class(
        40,
        32,
        "second minute hour day night week fortnight month year decade century"
        " seconds minutes hours days nights weeks fortnights months years decades centuries",
    ),
    "part": _Class(
        40,
        24,
        "hours mornings afternoons evenings nights morning dawn daybreak sunrise"
        " afternoon evening dusk nightfall sunset night nighttime daytime",
    ),
    "clock": _Class(16, 40, "am pm m : h"),
    "spoken": _Class(32, 48, "o'clock o’clock half quarter morning afternoon evening night"),
    "named hour": _Class(8, 40, "noon midday midnight"),
    "military": _Class(16, 32, "gmt utc cet cest eet eest msk local hours hrs hr"),
    "ordinal": _Class(24, 32, "st nd rd th"),
    "decade": _Class(48, 16, "s ’s 's"),
    "half": _Class(20, 24, "half quarter"),
    "century": _Class(48, 16, "century"),
    #: four digits, or digits with points between
    "digits": _Class(24, 24, ""),
}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)(?!\w)"
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
    called = _called()
    for token in tokens:
        if token.lower in called:
            for near in called[token.lower]:
                _add(windows.setdefault(near, []), token, _CLASSES[near])
        elif token.text[0].isdigit() and (len(token.text) == 4 or token.text.count(".") == 2):
            _add(windows.setdefault("digits", []), token, _CLASSES["digits"])
    return windows


def _add(spans: list[tuple[int, int]], token: Token, reach: _Class) -> None:
    """The window of one word, joined with the one before where they meet."""
    low, high = max(0, token.start - reach.before), token.end + reach.after
    if spans and low <= spans[-1][1]:
        spans[-1] = (spans[-1][0], high)
    else:
        spans.append((low, high))


@cache
def _called() -> dict[str, tuple[str, ...]]:
    """Word -> the classes that it calls for."""
    called: dict[str, tuple[str, ...]] = {}
    for near, (_, _, listed) in _CLASSES.items():
        for word in listed.split():
            called[word] = (*called.get(word, ()), near)
    return called


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
