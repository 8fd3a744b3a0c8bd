"""Nouns that tell of something said: "the ministry's claim that ...", "unconfirmed reports of ..."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading.clause_ends import Range, clause_end
from tocsin.reading.cues import speech_nouns
from tocsin.reading.document import Token, mentions
from tocsin.reading.grammar import is_kind, is_word
from tocsin.reading.noun_phrases import Phrase, phrase_after
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.rejections import relative_rejection
from tocsin.reading.speakers import owner_of

#: "statement on the valley's future that": how far "that" may stand from its noun
_THAT_WORDS_MAX = 8


class NounCue(NamedTuple):
    speakers: tuple[Phrase, ...]
    cue: Range
    content: Range
    act: str
    unconfirmed: bool


def find_noun_cues(words: Sequence[Token]) -> Iterator[NounCue]:
    if not mentions(words, speech_nouns()):
        return
    for index, word in enumerate(words):
        noun = speech_nouns().get(word.lower)
        if noun is None or (index and relative_rejection(words, index)):
            continue
        speaker, after = owner_of(words, index), index + 1
        if speaker is None and after + 1 < len(words) and words[after].lower == "by":
            speaker = phrase_after(words, after + 1)
            after = speaker.last if speaker else after
        content = _content(words, after, of=noun.unconfirmed)
        if content and content[0] < content[1]:
            speakers = (speaker,) if speaker else ()
            end = _before_verdict(words, content)
            doubtful = end < content[1] or (noun.unconfirmed and not speaker)
            yield NounCue(speakers, (index, index + 1), (content[0], end), noun.act, doubtful)


def _before_verdict(words: Sequence[Token], content: Range) -> int:
    """Where "the claim that nobody was hurt | could not be verified" turns from the claim to what became of it."""
    for match in phrasebook("certainty_cues").all(words, *content):
        helped = any(is_kind(words[match.first].lower, kind) for kind in ("modal", "auxiliary"))
        if helped and match.row[1] == "unconfirmed" and match.first > content[0]:
            return match.first
    return content[1]


def _content(words: Sequence[Token], after: int, *, of: bool) -> Range | None:
    """The clause after "that", or, for what may be doubtful, what stands after "of"."""
    if of and after < len(words) and words[after].lower == "of":
        dated = after + 1 < len(words) and words[after + 1].text[0].isdigit()  # "its report of 13:10"
        return None if dated else (after + 1, clause_end(words, after + 1))
    for index in range(after, min(len(words), after + _THAT_WORDS_MAX)):
        if words[index].lower == "that" and words[index - 1].lower != "as":
            return index + 1, clause_end(words, index + 1)
        if index == after and not is_kind(words[index].lower, "preposition"):
            return None
        if not is_word(words[index]) and words[index].text not in "-/":
            return None
        if any(
            is_kind(words[index].lower, kind) for kind in ("auxiliary", "modal", "subordinator", "relative")
        ):
            return None
    return None
