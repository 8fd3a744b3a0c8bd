"""Phrases of a table, found in tokens: one dictionary look-up at each word, the longest phrase first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.document import Token, tokenize
from tocsin.reading.tables import rows


class Match(NamedTuple):
    #: tokens[first:stop] are the phrase
    first: int
    stop: int
    row: tuple[str, ...]


class Phrasebook:
    """The phrases in a table's first column, in any case."""

    def __init__(self, table: Sequence[tuple[str, ...]]) -> None:
        phrases = [([token.lower for token in tokenize(row[0])], row) for row in table]
        phrases.sort(key=lambda phrase: -len(phrase[0]))
        #: under the first word of each phrase the others, and under the last
        self._by_first: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
        self._by_last: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
        for (*before, last), row in phrases:
            self._by_last.setdefault(last, []).append((before, row))
        for (first, *after), row in phrases:
            self._by_first.setdefault(first, []).append((after, row))

    def at(self, tokens: Sequence[Token], index: int) -> Match | None:
        """The longest phrase that begins at tokens[index]."""
        if index >= len(tokens):
            return None
        for after, row in self._by_first.get(tokens[index].lower, ()):
            stop = index + 1 + len(after)
            if not after or [token.lower for token in tokens[index + 1 : stop]] == after:
                return Match(index, stop, row)
        return None

    def before(self, tokens: Sequence[Token], index: int) -> Match | None:
        """The longest phrase whose last token is tokens[index - 1]."""
        if index < 1:
            return None
        for before, row in self._by_last.get(tokens[index - 1].lower, ()):
            first = index - 1 - len(before)
            if not before or (first >= 0 and [token.lower for token in tokens[first : index - 1]] == before):
                return Match(first, index, row)
        return None

    def all(self, tokens: Sequence[Token], first: int, stop: int) -> Iterator[Match]:
        """The phrases in tokens[first:stop], none overlapping another."""
        free = first
        for index in self._openings(tokens, first, stop):
            if index >= free and (match := self.at(tokens, index)):
                if match.stop <= stop:
                    yield match
                free = match.stop

    def _openings(self, tokens: Sequence[Token], first: int, stop: int) -> list[int]:
        """Where in tokens[first:stop] the first word of a phrase stands."""
        by_first = self._by_first
        return [index for index, token in enumerate(tokens[first:stop], first) if token.lower in by_first]


@cache
def phrasebook(table: str) -> Phrasebook:
    return Phrasebook(rows(table))
