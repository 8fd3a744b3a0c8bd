"""Fractions in words: shares of a whole, and what stands before a scale.

>>> from tocsin.reading.document import tokenize
>>> [read_share(tokenize(text), 0) for text in ("two-thirds of the town", "half its people", "one in five homes")]
[(0.6666666666666666, 3), (0.5, 1), (0.2, 3)]
>>> read_part(tokenize("one and a half million"), 0)
(1.5, 4)
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from tocsin.reading.cardinals import number_words, small
from tocsin.reading.document import Token
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words

_HYPHENS = frozenset("-‑")
#: "half of", "half the", "half its": what a share is taken of; "half are", "a third had": or was
_WHOLES = frozenset(["of", "the", "its", "their", "his", "her", "our", "all", "are", "were", "have", "had"])
_PARTS_OF_SCALE: tuple[tuple[tuple[str, ...], float], ...] = (
    (("half", "a"), 0.5),
    (("half", "-", "a", "-"), 0.5),
    (("half", "-"), 0.5),
    (("half",), 0.5),
    (("a", "quarter", "of", "a"), 0.25),
    (("a", "quarter", "-"), 0.25),
    (("three", "quarters", "of", "a"), 0.75),
)
#: "one in five": larger numbers make odds of a lottery, and those are seldom shares of people
_RATIO_MAX = 100
#: "two in three", "nine in ten": wholes of which several are a share
_ROUND = frozenset([3, 4, 5, 10, 100])


def read_part(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """The part of a scale word, or the whole and a half, and the index of the first token after it."""
    words = tuple(token.lower for token in tokens[index : index + 5])
    for opening, part in _PARTS_OF_SCALE:
        rest = words[len(opening) :]
        if words[: len(opening)] == opening and rest and rest[0] in number_words("scale"):
            return part, index + len(opening)
    whole = small(words[0])
    if whole is not None and words[1:4] == ("and", "a", "half"):
        return whole + 0.5, index + 4
    joined = tuple(token.lower for token in tokens[index + 1 : index + 7])
    if whole is not None and joined == ("-", "and", "-", "a", "-", "half"):
        return whole + 0.5, index + 7
    return None


def read_share(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """ "two-thirds of", "a third of", "half the", "one in five": the share and the index of the first token after it."""
    return _half(tokens, index) or _named(tokens, index) or _ratio(tokens, index)


def _half(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    if tokens[index].lower != "half" or index + 1 >= len(tokens):
        return None
    ordinal = index > 0 and tokens[index - 1].lower in ("first", "second", "last", "latter", "other", "-")
    return (0.5, index + 1) if tokens[index + 1].lower in _WHOLES and not ordinal else None


def _named(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """ "a third of", "one-third of", "three quarters of"."""
    article = tokens[index].lower in ("a", "an")
    amount = 1 if article else small(tokens[index].lower)
    name = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].text in _HYPHENS)
    if not amount or name >= len(tokens):
        return None
    size = number_words("part").get(
        tokens[name].lower.removesuffix("s") if amount > 1 else tokens[name].lower
    )
    taken = name + 1 < len(tokens) and tokens[name + 1].lower in _WHOLES
    # "two quarters of growth" are three months each: a share is told in its lowest terms
    return (amount / size, name + 1) if size and taken and amount < size and gcd(amount, size) == 1 else None


def _ratio(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """ "one in five", "one out of three", "two out of every ten"; a noun that is counted must follow."""
    some = _small(tokens[index])
    lower = [token.lower for token in tokens[index + 1 : index + 5]]
    links = [
        link
        for link in (["out", "of", "every"], ["out", "of"], ["in", "every"], ["in"])
        if lower[: len(link)] == link
    ]
    if not some or not links:
        return None
    stop = index + 1 + len(links[0])
    whole = _small(tokens[stop]) if stop < len(tokens) else None
    follows = stop + 1 < len(tokens) and tokens[stop + 1].text.isalpha()
    if not whole or not follows or not some < whole <= _RATIO_MAX:
        return None
    if links[0] == ["in"] and some > 1 and whole not in _ROUND:
        return None  # "ten in twelve villages"
    unit = phrasebook("units").at(tokens, stop + 1)
    if unit and unit.row[2] in ("time", "share"):
        return None  # "one in five days"
    bare = tokens[stop + 1].lower in words("phrase_stops", "preposition") | words("phrase_stops", "auxiliary")
    return None if bare and links[0] == ["in"] else (some / whole, stop + 1)


def _small(token: Token) -> int | None:
    """The amount of a number word under a hundred, or of one digit or two."""
    if token.text.isdecimal() and len(token.text) <= len("10"):
        return int(token.text)
    return small(token.lower)
