"""Which sentences are parsed: those with a verb that the lexicon knows."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document, Token
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.stance_verbs import governing_verbs
from tocsin.reading.syntax import Tree
from tocsin.reading.syntax_parser import parse


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
    """Whether a verb of saying or stance may stand among the words."""
    return any(word.lower in governing_verbs() for word in words)
