"""By whom a crime is named, and of what or whom, from the words around its name, with no parser.

In this order, each with what it gives:
1. "accused | the brigade | of war crimes": the accused; the subject accuses, or whoever "by" names
2. "genocide of | the islanders", "war crimes against | farmers": the victims, or the conduct
3. "calls | the march | a war crime": the conduct; the subject names it
4. "| the march | amounts to a war crime": the conduct
5. "| the junta |'s genocide": whose it is
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.clause_subjects import subject_of, verb_group
from tocsin.reading.document import Token
from tocsin.reading.grammar import CLOSERS, is_capital, is_kind, is_stop
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.speakers import owner_of
from tocsin.reading.tables import words as marks

#: "a more severe and more widely punished | crime": words between an article and the name of the crime
_ARTICLE_WORDS_MAX = 5
#: "accused heads of state of being complicit in | genocide": so far before the name its verb is looked for
_VERB_WORDS_MAX = 14
#: "genocide currently being committed by ... against ..."
_AGAINST_WORDS_MAX = 10
_LEADS = {"of", "with", "for"}
_VICTIMS = {"of", "against", "in"}
_PASSIVE = {"is", "are", "was", "were", "be", "been", "being"}
_NAMELESS = {"this", "that", "these", "those", "there", "what"}


class Named(NamedTuple):
    """Who names the crime, where no statement says so, and of what."""

    by: Phrase | None = None
    of: Phrase | None = None


def named(words: Sequence[Token], first: int, last: int) -> Named:
    """What the sentence tells of the crime that stands at first:last."""
    charged = _charged(words, first)
    if charged:
        return charged
    victims = _victims(words, last)
    doer = _doer(words, first)
    if doer and (victims is None or words[last].lower == "in"):
        return Named(None, doer)
    called = _called(words, first)
    by = called.by if called else _spoken_by(words, first)
    conduct = called.of if called else _linked(words, first)
    return Named(by, victims or conduct or (None if called else _owner(words, first)))


def _charged(words: Sequence[Token], first: int) -> Named | None:
    verb = _verb_before(words, first, "charging")
    if verb is None:
        return None
    lead = next((i for i in range(verb + 1, first) if words[i].lower in _LEADS), None)
    if lead is None:
        return None
    passive = words[verb - 1].lower in _PASSIVE and not words[verb].lower.endswith("ing")
    if passive or lead == verb + 1:
        return Named(None, subject_of(words, verb))
    return Named(_subject(words, verb), Phrase(verb + 1, lead))


def _doer(words: Sequence[Token], first: int) -> Phrase | None:
    """ "said that | both sides | had committed war crimes"."""
    verb = _verb_before(words, first, "committing")
    subject = subject_of(words, verb) if verb is not None else None
    return None if subject and is_kind(words[subject.first].lower, "pronoun") else subject


def _called(words: Sequence[Token], first: int) -> Named | None:
    verb = _verb_before(words, first, "naming")
    if verb is None:
        return None
    lead = before_articles(words, first)
    lead = first if lead == verb + 1 else lead  # "called | the raids | war crimes"
    end = next((i for i in range(verb + 1, lead) if words[i].lower == "as"), lead)
    conduct = Phrase(verb + 1, end) if verb + 1 < end else None
    if words[verb - 1].lower in _PASSIVE and not words[verb].lower.endswith("ing"):
        return Named(None, subject_of(words, verb))
    if conduct is None or is_kind(words[conduct.first].lower, "pronoun"):
        return Named(_subject(words, verb))
    return Named(_subject(words, verb), conduct)


def _subject(words: Sequence[Token], verb: int) -> Phrase | None:
    """Who names it; of "declined to call" and "stopped short of calling" whoever declined or stopped."""
    governed = words[verb - 1].lower in {"to", "of"}
    refusal = next((i for i in range(verb - 1, max(0, verb - 4), -1) if _refuses(words, i)), None)
    if not governed:
        return subject_of(words, verb)
    return subject_of(words, refusal) if refusal is not None else None


def _refuses(words: Sequence[Token], index: int) -> bool:
    return any(phrase.split()[0] == words[index].lower for phrase in marks("crime_marks", "refusal"))


def _spoken_by(words: Sequence[Token], first: int) -> Phrase | None:
    """Who "speaks of" or "sees" it, where that is no statement: "the envoy speaks of | genocide"."""
    lead = before_articles(words, first)
    of = lead > 1 and words[lead - 1].lower in {"of", "about"}
    verb = lead - 2 if of else lead - 1
    if verb < 1 or words[verb].lower not in marks("crime_marks", "speaking" if of else "seeing"):
        return None
    return subject_of(words, verb)


def _victims(words: Sequence[Token], last: int) -> Phrase | None:
    if last + 1 < len(words) and words[last].lower in _VICTIMS:
        return phrase_after(words, last + 1)
    for index in range(last, min(len(words) - 1, last + _AGAINST_WORDS_MAX)):
        word = words[index]
        if word.lower == "against":
            return phrase_after(words, index + 1)
        if word.lower == "and" or word.text == "," or word.text in CLOSERS or is_stop(word):
            return None
    return None


def _linked(words: Sequence[Token], first: int) -> Phrase | None:
    verb = _verb_before(words, first, "linking")
    if verb is None:
        return None
    subject = _clausal_subject(words, verb) or subject_of(words, verb)
    if subject is None or is_kind(words[subject.first].lower, "pronoun"):
        return None
    return None if words[subject.first].lower in _NAMELESS and subject.last - subject.first == 1 else subject


def _clausal_subject(words: Sequence[Token], verb: int) -> Phrase | None:
    """A clause that is called a crime: "starving a town on purpose | is", "what the army did | amounts to"."""
    last = verb_group(words, verb)
    first = next((i + 1 for i in range(last - 1, -1, -1) if _opens_clause(words, i)), 0)
    if first < last and words[first - 1].lower == "what" and first:
        return Phrase(first - 1, last)
    head = first
    while head < last and words[head].lower.endswith("ly"):
        head += 1
    if head + 1 >= last:
        return None
    acts = (
        words[head].lower.endswith("ing") and words[head + 1].lower != "of" and not _is_name(words[head + 1])
    )
    infinitive = words[head].lower == "to" and words[head + 1].text.islower()
    return Phrase(first, last) if acts or infinitive else None


def _opens_clause(words: Sequence[Token], index: int) -> bool:
    word = words[index]
    return word.text == "," or word.text in CLOSERS or is_kind(word.lower, "subordinator")


def _is_name(word: Token) -> bool:
    return is_capital(word) or is_kind(word.lower, "auxiliary")


def _owner(words: Sequence[Token], first: int) -> Phrase | None:
    owner = owner_of(words, first)
    return owner if owner and (owner.last - owner.first > 1 or is_capital(words[owner.first])) else None


def _verb_before(words: Sequence[Token], first: int, kind: str) -> int | None:
    """The nearest verb of that kind before the name, in its own clause."""
    for index in range(first - 1, max(0, first - _VERB_WORDS_MAX), -1):
        if words[index].lower in marks("crime_marks", kind) and not _is_noun(words[index - 1]):
            return index
        if words[index].text in CLOSERS or words[index].lower == "that":
            return None
    return None


def _is_noun(before: Token) -> bool:
    """ "open to | charges of genocide": after a preposition or an article no verb stands."""
    governs = is_kind(before.lower, "preposition") and before.lower != "to"
    return governs or is_kind(before.lower, "determiner")


def before_articles(words: Sequence[Token], first: int) -> int:
    """The first word of "a more severe | war crime"."""
    lead = first
    while lead > max(0, first - _ARTICLE_WORDS_MAX) and not is_kind(words[lead].lower, "determiner"):
        lead -= 1
    return lead if is_kind(words[lead].lower, "determiner") and not is_capital(words[lead]) else first
