"""Whether a date lies ahead: "the council will meet on Friday", "talks are due to resume in May"."""

from __future__ import annotations

from tocsin.reading.cues import speech_verbs
from tocsin.reading.document import Document
from tocsin.reading.tables import words

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
