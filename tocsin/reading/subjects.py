"""Whose verb it is, where no noun phrase stands right before it: "Roe shut the file and | said", "Roe left, | saying".

1. The clause to the left whose finite verb is nearest gives its subject; a relative clause gives none.
2. A participle right after a noun is that noun's ("voters | saying"), unless the noun is a document, which is its maker's.
3. A participle that opens the sentence waits for the subject of the clause after its comma.

All positions are word indexes of a folded sentence, half open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.cues import speech_nouns, speech_verbs
from tocsin.reading.datelines import after_dateline
from tocsin.reading.document import Token
from tocsin.reading.grammar import (
    QUOTATION,
    is_capital,
    is_kind,
    is_name_word,
    is_possessive,
    is_word,
    skip_adverbs_back,
)
from tocsin.reading.names import capital_runs, is_time_noun
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.speakers import noun_phrase_before, speaker_before
from tocsin.reading.tables import rows

#: so many words left of a verb its subject's clause is looked for
_REACH = 50
#: so many finite verbs are tried: more within that reach are no prose, and each would be looked at again from the next
_VERBS_MAX = 10
#: "fled" is in the table of irregular pasts; "red" and "shed" are no regular ones
_PAST_MIN = 5
#: a clause that one of these opens tells when or why; its subject is taken where no other is found
_ADVERBIAL = {
    "when",
    "while",
    "if",
    "although",
    "though",
    "because",
    "as",
    "after",
    "before",
    "since",
    "until",
}
#: "the mayor of the upper town | left": words from a comma to the verb of the clause that it opens
_SUBJECT_WORDS_MAX = 12
_CLOSE = {";", ":"}


class Subject(NamedTuple):
    phrase: Phrase
    #: the finite verb that it was found by
    verb: int


@cache
def _irregular_pasts() -> frozenset[str]:
    return frozenset(row[0] for row in rows("irregular_pasts"))


def shared_subject(words: Sequence[Token], index: int) -> Subject | None:
    """The subject that the verb at `index` shares with a clause before it, or after it where it opens the sentence."""
    if index and _is_noun(words, index - 1) and not _is_made_by_others(words[index - 1].lower):
        phrase = noun_phrase_before(words, index)
        if phrase:
            return Subject(phrase, index)
    return _left(words, index) or _right(words, index) or _opening(words, index)


def subject_of_sentence(words: Sequence[Token]) -> Phrase | None:
    """The subject of the first finite verb that has one and stands in no subordinate clause; the first one otherwise."""
    subjects = _clauses(words, range(after_dateline(words), min(len(words), _REACH)))
    fallback = None
    for subject in subjects:
        if not _is_subordinate(words, subject.phrase):
            return subject.phrase
        fallback = fallback or subject.phrase
    return fallback


def _left(words: Sequence[Token], index: int) -> Subject | None:
    fallback = None
    for subject in _clauses(words, range(index - 1, max(0, index - _REACH), -1)):
        if subject.phrase.last > index:
            continue
        if not _is_subordinate(words, subject.phrase):
            return subject
        fallback = fallback or subject
    return fallback


def _right(words: Sequence[Token], index: int) -> Subject | None:
    """ "Calling the raid a crime, | the envoy | left"; a few words before the participle do no harm: "while calling"."""
    if any(word.text == "," for word in words[:index]):
        return None
    for comma in range(index + 1, min(len(words) - 1, index + _REACH)):
        if words[comma].text != ",":
            continue
        for verb in range(comma + 2, min(len(words), comma + _SUBJECT_WORDS_MAX)):
            if _is_finite(words, verb):
                phrase = speaker_before(words, skip_adverbs_back(words, verb))
                return Subject(phrase, comma) if phrase and phrase.first > comma else None
    return None


def _opening(words: Sequence[Token], index: int) -> Subject | None:
    """The pronoun or name that opens the sentence, whose verb we do not know: "Roe | appears in a film, saying"."""
    start = after_dateline(words)
    if start < index and is_kind(words[start].lower, "pronoun"):
        return Subject(Phrase(start, start + 1), start)
    run = next(capital_runs(words[start:index]), None)
    if run is None or any(not is_kind(word.lower, "determiner") for word in words[start : start + run[0]]):
        return None
    return Subject(Phrase(start, start + run[1]), start)


def _clauses(words: Sequence[Token], places: range) -> Iterator[Subject]:
    """The subjects of the first finite verbs at `places`, in that order; none beyond a semicolon, going left."""
    verbs = 0
    for verb in places:
        if verbs == _VERBS_MAX or (places.step < 0 and words[verb].text in _CLOSE):
            return
        if not _is_finite(words, verb):
            continue
        verbs += 1
        group = skip_adverbs_back(words, verb)
        if not group or words[group - 1].text == QUOTATION:
            continue
        phrase = speaker_before(words, group)
        if phrase and not phrase.relative and not _is_adjunct(words, phrase):
            yield Subject(phrase, verb)


def _is_made_by_others(head: str) -> bool:
    """ "a letter | alleging" and "on Monday | alleging" tell of somebody else."""
    return head in speech_nouns() or is_name_word(head, "document") or is_time_noun(head)


def _is_subordinate(words: Sequence[Token], phrase: Phrase) -> bool:
    before = words[phrase.first - 1].lower if phrase.first else ""
    bound = is_kind(before, "subordinator") or is_kind(before, "relative")
    return bound or before in _ADVERBIAL or before in speech_verbs()


def _is_adjunct(words: Sequence[Token], phrase: Phrase) -> bool:
    return is_kind(words[phrase.first].lower, "preposition") or not is_word(words[phrase.first])


def _is_noun(words: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` may be a noun that a participle right after it tells more of."""
    word = words[index]
    closed = (
        "preposition",
        "conjunction",
        "auxiliary",
        "modal",
        "subordinator",
        "negation",
        "adverb",
        "relative",
    )
    if not is_word(word) or any(is_kind(word.lower, kind) for kind in closed):
        return False
    return (
        not _is_finite(words, index) and not word.lower.endswith("ly") and not is_kind(word.lower, "pronoun")
    )


def _is_finite(words: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` may be a verb with a subject of its own."""
    if not 0 < index < len(words):
        return False
    word, before = words[index], words[index - 1]
    if is_capital(word):
        return False
    if is_kind(word.lower, "auxiliary") or is_kind(word.lower, "modal"):
        return word.lower not in {"be", "been", "being", "having"}
    if not word.text.islower() or before.text == "-" or before.lower == "to" or is_possessive(before):
        return False
    if any(is_kind(before.lower, kind) for kind in ("determiner", "preposition")):
        return False
    spoken = speech_verbs().get(word.lower)
    if (
        spoken
        and spoken.form in {"past", "third"}
        and (word.lower not in speech_nouns() or _is_short_subject(before))
    ):
        return True
    if word.lower in _irregular_pasts():
        return True
    passive = index + 1 < len(words) and words[index + 1].lower == "by"
    return word.lower.endswith("ed") and len(word.text) >= _PAST_MIN and not passive


def _is_short_subject(word: Token) -> bool:
    """ "Roe | claims", "it | reports": with another word before it, "his recent comments", the form may be a noun."""
    return is_capital(word) or is_kind(word.lower, "pronoun")
