"""Figures: quantities with what they count, of whom, where and when.

1. Numbers become quantities; those that count nothing fall out.
2. In each sentence the measures are given out, then kind, times, places; a number without a noun may go on
   counting what the last figure did (continued.py).
3. Parts are tied to their totals, speakers taken from the statements.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple, TypeVar

from tocsin.reading.continued import SUBJECT_PARAGRAPHS_MAX, goes_on
from tocsin.reading.document import Document, Sentence
from tocsin.reading.figure_clauses import clauses
from tocsin.reading.figure_places import places_of, places_with_roles
from tocsin.reading.figure_slots import Slot, slots_of
from tocsin.reading.figure_times import kind_of_slots, named_precision, times_of, up_to_now
from tocsin.reading.figure_units import with_durations, with_nouns
from tocsin.reading.findings import Figure, FigurePlace, Kind, Place, Role, Statement, Time
from tocsin.reading.measure_cues import heading_noun
from tocsin.reading.measures import Measure, find_measures
from tocsin.reading.not_counted import is_counted
from tocsin.reading.numbers import Number
from tocsin.reading.parts import find_parts
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.quantities import Quantity, find_quantities
from tocsin.reading.stock_flow import kind_of, told_kind

#: how many statements back from a figure its speaker is looked for: as deep as statements nest
_NESTING_MAX = 8

_Findings = TypeVar("_Findings", Time, Place)


class _Scene(NamedTuple):
    """One sentence, and what of it a figure may take."""

    doc: Document
    quantities: Sequence[Quantity]
    slots: Sequence[tuple[Time, Slot]]
    places: Sequence[tuple[Place, Role]]
    #: from where to where it speaks of each quantity
    clauses: Sequence[tuple[int, int]]
    #: where its times and places begin
    anchors: frozenset[int]
    #: its tokens
    first: int
    stop: int
    paragraph: int


class _Count(NamedTuple):
    """The last figure of a count that others may go on with, and the paragraph it stands in."""

    figure: Figure
    paragraph: int


def find_figures(
    doc: Document,
    numbers: Sequence[Number],
    times: Sequence[Time],
    places: Sequence[Place],
    statements: Sequence[Statement] = (),
) -> tuple[Figure, ...]:
    """All figures of the text. A figure within a statement's content is the statement's speaker's."""
    counted = [
        quantity
        for quantity in find_quantities(doc, numbers)
        if is_counted(
            doc,
            quantity,
            _touching(times, quantity.start - 1, quantity.end),
            _touching(places, quantity.start - 1, quantity.end),
        )
    ]
    quantities = [quantity for quantity in counted if quantity.unit_kind != "time"]
    parts = find_parts(doc, quantities)
    figures: list[Figure] = []
    count: _Count | None = None
    for sentence, group in groupby(quantities, key=lambda one: _sentence_of(doc, one)):
        if sentence:
            scene = _scene(doc, sentence, list(group), times, places, statements)
            count = _read_sentence(scene, parts, figures, count)
    durations = [quantity for quantity in counted if quantity.unit_kind == "time"]
    told = with_nouns(_with_parts(figures, parts), quantities)
    return _with_speakers(with_durations(told, durations), statements)


def _sentence_of(doc: Document, quantity: Quantity) -> Sentence | None:
    """That of the number: its quantifier may end the line before."""
    return doc.sentence_at(doc.tokens[quantity.number_first].start)


def _read_sentence(
    scene: _Scene, parts: Sequence[int | None], figures: list[Figure], count: _Count | None
) -> _Count | None:
    """Adds the sentence's figures to `figures`; the count that the next sentence may go on with."""
    measures = find_measures(scene.doc, scene.quantities, scene.first, scene.stop)
    for index in range(len(measures)):
        figure = _figure(scene, index, measures) if measures[index] else _continued(scene, index, count)
        if figure.term and parts[len(figures)] is None:
            count = _Count(figure, scene.paragraph)
        figures.append(figure)
    return count


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
    near_times, near_places = _touching(times, start, end), _touching(places, start, end)
    return _Scene(
        doc,
        quantities,
        slots_of(doc, near_times, statements[first:last], single=len(quantities) == 1),
        places_with_roles(doc, _scenes(doc, near_places, near_times, statements[first:last])),
        clauses(doc.tokens, quantities, near_times, len(doc.text)),
        frozenset([time.start for time in near_times] + [place.start for place in near_places]),
        bisect_left(doc.tokens, start, key=lambda token: token.start),
        bisect_right(doc.tokens, end, key=lambda token: token.end),
        sentence.paragraph,
    )


