"""What a text says of a statement after telling it: "The ministry said 12 had died. The figure could not be verified."

The doubt is our own or a third party's. It points back by a pronoun ("this"), by a noun of saying ("the claim", "either
account": the last two), or by what was told ("the deaths have not been confirmed"), and then only where that was told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tocsin.reading.cues import speech_nouns
from tocsin.reading.document import Document, Token, mentions
from tocsin.reading.findings import Statement
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_kind
from tocsin.reading.likeness import content_stems
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
#: "either account", "both claims"
_TWO = {"either", "neither", "both", "two"}
_DEATH = frozenset(
    {"dead", "death", "deaths", "died", "dying", "killed", "killing", "killings", "toll", "slain"}
)
_INJURY = frozenset({"injured", "injuries", "injury", "wounded", "wounding", "hurt"})
_SEIZURE = frozenset(
    {"arrest", "arrests", "arrested", "detained", "detention", "detentions", "seized", "held"}
)
#: a noun that tells of what happened, and the words by which it was told
_HAPPENED = {
    **dict.fromkeys(("death", "deaths", "killing", "killings", "fatalities"), _DEATH),
    **dict.fromkeys(("casualty", "casualties"), _DEATH | _INJURY),
    **dict.fromkeys(("injury", "injuries"), _INJURY),
    **dict.fromkeys(("arrest", "arrests", "detention", "detentions", "abduction", "abductions"), _SEIZURE),
}


class _Doubt(NamedTuple):
    #: where it begins
    start: int
    #: the word that points back
    pointer: Token
    #: of all that the paragraph told before
    plural: bool = False
    #: of the last two, each somebody else's
    two: bool = False
    #: of what happened, told before with the same words
    happened: bool = False


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
    doubt = _doubt(sentence)
    if doubt is None:
        return ()
    last = bisect_left(statements, doubt.start, key=lambda one: one.start)
    near_by = range(max(0, last - _STATEMENTS_MAX), last)
    before = [index for index in near_by if statements[index].end <= doubt.start]
    if doubt.happened:
        return [index for index in before if _tells_of(doc, statements[index], doubt.pointer)][-1:]
    if doubt.two:
        return _last_two(statements, before)
    since = doc.paragraphs[sentence.paragraph].start
    near = [index for index in before if statements[index].start >= since]
    return near if doubt.plural and near else (near or before)[-1:]


def _last_two(statements: Sequence[Statement], before: Sequence[int]) -> Sequence[int]:
    """The last statement and the last one by somebody else."""
    last = before[-1:]
    other = (
        index
        for index in reversed(before)
        if last and statements[index].speaker_name != statements[last[0]].speaker_name
    )
    return [*last, *(index for index in [next(other, None)] if index is not None)]


def _tells_of(doc: Document, statement: Statement, noun: Token) -> bool:
    """Whether the statement tells of what the noun names: "the deaths" of "12 had died", "the strike" of "a strike"."""
    tokens = [token for span in statement.content for token in doc.tokens_in(span.start, span.end)]
    if words := _HAPPENED.get(noun.lower):
        return mentions(tokens, words)
    return not content_stems([noun]).isdisjoint(content_stems(tokens))


def _doubt(sentence: FoldedSentence) -> _Doubt | None:
    """The doubt of the sentence; None where it points at nothing told before."""
    words = sentence.words
    for match in phrasebook("certainty_cues").all(words, 0, len(words)):
        if match.row[1] != "unconfirmed" or _CHECKED.isdisjoint(match.row[0].split()):
            continue
        first = max(0, match.first - _REACH_WORDS)
        before, after = range(match.first - 1, first - 1, -1), range(match.stop, match.stop + _REACH_WORDS)
        for index in (*before, *(index for index in after if index < len(words))):
            near = [word.lower for word in words[max(0, index - 3) : index]]
            noun = words[index].lower in speech_nouns() or words[index].lower in _TOLD
            two = noun and not _TWO.isdisjoint(near)
            definite = any(is_kind(word, "determiner") for word in near)
            opens = words[index].lower in _PRONOUNS and index <= match.stop
            two = two or (opens and words[index].lower in _TWO)
            if two or opens or (noun and definite and words[index].lower not in match.row[0].split()):
                plural = words[index].lower.endswith("s") and noun
                return _Doubt(words[index].start, words[index], plural=plural, two=two)
        if happened := _happened(words, match.first):
            return _Doubt(happened.start, happened, happened=True)
    return _neither(words)


def _neither(words: Sequence[Token]) -> _Doubt | None:
    """ "Neither claim could be verified"."""
    for index in range(min(_REACH_WORDS, len(words) - 1)):
        if words[index].lower == "neither" and words[index + 1].lower in {*speech_nouns(), *_TOLD, "of"}:
            return _Doubt(words[index].start, words[index], two=True)
    return None


def _happened(words: Sequence[Token], verb: int) -> Token | None:
    """The noun right before the doubt, where it tells of something known: "the deaths | have not been confirmed"."""
    while verb > 0 and is_kind(words[verb - 1].lower, "auxiliary"):
        verb -= 1
    near = [word.lower for word in words[max(0, verb - 3) : max(0, verb - 1)]]
    return words[verb - 1] if verb and any(is_kind(word, "determiner") for word in near) else None
