"""Figures: quantities with what they count, of whom, where and when.

1. Numbers become quantities; those that count nothing fall out.
2. In each sentence the measures are given out, then kind, times, places; a number without a noun may go on
   counting what the last figure did (continued.py).
3. Parts are tied to their totals.
4. What names no scene or no time takes it from the text around it (figure_settings.py, figure_heads.py).
5. Speakers are taken from the statements.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import NamedTuple

from tocsin.reading.continued import SUBJECT_PARAGRAPHS_MAX, Link, goes_on
from tocsin.reading.deferred import Deferred
from tocsin.reading.document import Document, Sentence
from tocsin.reading.figure_cells import as_cell, find_cells
from tocsin.reading.figure_heads import with_heads
from tocsin.reading.figure_places import tells_scene
from tocsin.reading.figure_populations import population_of
from tocsin.reading.figure_scenes import Findings, Scene, open_scene
from tocsin.reading.figure_settings import only_setting, setting_at
from tocsin.reading.figure_times import kind_of_slots, named_precision, times_of, up_to_now
from tocsin.reading.figure_units import figure_of, with_durations, with_nouns
from tocsin.reading.findings import Figure, FigurePlace, Kind, Place, Statement, Time
from tocsin.reading.measure_cues import heading_noun
from tocsin.reading.measures import Measure, find_measures
from tocsin.reading.not_counted import is_counted
from tocsin.reading.numbers import Number
from tocsin.reading.parts import find_parts
from tocsin.reading.passages import touching
from tocsin.reading.quantities import Quantity, find_quantities
from tocsin.reading.stock_flow import kind_of, told_kind

#: how many statements back from a figure its speaker is looked for: as deep as statements nest
_NESTING_MAX = 8
#: so many numbers of a sentence are read together: prose has no more, and with a row of a table work would be squared
_TOGETHER_MAX = 32
#: after an aside
_CLOSERS = frozenset([",", ")", "–", "—"])
#: figures back to one whose number is told again
_COUNTS_MAX = 32


class _Count(NamedTuple):
    """A figure of a count that others may go on with, and the paragraph it stands in."""

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
    findings, cells = Findings(times, places, statements), find_cells(doc)
    counted = [
        quantity
        for quantity in (as_cell(doc, one, cells) for one in find_quantities(doc, numbers))
        if is_counted(
            doc,
            quantity,
            touching(times, quantity.start - 1, quantity.end),
            Deferred(partial(touching, places, quantity.start - 1, quantity.end)),
        )
    ]
    quantities = [quantity for quantity in counted if quantity.unit_kind != "time"]
    parts = find_parts(doc, quantities)
    figures: list[Figure] = []
    counts: list[_Count] = []
    for sentence, group in groupby(quantities, key=lambda one: _sentence_of(doc, one)):
        if sentence is None:
            continue
        told = list(group)
        for first in range(0, len(told), _TOGETHER_MAX):
            scene = open_scene(
                doc, sentence, told[first : first + _TOGETHER_MAX], findings, cells.get(sentence.paragraph)
            )
            _read_sentence(scene, parts, figures, counts)
    durations = [quantity for quantity in counted if quantity.unit_kind == "time"]
    tied = with_heads(doc, times, _with_settings(doc, findings, _with_parts(figures, parts)))
    return _with_speakers(with_durations(with_nouns(tied, quantities), durations), statements)


def _sentence_of(doc: Document, quantity: Quantity) -> Sentence | None:
    """That of the number: its quantifier may end the line before."""
    return doc.sentence_at(doc.tokens[quantity.number_first].start)


def _read_sentence(
    scene: Scene, parts: Sequence[int | None], figures: list[Figure], counts: list[_Count]
) -> None:
    """Adds the sentence's figures to `figures`, and to `counts` those that later ones may go on with."""
    measures = find_measures(scene.doc, scene.quantities, scene.first, scene.stop)
    _share_with_totals(scene, measures, parts[len(figures) :], len(figures))
    for index in range(len(measures)):
        part = parts[len(figures)]
        figure = _figure(scene, index, measures) if measures[index] else _continued(scene, index, counts)
        if part is not None and not measures[index] and not scene.own_slots(index):
            figure = replace(figure, kind=None, as_of=None, since=None, until=None)  # as its total
        if figure.term and part is None:
            counts.append(_Count(figure, scene.paragraph))
        figures.append(figure)


def _share_with_totals(
    scene: Scene, measures: list[Measure | None], parts: Sequence[int | None], before: int
) -> None:
    """ "| 23 civilians |, among them seven women, were killed": the verb after the parts is of their total too."""
    for index, measure in enumerate(measures):
        part = parts[index]
        total = -1 if part is None else part - before
        if not measure or total < 0 or measures[total]:
            continue
        between = scene.doc.tokens[scene.quantities[index].stop : measure.first]
        if any(token.text in _CLOSERS for token in between):
            measures[total] = measure


