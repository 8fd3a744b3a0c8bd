"""The text that is read, cut up once: paragraphs, sentences and tokens, shared by all finders.

A token is a number ("97,735"), a word ("O’Brien"), a possessive ("’s") or one sign ("%"):

>>> [token.text for token in open_document("Armenia’s 97,735 guests").tokens]
['Armenia', '’s', '97,735', 'guests']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from tocsin.reading.findings import Span
from tocsin.reading.links import find_links
from tocsin.reading.sentences import find_paragraphs, find_sentences

#: a token, or the white space between two: together the pieces are the text, and so their lengths give all offsets
_PIECE = re.compile(
    r" "
    r"|[^\W\d_]+(?:['’](?!s(?![^\W\d_]))[^\W\d_]+)*"
    r"|\d+(?:[.,]\d+)*"  # 97,735 or 1.2: signs that close a sentence stay outside
    r"|['’]s(?![^\W\d_])"
    r"|\S"
    r"|\s+"
)


_LOWER = attrgetter("lower")


class Token(NamedTuple):
    start: int
    end: int
    text: str
    lower: str


class Sentence(NamedTuple):
    start: int
    end: int
    text: str
    #: the paragraph that it stands in, an index in `Document.paragraphs`
    paragraph: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One text to be read. All offsets are code points of `text`; every list is in text order."""

    text: str
    #: the day the report came out; None where nobody knows
    published: date | None
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    #: where each token begins and ends, to be searched without looking into the tokens
    token_starts: tuple[int, ...]
    token_ends: tuple[int, ...]
    #: web and mail addresses, without the punctuation after them
    links: tuple[Span, ...] = ()

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that `offset` stands in, or the last one begun before it; None before the first."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return self.sentences[index] if index >= 0 else None

    def sentences_in(self, start: int, end: int) -> Sequence[Sentence]:
        """The sentences that touch start:end."""
        first = bisect_right(self.sentences, start, key=lambda sentence: sentence.end)
        last = bisect_left(self.sentences, end, key=lambda sentence: sentence.start)
        return self.sentences[first:last]

    def in_link(self, offset: int) -> bool:
        """Whether `offset` lies within a web or mail address."""
        if not self.links:
            return False
        index = bisect_right(self.links, offset, key=lambda link: link.start) - 1
        return index >= 0 and offset < self.links[index].end

    def tokens_in(self, start: int, end: int) -> Sequence[Token]:
        """The tokens that lie wholly within start:end."""
        return self.tokens[self.token_from(start) : bisect_right(self.token_ends, end)]

    def token_from(self, offset: int) -> int:
        """The index of the first token that begins at `offset` or after it."""
        return bisect_left(self.token_starts, offset)


#: `Token._make` without its own check of the length, which would take a third of all the time
_token: Callable[[tuple[int, int, str, str]], Token] = partial(tuple.__new__, Token)


class _Lowered(dict[str, str]):
    """Each word of a text in lower case, worked out once however often it stands there."""

    def __missing__(self, word: str) -> str:
        lower = self[word] = word.lower()
        return lower


def mentions(tokens: Iterable[Token], words: Collection[str]) -> bool:
    """Whether one of the tokens, in lower case, is one of `words`, a set or a dict: without a loop of our own."""
    return any(map(words.__contains__, map(_LOWER, tokens)))


def tokenize(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of `text`; white space is none."""
    pieces, lowered = _PIECE.findall(text), _Lowered()
    return tuple(
        [
            _token((end - len(piece), end, piece, lowered[piece]))
            for piece, end in zip(pieces, accumulate(map(len, pieces)), strict=True)
            if piece != " " and not piece.isspace()
        ]
    )


def open_document(text: str, published: date | None = None) -> Document:
    paragraphs = find_paragraphs(text)
    sentences = tuple(
        Sentence(span.start, span.end, text[span.start : span.end], index)
        for index, paragraph in enumerate(paragraphs)
        for span in find_sentences(text, (paragraph,))
    )
    tokens = tokenize(text)
    return Document(
        text=text,
        published=published,
        paragraphs=paragraphs,
        sentences=sentences,
        tokens=tokens,
        token_starts=tuple(token.start for token in tokens),
        token_ends=tuple(token.end for token in tokens),
        links=find_links(text),
    )
