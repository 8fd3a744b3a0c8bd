"""What a number counts: "3,000 ethnic Armenian refugees" are persons, "$5" is money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.document import Token
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.tables import words

#: "3,000 elderly and wounded civilian residents": adjectives between a number and its noun
_WORDS_MAX = 6
_STOP_KINDS = ("preposition", "conjunction", "auxiliary", "verb", "determiner")
_PARTITIVE = frozenset(
    ["dozens", "hundreds", "thousands", "millions", "billions", "scores", "couple", "dozen"]
)


class Unit(NamedTuple):
    #: as in `data/units.tsv`, or the text's own noun in the singular
    name: str
    #: the class in `data/units.tsv`; "other" for a noun that is not there
    kind: str
    #: its words are tokens[first:stop]; before the number for a currency sign
    first: int
    stop: int
    #: whether its words, as printed, name who is counted
    names_population: bool = False


def unit_after(tokens: Sequence[Token], index: int) -> Unit | None:
    """The unit of a number that ends before tokens[index]."""
    first = _noun_phrase(tokens, index)
    for position in range(first, min(first + _WORDS_MAX, len(tokens))):
        match = phrasebook("units").at(tokens, position)
        if match:
            return _table_unit(tokens, first, _coordinated(tokens, _compound(tokens, match)))
        token = tokens[position]
        if token.text[0].isupper() and _is_plural(token.text) and token.lower not in _stops():
            return Unit("person", "person", first, position + 1, True)  # "3,000 Ukrainians"
        if not _may_modify(tokens, position):
            break
    return _own_noun(tokens, first)


def currency_before(tokens: Sequence[Token], index: int) -> Unit | None:
    """The currency sign or code just before tokens[index]: "$", "US$", "AMD"."""
    match = phrasebook("units").before(tokens, index)
    if match and match.row[2] == "currency" and not match.row[0].islower():
        return Unit(match.row[1], "currency", match.first, match.stop)
    return None


def _noun_phrase(tokens: Sequence[Token], index: int) -> int:
    """Where the counted noun phrase begins: after the hyphen of "300-bed", the "of" of "dozens of"."""
    if index >= len(tokens) or index < 1:
        return index
    if tokens[index].text in "-‑" and tokens[index - 1].end == tokens[index].start:
        return index + 1
    if tokens[index].lower == "of" and tokens[index - 1].lower in _PARTITIVE:
        return index + 1
    return index + 1 if tokens[index].lower == "more" else index


def _table_unit(tokens: Sequence[Token], first: int, match: Match) -> Unit:
    _, name, kind = match.row[:3]
    counts_people = kind in ("person", "household")
    says_more = match.stop - first > 1 or tokens[first].lower not in words("bare_nouns", "bare")
    return Unit(name, kind, first, match.stop, counts_people and says_more)


def _compound(tokens: Sequence[Token], match: Match) -> Match:
    """The last of nouns in a row: the houses of "civilian houses"."""
    while tokens[match.stop - 1].end + 1 == (tokens[match.stop].start if match.stop < len(tokens) else -1):
        following = phrasebook("units").at(tokens, match.stop)
        if not following or following.row[2] not in (
            "person",
            "household",
            "housing",
            "shelter",
            "count",
            "currency",
        ):
            break
        match = following
    return match


def _coordinated(tokens: Sequence[Token], match: Match) -> Match:
    """The men and boys of "300 men and boys", counted together."""
    if match.row[2] != "person" or match.stop >= len(tokens) or tokens[match.stop].lower not in ("and", "or"):
        return match
    second = phrasebook("units").at(tokens, match.stop + 1)
    return match._replace(stop=second.stop) if second and second.row[2] == "person" else match


def _may_modify(tokens: Sequence[Token], index: int) -> bool:
    """Whether the noun may still come: after an adjective, or a hyphen within one."""
    token = tokens[index]
    if token.text[0].isalpha():
        return token.lower not in _stops()
    return token.text == "-" and tokens[index - 1].end == token.start


def _own_noun(tokens: Sequence[Token], first: int) -> Unit | None:
    """A plural noun that no table knows: "12 tanks", "three armoured bulldozers"."""
    for position in range(first, min(first + 3, len(tokens))):
        token = tokens[position]
        if not token.text.isalpha() or token.lower in _stops():
            return None
        if token.text.islower() and _is_plural(token.text):
            return Unit(_singular(token.text), "other", first, position + 1)
    return None


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


@cache
def _stops() -> frozenset[str]:
    """The words that no noun phrase goes past."""
    return frozenset[str]().union(*(words("phrase_stops", kind) for kind in _STOP_KINDS))
