"""What a text says of a statement after telling it: "The ministry said 12 had died. The figure could not be verified."

The doubt is our own or a third party's; it points back by a noun ("the claim") or a pronoun ("this").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tocsin.reading.cues import speech_nouns
from tocsin.reading.document import Document, mentions
from tocsin.reading.findings import Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_kind
from tocsin.reading.phrasebook import phrasebook

#: one of these stands in each doubt that points back
_CHECKED = frozenset(
    {
        "verified",
        "verify",
        "confirmed",
        "confirm",
        "corroborated",
        "confirmation",
        "corroborate",
        "verification",
    }
)
#: what is told and may be doubted, besides the nouns of saying
_TOLD = {
    "figure",
    "figures",
    "number",
    "numbers",
    "toll",
    "count",
    "details",
    "information",
    "footage",
    "video",
}
_PRONOUNS = {"it", "this", "that", "these", "those", "either", "neither"}
#: "the army’s latest claim could not be verified": how far from the doubt what it points at may stand
_REACH_WORDS = 8
#: so many statements back a doubt reaches
_STATEMENTS_MAX = 8


def mark_doubted(
    doc: Document, folded: Sequence[FoldedSentence], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """`statements`, in text order, with those unconfirmed that a later sentence doubts."""
    doubted: set[int] = set()
    for sentence in folded:
        if sentence.within is None and mentions(sentence.words, _CHECKED):
            doubted.update(_doubted_by(doc, sentence, statements))
    return tuple(
        replace(one, certainty="unconfirmed") if index in doubted and one.certainty == "attributed" else one
        for index, one in enumerate(statements)
    )


def _doubted_by(doc: Document, sentence: FoldedSentence, statements: Sequence[Statement]) -> Sequence[int]:
    """The indexes of what the sentence doubts: the last thing said before the doubt, or all of the paragraph."""
    found = _doubt(sentence)
    if found is None:
        return ()
    offset, plural = found
    last = bisect_left(statements, offset, key=lambda one: one.start)
    near_by = range(max(0, last - _STATEMENTS_MAX), last)
    before = [index for index in near_by if statements[index].end <= offset]
    since = doc.paragraphs[sentence.paragraph].start
    near = [index for index in before if statements[index].start >= since]
    return near if plural and near else (near or before)[-1:]


def _doubt(sentence: FoldedSentence) -> tuple[int, bool] | None:
    """Where the doubt begins, and whether it points at several; None where it points at nothing told before."""
    words = sentence.words
    for match in phrasebook("certainty_cues").all(words, 0, len(words)):
        if match.row[1] != "unconfirmed" or _CHECKED.isdisjoint(match.row[0].split()):
            continue
        first = max(0, match.first - _REACH_WORDS)
        before, after = range(match.first - 1, first - 1, -1), range(match.stop, match.stop + _REACH_WORDS)
        for index in (*before, *(index for index in after if index < len(words))):
            noun = words[index].lower in speech_nouns() or words[index].lower in _TOLD
            definite = any(is_kind(word.lower, "determiner") for word in words[max(0, index - 3) : index])
            opens = words[index].lower in _PRONOUNS and index <= match.stop
            if opens or (noun and definite and words[index].lower not in match.row[0].split()):
                return words[index].start, words[index].lower.endswith("s") and noun
    return None
