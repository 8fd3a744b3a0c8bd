"""Where somebody does not accept what was said: "a charge that the ministry rejects", "Roe does not accept this account".

The words around are our own; what is rejected was said before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.cues import speech_nouns, speech_verbs
from tocsin.reading.document import Token, mentions
from tocsin.reading.grammar import is_kind, is_stop, is_word, skip_adverbs_back
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.speakers import speaker_before

#: "a charge that the ministry in the capital rejects": words from the noun to its verb
_RELATIVE_WORDS_MAX = 10
#: "this one-sided account": words from the verb to its noun
_OBJECT_WORDS_MAX = 5
_LEADS = frozenset({"that", "which"})
_POINTERS = {"this", "that", "these", "those", "the"}
#: with a negation before it, one of these rejects
_ACCEPTING = {"accept", "accepted", "acknowledge", "acknowledged", "share", "recognise", "recognize"}
_HELPERS = {"do", "does", "did", "has", "have", "had", "not", "never"}


class Rejection(NamedTuple):
    """In word indexes of a folded sentence, half open."""

    who: Phrase
    verb: tuple[int, int]
    what: tuple[int, int]

    @property
    def first(self) -> int:
        return min(self.who.first, self.what[0], self.verb[0])

    @property
    def last(self) -> int:
        return max(self.verb[1], self.what[1], self.who.last)


def find_rejections(words: Sequence[Token]) -> Iterator[Rejection]:
    """The rejections of one sentence whose verb is no cue of its own."""
    if not any(mentions(words, some) for some in (speech_nouns(), _ACCEPTING, _LEADS)):
        return
    for index in range(1, len(words)):
        rejection = relative_rejection(words, index) or _refusal(words, index)
        if rejection:
            yield rejection


def relative_rejection(words: Sequence[Token], index: int) -> Rejection | None:
    """ "a charge | (that) the ministry rejects", whose noun stands at `index`, or ", which the ministry rejects".

    The clause lacks what is rejected. "a charge rejected by the ministry" tells the same in the passive.
    """
    which = words[index].lower == "which" and words[index - 1].text == ","
    noun = words[index].lower in speech_nouns() and _is_determined(words, index)
    if not (which or noun) or index + 2 >= len(words):
        return None
    what = (index, index + 1) if which else (index - 1, index + 1)
    if noun and (passive := _rejected_by(words, index, what)):
        return passive
    first = index + 2 if noun and words[index + 1].lower in _LEADS else index + 1
    for verb in range(first + 1, min(len(words), index + _RELATIVE_WORDS_MAX)):
        if not is_word(words[verb]) and words[verb].text not in "-’'":
            return None
        if words[verb].lower in _LEADS:
            return None
        ends = verb + 1 == len(words) or is_stop(words[verb + 1]) or words[verb + 1].text in {",", ";", ")"}
        if ends and _rejects(words, verb):
            group = _group(words, verb)
            return Rejection(Phrase(first, group), (group, verb + 1), what) if group > first else None
    return None


def _is_determined(words: Sequence[Token], index: int) -> bool:
    """ "a charge", and with an adjective "the grave charge"."""
    near = words[max(0, index - 2) : index]
    return any(is_kind(word.lower, "determiner") for word in near) and all(
        is_word(word) for word in near[-1:]
    )


def _rejected_by(words: Sequence[Token], index: int, what: tuple[int, int]) -> Rejection | None:
    spoken = speech_verbs().get(words[index + 1].lower)
    if not spoken or spoken.act != "denied" or spoken.form != "past" or words[index + 2].lower != "by":
        return None
    who = phrase_after(words, index + 3)
    return Rejection(who, (index + 1, index + 3), what) if who else None


def _refusal(words: Sequence[Token], verb: int) -> Rejection | None:
    """ "Roe does not accept | this account"."""
    if words[verb].lower not in _ACCEPTING or not _negated(words, verb) or verb + 2 >= len(words):
        return None
    what = phrase_after(words, verb + 1)
    if what is None or words[verb + 1].lower not in _POINTERS:
        return None
    near = words[what.first : min(what.last, what.first + _OBJECT_WORDS_MAX)]
    group = _group(words, verb)
    who = speaker_before(words, group)
    if who is None or who.relative or all(word.lower not in speech_nouns() for word in near):
        return None
    return Rejection(who, (group, verb + 1), (what.first, what.last))


def _rejects(words: Sequence[Token], verb: int) -> bool:
    spoken = speech_verbs().get(words[verb].lower)
    if spoken and spoken.act == "denied":
        return not _negated(words, verb)
    return words[verb].lower in _ACCEPTING and _negated(words, verb)


def _negated(words: Sequence[Token], verb: int) -> bool:
    return any(is_kind(word.lower, "negation") for word in words[max(0, verb - 2) : verb])


def _group(words: Sequence[Token], verb: int) -> int:
    """Where the verb's helpers begin: "does not | accept"."""
    first = verb
    while first > 0 and (words[first - 1].lower in _HELPERS or is_kind(words[first - 1].lower, "negation")):
        first -= 1
    return min(first, skip_adverbs_back(words, verb))
