"""What happened, in the event types of PLOVER: who did what to whom, where and when.

1. Triggers are data (data/event_triggers.tsv): nouns and verbs, some only beside certain words ("cut ... water").
2. What may happen, is feared or did not happen is no event.
3. Triggers of one type in a row ("airstrikes, drone attacks and the shelling of ...") are one event.
4. An event dated by two days ("on 20 and 21 September") is two events of one passage, one for each day.

A flight under attack ("exodus", "displaced") is coded as PLOVER codes expulsion: coerce.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tocsin.reading.attribution import Attribution
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Event, Place, Statement, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_capital, is_kind, is_possessive, is_word, skip_adverbs_back
from tocsin.reading.inflection import verb_forms
from tocsin.reading.noun_phrases import Phrase, list_after, phrase_after
from tocsin.reading.passages import within
from tocsin.reading.phrasebook import Phrasebook
from tocsin.reading.speakers import antecedent, owner_of, speaker_before
from tocsin.reading.tables import rows

#: words between two triggers of one enumeration: ", and the mass"
_GAP_WORDS_MAX = 4
#: "by" stands at most so many words after its noun or verb
_AGENT_WORDS_MAX = 14
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
#: participles that lead from a deed to who did it: "atrocities committed by"
_DONE = {"committed", "conducted", "launched", "perpetrated", "ordered"}
_CONDITIONS = {"if", "unless", "whether"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}
#: prepositions that say where; "into" and "from" say where to and from
_WHERE = {"in", "at", "near", "on", "across", "inside", "outside", "around", "over"}
_JOINS = {"and", ",", ", and", "&", "or"}


class _Meaning(NamedTuple):
    pos: str
    type: str
    #: of a verb: base, third, past or gerund
    form: str
    #: one of these must stand in the sentence, if there are any
    needs: frozenset[str]


class _Trigger(NamedTuple):
    first: int
    last: int
    meaning: _Meaning


def find_events(
    doc: Document,
    folded: Sequence[FoldedSentence],
    statements: Sequence[Statement],
    times: Sequence[Time],
    places: Sequence[Place],
) -> tuple[Event, ...]:
    """All events in text order; the other arguments are findings of the same document."""
    attribution = Attribution(statements)
    found = [
        event
        for sentence in folded
        for trigger in _triggers(sentence.words)
        if trigger.meaning.pos == "verb" or _is_told_of(sentence.words, trigger)
        for event in _events(doc, sentence, trigger, attribution, times, places)
    ]
    return tuple(sorted(found, key=lambda event: (event.start, event.end, event.when or "")))


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


def _triggers(words: Sequence[Token]) -> list[_Trigger]:
    """The triggers of a sentence, those of one enumeration joined."""
    present = frozenset(word.lower for word in words)
    joined: list[_Trigger] = []
    for first, last, (_, pos, type_, form, needs) in _triggers_of_all_forms().all(words, 0, len(words)):
        meaning = _Meaning(pos, type_, form, frozenset(needs.split()))
        if (meaning.needs and meaning.needs.isdisjoint(present)) or _is_undone(words, first, meaning):
            continue
        if joined and _same_enumeration(words, joined[-1], first, meaning):
            joined[-1] = joined[-1]._replace(last=last)
        else:
            joined.append(_Trigger(first, last, meaning))
    return joined


def _is_undone(words: Sequence[Token], first: int, meaning: _Meaning) -> bool:
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


def _is_told_of(words: Sequence[Token], trigger: _Trigger) -> bool:
    """Whether a noun tells of a deed and not of a kind of deed: it is determined, owned, aimed, or one of several acts."""
    actor, target = _noun_roles(words, trigger)
    several = words[trigger.last - 1].lower.endswith("s")
    if actor or target or (several and (trigger.first == 0 or trigger.meaning.type == "assault")):
        return True
    before = words[max(0, trigger.first - _UNDOING_WORDS_MAX) : trigger.first]
    return any(is_kind(word.lower, "determiner") for word in before)


def _same_enumeration(words: Sequence[Token], trigger: _Trigger, first: int, meaning: _Meaning) -> bool:
    between = words[trigger.last : first]
    if (
        meaning.type != trigger.meaning.type
        or meaning.pos != trigger.meaning.pos
        or len(between) > _GAP_WORDS_MAX
    ):
        return False
    return any(word.lower in {",", "and"} for word in between)


def _events(
    doc: Document,
    sentence: FoldedSentence,
    trigger: _Trigger,
    attribution: Attribution,
    times: Sequence[Time],
    places: Sequence[Place],
) -> Iterator[Event]:
    """One event for each day that dates the trigger; its passage takes in actor and target."""
    words = sentence.words
    roles = _noun_roles if trigger.meaning.pos == "noun" else _verb_roles
    actor, target = roles(words, trigger)
    start, end = words[trigger.first].start, words[trigger.last - 1].end
    named = attribution.speaker(start, end) if _is_we(words, actor) else _printed(doc, words, actor, times)
    told = [phrase for phrase in (actor, target) if phrase]
    whens: list[str | None] = [*_days(doc, sentence, end, times)]
    for when in whens or [None]:
        yield Event(
            start=min([start, *(words[phrase.first].start for phrase in told)]),
            end=max([end, *(words[phrase.last - 1].end for phrase in told)]),
            type=trigger.meaning.type,
            actor=named,
            target=_printed(doc, words, target, times),
            place=_place(doc, sentence, end, places),
            when=when,
            certainty=attribution.certainty(doc, start, end, (sentence.start, sentence.end)),
        )


def _is_we(words: Sequence[Token], actor: Phrase | None) -> bool:
    return actor is not None and words[actor.first].lower in {"we", "i"}


def _noun_roles(words: Sequence[Token], trigger: _Trigger) -> tuple[Phrase | None, Phrase | None]:
    """ "Lowland's attack on the port", "the shelling of the town by rebels"."""
    owner = owner_of(words, trigger.first)
    actor = (
        owner
        if owner and any(map(is_capital, words[owner.first : owner.last]))
        else _agent(words, trigger.last)
    )
    after = trigger.last
    aimed = after + 1 < len(words) and words[after].lower in {"of", "on", "against"}
    return actor, list_after(words, after + 1) if aimed else None


def _verb_roles(words: Sequence[Token], trigger: _Trigger) -> tuple[Phrase | None, Phrase | None]:
    group = skip_adverbs_back(words, trigger.first)
    subject = speaker_before(words, group)
    if subject and subject.relative:
        subject = antecedent(words, subject.first)
    passive = trigger.meaning.form == "past" and not _PASSIVE.isdisjoint(
        word.lower for word in words[group : trigger.first]
    )
    if passive:
        return _agent(words, trigger.last), subject
    after = words[trigger.last] if trigger.last < len(words) else None
    governs = after is not None and is_word(after) and not is_kind(after.lower, "preposition")
    return subject, list_after(words, trigger.last) if governs else None


def _agent(words: Sequence[Token], index: int) -> Phrase | None:
    """Whoever "by" names, before the clause ends."""
    for by in range(index, min(len(words) - 1, index + _AGENT_WORDS_MAX)):
        if words[by].lower == "by" and (
            is_capital(words[by + 1]) or is_kind(words[by + 1].lower, "determiner")
        ):
            agent = phrase_after(words, by + 1)
            owns = agent and any(map(is_possessive, words[agent.first : agent.last]))
            return (
                None if owns else agent
            )  # "created before the raid by Lowland's obstruction": not who raided
        other_deed = (
            words[by].lower.endswith("ed") and words[by].lower not in _DONE and words[by - 1].text != "-"
        )
        if words[by].text in {",", ";", "."} or is_kind(words[by].lower, "relative") or other_deed:
            return None
    return None


def _printed(
    doc: Document, words: Sequence[Token], phrase: Phrase | None, times: Sequence[Time]
) -> str | None:
    """A phrase as printed, up to the first time in it ("the port | last week")."""
    if phrase is None:
        return None
    start, end = words[phrase.first].start, words[phrase.last - 1].end
    inside = within(times, start, end)
    end = inside[0].start if inside else end
    return doc.text[start:end].strip() or None


def _days(doc: Document, sentence: FoldedSentence, offset: int, times: Sequence[Time]) -> list[str]:
    """The days that date what stands before `offset`: the next in the sentence with those joined to it, else the last."""
    dated = [time for time in within(times, sentence.start, sentence.end) if time.type in {"DATE", "TIME"}]
    after = [time for time in dated if time.start >= offset]
    chosen = after[:1] or dated[-1:]
    for time in after[1:]:
        if doc.text[chosen[-1].end : time.start].strip() not in _JOINS:
            break
        chosen.append(time)
    return list(dict.fromkeys(time.value for time in chosen))


def _place(doc: Document, sentence: FoldedSentence, offset: int, places: Sequence[Place]) -> str | None:
    """The first place after the trigger that a preposition brings in."""
    for place in within(places, offset, sentence.end):
        before = doc.tokens_in(max(sentence.start, place.start - 12), place.start)
        after = doc.tokens_in(place.end, min(sentence.end, place.end + 2))
        owns = bool(after) and is_possessive(after[0])
        if before and before[-1].lower in _WHERE and not owns:
            return place.name
    return None
