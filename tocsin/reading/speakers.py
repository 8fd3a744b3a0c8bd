"""Who speaks: the noun phrase beside a cue, cut out of a folded sentence with no parser.

1. Left of the cue: the clause is bounded by quotations, semicolons, dashes and subordinators, and cut at commas.
2. A comma right before the cue closes an apposition ("Roe, a lawyer, said"): the speaker stands further left.
3. The phrase is then walked from its last word to its first (noun_phrases.py).

All positions are word indexes of the folded sentence, half open.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.asides import skip_aside
from tocsin.reading.document import Token
from tocsin.reading.grammar import (
    CLOSERS,
    DASHES,
    STOPS,
    is_capital,
    is_dash,
    is_kind,
    is_name_word,
    is_possessive,
    words_of_kind,
)
from tocsin.reading.names import capital_runs, is_month_or_day, is_time_noun
from tocsin.reading.noun_phrases import PHRASE_WORDS_MAX, Phrase, parenthesis_before, phrase_start

#: appositions between a speaker and the cue
_SEGMENTS_MAX = 3
#: "the ministry's first and only official claim": words between owner and noun
_ADJECTIVES_MAX = 5
#: "red", "king" and "shed" are no participles
_PARTICIPLE_MIN = 5
#: "Lowland's government said that | the raid": whose raid is not told
_ENDS_OWNER = ("preposition", "subordinator", "relative", "auxiliary", "modal")
#: "the mayor | earlier this past week"
_BEFORE_TIME = {
    "on",
    "in",
    "last",
    "this",
    "next",
    "past",
    "late",
    "early",
    "earlier",
    "a",
    "same",
    "any",
    "for",
}
#: "Roe shut the file and | said": the subject stands before another verb
_JOINS = {"and", "but", "or"}
_OWNERS = {"his", "her", "their", "its", "my", "our"}


def speaker_before(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase that is the subject of the verb group beginning at `index`; None where there is none."""
    if not index:
        return None
    if is_kind(words[index - 1].lower, "relative") and words[index - 1].lower != "that":
        return Phrase(index - 1, index, relative=True)
    if words[index - 1].lower in _JOINS:
        return None
    aside = skip_aside(words, index)
    if 0 < aside < index and (outside := _past_aside(words, aside)):
        return outside
    index = _before_date(words, index)
    low = _clause_start(words, index)
    if words[index - 1].text == "," and (opening := _apposition_comma(words, low)):
        return speaker_before(words, opening)
    segments = _segments(words, low, index)
    closing_comma = index > 0 and words[index - 1].text == ","
    chosen = _choose(words, segments, skip=1 if closing_comma and len(segments) > 1 else 0)
    if not segments or chosen is None:
        return None
    first = phrase_start(words, segments[chosen][0], segments[chosen][1])
    last = segments[-1][1]
    nothing = all(is_kind(word.lower, "conjunction") for word in words[first:last])
    if nothing or is_kind(words[first].lower, "verb") or words[first].lower == "there":
        return None
    if words[first].lower == "who":
        return Phrase(first, first + 1, relative=True)
    if first >= segments[chosen][1]:
        return None
    return _reduced(words, segments[chosen][0], first) or Phrase(first, last)


def _reduced(words: Sequence[Token], low: int, first: int) -> Phrase | None:
    """ "| Residents | reached by telephone": whom a participle with a preposition tells more of."""
    participle = first - 2
    if participle <= low or not is_kind(words[first - 1].lower, "preposition"):
        return None
    word = words[participle]
    if not word.text.islower() or not word.lower.endswith(("ed", "ing")) or len(word.text) < _PARTICIPLE_MIN:
        return None
    outer = phrase_start(words, low, participle)
    opens = outer < participle and not is_kind(words[outer].lower, "preposition")
    in_adjunct = outer > low and is_kind(words[outer - 1].lower, "preposition")
    return Phrase(outer, participle) if opens and not in_adjunct else None


def _past_aside(words: Sequence[Token], aside: int) -> Phrase | None:
    """ "the court, which others criticised, | said"; not "In Lysk, where it rained, the mayor, a nurse, | said"."""
    outside = speaker_before(words, aside)
    adjunct = outside and outside.first and is_kind(words[outside.first - 1].lower, "preposition")
    return None if adjunct else outside


def _apposition_comma(words: Sequence[Token], low: int) -> int | None:
    """ "Roe | , head of the union which speaks for nurses, said": the comma before what holds the relative pronoun."""
    if low < 2 or not is_kind(words[low - 1].lower, "relative"):
        return None
    for index in range(low - 2, max(0, low - 2 - PHRASE_WORDS_MAX), -1):
        if words[index].text == ",":
            return index
        if words[index].lower in _clause_bounds():
            return None
    return None


