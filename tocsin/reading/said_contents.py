"""One document while its statements are found, and the passages of what was said; no quotation is told twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.reading.clause_ends import Range
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Span, Statement, Time
from tocsin.reading.folding import FoldedSentence
from tocsin.reading.grammar import QUOTATION
from tocsin.reading.quotes import Quote
from tocsin.reading.resolution import Discourse
from tocsin.reading.roster import Roster


@dataclass(slots=True)
class Reading:
    """One document while its statements are found."""

    doc: Document
    quotes: tuple[Quote, ...]
    folded: Sequence[FoldedSentence]
    roster: Roster
    times: Sequence[Time]
    discourses: dict[int | None, Discourse] = field(default_factory=lambda: {None: Discourse()})
    found: list[Statement] = field(default_factory=list)
    #: quotations that already are the content of a statement
    taken: set[int] = field(default_factory=set)
    #: what opens more than one paragraph before a colon
    labels: frozenset[str] = frozenset()
    #: the last statement at each level of quotation, an index in `found`
    spoken: dict[int | None, int] = field(default_factory=dict)


def content_spans(text: Reading, words: Sequence[Token], piece: Range, name: str | None) -> list[Span]:
    """The passages of a piece of content; a quotation that goes on over paragraphs gives one passage for each."""
    for index in range(*piece):
        if words[index].text == QUOTATION:
            take(text, quote_index(text, words[index].start), name)
    if piece[1] - piece[0] == 1 and words[piece[0]].text == QUOTATION:
        chain = chain_of(text.quotes, quote_index(text, words[piece[0]].start))
        for index in chain:
            take(text, index, name)
        return [Span(start=text.quotes[index].start, end=text.quotes[index].end) for index in chain]
    return [passage(words, piece)]


def take(text: Reading, index: int, name: str | None) -> None:
    text.taken.add(index)
    text.discourses[index] = Discourse(quoted=name)


def quote_index(text: Reading, start: int) -> int:
    return bisect_left(text.quotes, start, key=lambda quote: quote.start)


def chain_of(quotes: tuple[Quote, ...], index: int) -> list[int]:
    """All pieces of the quotation over paragraphs that the quotation at `index` is a piece of, itself included."""
    chain = [index]
    while quotes[chain[0]].continues and (before := _peer(quotes, chain[0], -1)) is not None:
        chain.insert(0, before)
    while (after := _peer(quotes, chain[-1], 1)) is not None and quotes[after].continues:
        chain.append(after)
    return chain


def _peer(quotes: tuple[Quote, ...], index: int, step: int) -> int | None:
    """The next quotation of level 1 in that direction."""
    index += step
    while 0 <= index < len(quotes) and quotes[index].within is not None:
        index += step
    return index if 0 <= index < len(quotes) else None


def passage(words: Sequence[Token], piece: Range) -> Span:
    return Span(start=words[piece[0]].start, end=words[piece[1] - 1].end)


def around(spans: list[Span]) -> tuple[int, int]:
    return min(span.start for span in spans), max(span.end for span in spans)
