"""Figures: quantities with what they count, of whom, where and when.

1. Numbers become quantities; those that count nothing fall out.
2. In each sentence the measures are given out, then kind, times, places.
3. Parts are tied to their totals, speakers taken from the statements.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, NamedTuple, TypeVar

from tocsin.reading.document import Document, Sentence
from tocsin.reading.figure_places import places_of, places_with_roles
from tocsin.reading.figure_times import Slot, kind_of_slots, slots_of, times_of
from tocsin.reading.findings import Figure, FigurePlace, Kind, Place, Role, Statement, Time
from tocsin.reading.measures import Measure, find_measures
from tocsin.reading.not_counted import is_counted
from tocsin.reading.numbers import Number
from tocsin.reading.parts import find_parts
from tocsin.reading.quantities import Quantity, find_quantities
from tocsin.reading.stock_flow import kind_of
from tocsin.reading.tables import words

#: how many statements back from a figure its speaker is looked for: as deep as statements nest
_NESTING_MAX = 8

_Findings = TypeVar("_Findings", Time, Place)


class _Scene(NamedTuple):
    """One sentence, and what of it a figure may take."""

    doc: Document
    quantities: Sequence[Quantity]
    slots: Sequence[tuple[Time, Slot]]
    places: Sequence[tuple[Place, Role]]
    #: its tokens
    first: int
    stop: int


def find_figures(
    doc: Document,
    numbers: Sequence[Number],
    times: Sequence[Time],
    places: Sequence[Place],
    statements: Sequence[Statement] = (),
) -> tuple[Figure, ...]:
    """All figures of the text. A figure within a statement's content is the statement's speaker's."""
    quantities = [
        quantity
        for quantity in find_quantities(doc, numbers)
        if is_counted(doc, quantity, _touching(times, quantity.start, quantity.end))
    ]
    figures: list[Figure] = []
    for sentence, group in groupby(quantities, key=lambda quantity: doc.sentence_at(quantity.start)):
        if sentence:
            scene = _scene(doc, sentence, list(group), times, places, statements)
            figures.extend(_sentence_figures(scene))
    return _with_speakers(_with_parts(figures, find_parts(doc, quantities)), statements)


def _scene(
    doc: Document,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    places: Sequence[Place],
    statements: Sequence[Statement],
) -> _Scene:
    start, end = sentence.start, sentence.end
    first = bisect_left(statements, start, key=lambda statement: statement.start)
    last = bisect_left(statements, end, key=lambda statement: statement.start)
    return _Scene(
        doc,
        quantities,
        slots_of(doc, _touching(times, start, end), statements[first:last]),
        places_with_roles(doc, _touching(places, start, end)),
        bisect_left(doc.tokens, start, key=lambda token: token.start),
        bisect_right(doc.tokens, end, key=lambda token: token.end),
    )


def _sentence_figures(scene: _Scene) -> list[Figure]:
    measures = find_measures(scene.doc, scene.quantities, scene.first, scene.stop)
    return [_figure(scene, index, measures) for index in range(len(measures))]


def _figure(scene: _Scene, index: int, measures: Sequence[Measure | None]) -> Figure:
    quantity, measure = scene.quantities[index], measures[index]
    begin, end = _window(scene, index)
    slots = [slot for slot in scene.slots if begin <= slot[0].start < end] or list(scene.slots)
    kind = _kind(scene, index, measure, has_day=any(slot == "plain" for _, slot in slots))
    dates = times_of(slots, kind, quantity.start)
    return Figure(
        start=quantity.start,
        end=quantity.end,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        quantifier=quantity.quantifier,
        unit=quantity.unit or ("person" if measure else None),
        term=measure.term if measure else None,
        kind=kind or (kind_of_slots(slots) if measure else None),
        as_of=dates.as_of,
        since=dates.since,
        until=dates.until,
        places=_places(scene, index, measures) if measure else (),
        population=quantity.population,
        change=_change(scene.doc, quantity),
    )


def _kind(scene: _Scene, index: int, measure: Measure | None, has_day: bool) -> Kind | None:
    if not measure:
        return None
    before = scene.quantities[index - 1].stop if index else scene.first
    after = scene.quantities[index + 1].first if index + 1 < len(scene.quantities) else scene.stop
    return kind_of(scene.doc.tokens, scene.quantities[index], measure, (before, after), has_day)


def _places(scene: _Scene, index: int, measures: Sequence[Measure | None]) -> tuple[FigurePlace, ...]:
    """Those told between this number and the next; else the next one's, if one verb is of both; else the scene."""
    near = places_of(scene.places, *_window(scene, index))
    if near:
        return near
    if index + 1 < len(measures) and measures[index + 1] == measures[index]:
        near = places_of(scene.places, *_window(scene, index + 1))
    return near or places_of([place for place in scene.places if place[1] == "at"], 0, len(scene.doc.text))


def _window(scene: _Scene, index: int) -> tuple[int, int]:
    """From where to where the sentence speaks of this figure: what stands before the first is of them all."""
    last = index + 1 == len(scene.quantities)
    begin = 0 if index == 0 else scene.quantities[index].start
    return begin, len(scene.doc.text) if last else scene.quantities[index + 1].start


def _change(doc: Document, quantity: Quantity) -> Literal["up", "down"] | None:
    """ "rose by 5 per cent", "down 5 per cent"."""
    before = [token.lower for token in doc.tokens[max(quantity.first - 2, 0) : quantity.first]]
    by = before[-1:] == ["by"]
    word = before[-2:-1] if by else before[-1:]
    if not word or not (by or quantity.unit_kind in ("share", "currency", "count")):
        return None
    if word[0] in words("change_words", "up"):
        return "up"
    return "down" if word[0] in words("change_words", "down") else None


def _with_parts(figures: Sequence[Figure], parts: Sequence[int | None]) -> list[Figure]:
    """A part that does not say what it counts counts what its total does."""
    tied: list[Figure] = []
    for figure, part in zip(figures, parts, strict=True):
        if part is None:
            tied.append(figure)
        else:
            tied.append(_as_part(figure, part, tied[part]))
    return tied


def _as_part(figure: Figure, part: int, total: Figure) -> Figure:
    dated = figure.as_of or figure.since or figure.until
    return replace(
        figure,
        part_of=part,
        term=figure.term or total.term,
        unit=figure.unit or total.unit,
        kind=figure.kind or total.kind,
        as_of=figure.as_of if dated else total.as_of,
        since=figure.since if dated else total.since,
        until=figure.until if dated else total.until,
        places=figure.places or total.places,
    )


def _with_speakers(figures: Sequence[Figure], statements: Sequence[Statement]) -> tuple[Figure, ...]:
    """The speaker of the innermost statement whose content the figure stands in."""
    said = [(span.start, span.end, one.speaker_name) for one in statements for span in one.content]
    contents = sorted(said, key=lambda content: content[:2])
    spoken: list[Figure] = []
    for figure in figures:
        last = bisect_right(contents, figure.start, key=lambda content: content[0])
        around = (
            name
            for _, end, name in reversed(contents[max(last - _NESTING_MAX, 0) : last])
            if end >= figure.end
        )
        spoken.append(replace(figure, speaker=next(around, None)))
    return tuple(spoken)


def _touching(findings: Sequence[_Findings], start: int, end: int) -> Sequence[_Findings]:
    """Those that touch start:end; the findings are in text order and do not overlap."""
    first = bisect_right(findings, start, key=lambda finding: finding.end)
    last = bisect_left(findings, end, key=lambda finding: finding.start)
    return findings[first:last]
