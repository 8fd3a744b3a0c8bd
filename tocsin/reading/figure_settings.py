"""Where a figure is set that tells no place itself, or only where people went: taken over from the text around it.

1. The scenes of the sentences before it in its paragraph, the nearest first.
2. A heading: a line before the paragraph that is hardly more than a place ("Henan Province").
3. The one place that the text names at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document
from tocsin.reading.figure_places import places_with_roles
from tocsin.reading.figure_scenes import Findings, findings_within, scenes
from tocsin.reading.findings import FigurePlace, Place, Role

#: "Henan Province", "In Goma and Sake:": a heading has hardly more words than its place
_HEADING_TOKENS_MAX = 5
#: sentences back in the paragraph that a figure is still set in
_SENTENCES_MAX = 3


def setting_at(doc: Document, findings: Findings, offset: int) -> tuple[FigurePlace, ...]:
    """The places that a figure at `offset` takes over; role "at" where they were scenes, else None."""
    sentence = doc.sentence_at(offset)
    if sentence is None:
        return ()
    paragraph = doc.paragraphs[sentence.paragraph]
    before = doc.sentences_in(paragraph.start, sentence.start)[-_SENTENCES_MAX:]
    for one in reversed(before):
        near = findings_within(findings, one.start, one.end)
        told = [
            (place, role)
            for place, role in places_with_roles(doc, scenes(doc, near))
            if role != "destination"
        ]
        if told:
            return _at(told)
    return _heading(doc, findings, sentence.paragraph)


def only_setting(places: Sequence[Place]) -> tuple[FigurePlace, ...]:
    """The one place that the text names at all; nothing where it names several."""
    if len({place.name for place in places}) != 1:
        return ()
    return (FigurePlace(name=places[0].name, country=places[0].country),)


def _heading(doc: Document, findings: Findings, paragraph: int) -> tuple[FigurePlace, ...]:
    if paragraph == 0:
        return ()
    line = doc.paragraphs[paragraph - 1]
    places = findings_within(findings, line.start, line.end).places
    short = len(doc.tokens_in(line.start, line.end)) <= _HEADING_TOKENS_MAX
    return _at([(place, "at") for place in places]) if places and short else ()


def _at(told: Sequence[tuple[Place, Role]]) -> tuple[FigurePlace, ...]:
    return tuple(
        dict.fromkeys(FigurePlace(name=place.name, country=place.country, role="at") for place, _ in told)
    )
