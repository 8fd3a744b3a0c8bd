"""The words that tell of an event, where it happened in fact (data/event_triggers.tsv).

What may happen, is feared or did not happen is no event. Triggers of one type in a row are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tocsin.reading.document import Token
from tocsin.reading.grammar import is_kind, skip_adverbs_back
from tocsin.reading.inflection import verb_forms
from tocsin.reading.phrasebook import Phrasebook
from tocsin.reading.tables import rows

#: words between two triggers of one enumeration: ", and the mass"
_GAP_WORDS_MAX = 4
#: "danger of", "no", "never": how far before a trigger they undo it
_UNDOING_WORDS_MAX = 3
#: a modal governs verbs so many words on: "will be hunted, beaten and jailed"
_MODAL_WORDS_MAX = 12
_RISKS = {
    "danger",
    "risk",
    "threat",
    "threats",
    "fear",
    "fears",
    "prevention",
    "possibility",
    "warning",
    "warnings",
}
_CONDITIONS = {"if", "unless", "whether"}


class Meaning(NamedTuple):
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


def _forms(word: str, pos: str, irregular: str, type_: str, needs: str) -> Iterator[tuple[str, ...]]:
    """Rows of form, part of speech, type, form of the verb, words needed."""
    if pos == "noun":
        yield from ((form, pos, type_, "", needs) for form in (word, irregular or word + "s"))
        return
    for form, kind in verb_forms(word, irregular.split()):
        if kind != "base" or form not in irregular.split():  # "cut" is read as the past
            yield form, pos, type_, kind, needs


def find_triggers(words: Sequence[Token]) -> list[Trigger]:
    """The triggers of a sentence, those of one enumeration joined."""
    present = frozenset(word.lower for word in words)
    joined: list[Trigger] = []
    for first, last, (_, pos, type_, form, needs) in _triggers_of_all_forms().all(words, 0, len(words)):
        meaning = Meaning(pos, type_, form, frozenset(needs.split()))
        if (meaning.needs and meaning.needs.isdisjoint(present)) or _is_undone(words, first, meaning):
            continue
        if joined and _same_enumeration(words, joined[-1], first, meaning):
            joined[-1] = joined[-1]._replace(last=last)
        else:
            joined.append(Trigger(first, last, meaning))
    return joined


def _is_undone(words: Sequence[Token], first: int, meaning: Meaning) -> bool:
    """Whether the sentence says that it did not, may or should happen, or names no deed at all."""
    group = skip_adverbs_back(words, first)
    before = [word.lower for word in words[max(0, group - _UNDOING_WORDS_MAX) : first]]
    feared = any(one in _RISKS and other == "of" for one, other in pairwise(before))
    if feared or any(is_kind(word, "negation") for word in before):
        return True
    if meaning.pos == "noun":
        return first + 1 < len(words) and words[first + 1].text == "-"
    last = words[group - 1].lower if group else ""
    modifies = is_kind(last, "determiner") or last[:1].isdigit()  # "the displaced", "3,000 displaced persons"
    bare = meaning.form in {"gerund", "base"} and group == first
    return last == "to" or modifies or bare or _may_happen(words, group)


def _may_happen(words: Sequence[Token], group: int) -> bool:
    """Whether a modal governs the verb or its coordination ("will be beaten, tortured and murdered"), or a condition."""
    for index in range(group - 1, max(-1, group - _MODAL_WORDS_MAX), -1):
        if is_kind(words[index].lower, "modal") or words[index].lower in _CONDITIONS:
            return True
        if is_kind(words[index].lower, "subordinator") or is_kind(words[index].lower, "relative"):
            return False
    return False


def _same_enumeration(words: Sequence[Token], trigger: Trigger, first: int, meaning: Meaning) -> bool:
    between = words[trigger.last : first]
    if (
        meaning.type != trigger.meaning.type
        or meaning.pos != trigger.meaning.pos
        or len(between) > _GAP_WORDS_MAX
    ):
        return False
    return any(word.lower in {",", "and"} for word in between)
