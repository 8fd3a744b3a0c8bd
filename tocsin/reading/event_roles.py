"""Who did it, and to whom: the noun phrases around the trigger of an event."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Token
from tocsin.reading.event_triggers import Trigger
from tocsin.reading.grammar import is_capital, is_kind, is_possessive, is_word, skip_adverbs_back
from tocsin.reading.noun_phrases import Phrase, list_after, phrase_after
from tocsin.reading.speakers import antecedent, owner_of, speaker_before

#: "by" stands at most so many words after its noun or verb
_AGENT_WORDS_MAX = 14
#: participles that lead from a deed to who did it: "atrocities committed by"
_DONE = {"committed", "conducted", "launched", "perpetrated", "ordered"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}


def noun_roles(words: Sequence[Token], trigger: Trigger) -> tuple[Phrase | None, Phrase | None]:
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


def verb_roles(words: Sequence[Token], trigger: Trigger) -> tuple[Phrase | None, Phrase | None]:
    group = skip_adverbs_back(words, trigger.first)
    subject = speaker_before(words, group)
    if subject and subject.relative:
        subject = antecedent(words, subject.first)
    helpers = {word.lower for word in words[group : trigger.first]}
    if trigger.meaning.form == "past" and not _PASSIVE.isdisjoint(helpers):
        return _agent(words, trigger.last), subject
    if _is_reduced(words, trigger, group):
        return _agent(words, trigger.last), _head(words, subject)
    after = words[trigger.last] if trigger.last < len(words) else None
    governs = after is not None and is_word(after) and not is_kind(after.lower, "preposition")
    actor = subject if subject and _may_act(words, subject) else None
    return actor, list_after(words, trigger.last) if governs else None


def _is_reduced(words: Sequence[Token], trigger: Trigger, group: int) -> bool:
    """ "families | displaced from the valley", "villages | burnt by raiders": done to them, with no "were"."""
    after = words[trigger.last].lower if trigger.last < len(words) else ""
    done = trigger.meaning.form == "past" and trigger.meaning.type in {"assault", "coerce"}
    return done and group == trigger.first and after in {"from", "by"}


def _head(words: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """What stands nearest to a participle: "collecting donations for | families"."""
    if phrase is None:
        return None
    prepositions = [i for i in range(phrase.first, phrase.last) if is_kind(words[i].lower, "preposition")]
    return Phrase(prepositions[-1] + 1, phrase.last) if prepositions else phrase


def _may_act(words: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase names who does something: no "collecting donations", no number alone."""
    first = words[phrase.first]
    doing = first.text.islower() and first.lower.endswith("ing") and phrase.last - phrase.first > 1
    return not doing and any(word.text.isalpha() for word in words[phrase.first : phrase.last])


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
