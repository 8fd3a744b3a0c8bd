"""What a number counts: "3,000 ethnic Armenian refugees" are persons, "$5" is money.

1. A measure right after the number: "km", "sq miles" (measure_units.py).
2. A word of `data/units.tsv`, after adjectives; or a people by its name in the plural: "3,000 Ukrainians".
3. The text's own noun (counted_nouns.py).
4. What it is told per (rates.py): the unit is then in words, "dollar per barrel".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.counted_nouns import counted_noun, is_plural_noun, phrase_stop, printed_noun
from tocsin.reading.currencies import in_words, sign_before
from tocsin.reading.document import Token
from tocsin.reading.measure_units import read_measure_unit
from tocsin.reading.peoples import is_people
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.plurals import is_plural, singular
from tocsin.reading.rates import read_rate
from tocsin.reading.tables import words

_PARTITIVE = frozenset(
    [
        "dozens",
        "hundreds",
        "thousands",
        "millions",
        "billions",
        "trillions",
        "scores",
        "couple",
        "dozen",
        "lakhs",
    ]
)
_HYPHENS = frozenset("-‑")
#: units of one figure or two, which are words or initials unless they touch the number: "12in", "5 in Goris"
_ONLY_GLUED = frozenset(["in", "p", "a"])
#: "two of the villages"
_DEFINITE = frozenset(["the", "these", "those", "its", "their", "his", "her", "our"])
#: kinds that are counted one by one; a rate of them would hide who is counted
_COUNTED = frozenset(["person", "household", "housing", "shelter"])
#: the last noun in a row is what is counted: the houses of "civilian houses"
_HEADS = frozenset([*_COUNTED, "count", "currency"])
#: nouns that are verbs as often
DONE_TO = frozenset(["displaced", "wounded", "injured", "dead", "missing", "homeless"])


class Unit(NamedTuple):
    #: as in `data/units.tsv`, a measure or a rate in English, or the text's own noun in the singular
    name: str
    #: the class in `data/units.tsv`; "measure"; "other" for a noun that is not there
    kind: str
    #: its words are tokens[first:stop]; before the number for a currency sign
    first: int
    stop: int
    #: whether its words, as printed, name who is counted
    names_population: bool = False
    #: the noun that is counted, in the singular, where `name` is the kind of thing that it is
    noun: str | None = None


def unit_after(tokens: Sequence[Token], index: int, *, one: bool = False) -> Unit | None:
    """The unit of a number that ends before tokens[index]; `one`: that number is one."""
    first = _noun_phrase(tokens, index)
    unit = _measure(tokens, first) or _listed(tokens, first, one=one) or _own(tokens, first, one=one)
    if unit:
        return with_rate(tokens, _with_content(tokens, unit))
    if index < len(tokens) and tokens[index].lower == "who":
        return Unit("person", "person", index, index)  # "95,800 who fled"
    return _partitive(tokens, index) or _joined(tokens, index)


def _with_content(tokens: Sequence[Token], unit: Unit) -> Unit:
    """ "barrels | of oil", "acts | of violence": what they are of belongs to the noun."""
    if unit.kind not in ("count", "other") or unit.stop + 1 >= len(tokens) or tokens[unit.stop].lower != "of":
        return unit
    content, words_of_it = tokens[unit.stop + 1], phrase_stop(tokens, unit.stop + 1) - unit.stop - 1
    whole = words_of_it == 1 or (
        words_of_it > 1 and is_plural(content.text)
    )  # not the sizes of "of various sizes"
    if not whole or not content.text.islower() or not content.text.isalpha():
        return unit
    named = f"{unit.noun or unit.name} of {singular(content.text)}"
    return unit._replace(name=named, stop=unit.stop + 2, noun=named if unit.noun else None)


def bare_rate(tokens: Sequence[Token], index: int) -> Unit | None:
    """ "20 per week": what the number counts is said before."""
    rate = read_rate(tokens, index)
    if rate is None or tokens[index].lower != "per":
        return None
    return Unit(f"per {rate[0]}", "other", index, rate[1])


def with_rate(tokens: Sequence[Token], unit: Unit, stop: int | None = None) -> Unit:
    """The unit per what stands at tokens[stop], by default right after it."""
    stop = unit.stop if stop is None else stop
    rate = (
        None if unit.kind in (*_COUNTED, "share", "time") or " per " in unit.name else read_rate(tokens, stop)
    )
    if rate is None:
        return unit
    return unit._replace(name=f"{in_words(unit.name)} per {rate[0]}", stop=rate[1], noun=None)


def currency_before(tokens: Sequence[Token], index: int) -> Unit | None:
    """The currency sign or code just before tokens[index]: "$", "US$", "AMD"; not the "a $" of "a $5 note"."""
    match = sign_before(tokens, index)
    return Unit(match.row[1], "currency", match.first, match.stop) if match else None


def _noun_phrase(tokens: Sequence[Token], index: int) -> int:
    """Where the counted noun phrase begins: after the hyphen of "300-bed", the "of" of "dozens of"."""
    if index >= len(tokens) or index < 1:
        return index
    if tokens[index].text in _HYPHENS and tokens[index - 1].end == tokens[index].start:
        return index + 1
    if tokens[index].lower == "of" and tokens[index - 1].lower in _PARTITIVE:
        return index + 1
    return index + 1 if tokens[index].lower == "more" else index


def _partitive(tokens: Sequence[Token], index: int) -> Unit | None:
    """ "two | of the villages", "300 of these refugees": what stands in the plural after a determiner."""
    opening = [token.lower for token in tokens[index : index + 2]]
    if opening[:1] != ["of"] or opening[-1] not in _DEFINITE:
        return None
    if index + 2 < len(tokens) and _is_superlative(tokens[index + 2].lower):
        return None
    unit = _listed(tokens, index + 2, one=False) or _own(tokens, index + 2, one=False)
    plural = unit is not None and unit.kind in (*_COUNTED, "count", "other")
    return unit if unit and plural and is_plural(tokens[unit.stop - 1].text) else None


def _joined(tokens: Sequence[Token], index: int) -> Unit | None:
    """The nations of "a 12-nation pact"."""
    noun = _noun_phrase(tokens, index)
    joined = (
        index < noun < len(tokens)
        and tokens[index].text in _HYPHENS
        and tokens[index].end == tokens[noun].start
    )
    return (
        Unit(tokens[noun].text, "other", noun, noun + 1) if joined and tokens[noun].text.islower() else None
    )


def _is_superlative(word: str) -> bool:
    """ "one of the largest camps" says how large it is, not how many there are."""
    return (word.endswith("est") and len(word) > len("west")) or word in (
        "most",
        "least",
        "best",
        "worst",
        "main",
    )


def _measure(tokens: Sequence[Token], first: int) -> Unit | None:
    read = read_measure_unit(tokens, first)
    if read is None:
        return None
    name, stop = read
    glued = first > 0 and tokens[first - 1].end == tokens[first].start
    word = tokens[first].text
    lone = stop == first + 1 and (word in _ONLY_GLUED or (len(word) == 1 and word.isalpha()))
    if lone and not glued and not _is_symbol(tokens, first):
        return None
    return Unit(name, "measure", first, stop)


def _is_symbol(tokens: Sequence[Token], index: int) -> bool:
    """Whether a single letter that stands apart from its number is a unit: "12 C", not "5 A level students"."""
    if tokens[index].text in _ONLY_GLUED or tokens[index - 1].text.isalpha():
        return False
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    glued = after is not None and after.start == tokens[index].end and after.text[0].isalnum()
    return not glued


def _listed(tokens: Sequence[Token], first: int, *, one: bool) -> Unit | None:
    """A word of the table, or a people's name; after one, no plural is looked for."""
    stop = phrase_stop(tokens, first)
    if one:
        stop = next((index for index in range(first, stop) if is_plural(tokens[index].text)), stop)
    for position in range(first, max(stop, min(first + 1, len(tokens)))):
        match = phrasebook("units").at(tokens, position)
        if (
            match
            and not _is_loose(tokens, match, position)
            and (one or not _is_modifier(tokens, match, stop))
        ):
            return _table_unit(tokens, first, _coordinated(tokens, _compound(tokens, match)))
        if position < stop and is_people(tokens, position, first):
            return Unit("person", "person", first, position + 1, True)  # "3,000 Ukrainians"
        if is_plural_noun(tokens[position]):
            break
    return None


