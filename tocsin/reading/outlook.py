"""Whether a date lies ahead or behind: "the council will meet on Friday", "the road had been open since 1 August"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.reading.cues import speech_verbs
from tocsin.reading.document import Document, Token
from tocsin.reading.grammar import is_kind
from tocsin.reading.tables import rows, words

#: characters before and after a date in which its verb is looked for
_REACH_BEFORE, _REACH_AFTER = 90, 40
_ENDS = frozenset(".;:!?")


def looks_ahead(doc: Document, start: int, end: int) -> bool:
    """Whether the words beside the date at start:end, in its own clause, tell of what is to come."""
    sentence = doc.sentence_at(start)
    if not sentence:
        return False
    before = [token.lower for token in doc.tokens_in(max(sentence.start, start - _REACH_BEFORE), start)]
    if _tells_ahead(before[::-1], after=False):
        return True
    if not words("outlook", "opener").issuperset(before):
        return False
    after = [token.lower for token in doc.tokens_in(end, min(sentence.end, end + _REACH_AFTER))]
    return _tells_ahead(after, after=True)


def looks_behind(doc: Document, start: int, end: int) -> bool:
    """Whether the date at start:end cannot come after the report, by the verb of its own clause or by "since"."""
    sentence = doc.sentence_at(start)
    if not sentence:
        return False
    before = doc.tokens_in(max(sentence.start, start - _REACH_BEFORE), start)[::-1]
    if _tells_behind(before):
        return True
    if not words("outlook", "opener").issuperset(token.lower for token in before):
        return False
    after = doc.tokens_in(end, min(sentence.end, end + _REACH_BEFORE))
    return _tells_behind(after[1:] if after and after[0].text == "," else after, after=True)


def _tells_behind(near: Sequence[Token], *, after: bool = False) -> bool:
    """`near` are the words from the date outwards; the first verb decides, the end of a clause stops the search."""
    first = "" if after else _first_after_phase(near)
    if first == "since" or first in words("outlook", "limit"):
        return first == "since"
    for index, token in enumerate(near):
        word, outer = token.lower, near[index + 1].lower if index + 1 < len(near) else ""
        follower = outer if after else (near[index - 1].text if index else "")
        if word in _ENDS or word in words("outlook", "present") or is_kind(word, "modal"):
            return False
        if word == "to" and _is_plain(follower):
            return False  # an infinitive: "agreed to meet on Friday"
        if word in words("outlook", "past_verb"):
            return follower not in ("to", "due", "expected", "scheduled", "set", "planned")
        if _is_past(word, follower, outer):
            return outer != "be"
    return False


def _is_past(word: str, follower: str, outer: str) -> bool:
    """Whether it is a past form, and neither "brokered by" nor the adjective of "the disputed vote"."""
    if word.endswith("ed"):
        adjective = _is_plain(follower) and not _is_plain(outer)
        return len(word) > 4 and follower != "by" and not adjective
    return word in _pasts() and follower != "by"


def _first_after_phase(near: Sequence[Token]) -> str:
    """The word before a date, over "early", "the end of" and the like."""
    return next((token.lower for token in near if token.lower not in words("outlook", "phase")), "")


def _is_plain(word: str) -> bool:
    """Whether it is a noun, verb or adjective in lower case, as around an adjective in -ed: "the disputed vote"."""
    function_words = ("preposition", "determiner", "pronoun", "conjunction", "subordinator", "particle")
    return word.isalpha() and word.islower() and not any(is_kind(word, kind) for kind in function_words)


@cache
def _pasts() -> frozenset[str]:
    """Pasts that do not end in -ed and are no other form of their verb."""
    return frozenset(past for past, lemma, *_ in rows("irregular_pasts") if past != lemma)


def _tells_ahead(near: list[str], *, after: bool) -> bool:
    """`near` are the words from the date outwards; a verb of saying or the end of a clause stops the search."""
    will, ahead = words("outlook", "auxiliary"), words("outlook", "ahead")
    for index, word in enumerate(near):
        if (
            word in _ENDS
            or (after and word in ("and", "but"))
            or word in speech_verbs()
            or word in words("outlook", "past")
        ):
            return False
        if word in will:
            return True
        if not after and word in ahead:
            return not words("outlook", "past").intersection(near[index + 1 : index + 4])
    return False
