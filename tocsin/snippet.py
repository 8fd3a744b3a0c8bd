"""The part of a text that shows why it was found, with the words that were looked for marked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.question import WORD, Term, fold

#: signs of a text that are looked at: a hit further on is found and not shown
LOOKED_MAX = 60_000
#: signs shown before the first hit
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    #: whether it is one of the words
    hit: bool = False


def snippet(text: str, terms: Sequence[Term], *, length: int = 240) -> list[Piece]:
    """Up to `length` signs around the first hit, in pieces; an ellipsis stands where more of the text is.

    >>> snippet("The boat sank. Étienne's crew swam.", (Term(("etienne",)),))
    [Piece(text='The boat sank. ', hit=False), Piece(text='Étienne', hit=True), Piece(text="'s crew swam.", hit=False)]
    """
    shown = text[:LOOKED_MAX]
    hits = sorted(set(_hits(shown, terms)))
    start = _word_start(shown, hits[0][0] - _BEFORE) if hits else 0
    end = min(len(shown), start + length)
    pieces = [Piece("… ")] if start else []
    at = start
    for first, last in hits:
        if first < at or last > end:
            continue
        pieces += [Piece(shown[at:first]), Piece(shown[first:last], hit=True)]
        at = last
    pieces.append(Piece(shown[at:end] + (" …" if end < len(text) else "")))
    return [piece for piece in pieces if piece.text]


def _word_start(text: str, near: int) -> int:
    """The next place after `near` where a word begins; 0 for the beginning."""
    if near <= 0:
        return 0
    blank = text.find(" ", near, near + 30)
    return near if blank < 0 else blank + 1


def _hits(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where each word of the terms stands, a phrase only as a whole."""
    words: list[tuple[str, int, int]] = []
    known: dict[str, str] = {}
    for match in WORD.finditer(text):
        printed = match[0]
        folded = known.get(printed) or known.setdefault(printed, fold(printed))
        words.append((folded, *match.span()))
    for term in terms:
        if not term.excluded:
            yield from _places(words, term)


def _places(words: Sequence[tuple[str, int, int]], term: Term) -> Iterator[tuple[int, int]]:
    *whole, last = term.words
    for place in range(len(words) - len(whole)):
        meant = [folded for folded, _, _ in words[place : place + len(whole)]]
        ending, _, end = words[place + len(whole)]
        if (ending.startswith(last) if term.begins else ending == last) and meant == whole:
            yield words[place][1], end
