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
from tocsin.reading.stance_words import stance_adjectives, stance_nouns
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_parser import parse

_NEVER_AFTER = ("determiner", "preposition", "modal")
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
    if any(mentions(words, table) for table in (stance_nouns(), stance_adjectives())):
        return True
    if not mentions(words, governing_verbs()):
        return False
    return any(_may_be_verb(words, index) for index in range(len(words)))


def _may_be_verb(words: Sequence[Token], index: int) -> bool:
    word = words[index].lower
    if word not in governing_verbs():
        return False
    before = words[index - 1] if index else None
    after = words[index + 1].lower if index + 1 < len(words) else ""
    if before and (before.lower in _SPEAKING or is_possessive(before)):
        return False
    if before and not word.endswith("ing") and any(is_kind(before.lower, kind) for kind in _NEVER_AFTER):
        return False
    return not (after == "of" and word.endswith("s"))
