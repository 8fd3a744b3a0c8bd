"""Sentences with each quotation folded to one word, level by level.

Who said what is seen in the words around a quotation, however long it is. So each paragraph gives its sentences
with the quotations folded, and each longer quotation gives its own sentences in turn:

>>> from tocsin.reading.document import open_document
>>> from tocsin.reading.quotes import find_quotes
>>> doc = open_document("“It is over. We all left,” she said.")
>>> [" ".join(word.text for word in folded.words) for folded in fold(doc, find_quotes(doc)[0])]
['“…” she said .', 'It is over .', 'We all left ,']
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tocsin.reading.cues import speech_verbs
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Span
from tocsin.reading.grammar import QUOTATION, is_kind
from tocsin.reading.quotes import Quote

#: a quotation of fewer words than this is a phrase, not something that holds sentences of its own
_WORDS_MIN = 4
#: a longer sentence (a list without stops, or noise) is cut, so that work stays in proportion to the text
_WORDS_MAX = 250
#: "Roe, the mayor, asked": speaker and verb after a quotation
_SPOKEN_ON_WORDS = 6
_TOLD = {"told", "tells", "asked", "asks"}
_SPOKEN_ON_CHARS = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class FoldedSentence:
    start: int
    end: int
    words: tuple[Token, ...]
    #: the quotation that it stands in, an index in the quotations; None in the running text
    within: int | None
    #: index in `Document.paragraphs`
    paragraph: int


def fold(doc: Document, quotes: tuple[Quote, ...]) -> tuple[FoldedSentence, ...]:
    """The folded sentences: those of the running text and of each quotation, by where they start."""
    children: defaultdict[int | None, list[Quote]] = defaultdict(list)
    for quote in quotes:
        children[quote.within].append(quote)
    folded = [
        sentence
        for region, within in _regions(doc, quotes)
        for sentence in _fold_region(doc, region, within, children[within])
    ]
    return tuple(sorted(folded, key=lambda sentence: (sentence.start, -sentence.end)))


def _regions(doc: Document, quotes: tuple[Quote, ...]) -> Iterator[tuple[Span, int | None]]:
    yield from ((paragraph, None) for paragraph in doc.paragraphs)
    for index, quote in enumerate(quotes):
        if len(doc.tokens_in(quote.inner.start, quote.inner.end)) >= _WORDS_MIN:
            yield quote.inner, index


def _fold_region(
    doc: Document, region: Span, within: int | None, children: list[Quote]
) -> Iterator[FoldedSentence]:
    first = bisect_left(children, region.start, key=lambda quote: quote.start)
    inside = children[first : bisect_left(children, region.end, key=lambda quote: quote.start)]
    start = region.start
    for end in [*_boundaries(doc, region, inside), region.end]:
        words = tuple(_fold_words(doc, start, end, inside))
        for first in range(0, len(words), _WORDS_MAX):
            yield _folded(doc, words[first : first + _WORDS_MAX], within)
        start = end


def _folded(doc: Document, words: tuple[Token, ...], within: int | None) -> FoldedSentence:
    start, end = words[0].start, words[-1].end
    paragraph = doc.sentences_in(start, end)[0].paragraph
    return FoldedSentence(start=start, end=end, words=words, within=within, paragraph=paragraph)


def _boundaries(doc: Document, region: Span, inside: list[Quote]) -> Iterator[int]:
    """Where sentences end that end outside all inner quotations."""
    for sentence in doc.sentences_in(region.start, region.end):
        index = bisect_left(inside, sentence.end, key=lambda quote: quote.start) - 1
        if sentence.end >= region.end or (index >= 0 and inside[index].end > sentence.end):
            continue
        if not (index >= 0 and inside[index].end == sentence.end and _is_spoken_on(doc, sentence.end)):
            yield sentence.end


def _is_spoken_on(doc: Document, end: int) -> bool:
    """Whether after a quotation that ends in a stop the same sentence goes on: `“Where?” Roe asked.`"""
    asked = doc.text[end - 2 : end - 1] in {"?", "!"}
    tokens = doc.tokens_in(end, end + _SPOKEN_ON_CHARS)[: _SPOKEN_ON_WORDS + 1]
    for token, after in pairwise(tokens):
        if token.lower in speech_verbs():
            told = token.lower in _TOLD or is_kind(after.lower, "preposition")
            goes_on = after.text == "," or told or is_kind(after.lower, "adjunct")
            return after.text == "." or (asked and goes_on)
    return False


def _fold_words(doc: Document, start: int, end: int, inside: list[Quote]) -> Iterator[Token]:
    first = bisect_left(inside, start, key=lambda quote: quote.start)
    for quote in inside[first : bisect_left(inside, end, key=lambda quote: quote.start)]:
        yield from doc.tokens_in(start, quote.start)
        yield Token(quote.start, quote.end, QUOTATION, QUOTATION)
        start = quote.end
    yield from doc.tokens_in(start, end)
