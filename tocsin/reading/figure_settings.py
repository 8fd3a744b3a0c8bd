"""Where a figure is set that tells no place itself, or only where people went: taken over from the text around it.

1. All places of the sentence before, where it points back to them ("in these provinces").
2. The scenes of the sentences before it in its paragraph, the nearest first.
3. A heading: a line before the paragraph that is no more than a place ("Tarn Province").
4. The one place that the text names at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tocsin.reading.document import Document, Sentence
from tocsin.reading.figure_places import places_with_roles
from tocsin.reading.figure_scenes import Findings, findings_within, scenes
from tocsin.reading.findings import FigurePlace, Place
from tocsin.reading.tables import words

#: "Tarn Province", "Situation in Goma, Sake and Bukavu:": a heading has hardly more words than its places
_HEADING_TOKENS_MAX = 8
#: "in all of these provinces": words in which a sentence points back
_POINTER_REACH = 6
#: characters back in the paragraph
_BACK_MAX = 1_500
#: sentences back in the paragraph that a figure is still set in
_SENTENCES_MAX = 3


def setting_at(doc: Document, findings: Findings, offset: int) -> tuple[FigurePlace, ...]:
    """The places that a figure at `offset` takes over, as the scene of what is told."""
    sentence = doc.sentence_at(offset)
    if sentence is None:
        return ()
    paragraph = doc.paragraphs[sentence.paragraph]
    begin = max(paragraph.start, sentence.start - _BACK_MAX)
    before = doc.sentences_in(begin, sentence.start)[-_SENTENCES_MAX:]
    if before and _points_back(doc, sentence):
        return _at(scenes(doc, findings_within(findings, before[-1].start, before[-1].end)))
    for one in reversed(before):
        near = scenes(doc, findings_within(findings, one.start, one.end))
        told = [place for place, role in places_with_roles(doc, near) if role == "at"]
        if told:
            return _at(told)
    return _heading(doc, findings, sentence.paragraph)


def _points_back(doc: Document, sentence: Sentence) -> bool:
    """ "In these provinces 300 houses collapsed": the places are those just named, in whatever role."""
    opening = [token.lower for token in doc.tokens_in(sentence.start, sentence.end)[:_POINTER_REACH]]
    return any(
        one in ("these", "those", "both") and other in words("measure_words", "area")
        for one, other in pairwise(opening)
    )


def only_setting(places: Sequence[Place]) -> tuple[FigurePlace, ...]:
    """The one place that the text names at all; nothing where it names several."""
    if len({place.name for place in places}) != 1:
        return ()
    return (FigurePlace(name=places[0].name, country=places[0].country),)


def _heading(doc: Document, findings: Findings, paragraph: int) -> tuple[FigurePlace, ...]:
    """The places of the line before the paragraph, if it says nothing else."""
    line = doc.paragraphs[max(paragraph - 1, 0)]
    tokens = doc.tokens_in(line.start, line.end)
    if paragraph == 0 or len(tokens) > _HEADING_TOKENS_MAX or doc.text[line.end - 1] == ".":
        return ()
    places = findings_within(findings, line.start, line.end).places
    inside = {token for place in places for token in doc.tokens_in(place.start, place.end)}
    rest = {token.lower for token in tokens if token not in inside and token.text.isalpha()}
    return _at(places) if rest <= words("measure_words", "heading") | words("place_nouns", "both") else ()


def _at(places: Sequence[Place]) -> tuple[FigurePlace, ...]:
    distinct = dict.fromkeys((place.name, place.country) for place in places)
    return tuple(FigurePlace(name=name, country=country, role="at") for name, country in distinct)