def _figure(scene: Scene, index: int, measures: Sequence[Measure | None]) -> Figure:
    quantity, measure = scene.quantities[index], measures[index]
    slots = scene.slots_at(index)
    around, dated = scene.around(index), kind_of_slots(slots)
    kind = (
        kind_of(scene.doc.tokens, quantity, measure, around, named_precision(slots), dated)
        if measure
        else None
    )
    if quantity.change or scene.follows_change(index):
        kind = "flow" if quantity.change else "stock"
    bare = _bare_figure(scene, index, kind)
    return replace(
        bare,
        unit=bare.unit or (_unsaid_unit(scene, quantity, measure) if measure else None),
        term=measure.term if measure else None,
        places=scene.places_at(index, measures) if measure else (),
    )


def _unsaid_unit(scene: Scene, quantity: Quantity, measure: Measure) -> str:
    """The unit that the heading of a number names ("displaced families: 512"); else persons."""
    noun = heading_noun(scene.doc.tokens, measure.first, quantity.first)
    return noun.row[1] if noun and measure.stop <= quantity.first else "person"


def _continued(scene: Scene, index: int, counts: Sequence[_Count]) -> Figure:
    """A figure of which nothing says what it counts: what one before it does, if it goes on with that."""
    quantity = scene.quantities[index]
    link = goes_on(scene.doc, quantity, scene.clauses[index][0], scene.anchors) if counts else None
    before = _pointed_at(counts, quantity, link, scene.paragraph) if link else None
    if before is None:
        return _bare_figure(scene, index, None)
    places = scene.own_places(index) if link == "gap" else ()
    kind = kind_of_slots(scene.slots_at(index))
    if kind != "flow":
        kind = told_kind(scene.doc.tokens, quantity, scene.around(index)) or before.kind
    return replace(
        _bare_figure(scene, index, kind),
        unit=before.unit,
        term=before.term,
        population=population_of(scene.doc, quantity) or before.population,
        places=places or before.places,
    )


def _pointed_at(counts: Sequence[_Count], quantity: Quantity, link: Link, paragraph: int) -> Figure | None:
    """The figure of the same number that "the figure of 47" speaks of; else the last one, if it is near."""
    if link == "subject":
        for count in reversed(counts[-_COUNTS_MAX:]):
            if count.figure.value is not None and count.figure.value == quantity.value:
                return count.figure
    reach = SUBJECT_PARAGRAPHS_MAX if link == "subject" else 0
    return counts[-1].figure if paragraph - counts[-1].paragraph <= reach else None


def _bare_figure(scene: Scene, index: int, kind: Kind | None) -> Figure:
    """The quantity with its times, whatever it counts."""
    quantity = scene.quantities[index]
    slots = scene.slots_at(index)
    now = (
        None
        if scene.own_slots(index)
        else up_to_now(scene.doc.tokens, scene.around(index), scene.doc.published)
    )
    dates = now or times_of(slots, kind, quantity.start)
    return replace(
        figure_of(quantity),
        kind=kind,
        as_of=dates.as_of,
        since=dates.since,
        until=dates.until,
        population=population_of(scene.doc, quantity),
    )


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
    if figure.kind == "flow" and total.kind == "stock" and not dated:
        total = replace(total, as_of=None)  # those of now who came at some time
    return replace(
        figure,
        part_of=part,
        term=figure.term or total.term,
        unit=figure.unit or total.unit,
        kind=figure.kind or ("flow" if counted_between else total.kind),
        as_of=figure.as_of if dated else total.as_of,
        since=figure.since if dated else total.since,
        until=figure.until if dated else total.until,
        places=figure.places if tells_scene(figure.places) else _together(figure.places, total.places),
    )


def _together(own: Sequence[FigurePlace], others: Sequence[FigurePlace]) -> tuple[FigurePlace, ...]:
    """One's own places, and those of others that are no other place to go to."""
    names = {place.name for place in own}
    added = (place for place in others if not own or place.role != "destination")
    return (*own, *(place for place in added if place.name not in names))


def _with_settings(doc: Document, findings: Findings, figures: Sequence[Figure]) -> list[Figure]:
    """What counts people or homes and tells no scene takes over that of the text around it."""
    if all(_tells_enough(figure) for figure in figures):
        return list(figures)
    only = only_setting(findings.places)
    return [
        figure
        if _tells_enough(figure)
        else replace(figure, places=_together(figure.places, setting_at(doc, findings, figure.start) or only))
        for figure in figures
    ]


def _tells_enough(figure: Figure) -> bool:
    """Whether it counts nothing that is set anywhere, or tells where."""
    return not figure.term or tells_scene(figure.places)


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
