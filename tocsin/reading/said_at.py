"""When something was said: the time of the cue, not one of what was said or of what happened besides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tocsin.reading.document import Token
from tocsin.reading.drafts import Draft
from tocsin.reading.findings import Time

#: "after Sunday", "until Monday": times of something else
_OF_OTHERS = {"after", "before", "since", "until", "till", "from", "between", "following", "of"}


def said_at(
    text: str, words: Sequence[Token], times: Sequence[Time], draft: Draft, drafts: Sequence[Draft]
) -> str | None:
    """The value of the first of a sentence's `times` that tells when `draft` was said.

    `drafts` are all of the sentence: a time that stands in what one of them tells is no time of a cue outside it.
    """
    cue = words[draft.cue[0]].start, words[draft.cue[1] - 1].end
    apart = [
        (words[first].start, words[last - 1].end)
        for one in drafts
        for first, last in (*one.content, *((phrase.first, phrase.last) for phrase in one.speakers))
    ]
    apart = [one for one in apart if not (one[0] <= cue[0] and cue[1] <= one[1])]
    for time in times:
        inside = any(start <= time.start < end for start, end in apart)
        semicolon = text.find(";", min(time.end, cue[0]), max(time.start, cue[1])) >= 0
        if not inside and not semicolon and time.type in {"DATE", "TIME"} and not _is_of_others(words, time):
            return time.value
    return None


def _is_of_others(words: Sequence[Token], time: Time) -> bool:
    """ "after Sunday", "Monday | ’s raid": the time of something else that happened."""
    for before, word in pairwise(words):
        if word.start == time.start and before.lower in _OF_OTHERS:
            return True
        if before.end == time.end and word.lower in {"’s", "'s"}:
            return True
        if before.start > time.end:
            return False
    return False
