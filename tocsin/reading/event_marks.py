"""What undoes an event, or brings one in: fear, condition, plan, failure, result (data/event_marks.tsv)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tocsin.reading.document import Token
from tocsin.reading.grammar import CLOSERS, is_capital, is_kind, is_word
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words as marks

#: a modal governs verbs so many words on: "will be hunted, beaten and jailed"
_MODAL_WORDS_MAX = 12
#: "the raid on the mill by the river | was called off"
_AVERTED_WORDS_MAX = 12
#: "averted | a second and larger raid"
_AVERTING_WORDS_MAX = 5
#: "calculated to bring about in whole or in part the | destruction"
_INTENT_WORDS_MAX = 12
_BE = {"is", "are", "was", "were", "be", "been"}


def is_feared(before: Sequence[Token]) -> bool:
    """ "danger of | attack"."""
    return any(
        other.lower == "of" and one.lower in marks("event_marks", "risk") for one, other in pairwise(before)
    )


def is_supposed(words: Sequence[Token], first: int) -> bool:
    """Whether a modal governs the verb or its coordination ("will be beaten, tortured and murdered"), or a condition."""
    for index in range(first - 1, max(-1, first - _MODAL_WORDS_MAX), -1):
        word = words[index].lower
        modal = is_kind(word, "modal") and (index == 0 or not is_capital(words[index]))  # no "since May"
        if modal or word in marks("event_marks", "condition") or _inverts(words, index):
            return True
        if word in CLOSERS or is_kind(word, "subordinator") or is_kind(word, "relative"):
            return False
    return False


def _inverts(words: Sequence[Token], index: int) -> bool:
    """ "Had the army attacked, ...", which is a condition; no question."""
    if words[index].lower not in {"had", "were"} or words[-1].text == "?" or index + 1 >= len(words):
        return False
    if index == 0:
        return True
    follows = words[
        index + 1
    ]  # ", were the army to attack", but "people, four of them children, were killed"
    subject = is_capital(follows) or is_kind(follows.lower, "determiner") or is_kind(follows.lower, "pronoun")
    return subject and words[index - 1].text in {",", ";"}


def is_intended(words: Sequence[Token], first: int) -> bool:
    """Whether a noun names what something is only meant to bring about: "calculated to cause | the destruction"."""
    for index in range(first - 1, max(0, first - _INTENT_WORDS_MAX), -1):
        if words[index].lower == "to":
            return words[index - 1].lower in marks("event_marks", "intent")
        if words[index].text in CLOSERS or words[index].text == ",":
            return False
    return False


def is_averted(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether a deed that a noun names at first:last did not happen: "the raid was called off", "foiled a raid"."""
    for index in range(first - 1, max(0, first - _AVERTING_WORDS_MAX), -1):
        match = phrasebook("event_marks").before(words, index + 1)
        if match and _is_mark(match.row[0], "averting"):
            return True
        if not (is_word(words[index]) or words[index].text == "-") or is_kind(
            words[index].lower, "preposition"
        ):
            break
    for index in range(last, min(len(words) - 1, last + _AVERTED_WORDS_MAX)):
        if words[index].text in CLOSERS or words[index].text == ",":
            return False
        if words[index].lower in _BE:
            match = phrasebook("event_marks").at(words, index + 1)
            return match is not None and _is_mark(match.row[0], "averted")
    return False


def tells_result(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether a gerund tells of a deed done, with an object: ", killing two", "after shelling the mill"."""
    if last >= len(words) or not marks_result(words, first):
        return False
    follows = words[last]
    if words[first - 1].lower == "by":  # "by retreating troops" names who did it
        return is_kind(follows.lower, "determiner") or follows.text[0].isdigit()
    opens = is_kind(follows.lower, "determiner") or is_kind(follows.lower, "pronoun") or is_capital(follows)
    several = follows.lower.endswith("s") or is_kind(follows.lower, "plural")
    counted = follows.text[0].isdigit() or follows.lower in marks("numbers", "unit")
    return is_word(follows) and (opens or several or counted)


def marks_result(words: Sequence[Token], first: int) -> bool:
    return first > 0 and words[first - 1].lower in marks("event_marks", "result")


def _is_mark(phrase: str, kind: str) -> bool:
    return phrase in marks("event_marks", kind)