def _is_loose(tokens: Sequence[Token], match: Match, position: int) -> bool:
    """ "5 p.m.": letters that are a unit only where they touch their number, and a code that is a word."""
    word = tokens[position].text
    if word in _ONLY_GLUED:
        return tokens[position - 1].end != tokens[position].start or _is_clock_half(tokens, position)
    return match.row[2] == "currency" and match.row[0].isupper() and not word.isupper()


def _is_modifier(tokens: Sequence[Token], match: Match, stop: int) -> bool:
    """ "two Muslim holy sites": a person in the singular that other words of the phrase follow."""
    last = tokens[match.stop - 1]
    heads = any(is_plural_noun(token) for token in tokens[match.stop : stop])
    return (
        match.row[2] == "person"
        and not is_plural(last.text)
        and last.lower not in words("bare_nouns", "bare")
        and heads
    )


def _is_clock_half(tokens: Sequence[Token], index: int) -> bool:
    """The "p" of "5p.m."."""
    return [token.lower for token in tokens[index + 1 : index + 3]] == [".", "m"]


def _table_unit(tokens: Sequence[Token], first: int, match: Match) -> Unit:
    _, name, kind = match.row[:3]
    counts_people = kind in ("person", "household")
    says_more = match.stop - first > 1 or tokens[first].lower not in words("bare_nouns", "bare")
    noun = printed_noun(tokens, first, match.stop - 1) if _has_noun(tokens[match.stop - 1], kind) else None
    if name == "GBP" and _is_weight(tokens, first, match):
        return Unit("pound-mass", "measure", first, match.stop)
    return Unit(name, kind, first, match.stop, counts_people and says_more, noun)


