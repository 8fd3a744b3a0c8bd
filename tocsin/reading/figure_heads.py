"""The instant that a head gives to the figures under it: "Situation as of 8 March:" and then a list.

1. A sentence before it in the paragraph says "as of".
2. A line above it does, and between the two are only the lines of a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.reading.document import Document
from tocsin.reading.figure_slots import says_as_of
from tocsin.reading.findings import Figure, Time
from tocsin.reading.passages import touching

#: characters before a sentence in which its paragraph may say as of when
_BACK_MAX = 1_500
#: lines of a list under its head
_LINES_MAX = 12
#: characters of a line of a list, or of a head; a paragraph is longer
_LINE_MAX = 140


def with_heads(doc: Document, times: Sequence[Time], figures: Sequence[Figure]) -> list[Figure]:
    """Counts that name no time hold as of that of their head."""
    return [_under_head(doc, times, figure) for figure in figures]


def _under_head(doc: Document, times: Sequence[Time], figure: Figure) -> Figure:
    if not figure.term or figure.kind == "flow" or figure.as_of or figure.since or figure.until:
        return figure
    instant = _instant_above(doc, times, figure.start)
    return replace(figure, as_of=instant, kind="stock") if instant else figure


def _instant_above(doc: Document, times: Sequence[Time], offset: int) -> str | None:
    sentence = doc.sentence_at(offset)
    if sentence is None:
        return None
    paragraph = doc.paragraphs[sentence.paragraph]
    begin = max(paragraph.start, sentence.start - _BACK_MAX)
    instant = _as_of(doc, touching(times, begin, sentence.start))
    index = sentence.paragraph
    while instant is None and index > max(sentence.paragraph - _LINES_MAX, 0):
        below, above = doc.paragraphs[index], doc.paragraphs[index - 1]
        if max(below.end - below.start, above.end - above.start) > _LINE_MAX:
            return None
        instant = _as_of(doc, touching(times, above.start, above.end))
        index -= 1
    return instant


def _as_of(doc: Document, times: Sequence[Time]) -> str | None:
    """The last of the times that is told by "as of"."""
    return next((time.value for time in reversed(times) if says_as_of(doc, time)), None)
