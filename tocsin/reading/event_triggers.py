"""The words that tell of an event, where it happened in fact (data/event_triggers.tsv).

What may happen, is feared or did not happen is no event (event_marks.py). Triggers of one type in a row are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.clause_subjects import is_finite, subject_of, verb_group
from tocsin.reading.document import Token
from tocsin.reading.event_marks import is_averted, is_feared, is_intended, is_supposed, tells_result
from tocsin.reading.grammar import is_kind, is_word
from tocsin.reading.inflection import verb_forms
from tocsin.reading.phrasebook import Match, Phrasebook
from tocsin.reading.tables import rows

#: words between two nouns of one enumeration: ", and the mass"
_GAP_WORDS_MAX = 4
#: "no", "never", "refused to": how far before a trigger they undo it
_UNDOING_WORDS_MAX = 3
_JOINS = {",", "and", "or"}


class Meaning(NamedTuple):
    #: noun, verb, or fate: a verb whose subject suffers the event ("fled")
    pos: str
    type: str
    #: of a verb: base, third, past or gerund
    form: str
    #: one of these must stand in the sentence, if there are any
    needs: frozenset[str]


class Trigger(NamedTuple):
    first: int
    last: int
    meaning: Meaning


@cache
def _triggers_of_all_forms() -> Phrasebook:
    return Phrasebook([form for row in rows("event_triggers") for form in _forms(*row[:5])])


def _forms(phrase: str, pos: str, irregular: str, type_: str, needs: str) -> Iterator[tuple[str, ...]]:
    """Rows of form, part of speech, type, form of the verb, words needed."""
    if pos == "noun":
        yield from ((form, pos, type_, "", needs) for form in (phrase, irregular or phrase + "s"))
        return
    lemma, _, rest = phrase.partition(" ")
    for form, kind in verb_forms(lemma, irregular.split()):
        if kind != "base" or form not in irregular.split():  # "cut" is read as the past
            yield f"{form} {rest}".strip(), pos, type_, kind, needs


def deed_within(words: Sequence[Token], first: int, last: int) -> Trigger | None:
    """The deed that the noun phrase first:last names last: "the drone | attack"."""
    found = [
        Trigger(match.first, match.stop, Meaning("noun", match.row[2], "", frozenset()))
        for match in _triggers_of_all_forms().all(words, first, last)
        if match.row[1] == "noun" and match.row[2] in {"assault", "coerce"}
    ]
    return found[-1] if found and found[-1].last == last else None


def is_gerund_of_deed(words: Sequence[Token], index: int) -> bool:
    """ "by | shelling villages", not "by | retreating troops"."""
    if not words[index].lower.endswith("ing"):
        return False
    match = _triggers_of_all_forms().at(words, index)
    return match is not None and match.row[2] in {"assault", "coerce"}


def find_triggers(words: Sequence[Token]) -> list[Trigger]:
    """The triggers of a sentence, those of one enumeration joined."""
    present: frozenset[str] = frozenset()
    joined: list[Trigger] = []
    for match in _triggers_of_all_forms().all(words, 0, len(words)):
        present = present or frozenset(word.lower for word in words)
        trigger = _trigger(words, match)
        needs = trigger.meaning.needs
        if trigger.meaning.type == "-" or (needs and needs.isdisjoint(present)):
            continue
        if not _follows_result(words, joined, trigger) and _is_undone(words, trigger):
            continue
        if joined and _same_enumeration(words, joined[-1], trigger):
            joined[-1] = joined[-1]._replace(last=trigger.last)
        else:
            joined.append(trigger)
    return joined


def _trigger(words: Sequence[Token], match: Match) -> Trigger:
    """What the table says; of "after shelling the mill" a verb, though the shelling is a noun too."""
    _, pos, type_, form, needs = match.row
    noun = pos == "noun" and words[match.stop - 1].lower.endswith("ing")
    if noun and tells_result(words, match.first, match.stop):
        pos, form = "verb", "gerund"
    return Trigger(match.first, match.stop, Meaning(pos, type_, form, frozenset(needs.split())))


def _follows_result(words: Sequence[Token], told: Sequence[Trigger], trigger: Trigger) -> bool:
    """ ", killing two | and wounding three": a gerund joined to one that tells of a deed done."""
    first = trigger.first
    joins = first > 0 and words[first - 1].lower in _JOINS
    return joins and trigger.meaning.form == "gerund" and bool(told) and told[-1].meaning.form == "gerund"


def _is_undone(words: Sequence[Token], trigger: Trigger) -> bool:
    """Whether the sentence says that it did not, may or should happen, or names no deed at all."""
    first, meaning = trigger.first, trigger.meaning
    group = verb_group(words, first)
    before = words[max(0, group - _UNDOING_WORDS_MAX) : first]
    last = words[group - 1].lower if group else ""
    if (
        is_feared(before)
        or any(is_kind(word.lower, "negation") for word in before)
        or is_supposed(words, first)
    ):
        return True
    if meaning.pos == "noun":
        part = trigger.last < len(words) and words[trigger.last].text == "-"
        undone = is_intended(words, first) or is_averted(words, first, trigger.last)
        return part or is_kind(last, "modal") or undone
    owned = is_kind(last, "determiner") and last not in {"both", "all"}
    modifies = owned or last[:1].isdigit()  # "the displaced", "3,000 displaced persons"
    if meaning.form == "gerund" and group == first:
        return not tells_result(words, first, trigger.last)
    bare = meaning.form == "base" and group == first
    unowned = group == 0 and meaning.form in {"third", "past"}  # "Shells", "Burnt villages"
    plural = meaning.form == "third" and (not group or _is_plural_noun(words, trigger))
    passive = any(is_kind(word.lower, "auxiliary") for word in words[group:first])
    adjective = (
        meaning.form == "past"
        and group == first
        and words[first].lower.endswith("ed")
        and _is_adjective(words, trigger)
    )
    return last == "to" or (modifies and not passive) or bare or unowned or plural or adjective


def _is_plural_noun(words: Sequence[Token], trigger: Trigger) -> bool:
    """ "when | shells | struck": no verb, for a verb follows and no subject stands before."""
    follows = trigger.last < len(words) and is_finite(words, trigger.last)
    return follows or subject_of(words, trigger.first) is None


def _is_adjective(words: Sequence[Token], trigger: Trigger) -> bool:
    """ "civilians and | disarmed members": no verb, and nobody by whom or from where."""
    follows = words[trigger.last].lower if trigger.last < len(words) else ""
    joined = words[trigger.first - 1].lower in {"and", "or"}
    return (
        joined and follows.isalpha() and follows not in {"by", "from"} and not is_finite(words, trigger.first)
    )


def _same_enumeration(words: Sequence[Token], before: Trigger, trigger: Trigger) -> bool:
    """ "airstrikes, and the mass shelling", "beaten, tortured and murdered"."""
    between = words[before.last : trigger.first]
    same = trigger.meaning.type == before.meaning.type and trigger.meaning.pos == before.meaning.pos
    if not same or len(between) > _GAP_WORDS_MAX or not any(word.lower in _JOINS for word in between):
        return False
    if trigger.meaning.pos == "noun":
        return True
    return not any(
        is_word(word) and word.lower not in _JOINS and not is_kind(word.lower, "adverb") for word in between
    )
