"""Clean texts with what is masked blacked out, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from tocsin.publishing.dossier.words import MARK, Words


class Everything:
    """Contains every paragraph."""

    def __contains__(self, _paragraph: object) -> bool:
        return True


class MaskedText(NamedTuple):
    text: str
    #: paragraphs that are no longer those of the log
    changed: frozenset[int]


def masked_text(text: str, words: Words, closed: Container[int]) -> MaskedText:
    """`closed`: paragraphs that go whole. Every paragraph keeps its number.

    >>> masked_text("Ann Poe came.\\n\\nShe left.", Words(["Ann Poe"]), {1})
    MaskedText(text='█████ came.\\n\\n█████', changed=frozenset({0, 1}))
    """
    old, new = text.split("\n"), words.masked(text).split("\n")
    assert len(old) == len(new), "a mask joined two paragraphs"
    number, changed = -1, set()
    for place, before in enumerate(old):
        if not before:
            continue
        number += 1
        if number in closed:
            new[place] = MARK
        if new[place] != before:
            changed.add(number)
    return MaskedText("\n".join(new), frozenset(changed))


def spans(text: str, closed: Container[int]) -> Sequence[tuple[int, int]]:
    """Where the closed paragraphs stand, half open, in code points."""
    return list(_spans(text, closed))


def _spans(text: str, closed: Container[int]) -> Iterator[tuple[int, int]]:
    number, start = -1, 0
    for line in text.split("\n"):
        if line:
            number += 1
            if number in closed:
                yield start, start + len(line)
        start += len(line) + 1
