"""Noun phrases, cut out of a folded sentence by closed word classes, with no parser.

All positions are word indexes of the sentence, half open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.cues import speech_verbs
from tocsin.reading.document import Token
from tocsin.reading.grammar import (
    CLOSERS,
    is_abbreviation,
    is_capital,
    is_dash,
    is_kind,
    is_name_word,
    is_possessive,
    is_stop,
    is_word,
)

#: a noun phrase with all its appositions; a longer run of words is not one
PHRASE_WORDS_MAX = 45
#: prepositions that join nouns to the noun before them: "the head of the mission in the valley"
_LINKS = {"of", "for", "at", "in", "from", "with"}
#: and after an office: "the envoy to the valley", "the rapporteur on torture"
_OFFICE_LINKS = {"to", "on"}
#: words that no noun phrase goes past
_VERBAL = ("subordinator", "relative", "auxiliary", "modal")

#: "Sen. Roe (D-Lowland)"
_PARENTHESIS_WORDS_MAX = 12
#: "red" and "shed" are no participles
_PARTICIPLE_MIN = 4


class Phrase(NamedTuple):
    """A noun phrase."""

    first: int
    last: int
    #: "who" or "which" of a relative clause; the phrase before it is what it stands for
    relative: bool = False


def phrase_after(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase that begins at `index`, up to its first comma, stop or loose preposition."""
    last = index
    while last < min(len(words), index + PHRASE_WORDS_MAX) and not _ends_phrase(words, index, last):
        last += 1
    while last > index and _hangs(words[last - 1]):
        last -= 1
    return Phrase(index, last) if last > index else None


def list_after(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase that begins at `index`, with those listed after it: "all water, gas, and telephone lines"."""
    phrase = phrase_after(words, index)
    end = phrase.last if phrase else len(words)
    while end + 1 < len(words) and words[end].text == ",":
        closes = words[end + 1].lower in {"and", "or"}
        listed = phrase_after(words, end + 1 + closes)
        if listed is None:
            break
        if closes:
            return Phrase(index, listed.last)
        end = listed.last
    return phrase


def phrase_start(words: Sequence[Token], low: int, index: int) -> int:
    """The first word of the noun phrase that ends before `index`, not left of `low`."""
    first = index
    while first > low:
        word = words[first - 1]
        if word.text == ")" and (opening := parenthesis_before(words, first)) and opening > low:
            first = opening
            continue
        if is_kind(word.lower, "determiner") or (
            is_kind(word.lower, "pronoun") and not _is_initial(words, first - 1)
        ):
            first -= 1
            if first > low and _links(words, first - 1, low):
                first -= 1
                continue
            return first
        if not _belongs(words, first - 1, low):
            break
        first -= 1
    while first < index - 1 and _loose(words[first]):
        first += 1
    return first


def parenthesis_before(words: Sequence[Token], index: int) -> int | None:
    """Where the parenthesis opens that closes right before `index`: "Roe | (Lysk) |"; None where it is long."""
    places = range(index - 2, max(0, index - 2 - _PARENTHESIS_WORDS_MAX), -1)
    return next((place for place in places if words[place].text == "("), None)


def _is_initial(words: Sequence[Token], index: int) -> bool:
    """The "I" of "F.B.I." """
    after = words[index + 1] if index + 1 < len(words) else None
    return (
        is_capital(words[index])
        and after is not None
        and after.text == "."
        and after.start == words[index].end
    )


def _links(words: Sequence[Token], index: int, low: int) -> bool:
    if index <= low:
        return False
    if words[index].lower == "by":
        return is_name_word(words[index - 1].lower, "document")
    office = is_name_word(words[index - 1].lower, "role")
    return words[index].lower in _LINKS or (office and words[index].lower in _OFFICE_LINKS)


def _belongs(words: Sequence[Token], index: int, low: int) -> bool:
    """Whether the word at `index` may stand inside a noun phrase that goes on to its right."""
    word = words[index]
    if word.lower == "and":
        return index > low and (is_capital(words[index - 1]) or index - low <= 2)
    if _ends_other_clause(words, index):
        return False
    if is_kind(word.lower, "preposition"):
        return _links(words, index, low)
    if any(
        is_kind(word.lower, kind)
        for kind in ("auxiliary", "modal", "conjunction", "negation", "subordinator")
    ):
        return False
    return is_word(word) or is_possessive(word) or word.text in "-./&’'"


def _ends_other_clause(words: Sequence[Token], index: int) -> bool:
    """ "Roe said | her forces": a verb of saying in the past ends another clause, unless it is an adjective."""
    verb = speech_verbs().get(words[index].lower)
    if verb is None or verb.form != "past" or index == 0:
        return False
    return not is_kind(words[index - 1].lower, "determiner") and words[index - 1].text != "-"


def _loose(word: Token) -> bool:
    """An adverb or a sign that opens a clause and is no part of the phrase: "Meanwhile the ministry"."""
    if is_kind(word.lower, "determiner") or is_kind(word.lower, "pronoun"):
        return False
    return is_kind(word.lower, "opener") or is_kind(word.lower, "adverb") or not is_word(word)


def _hangs(word: Token) -> bool:
    """A word that cannot end a noun phrase: "world leaders of | being complicit"."""
    return is_kind(word.lower, "preposition") or is_kind(word.lower, "conjunction")


def _ends_phrase(words: Sequence[Token], first: int, index: int) -> bool:
    word = words[index]
    if word.text in CLOSERS or word.text in {",", ")"} or is_dash(word) or word.lower in {"not", "never"}:
        return True
    if is_stop(word):
        return not (word.text == "." and index > first and _is_cut_short(words, index))
    if index == first:
        return any(is_kind(word.lower, kind) for kind in (*_VERBAL, "conjunction", "preposition"))
    before = words[index - 1].lower
    begins_another = is_kind(word.lower, "determiner") or is_kind(word.lower, "pronoun")
    if begins_another and not any(
        is_kind(before, kind) for kind in ("preposition", "conjunction", "quantifier", "determiner")
    ):
        return True
    if is_kind(word.lower, "preposition"):
        return word.lower not in {"of", "for", "at", "from"} or words[index + 1 : index + 2] == ()
    return word.lower in {"but", "or"} or _is_verbal(words, index)


def _is_cut_short(words: Sequence[Token], stop: int) -> bool:
    """Whether the stop belongs to the word before it: "Gov. Roe", "J. Roe", "U.S. officials"."""
    if stop + 1 >= len(words):
        return False
    before, after = words[stop - 1], words[stop + 1]
    initial = len(before.text) == 1 and is_capital(before) and is_capital(after)
    return after.start == words[stop].end or initial or is_abbreviation(before.lower)


def _is_verbal(words: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` goes on from a noun to what it does: "the port | failed", "farmers | who"."""
    word, before = words[index], words[index - 1]
    if any(is_kind(word.lower, kind) for kind in _VERBAL) or is_kind(word.lower, "verb"):
        return True
    adjective = before.text == "-" or before.lower.endswith("ly") or before.text[0].isdigit()
    if adjective or any(is_kind(before.lower, kind) for kind in ("determiner", "preposition", "conjunction")):
        return False
    return word.lower.endswith("ed") and len(word.text) > _PARTICIPLE_MIN and word.text.islower()
