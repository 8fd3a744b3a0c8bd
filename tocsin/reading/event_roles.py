"""Who did it, and to whom: the noun phrases around the trigger of an event."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.clause_subjects import is_finite, main_subject, noun_before, subject_of, verb_group
from tocsin.reading.document import Token
from tocsin.reading.event_triggers import Trigger, deed_within, is_gerund_of_deed
from tocsin.reading.grammar import is_capital, is_kind, is_possessive, is_word
from tocsin.reading.noun_phrases import Phrase, list_after
from tocsin.reading.speakers import owner_of

#: "by" stands at most so many words after its noun or verb
_AGENT_WORDS_MAX = 14
#: participles that lead from a deed to who did it: "atrocities committed by"
_DONE = {"committed", "conducted", "launched", "perpetrated", "ordered", "carried"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}
_AIMS = {"of", "on", "against"}
#: prepositions within an object; any other one leads out of it
_KEEPING = {"of"}

Roles = tuple[Phrase | None, Phrase | None]


def roles_of(words: Sequence[Token], trigger: Trigger) -> Roles:
    """Actor and target of any trigger; of a deed that acts ("the raid killed two") whoever did it."""
    if trigger.meaning.pos == "noun":
        return noun_roles(words, trigger)
    actor, target = (
        _fate_roles(words, trigger) if trigger.meaning.pos == "fate" else verb_roles(words, trigger)
    )
    deed = deed_within(words, actor.first, actor.last) if actor else None
    return noun_roles(words, deed)[0] if deed else actor, target


def noun_roles(words: Sequence[Token], trigger: Trigger) -> Roles:
    """ "Lowland's attack on the port", "the shelling of the town by rebels"."""
    owner = owner_of(words, trigger.first)
    actor = owner if owner and _is_party(words, owner) else _agent(words, trigger.last)
    aim = trigger.last
    if aim < len(words) and words[aim].lower == "by" and actor:
        aim = actor.last  # "an attack by rebels | on the port"
    aimed = aim + 1 < len(words) and words[aim].lower in _AIMS
    if aimed and not actor and trigger.meaning.type == "consult":
        return _object_at(words, aim + 1), None  # "a meeting of the council"
    return actor, _object_at(words, aim + 1) if aimed else None


def verb_roles(words: Sequence[Token], trigger: Trigger) -> Roles:
    group = verb_group(words, trigger.first)
    if trigger.meaning.form == "gerund" and group == trigger.first:
        return _who_acts(words, main_subject(words, trigger.first)), _object(words, trigger)
    subject = subject_of(words, trigger.first)
    helpers = {word.lower for word in words[group : trigger.first]}
    if trigger.meaning.form == "past" and not _PASSIVE.isdisjoint(helpers):
        return _agent(words, trigger.last), subject
    if _is_reduced(words, trigger, group):
        return _agent(words, trigger.last), noun_before(words, trigger.first)
    return _who_acts(words, subject), _object(words, trigger)


def _fate_roles(words: Sequence[Token], trigger: Trigger) -> Roles:
    """ "Families fled": the subject suffers, and nobody is named who acts."""
    return None, subject_of(words, trigger.first)


def _object(words: Sequence[Token], trigger: Trigger) -> Phrase | None:
    after = words[trigger.last] if trigger.last < len(words) else None
    if after is None or not is_word(after) or is_kind(after.lower, "preposition"):
        return None
    if trigger.meaning.type == "reject" and words[trigger.last - 1].lower == "to":
        return None  # "refused to | leave": a deed, and nobody
    direct = _object_at(words, trigger.last)
    receiver = _receiver(words, direct) if direct and trigger.meaning.type == "aid" else None
    return receiver or direct


def _receiver(words: Sequence[Token], given: Phrase) -> Phrase | None:
    """ "delivered flour | to nine villages": whom aid is given."""
    to = given.last
    return _object_at(words, to + 1) if to + 1 < len(words) and words[to].lower in {"to", "among"} else None


def _object_at(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun phrases listed from `index` on, up to the first preposition that leads out of them."""
    phrase = list_after(words, index)
    if phrase is None:
        return None
    loose = (i for i in range(phrase.first + 1, phrase.last) if _leads_out(words, i))
    return Phrase(phrase.first, next(loose, phrase.last))


def _leads_out(words: Sequence[Token], index: int) -> bool:
    """Whether the object ends here: "the market | in Nyala", "the school | and arrested four"."""
    word = words[index].lower
    other_verb = word in {"and", "or"} and index + 1 < len(words) and _is_verb(words, index + 1)
    return other_verb or (is_kind(word, "preposition") and word not in _KEEPING)


def _is_verb(words: Sequence[Token], index: int) -> bool:
    return is_finite(words, index) or is_gerund_of_deed(words, index)


def _is_reduced(words: Sequence[Token], trigger: Trigger, group: int) -> bool:
    """ "families | displaced from the valley", "villages | burnt by raiders": done to them, with no "were"."""
    after = words[trigger.last].lower if trigger.last < len(words) else ""
    done = trigger.meaning.form == "past" and trigger.meaning.type in {"assault", "coerce"}
    return done and group == trigger.first and after in {"from", "by"}


def _who_acts(words: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """The phrase, if it names who does something: no "collecting donations", no number alone."""
    if phrase is None:
        return None
    first = words[phrase.first]
    doing = first.text.islower() and first.lower.endswith("ing") and phrase.last - phrase.first > 1
    acts = not doing and any(word.text[0].isalpha() for word in words[phrase.first : phrase.last])
    return phrase if acts else None


def _is_party(words: Sequence[Token], owner: Phrase) -> bool:
    """Whether the owner of a deed is who did it: "the navy's", "Lowland's"; "his" tells too little."""
    return owner.last - owner.first > 1 or is_capital(words[owner.first])


def _agent(words: Sequence[Token], index: int) -> Phrase | None:
    """Whoever "by" names, before the clause ends."""
    for by in range(index, min(len(words) - 1, index + _AGENT_WORDS_MAX)):
        if words[by].lower == "by":
            return _named_by(words, by + 1)
        other_deed = (
            words[by].lower.endswith("ed") and words[by].lower not in _DONE and words[by - 1].text != "-"
        )
        if words[by].text in {",", ";", "."} or is_kind(words[by].lower, "relative") or other_deed:
            return None
    return None


def _named_by(words: Sequence[Token], index: int) -> Phrase | None:
    """The party that begins at `index`: "by the army", "by rebels"; not "by dawn", "by Lowland's obstruction"."""
    agent = _object_at(words, index)
    if agent is None or any(map(is_possessive, words[agent.first : agent.last])):
        return None
    first, last = words[agent.first], words[agent.last - 1].lower
    several = (
        (last.endswith("s") and not last.endswith("ss")) or last.endswith("men") or is_kind(last, "plural")
    )
    named = is_capital(first) or is_kind(first.lower, "determiner") or several
    return agent if named and not is_gerund_of_deed(words, agent.first) else None
