"""Passages that are not in English: they are told, not read. Numbers, dates and names in them are still found.

English prose is held together by few words: of those in lower case, 25 to 50 in a hundred are in the lists below.
Passages in other languages have a few, whose own words happen to be spelled so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Problem
from tocsin.reading.numbers import Number

_LOWER = attrgetter("lower")

REASON = "not in English: only numbers, dates and names are read here"

#: frequent words of English that few of its neighbours have too
_WORDS = """
the of and to that for with was were from by their this these those which have has had been be are not said
it they she who will would could should his its but when where there than about you your our we what if just
i'm don't it's can't i’m don’t it’s can’t after before because between into more most other some while
"""
_ENGLISH = frozenset(_WORDS.split())
#: those that they have, with another meaning; a list of names or a post may hold no others
_SHARED = frozenset(["a", "an", "at", "he", "her", "him", "i", "in", "is", "on", "or", "out", "up", "us"])
#: of the words in lower case, English prose has more than one in sixteen of the first and one in seven of both
_SHARE_MIN = 0.06
_SHARE_OF_BOTH_MIN = 0.14
#: fewer words in lower case, or letters of another script, prove nothing
_WORDS_MIN = 16
_LETTERS_MIN = 20
#: Latin letters with all their accents end here
_LAST_LATIN = "\u024f"
#: 3 in English, 3,000 in most of its neighbours
_UNCLEAR = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def find_foreign(doc: Document) -> tuple[Problem, ...]:
    """One problem for each run of paragraphs that are not in English, in text order."""
    judged = [_is_foreign(doc.tokens_in(each.start, each.end)) for each in doc.paragraphs]
    if False not in judged and _is_foreign(doc.tokens):
        judged = [True] * len(judged)  # lines too short to tell, which together do
    return tuple(
        Problem(start=run[0].start, end=run[-1].end, reason=REASON)
        for foreign, group in groupby(zip(judged, doc.paragraphs, strict=True), key=itemgetter(0))
        if foreign and (run := [paragraph for _, paragraph in group])
    )


def set_unclear_aside(
    doc: Document, numbers: Sequence[Number], foreign: Sequence[Problem]
) -> tuple[tuple[Number, ...], tuple[Problem, ...]]:
    """The numbers without those that English and the language of their passage would read differently; and those."""
    if not foreign:
        return tuple(numbers), ()
    unclear = {number for number in numbers if _within(number, foreign) and _is_unclear(doc, number)}
    kept = tuple(number for number in numbers if number not in unclear)
    reason = "a number whose separators are unclear"
    return kept, tuple(Problem(start=one.start, end=one.end, reason=reason) for one in sorted(unclear))


def _within(number: Number, foreign: Sequence[Problem]) -> bool:
    index = bisect_right(foreign, number.start, key=lambda passage: passage.start) - 1
    return index >= 0 and number.end <= foreign[index].end


def _is_unclear(doc: Document, number: Number) -> bool:
    return _UNCLEAR.fullmatch(doc.text, number.start, number.end) is not None


def _is_foreign(tokens: Sequence[Token]) -> bool | None:
    """Whether the tokens are prose in another language; None where so few do not tell."""
    known = sum(map(_ENGLISH.__contains__, map(_LOWER, tokens)))
    if known > _SHARE_OF_BOTH_MIN * len(tokens):
        return False
    prose = [token.lower for token in tokens if token.text[0].isalpha() and not token.text[0].isupper()]
    if len(prose) >= _WORDS_MIN:
        shared = sum(map(_SHARED.__contains__, prose))
        return known < _SHARE_MIN * len(prose) and known + shared < _SHARE_OF_BOTH_MIN * len(prose)
    return True if _is_in_other_script(tokens) else None


def _is_in_other_script(tokens: Sequence[Token]) -> bool:
    """Whether most letters are of another script, be it one that parts no words."""
    latin = other = 0
    for token in tokens:
        if token.text[0].isalpha():
            other += len(token.text) if token.text[0] > _LAST_LATIN else 0
            latin += len(token.text) if token.text[0] <= _LAST_LATIN else 0
    return other >= _LETTERS_MIN and other > latin
