"""What somebody says should or must be done: "the council should insist", "under no condition should ... be".

In a publisher's own words that is an opinion and no call, so it counts only inside a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.reading.attribution import Attribution
from tocsin.reading.call_drafts import CallDraft
from tocsin.reading.call_ends import action_end
from tocsin.reading.document import Token
from tocsin.reading.grammar import is_dash, is_kind
from tocsin.reading.noun_phrases import Phrase
from tocsin.reading.speakers import speaker_before

_DUTIES = {"should", "must", "ought"}
#: nobody asks oneself; and what "it must be" concludes is not asked
_NOT_ASKED = {"i", "we", "it", "this", "that", "there", "what", "you"}
#: "time for the council and all its members | to": how long an addressee may be
_ADDRESSEE_WORDS_MAX = 12


def draft_duties(words: Sequence[Token], attribution: Attribution) -> Iterator[CallDraft]:
    """The duties of a sentence that somebody speaks of."""
    for index, word in enumerate(words):
        if word.lower in _DUTIES and index and words[-1].text != "?":
            draft = _duty(words, index) if attribution.around(word.start, word.end) else None
            yield from (draft,) if draft else ()
        if word.lower == "time" and attribution.around(word.start, word.end):
            draft = _time_for(words, index)
            yield from (draft,) if draft else ()


def _time_for(words: Sequence[Token], index: int) -> CallDraft | None:
    """ "it is time for | the council | to act"."""
    if index + 2 >= len(words) or words[index + 1].lower != "for":
        return None
    for to in range(index + 3, min(len(words) - 1, index + _ADDRESSEE_WORDS_MAX)):
        if words[to].lower == "to":
            end = action_end(words, to + 1)
            return CallDraft(index, end, Phrase(index + 2, to), (to + 1, end)) if end > to + 1 else None
    return None


def _duty(words: Sequence[Token], index: int) -> CallDraft | None:
    """What should or must be done, by the subject; in the passive, by nobody named."""
    after = next((word.lower for word in words[index + 1 :] if not is_kind(word.lower, "adverb")), "")
    subject = speaker_before(words, index)
    if after == "have" or (subject and words[subject.first].lower in _NOT_ASKED):
        return None
    end = action_end(words, index)
    begin = index + 2 if words[index].lower == "ought" else index + 1  # "ought to | hear"
    if "be" in {word.lower for word in words[index + 1 : index + 3]} or subject is None or subject.relative:
        first = _clause_first(words, index)
        return CallDraft(first, end, None, (first, end))
    return CallDraft(subject.first, end, subject, (begin, end)) if end > begin else None


def _clause_first(words: Sequence[Token], index: int) -> int:
    first = index
    while first > 0 and words[first - 1].text not in {",", ";", ":"} and not is_dash(words[first - 1]):
        first -= 1
    return first
