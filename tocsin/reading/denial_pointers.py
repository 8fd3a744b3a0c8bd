"""What a denial that points back points at: "denied it", "called the claim false", "rejected the reports of looting".

A witness whose words are taken for denied is worse than a denial tied to nothing, so somebody else's statement is
what is meant only where the words show it:

1. "it", "this": what was said in the sentence before, or in the same one.
2. "the reports of looting": a statement that tells of looting.
3. "the claim": the nearest statement that is a claim or accuses, that speaks of whoever denies, or that was made in
   the sentence before. A direct quotation is no "reports", and whoever has just denied something else in the same
   sentence means that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tocsin.reading.cues import speech_nouns
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Span, Statement
from tocsin.reading.likeness import content_stems
from tocsin.reading.phrasebook import phrasebook

#: "it", and what "This is a lie" begins with
_PRONOUNS = {"it", "this", "that", "these", "those"}
_COPULAS = {"is", "are", "was", "were", "’s", "'s"}
#: "These long-repeated official claims": how far the noun may stand from the beginning
_NOUN_WORDS_MAX = 5
#: so many statements back a noun points at most
_STATEMENTS_MAX = 8
_ACCUSING = {"accused", "claimed"}
#: "reports | of looting"
_TELLS_WHAT = {"of", "that", "about"}
#: an army is accused where its men and arms are
_ARMED = frozenset(
    {
        "army", "armed", "military", "forces", "troops", "soldiers", "militia", "militias", "fighters", "rebels",
        "police", "guards", "gunmen", "officers", "junta", "commander", "commanders", "paramilitaries", "navy",
        "helicopters", "jets", "drones", "warplanes", "aircraft", "artillery", "tanks", "shelling", "airstrike",
        "airstrikes", "defence", "defense",
    }
)  # fmt: skip


def points_back(doc: Document, content: Span) -> bool:
    """ "it", "this “lie”", "that is a lie", "the accusation", "such claims"."""
    return _is_pronoun(doc, content) or _noun(doc, content) is not None


def pointed_at(
    doc: Document, denial: Statement, others: Sequence[Statement], *, own: bool
) -> Statement | None:
    """Which of `others`, in text order and all before it, a denial that points back means.

    `own`: its speaker has denied something else in the same sentence.
    """
    content = denial.content[0]
    if not others:
        return None
    near = _is_near(doc, others[-1], denial)
    noun = _noun(doc, content)
    if noun is None:
        return others[-1] if near and not own else None
    nearest_first = others[: -_STATEMENTS_MAX - 1 : -1]
    if told := _told_of(doc, noun, content):
        return next((target for target in nearest_first if told & _stems(doc, target)), None)
    accusing = next((target for target in nearest_first if _accuses(doc, noun, denial, target)), None)
    diffuse = noun.lower.endswith("s") and others[-1].direct
    return accusing or (others[-1] if near and not own and not diffuse else None)


def _accuses(doc: Document, noun: Token, denial: Statement, target: Statement) -> bool:
    """Whether the words show that `target` is what `noun` means: it is a claim, or speaks of whoever denies."""
    act = speech_nouns()[noun.lower].act
    if act in _ACCUSING and target.act in _ACCUSING:
        return True
    denier = {token.lower for span in denial.speakers for token in doc.tokens_in(span.start, span.end)}
    words = {token.lower for span in target.content for token in doc.tokens_in(span.start, span.end)}
    names = content_stems(token for span in denial.speakers for token in doc.tokens_in(span.start, span.end))
    armed = not denier.isdisjoint(_ARMED) and not words.isdisjoint(_ARMED)
    return armed or not names.isdisjoint(_stems(doc, target))


def _told_of(doc: Document, noun: Token, content: Span) -> frozenset[str]:
    """What "the reports of looting" are of; nothing where the noun stands alone."""
    after = doc.tokens_in(noun.end, content.end)
    if not after or after[0].lower not in _TELLS_WHAT:
        return frozenset()
    verdicts = {
        index
        for match in phrasebook("certainty_cues").all(after, 0, len(after))
        for index in range(match.first, match.stop)
    }
    return content_stems(token for index, token in enumerate(after) if index not in verdicts)


def _stems(doc: Document, statement: Statement) -> frozenset[str]:
    return content_stems(token for span in statement.content for token in doc.tokens_in(span.start, span.end))


def _is_near(doc: Document, target: Statement, denial: Statement) -> bool:
    """Whether `target` ends in the sentence of the denial or in the one before it."""
    sentences = doc.sentences
    index = bisect_right(sentences, denial.start, key=lambda sentence: sentence.start) - 1
    return target.end >= sentences[max(0, index - 1)].start


def _is_pronoun(doc: Document, content: Span) -> bool:
    first = [token.lower for token in _first_words(doc, content)]
    if not first or first[0] not in _PRONOUNS:
        return False
    return len(first) == 1 or first[1] in _COPULAS or not first[1].isalpha()


def _noun(doc: Document, content: Span) -> Token | None:
    """The noun of saying that the content begins with; None for a pronoun."""
    if _is_pronoun(doc, content):
        return None
    return next((word for word in _first_words(doc, content) if word.lower in speech_nouns()), None)


def _first_words(doc: Document, content: Span) -> Sequence[Token]:
    tokens = doc.tokens_in(content.start, content.end)[: _NOUN_WORDS_MAX + 1]
    return (tokens[1:] if tokens and not tokens[0].text[0].isalnum() else tokens)[:_NOUN_WORDS_MAX]
