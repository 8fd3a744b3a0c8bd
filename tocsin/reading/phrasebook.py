"""Phrases of a table, found in tokens: one dictionary look-up at each word, the longest phrase first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.document import Token, mentions, tokenize
from tocsin.reading.tables import rows


class Match(NamedTuple):
    #: tokens[first:stop] are the phrase
    first: int
    stop: int
    row: tuple[str, ...]


class Phrasebook:
    """The phrases in a table's first column, in any case."""

    def __init__(self, table: Sequence[tuple[str, ...]]) -> None:
        phrases = [(tuple(token.lower for token in tokenize(row[0])), row) for row in table]
        phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for words, row in phrases:
            self._by_first.setdefault(words[0], []).append((words, row))
            self._by_last.setdefault(words[-1], []).append((words, row))

    def at(self, tokens: Sequence[Token], index: int) -> Match | None:
        """The longest phrase that begins at tokens[index]."""
        if index >= len(tokens):
            return None
        for words, row in self._by_first.get(tokens[index].lower, ()):
            if tuple(token.lower for token in tokens[index : index + len(words)]) == words:
                return Match(index, index + len(words), row)
        return None

    def before(self, tokens: Sequence[Token], index: int) -> Match | None:
        """The longest phrase whose last token is tokens[index - 1]."""
        if index < 1:
            return None
        for words, row in self._by_last.get(tokens[index - 1].lower, ()):
            first = index - len(words)
            if first >= 0 and tuple(token.lower for token in tokens[first:index]) == words:
                return Match(first, index, row)
        return None

    def all(self, tokens: Sequence[Token], first: int, stop: int) -> Iterator[Match]:
        """The phrases in tokens[first:stop], none overlapping another."""
        if not mentions(tokens[first:stop], self._by_first):
            return
        for index in range(first, stop):
            if index >= first and tokens[index].lower in self._by_first and (match := self.at(tokens, index)):
                if match.stop <= stop:
                    yield match
                first = match.stop


@cache
def phrasebook(table: str) -> Phrasebook:
    return Phrasebook(rows(table))
