"""Which sentences are parsed: those of the running text in which a verb of saying or stance may stand.

Parsing costs ten times what all other reading does. A sentence is left to the word rules where each word of the
lexicon in it is surely no verb that counts: a noun ("the report", "plans of"), a plan ("to say", "may say"), or the
author's own mind ("we hope").
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Token, mentions
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import is_kind, is_possessive
from tocsin.reading.stance_verbs import governing_verbs
from tocsin.reading.stance_words import BEGUN, light_verbs, stance_adjectives, stance_nouns
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_parser import parse

_NEVER_AFTER = ("determiner", "preposition", "modal")
#: "their long and bitter criticism", "support in the region for": how far owner and topic may stand from a noun
_REACH = 5
_OWNERS = {"his", "her", "their", "its", "’", "'"}
_SPEAKING = {"i", "we", "you"}


def grow_trees(doc: Document, folded: Sequence[FoldedSentence]) -> dict[int, Tree]:
    """The trees of those folded sentences that may say more than the word rules see, by index."""
    chosen = [
        index
        for index, sentence in enumerate(folded)
        if sentence.within is None and needs_tree(sentence.words)
    ]
    trees = parse(doc, (folded[index].words for index in chosen))
    return {index: tree for index, tree in zip(chosen, trees, strict=True) if tree is not None}


def needs_tree(words: Sequence[Token]) -> bool:
    """Whether a verb of saying or stance may stand among the words that the word rules alone could misread."""
    if mentions(words, governing_verbs()) and any(_may_be_verb(words, index) for index in range(len(words))):
        return True
    if mentions(words, stance_nouns()) and any(_may_be_noun(words, index) for index in range(len(words))):
        return True
    return mentions(words, stance_adjectives()) and any(
        _may_be_adjective(words, index) for index in range(len(words))
    )


def _may_be_noun(words: Sequence[Token], index: int) -> bool:
    """Whether the noun has something to be about after it, and somebody to belong to."""
    noun = stance_nouns().get(words[index].lower)
    if noun is None or index + 1 == len(words):
        return False
    after = {word.lower for word in words[index + 1 : index + 1 + _REACH]}
    if after.isdisjoint({"that" if one == "t" else "to" if one == "i" else one for one in noun.takes}):
        return False
    owned = any(
        is_possessive(word) or word.lower in _OWNERS for word in words[max(0, index - _REACH) : index]
    )
    return owned or not after.isdisjoint({"by", "from", "among"}) or mentions(words[:index], light_verbs())


def _may_be_adjective(words: Sequence[Token], index: int) -> bool:
    """Whether something that the adjective takes follows at once, or a clause without "that"."""
    adjective = stance_adjectives().get(words[index].lower)
    if adjective is None or not index or index + 1 == len(words):
        return False
    after = words[index + 1].lower
    clause = any(is_kind(after, kind) for kind in ("pronoun", "determiner", "relative", "subordinator"))
    return after in adjective.takes or clause or (after == "to" and "i" in adjective.takes) or after == "that"


def _may_be_verb(words: Sequence[Token], index: int) -> bool:
    word = words[index].lower
    if word not in governing_verbs():
        return False
    before = words[index - 1] if index else None
    after = words[index + 1].lower if index + 1 < len(words) else ""
    if before and (before.lower in _SPEAKING or is_possessive(before)):
        return False
    if before and before.lower == "to" and mentions(words[max(0, index - _REACH) : index], BEGUN):
        return True
    if before and not word.endswith("ing") and any(is_kind(before.lower, kind) for kind in _NEVER_AFTER):
        return False
    return not (after == "of" and word.endswith("s"))