def _scenes(
    doc: Document, places: Sequence[Place], times: Sequence[Time], statements: Sequence[Statement]
) -> list[Place]:
    """The places but those of speakers ("the office in Juba said") and of clocks ("9 p.m. in Juba")."""
    speakers = sorted((span.start, span.end) for statement in statements for span in statement.speakers)
    clocks = {time.end for time in times if ":" in time.value}
    scenes = []
    for place in places:
        index = bisect_right(speakers, (place.start, len(doc.text))) - 1
        speaks = index >= 0 and place.start < speakers[index][1]
        before = doc.tokens_in(max(place.start - len(" in "), 0), place.start)
        if not speaks and not (before and before[-1].lower == "in" and before[-1].start - 1 in clocks):
            scenes.append(place)
    return scenes


def _figure(scene: _Scene, index: int, measures: Sequence[Measure | None]) -> Figure:
    quantity, measure = scene.quantities[index], measures[index]
    slots = _slots(scene, index)
    around, dated = _around(scene, index), kind_of_slots(slots)
    kind = (
        kind_of(scene.doc.tokens, quantity, measure, around, named_precision(slots), dated)
        if measure
        else None
    )
    bare = _bare_figure(scene, index, kind)
    return replace(
        bare,
        unit=bare.unit or (_unsaid_unit(scene, quantity, measure) if measure else None),
        term=measure.term if measure else None,
        places=_places(scene, index, measures) if measure else (),
    )


def _unsaid_unit(scene: _Scene, quantity: Quantity, measure: Measure) -> str:
    """The unit that the heading of a number names ("displaced families: 349"); else persons."""
    noun = heading_noun(scene.doc.tokens, measure.first, quantity.first)
    return noun.row[1] if noun and measure.stop <= quantity.first else "person"


def _continued(scene: _Scene, index: int, count: _Count | None) -> Figure:
    """A figure of which nothing says what it counts: what `count` does, if it goes on with that."""
    quantity = scene.quantities[index]
    link = goes_on(scene.doc, quantity, scene.clauses[index][0], scene.anchors) if count else None
    reach = SUBJECT_PARAGRAPHS_MAX if link == "subject" else 0
    if count is None or link is None or scene.paragraph - count.paragraph > reach:
        return _bare_figure(scene, index, None)
    before = count.figure
    places = places_of(scene.places, *_window(scene, index)) if link == "gap" else ()
    kind = kind_of_slots(_slots(scene, index))
    if kind != "flow":
        kind = told_kind(scene.doc.tokens, quantity, _around(scene, index)) or before.kind
    return replace(
        _bare_figure(scene, index, kind),
        unit=before.unit,
        term=before.term,
        population=before.population,
        places=places or before.places,
    )


def _bare_figure(scene: _Scene, index: int, kind: Kind | None) -> Figure:
    """The quantity with its times, whatever it counts."""
    quantity = scene.quantities[index]
    slots = _slots(scene, index)
    own = any(scene.clauses[index][0] <= time.start < scene.clauses[index][1] for time, _ in slots)
    now = None if own else up_to_now(scene.doc.tokens, _around(scene, index), scene.doc.published)
    dates = now or times_of(slots, kind, quantity.start)
    return Figure(
        start=quantity.start,
        end=quantity.end,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        quantifier=quantity.quantifier,
        unit=quantity.unit,
        kind=kind,
        as_of=dates.as_of,
        since=dates.since,
        until=dates.until,
        population=quantity.population,
        change=quantity.change,
    )


def _slots(scene: _Scene, index: int) -> Sequence[tuple[Time, Slot]]:
    """The times of the quantity's own clause; where it has none, of the sentence but for what it is compared with."""
    begin, end = scene.clauses[index]
    own = [slot for slot in scene.slots if begin <= slot[0].start < end]
    if own:
        return own
    compared = [
        clause
        for quantity, clause in zip(scene.quantities, scene.clauses, strict=True)
        if _is_compared(scene.doc, quantity)
    ]
    return [
        slot for slot in scene.slots if not any(first <= slot[0].start < last for first, last in compared)
    ]


def _is_compared(doc: Document, quantity: Quantity) -> bool:
    """ "300, compared to | 200 in 2018": a time that is of this number only."""
    cue = phrasebook("count_words").before(doc.tokens, quantity.first)
    return bool(cue and cue.row[1] == "comparison")


def _around(scene: _Scene, index: int) -> tuple[int, int]:
    """The tokens between the numbers before and after, within the colon or semicolon before this one."""
    before = scene.quantities[index - 1].stop if index else scene.first
    tokens = scene.doc.tokens
    for position in range(scene.quantities[index].first - 1, before, -1):
        if tokens[position].text in (":", ";"):
            before = position
            break
    if index + 1 == len(scene.quantities):
        return before, scene.stop
    after = scene.quantities[index + 1].first
    beside = phrasebook("stock_flow").before(tokens, after)  # "another 300": the next one's
    return before, max(before, beside.first) if beside else after


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
    counted_between = dated and not figure.as_of
    return replace(
        figure,
        part_of=part,
        term=figure.term or total.term,
        unit=figure.unit or total.unit,
        kind=figure.kind or ("flow" if counted_between else total.kind),
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
