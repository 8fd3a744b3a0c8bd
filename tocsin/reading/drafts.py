"""What the cues of one folded sentence give: statements in word indexes, before names and passages are known.

Cues are verbs ("Roe said"), nouns ("the claim that"), "according to", and "it is feared that", which names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from tocsin.reading.clause_ends import Range, clause_end
from tocsin.reading.complements import find_complement
from tocsin.reading.cues import Cue, find_cues, find_impersonal_cues
from tocsin.reading.document import Token, mentions
from tocsin.reading.grammar import is_kind, is_word
from tocsin.reading.noun_cues import find_noun_cues
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.speakers import split_speakers
from tocsin.reading.subjects import shared_subject

#: a sentence with more cues is no prose; each is looked at with all of its sentence
_CUES_MAX = 16


class Draft(NamedTuple):
    """A statement in word indexes of its folded sentence."""

    speakers: tuple[Phrase, ...]
    cue: Range
    content: tuple[Range, ...]
    act: str
    told: Range | None = None
    #: nobody in particular says it ("there are reports of"), and it is doubtful
    unconfirmed: bool = False


def draft_statements(text: str, words: Sequence[Token]) -> list[Draft]:
    """What the cues of one folded sentence give, in the order of the cues."""
    drafts: list[Draft] = []
    for cue in islice(find_cues(words), _CUES_MAX):
        complement = find_complement(text, words, cue)
        if complement is None or (_is_gerund_subject(words, cue) and not shared_subject(words, cue.first)):
            continue
        speaker = complement.speaker
        speakers = tuple(split_speakers(words, speaker)) if speaker else _inherited(drafts, words, cue)
        span = cue.first, cue.last
        drafts.append(Draft(speakers, span, complement.content, cue.verb.act, complement.told))
    drafts += _impersonal(words)
    drafts += _according_to(words)
    drafts += (
        Draft(noun.speakers, noun.cue, (noun.content,), noun.act, unconfirmed=noun.unconfirmed)
        for noun in find_noun_cues(words)
        if all(draft.cue[1] != noun.cue[1] for draft in drafts)
    )
    return sorted(drafts, key=lambda draft: draft.cue)


def _impersonal(words: Sequence[Token]) -> Iterator[Draft]:
    for cue in find_impersonal_cues(words):
        end = clause_end(words, cue.last + 1)
        if end > cue.last + 1:
            yield Draft((), (cue.first, cue.last), ((cue.last + 1, end),), cue.verb.act, unconfirmed=True)


def _is_gerund_subject(words: Sequence[Token], cue: Cue) -> bool:
    """ "Furthermore, suggesting that ... is wrong": a noun in effect, and nobody says it."""
    opening = words[: cue.first] if cue.verb.form == "gerund" else ()
    return bool(opening) and not any(is_word(word) and not is_kind(word.lower, "opener") for word in opening)


def _inherited(drafts: list[Draft], words: Sequence[Token], cue: Cue) -> tuple[Phrase, ...]:
    """ "Roe condemned the raid, adding that ...": the speaker of the cue before, or of the clause, whichever is nearer."""
    subject = shared_subject(words, cue.first)
    said = next(
        (draft for draft in reversed(drafts) if draft.speakers and not draft.speakers[0].relative), None
    )
    if said and (subject is None or said.cue[1] > subject.verb):
        return said.speakers
    return (subject.phrase,) if subject else ()


def _according_to(words: Sequence[Token]) -> list[Draft]:
    drafts: list[Draft] = []
    if not mentions(words, {"according"}):
        return drafts
    for index in range(len(words) - 2):
        if words[index].lower != "according" or words[index + 1].lower != "to":
            continue
        speaker = phrase_after(words, index + 2)
        content = _beside(words, index, speaker.last) if speaker else None
        if speaker and content:
            speakers = tuple(split_speakers(words, speaker))
            drafts.append(Draft(speakers, (index, index + 2), (content,), "said"))
    return drafts


def _beside(words: Sequence[Token], first: int, last: int) -> Range | None:
    """What "according to ..." at first:last qualifies: the clause before it, or after it where it opens the sentence."""
    if first <= 1:
        after = last + 1 if last < len(words) and words[last].text == "," else last
        return (after, clause_end(words, after)) if after < clause_end(words, after) else None
    end = first - 1 if words[first - 1].text == "," else first
    start = max((index + 1 for index in range(end) if words[index].text == ";"), default=0)
    return (start, end) if start < end else None