def antecedent(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase that the relative pronoun at `index` stands for."""
    last = index
    while last > 0 and (words[last - 1].text == "," or is_dash(words[last - 1])):
        last -= 1
    first = phrase_start(words, _clause_start(words, last), last)
    return Phrase(first, last) if first < last else None


def owner_of(words: Sequence[Token], index: int) -> Phrase | None:
    """Whose claim it is: "the envoy’s recent statement", "his claim"."""
    for before in range(index - 1, max(-1, index - 2 - _ADJECTIVES_MAX), -1):
        if is_possessive(words[before]):
            return _owner_before(words, before)
        if words[before].lower in _OWNERS:
            return Phrase(before, before + 1)
        goes_on = words[before].text.isalpha() or words[before].text == "-"
        if not goes_on or any(is_kind(words[before].lower, kind) for kind in _ENDS_OWNER):
            return None
    return None


def _owner_before(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase right before the possessive at `index`: "ministry spokesman John Roe | ’s statement"."""
    first = index
    while first > 0 and _is_owner_word(words[first - 1]):
        first -= 1
        if is_kind(words[first].lower, "determiner"):
            break
    return Phrase(first, index) if first < index else None


def noun_phrase_before(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrase whose last word stands right before `index`: "the proportion of | voters"."""
    first = phrase_start(words, _clause_start(words, index), index)
    return Phrase(first, index) if first < index else None


def split_speakers(words: Sequence[Token], phrase: Phrase) -> list[Phrase]:
    """The speakers of a coordination ("Roe and the ministry"), each with its own appositions; else the phrase."""
    for index in range(phrase.first + 1, phrase.last - 1):
        if words[index].lower == "and" and _both_named(words, phrase, index):
            return [Phrase(phrase.first, index), Phrase(index + 1, phrase.last)]
        if words[index].text == ",":
            break
    return [phrase]


def head_run(words: Sequence[Token], phrase: Phrase) -> tuple[int, int] | None:
    """The words that name the speaker; None where the phrase has no name or only a modifier ("Lowland officials").

    "the first prosecutor of the court, Jane Roe" -> Jane Roe; "Jane Roe, head of the mission" -> Jane Roe;
    "the ministry’s spokesman, John Roe" -> John Roe.
    """
    segments = _segments(words, phrase.first, phrase.last)
    office = words[segments[0][0] : segments[0][1]]
    owned = any(map(is_possessive, office)) or is_name_word(office[-1].lower, "role")
    determined = owned or is_kind(words[phrase.first].lower, "determiner")
    for segment in segments[1:2]:
        if determined and _runs(words, *segment) == [segment]:
            return segment
    first, last = segments[0]
    runs = _runs(words, first, _head_end(words, first, last))
    return runs[-1] if runs and runs[-1][1] == _head_end(words, first, last) else None


def _is_owner_word(word: Token) -> bool:
    if is_capital(word) or is_possessive(word) or word.text in "-.":
        return True
    return any(is_name_word(word.lower, kind) for kind in ("role", "body", "title")) or is_kind(
        word.lower, "determiner"
    )


def _clause_start(words: Sequence[Token], index: int) -> int:
    low = index
    bounds, least = _clause_bounds(), max(0, index - PHRASE_WORDS_MAX)
    while low > least and words[low - 1].lower not in bounds:
        opening = parenthesis_before(words, low) if words[low - 1].text == ")" else None
        low = opening or low - 1
    return low


@cache
def _clause_bounds() -> frozenset[str]:
    """The words and signs that no subject goes past; a dot may belong to an initial."""
    closed = words_of_kind("subordinator") | words_of_kind("relative") | {"but", "or"}
    return (closed | CLOSERS | DASHES | STOPS) - {".", "who"}


def _before_date(words: Sequence[Token], index: int) -> int:
    """ "an announcement | on Friday", "the mayor | last week": where the speaker ends before a time."""
    first = index
    while first > 0 and _tells_time(words[first - 1]):
        first -= 1
    if first == index:
        return index
    while first > 1 and words[first - 1].lower in _BEFORE_TIME:
        first -= 1
    timed = any(is_time_noun(word.lower) for word in words[first:index])
    return first if timed and first > 0 else index


def _tells_time(word: Token) -> bool:
    if is_month_or_day(word.lower) or word.text.isdigit() or word.lower in {"ago", "later"}:
        return True
    return word.text.islower() and is_time_noun(word.lower)


def _segments(words: Sequence[Token], low: int, high: int) -> list[tuple[int, int]]:
    """The pieces of low:high between commas, empty ones left out."""
    segments, first = [], low
    for index in range(low, high + 1):
        if index == high or words[index].text == ",":
            if index > first:
                segments.append((first, index))
            first = index + 1
    return segments


def _choose(words: Sequence[Token], segments: list[tuple[int, int]], *, skip: int) -> int | None:
    """The segment in which the speaker's phrase begins, from the right; appositions are passed over."""
    last = len(segments) - 1 - skip
    for index in range(last, max(-1, last - _SEGMENTS_MAX), -1):
        first, end = segments[index]
        if index == 0 or not _is_apposition(words, first, end):
            return index
    return None


def _is_apposition(words: Sequence[Token], first: int, last: int) -> bool:
    """ "visiting professor at the university": begins in lower case and names an office before any preposition."""
    head = words[first : _head_end(words, first, last)]
    if any(is_capital(word) for word in head) or is_kind(words[first].lower, "determiner"):
        return False
    return any(is_name_word(word.lower, "role") or word.lower == "who" for word in head)


def _head_end(words: Sequence[Token], first: int, last: int) -> int:
    """Where the words before the first preposition end; one that is part of a name does not count."""
    inside = {index for run in _runs(words, first, last) for index in range(*run)}
    for index in range(first, last):
        if index not in inside and (
            is_kind(words[index].lower, "preposition") or words[index].lower == "who"
        ):
            return index
    return last


def _runs(words: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    return [(first + one, first + other) for one, other in capital_runs(words[first:last])]


def _both_named(words: Sequence[Token], phrase: Phrase, index: int) -> bool:
    before = capital_runs(words[phrase.first : index])
    after = capital_runs(words[index + 1 : phrase.last])
    inside_name = is_capital(words[index - 1]) and any(
        phrase.first + first < index < phrase.first + last
        for first, last in capital_runs(words[phrase.first : phrase.last])
    )
    return not inside_name and any(before) and any(after)