def _is_weight(tokens: Sequence[Token], first: int, match: Match) -> bool:
    """ "1/2 pound of flour", "a 40-pound bag"; "a million pounds of debt" are money."""
    if match.stop >= len(tokens) or match.row[0] not in ("pound", "pounds"):
        return False
    weighed = tokens[match.stop].lower == "of" and not tokens[first - 1].text.isalpha()
    return weighed or (match.row[0] == "pound" and tokens[first - 1].text in _HYPHENS)


def _has_noun(word: Token, kind: str) -> bool:
    """Whether the word says what its unit does not: "employees" are persons, and more than that."""
    if kind == "person":
        return word.lower not in words("bare_nouns", "bare") | words("bare_nouns", "people")
    return kind in ("housing", "count")


def _compound(tokens: Sequence[Token], match: Match) -> Match:
    """The last of nouns in a row: the houses of "civilian houses"; "50 foot lots" are told in feet."""
    if match.row[2] not in _HEADS:
        return match
    while tokens[match.stop - 1].end + 1 == (tokens[match.stop].start if match.stop < len(tokens) else -1):
        following = phrasebook("units").at(tokens, match.stop)
        if not following or following.row[2] not in _HEADS or match.row[2] == "currency" != following.row[2]:
            break
        # "families displaced" are families still
        done_to = match.row[2] == "household" and following.row[0] in DONE_TO
        match = match._replace(stop=following.stop) if done_to else following
    return match


def _coordinated(tokens: Sequence[Token], match: Match) -> Match:
    """The men and boys of "300 men and boys", counted together."""
    if match.row[2] != "person" or match.stop >= len(tokens) or tokens[match.stop].lower not in ("and", "or"):
        return match
    second = phrasebook("units").at(tokens, match.stop + 1)
    if second is None or second.row[2] != "person":
        return match
    verb = second.row[0] in DONE_TO and match.row[0] not in DONE_TO  # "killed 12 people and displaced 300"
    return match if verb else match._replace(stop=second.stop)


def _own(tokens: Sequence[Token], first: int, *, one: bool) -> Unit | None:
    """The text's own noun: "12 tanks", "three armoured bulldozers"."""
    noun = counted_noun(tokens, first, one=one)
    return Unit(noun[0], "other", first, noun[1]) if noun else None
