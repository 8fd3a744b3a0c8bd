"""Where what is asked ends: with its clause, before another subject goes on with a verb of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.clause_ends import clause_end, trim
from tocsin.reading.clause_subjects import is_finite, is_past, subject_of
from tocsin.reading.document import Token
from tocsin.reading.grammar import is_kind
from tocsin.reading.tables import words as table_words

#: after the comma: ", and | the union | pledged", ", but | the army | went on", ", as | shelling | continued"
_LEADS = {"and", "but", "as", "so", "yet"}
#: ", and | the foreign ministers of the five lake states | pledged": words of the other subject
_SUBJECT_WORDS_MAX = 12
#: ", | where crocodiles have been seen"
_PLACING = {"where", "when"}
#: ", | two days after it began": a time that dates the asking and not what is asked
_DATING = {"after", "before", "since", "amid", "following", "despite"}


def action_end(words: Sequence[Token], first: int) -> int:
    """Where the action that begins at `first` ends, a word index."""
    end = clause_end(words, first)
    turn = next((i for i in range(first + 1, end - 1) if _turns(words, i, end)), None)
    return end if turn is None else trim(words, first, turn)


def _turns(words: Sequence[Token], index: int, end: int) -> bool:
    """Whether at this comma or "and" the sentence turns from what is asked to what happened."""
    if words[index].text != ",":
        return words[index].lower in {"and", "but"} and _goes_on(words, index + 1, end)
    lead = words[index + 1].lower
    if lead in _DATING or is_kind(lead, "relative") or lead in _PLACING:
        return all(word.text != "," for word in words[index + 1 : end])
    if lead.isdigit() or lead in table_words("numbers", "unit"):
        return any(word.lower in _DATING for word in words[index + 2 : min(end, index + 5)])
    return lead in _LEADS and (_goes_on(words, index + 2, end) or has_subject(words, index + 2, end))


def _goes_on(words: Sequence[Token], index: int, end: int) -> bool:
    """ "to leave and | dropped leaflets": a past goes with no infinitive, so whoever asked did it."""
    if index + 1 >= end or not is_past(words[index]):
        return False
    follows = words[index + 1]
    return (
        any(is_kind(follows.lower, kind) for kind in ("determiner", "pronoun"))
        or words[index - 2].text == ","
    )


def has_subject(words: Sequence[Token], first: int, end: int) -> bool:
    """Whether somebody else does something from `first` on: "the union | pledged money"."""
    for verb in range(first + 1, min(end, first + 1 + _SUBJECT_WORDS_MAX)):
        if words[verb].text == "," or is_kind(words[verb].lower, "relative"):
            return False
        if is_finite(words, verb) or is_kind(words[verb].lower, "modal"):
            subject = subject_of(words, verb)
            return subject is not None and subject.first <= first < subject.last
    return False
