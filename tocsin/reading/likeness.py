"""Whether two passages tell of the same: the content words that they share, whatever their endings.

>>> from tocsin.reading.document import tokenize
>>> sorted(content_stems(tokenize("The soldiers were burning 40 houses on Monday.")))
['40', 'burn', 'hous', 'soldi']
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tocsin.reading.cues import speech_nouns, speech_verbs
from tocsin.reading.document import Token
from tocsin.reading.grammar import is_kind
from tocsin.reading.names import is_month_or_day, is_time_noun

#: longest first: "deportations" and "deported" are one, and so are "burning" and "burned"
_ENDINGS = ("ations", "ation", "ions", "ings", "ies", "ion", "ing", "ers", "ed", "es", "er", "s", "e", "y")
#: no stem is cut shorter, and shorter words tell too little
_STEM_MIN = 4
_CLOSED = (
    "opener",
    "preposition",
    "auxiliary",
    "modal",
    "subordinator",
    "relative",
    "adverb",
    "determiner",
    "pronoun",
    "negation",
    "conjunction",
)
#: words that any two reports share
_VAGUE = ("any", "some", "every", "people", "person", "figure", "number", "count", "there", "such")


def content_stems(tokens: Iterable[Token]) -> frozenset[str]:
    """The stems of the words that tell something, and the numbers of two figures or more, as printed."""
    return frozenset(stem for token in tokens if (stem := _stem(token.lower)))


@cache
def _closed_words() -> frozenset[str]:
    return frozenset(speech_nouns()) | frozenset(speech_verbs())


def _stem(word: str) -> str | None:
    if word[0].isdigit():
        return word if len(word) > 1 else None
    if len(word) < _STEM_MIN or not word.isalpha() or not _tells(word):
        return None
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _STEM_MIN), "")
    return word[: len(word) - len(ending)]


def _tells(word: str) -> bool:
    if word.startswith(_VAGUE) or word in _closed_words() or is_month_or_day(word) or is_time_noun(word):
        return False
    return not any(is_kind(word, kind) for kind in _CLOSED)
