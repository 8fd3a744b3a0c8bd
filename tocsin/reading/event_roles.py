"""Who did it, and to whom: the noun phrases around the trigger of an event."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.clause_subjects import (
    is_finite,
    main_subject,
    noun_before,
    quantifier_end,
    subject_of,
    verb_before,
    verb_group,
)
from tocsin.reading.cues import speech_verbs
from tocsin.reading.document import Token
from tocsin.reading.event_triggers import Trigger, deed_within, is_gerund_of_deed
from tocsin.reading.grammar import is_capital, is_kind, is_name_word, is_possessive, is_word
from tocsin.reading.names import is_time_noun
from tocsin.reading.noun_phrases import Phrase, list_after
from tocsin.reading.speakers import owner_of
from tocsin.reading.tables import words as table_words

#: "by" stands at most so many words after its noun or verb
_AGENT_WORDS_MAX = 14
#: participles that lead from a deed to who did it: "atrocities committed by"
_DONE = {"committed", "conducted", "launched", "perpetrated", "ordered", "carried"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}
_AIMS = {"of", "on", "against"}
#: prepositions within an object; any other one leads out of it
_KEEPING = {"of"}

_NUMBER_NOUNS = {"number", "numbers", "total", "toll", "figure", "count"}
#: deeds of the mouth: only who speaks does them
_VOICED = {"accuse", "request", "reject", "threaten", "support"}
#: "killed and two dozen of the guards | wounded": words of the second subject
_ELLIPTIC_WORDS_MAX = 8
#: after "and" these go on with what was done, and are seldom adjectives
_PARTICIPLES_ALONE = {"beaten", "shot", "stolen", "taken", "driven", "hidden", "withheld"}

Roles = tuple[Phrase | None, Phrase | None]


def roles_of(words: Sequence[Token], trigger: Trigger) -> Roles:
    """Actor and target of any trigger; of a deed that acts ("the raid killed two") whoever did it."""
    if trigger.meaning.pos == "noun":
        return noun_roles(words, trigger)
    actor, target = (
        _fate_roles(words, trigger) if trigger.meaning.pos == "fate" else verb_roles(words, trigger)
    )
    deed = deed_within(words, actor.first, _head_end(words, actor)) if actor else None
    return noun_roles(words, deed)[0] if deed else actor, target


def _head_end(words: Sequence[Token], phrase: Phrase) -> int:
    """ "the bombing | of a market"."""
    inside = range(phrase.first + 1, phrase.last)
    return next((i for i in inside if is_kind(words[i].lower, "preposition")), phrase.last)


def noun_roles(words: Sequence[Token], trigger: Trigger) -> Roles:
    """ "Lowland's attack on the port", "the shelling of the town by rebels"."""
    owner = owner_of(words, trigger.first)
    if owner and _is_suffered(words, trigger):
        return _agent(words, trigger.last), owner if _is_party(words, owner) else None
    actor = owner if owner and _is_party(words, owner) else _agent(words, trigger.last)
    aim = trigger.last
    if aim < len(words) and words[aim].lower == "by" and actor:
        aim = actor.last  # "an attack by rebels | on the port"
    aimed = aim + 1 < len(words) and words[aim].lower in _AIMS
    if aimed and not actor and trigger.meaning.type == "consult":
        return _object_at(words, aim + 1), None  # "a meeting of the council"
    return actor, _object_at(words, aim + 1) if aimed else None


def _is_suffered(words: Sequence[Token], trigger: Trigger) -> bool:
    """ "the editor's arrest" was done to the editor; "the junta's arrest of the editor" was not done to the junta."""
    named = trigger.last < len(words) and words[trigger.last].lower == "of"
    return not named and words[trigger.last - 1].lower in table_words("event_marks", "suffered")


def verb_roles(words: Sequence[Token], trigger: Trigger) -> Roles:
    group = verb_group(words, trigger.first)
    if trigger.meaning.form == "gerund" and group == trigger.first:
        return _gerund_actor(words, trigger), _object(words, trigger)
    subject = _sayer(words, trigger, group) or subject_of(words, trigger.first)
    helpers = {word.lower for word in words[group : trigger.first]}
    if trigger.meaning.form == "past" and not _PASSIVE.isdisjoint(helpers):
        return _agent(words, trigger.last), subject
    if _is_elliptic(words, trigger, group):
        return _agent(words, trigger.last), subject
    if _is_reduced(words, trigger, group) or _lacks_object(words, trigger, group):
        return _agent(words, trigger.last), _person_before(words, trigger.first)
    return _who_acts(words, subject), _object(words, trigger)


def _fate_roles(words: Sequence[Token], trigger: Trigger) -> Roles:
    """ "Families fled": the subject suffers, and nobody is named who acts."""
    return None, subject_of(words, trigger.first)


def _gerund_actor(words: Sequence[Token], trigger: Trigger) -> Phrase | None:
    """Who did it by ", killing two": of "the convoy was attacked by gunmen, killing two" the gunmen."""
    before = verb_before(words, trigger.first)
    if before is not None and _is_passive(words, before):
        return _agent(words, before + 1)
    return _who_acts(words, main_subject(words, trigger.first))


def _is_passive(words: Sequence[Token], verb: int) -> bool:
    return any(word.lower in _PASSIVE for word in words[verb_group(words, verb) : verb])


def _is_elliptic(words: Sequence[Token], trigger: Trigger, group: int) -> bool:
    """ "nine were killed and two dozen | wounded in the raid": a passive whose "were" stands in the clause before."""
    first, last = trigger.first, trigger.last
    done = trigger.meaning.form == "past" and trigger.meaning.type in {"assault", "coerce"}
    if not done or group < first or (last < len(words) and _may_be_object(words, last)):
        return False
    joined = next(
        (i for i in range(first - 1, max(0, first - _ELLIPTIC_WORDS_MAX), -1) if _joins(words[i])), 0
    )
    before = verb_before(words, joined) if 1 < joined < first - 1 else None
    return before is not None and _is_passive(words, before)


def _joins(word: Token) -> bool:
    return word.lower in {"and", "but", "while"} or word.text in {",", ";"}


def _may_be_object(words: Sequence[Token], index: int) -> bool:
    word = words[index]
    led = any(is_kind(word.lower, kind) for kind in ("preposition", "subordinator", "conjunction", "adverb"))
    return is_word(word) and not led


def _sayer(words: Sequence[Token], trigger: Trigger, group: int) -> Phrase | None:
    """Who also "accused": of "it said the road had been open and accused ..." whoever said it, for roads accuse nobody.

    What somebody said had been stands a tense further back than what they did in the same breath.
    """
    voiced = trigger.meaning.type in _VOICED and trigger.meaning.form == "past" and group == trigger.first
    joined = voiced and group > 1 and words[group - 1].lower in {"and", "but"}
    before = verb_before(words, group - 1) if joined else None
    if before is None or all(word.lower != "had" for word in words[verb_group(words, before) : before + 1]):
        return None
    for index in range(before - 1, 0, -1):
        verb = speech_verbs().get(words[index].lower)
        if verb and verb.form == "past" and is_finite(words, index):
            return subject_of(words, index)
    return None


def _object(words: Sequence[Token], trigger: Trigger) -> Phrase | None:
    after = words[trigger.last] if trigger.last < len(words) else None
    if after is None or not is_word(after):
        return None
    counted = quantifier_end(words, trigger.last)
    if counted is not None:  # "killed | at least 300 people"
        number = _object_at(words, counted)
        return number._replace(first=trigger.last) if number else None
    if is_kind(after.lower, "preposition"):
        return None
    if trigger.meaning.type == "reject" and words[trigger.last - 1].lower == "to":
        return None  # "refused to | leave": a deed, and nobody
    direct = _object_at(words, trigger.last)
    if direct and words[trigger.first].lower.startswith("accus"):
        direct = _without_charge(words, direct)
    receiver = _receiver(words, direct) if direct and trigger.meaning.type == "aid" else None
    return receiver or direct


def _without_charge(words: Sequence[Token], accused: Phrase) -> Phrase:
    """ "accused | the opposition | of lying"; "the head of the council | of theft"."""
    ofs = [index for index in range(accused.first + 1, accused.last) if words[index].lower == "of"]
    if not ofs:
        return accused
    head = words[ofs[0] - 1].lower
    office = is_name_word(head, "role") or is_name_word(head, "body")
    return accused._replace(last=ofs[1] if office and len(ofs) > 1 else ofs[0])


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
    phrase = phrase._replace(last=next(loose, phrase.last))
    return _without_other_subject(words, phrase)


def _without_other_subject(words: Sequence[Token], phrase: Phrase) -> Phrase:
    """ "sanctions on | two banks |, and Britain froze": what stands after the "and" begins a clause of its own."""
    commas = [index for index in range(phrase.first, phrase.last) if words[index].text == ","]
    if len(commas) == 1 and words[commas[0] + 1].lower in {
        "and",
        "or",
    }:  # no list has two members and a comma
        return phrase._replace(last=commas[0])
    last = phrase.last
    if last >= len(words) or not is_finite(words, last):
        return phrase
    joined = next((i for i in range(last - 1, phrase.first, -1) if _joins(words[i])), None)
    if joined is None:
        return phrase
    return phrase._replace(last=joined - 1 if words[joined - 1].text == "," else joined)


def _leads_out(words: Sequence[Token], index: int) -> bool:
    """Whether the object ends here: "the market | in Nyala", "the school | and arrested four"."""
    word = words[index].lower
    if word in {"and", "or"}:
        return index + 1 < len(words) and _is_verb(words, index + 1)
    adjective = words[index - 1].lower.endswith("ly") or words[index - 1].text[0].isdigit()
    told = word in speech_verbs() and not adjective and is_finite(words, index)
    return told or (is_kind(word, "preposition") and word not in _KEEPING)


def _is_verb(words: Sequence[Token], index: int) -> bool:
    past = words[index].lower in _PARTICIPLES_ALONE
    return past or is_finite(words, index) or is_gerund_of_deed(words, index)


def _is_reduced(words: Sequence[Token], trigger: Trigger, group: int) -> bool:
    """ "families | displaced from the valley", "villages | burnt by raiders": done to them, with no "were"."""
    after = words[trigger.last].lower if trigger.last < len(words) else ""
    done = trigger.meaning.form == "past" and trigger.meaning.type in {"assault", "coerce"}
    return done and group == trigger.first and after in {"from", "by"}


def _lacks_object(words: Sequence[Token], trigger: Trigger, group: int) -> bool:
    """ "two soldiers | killed in the raid", "officers | accused of theft": who kills must kill somebody.

    Not "the bridge that the army | destroyed", whose object stands before its subject.
    """
    past = trigger.meaning.form == "past" and group == trigger.first and trigger.last == trigger.first + 1
    bound = past and words[trigger.first].lower in table_words("event_marks", "object")
    if not bound or (trigger.last < len(words) and _takes_object(words, trigger.last)):
        return False
    subject = subject_of(words, trigger.first)
    if subject is None or subject.last != trigger.first:
        return False
    return not subject.first or not _is_object_before(words[subject.first - 1])


def _is_object_before(word: Token) -> bool:
    """Whether the clause behind this word is said of it: "which | the army destroyed", "the bridge | the army destroyed"."""
    leads = ("preposition", "conjunction", "subordinator")
    noun = word.text[0].isalpha() and not any(is_kind(word.lower, kind) for kind in leads)
    return is_kind(word.lower, "relative") or (noun and not word.lower.endswith("ing"))


def _takes_object(words: Sequence[Token], index: int) -> bool:
    return _may_be_object(words, index) or quantifier_end(words, index) is not None


def _person_before(words: Sequence[Token], index: int) -> Phrase | None:
    """The noun right before, but no "number" or "toll", which nobody harms."""
    phrase = noun_before(words, index)
    return None if phrase and words[phrase.last - 1].lower in _NUMBER_NOUNS else phrase


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
    if is_time_noun(words[owner.last - 1].lower):
        return False  # "last week's raid"
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
