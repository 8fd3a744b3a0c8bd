"""Texts longer than any report are read piece by piece, so that memory does not grow with them.

Pieces end between paragraphs, else between lines, else between words, else anywhere. Nothing is carried from one to
the next: who "she" is, and what a part is a part of, is looked for within the piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from tocsin.reading.findings import Finding, Reading, Span

#: characters: ten times the longest reports of the field, 150 printed pages each; a piece takes some 80 MB while it is read
PIECE_MAX = 400_000
_GAPS = ("\n\n", "\n", " ")


def pieces(text: str, longest: int = PIECE_MAX) -> Iterator[tuple[int, int]]:
    """Where each piece starts and ends; together they are the text.

    >>> list(pieces("One day.\\n\\nThe next day.", longest=14))
    [(0, 10), (10, 23)]
    """
    start = 0
    while len(text) - start > longest:
        end = _cut(text, start + longest // 2, start + longest)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, low: int, high: int) -> int:
    """After the last gap in the second half of a piece."""
    for gap in _GAPS:
        found = text.rfind(gap, low, high)
        if found >= 0:
            return found + len(gap)
    return high


def joined(readings: Sequence[tuple[int, Reading]]) -> Reading:
    """The readings of pieces, each with the offset of its piece, as one reading of the whole text."""
    asked = readings[0][1].asked
    whole: dict[str, list[Finding]] = {kind: [] for kind in asked}
    for offset, reading in readings:
        for kind in asked:
            before = len(whole[kind])
            whole[kind] += [_moved(finding, offset, before) for finding in getattr(reading, kind)]
    return Reading(asked=asked, **{kind: tuple(found) for kind, found in whole.items()})  # type: ignore[arg-type]


def _moved(finding: Finding, offset: int, before: int) -> Finding:
    """The finding `offset` characters further on; what it points to is `before` places further down its list."""
    moved: dict[str, Any] = {}
    for field in fields(finding):
        value = getattr(finding, field.name)
        if field.name in ("start", "end"):
            moved[field.name] = value + offset
        elif field.name in ("part_of", "denies") and value is not None:
            moved[field.name] = value + before
        elif isinstance(value, Span):
            moved[field.name] = _moved_span(value, offset)
        elif isinstance(value, tuple) and value and isinstance(value[0], Span):
            moved[field.name] = tuple(_moved_span(span, offset) for span in value)
    return replace(finding, **moved)


def _moved_span(span: Span, offset: int) -> Span:
    return Span(start=span.start + offset, end=span.end + offset)
