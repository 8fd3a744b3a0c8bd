"""One sentence that holds figures, and what of it each figure may take: its times and its places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from tocsin.reading.continued import is_brought
from tocsin.reading.deferred import Deferred
from tocsin.reading.document import Document, Sentence
from tocsin.reading.figure_cells import Cell
from tocsin.reading.figure_clauses import clauses
from tocsin.reading.figure_places import figure_places, places_with_roles, tells_scene
from tocsin.reading.figure_slots import Slot, slots_of
from tocsin.reading.findings import FigurePlace, Place, Role, Statement, Time
from tocsin.reading.measures import Measure
from tocsin.reading.passages import touching
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.quantities import Quantity

#: words between "rose by 300" and its "to 4,000"
_OUTCOME_MAX = 5


class Findings(NamedTuple):
    """What else was found in the text, in text order."""

    times: Sequence[Time]
    places: Sequence[Place]
    statements: Sequence[Statement]


@dataclass(frozen=True, kw_only=True)
class Scene:
    doc: Document
    sentence: Sentence
    #: what touches the sentence
    near: Findings
    quantities: Sequence[Quantity]
    slots: Sequence[tuple[Time, Slot]]
    #: from where to where it speaks of each quantity
    clauses: Sequence[tuple[int, int]]
    #: those of numbers that another is compared with
    compared: Sequence[tuple[int, int]]
    #: its tokens
    first: int
    stop: int

    @cached_property
    def places(self) -> Sequence[tuple[Place, Role]]:
        return places_with_roles(self.doc, scenes(self.doc, self.near))

    @cached_property
    def anchors(self) -> frozenset[int]:
        """Where its times and places begin."""
        return frozenset(
            [time.start for time in self.near.times] + [place.start for place in self.near.places]
        )

    @property
    def paragraph(self) -> int:
        return self.sentence.paragraph

    def slots_at(self, index: int) -> Sequence[tuple[Time, Slot]]:
        """The times of the quantity's own clause; else the sentence's, but for those of a number it is compared with."""
        own = self.own_slots(index)
        if self.follows_change(index):
            return [slot for slot in own if slot[1] not in ("since", "after", "within")]
        if own or not self.slots:
            return own
        return [
            slot
            for slot in self.slots
            if not any(first <= slot[0].start < last for first, last in self.compared)
        ]

    def own_slots(self, index: int) -> Sequence[tuple[Time, Slot]]:
        begin, end = self.clauses[index]
        return [slot for slot in self.slots if begin <= slot[0].start < end]

    def follows_change(self, index: int) -> bool:
        """ "rose by 300 | to 4,000": how many there are after the change told before."""
        if index == 0 or not self.quantities[index - 1].change or self.quantities[index].change:
            return False
        between = self.doc.tokens[self.quantities[index - 1].stop : self.quantities[index].first]
        return len(between) <= _OUTCOME_MAX and between[-1:] != () and between[-1].lower == "to"

    def around(self, index: int) -> tuple[int, int]:
        """The tokens between the numbers before and after, within the colon or semicolon before this one."""
        before = self.quantities[index - 1].stop if index else self.first
        tokens = self.doc.tokens
        for position in range(self.quantities[index].first - 1, before, -1):
            if tokens[position].text in (":", ";"):
                before = position
                break
        if index + 1 == len(self.quantities):
            return before, self.stop
        after = self.quantities[index + 1].first
        if self.clauses[index + 1] in self.compared:
            after = max(
                min(after, self.doc.token_from(self.clauses[index + 1][0])), self.quantities[index].stop
            )
        beside = phrasebook("stock_flow").before(tokens, after)  # "another 300": the next one's
        return before, max(before, beside.first) if beside else after

    def places_at(self, index: int, measures: Sequence[Measure | None]) -> tuple[FigurePlace, ...]:
        """Those of the quantity's clause; else the next one's, if one verb is of both.

        Where no scene is told there, those that the sentence has before it, else after it, are added.
        """
        near = self.own_places(index)
        if not near and index + 1 < len(measures) and measures[index + 1] == measures[index]:
            near = self.own_places(index + 1)
        if tells_scene(near):
            return near
        scenes = [place for place in self.places if place[1] == "at"]
        return tuple(dict.fromkeys((*near, *(self._scene_before(index) or figure_places(scenes)))))

    def _scene_before(self, index: int) -> tuple[FigurePlace, ...]:
        """The scene of the nearest clause before the quantity's own."""
        start = self.clauses[index][0]
        scenes = [place for place in self.places if place[1] == "at" and place[0].start < start]
        if not scenes:
            return ()
        last = scenes[-1][0].start
        begin = max(clause[0] for clause in self.clauses if clause[0] <= last)
        return figure_places(place for place in scenes if begin <= place[0].start)

    def own_places(self, index: int) -> tuple[FigurePlace, ...]:
        begin, end = self.clauses[index]
        return figure_places(place for place in self.places if begin <= place[0].start < end)


def open_scene(
    doc: Document,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    findings: Findings,
    cell: Cell | None = None,
) -> Scene:
    """The sentence with its `quantities`; of a number in a table, with the lines of its label."""
    start, end = (cell.start, cell.end) if cell else (sentence.start, sentence.end)
    near = findings_within(findings, start, end)
    parted = clauses(doc.tokens, quantities, near.times, len(doc.text))
    return Scene(
        doc=doc,
        sentence=sentence,
        near=near,
        quantities=quantities,
        slots=slots_of(doc, near.times, near.statements, single=len(quantities) == 1),
        clauses=parted,
        compared=[clause for one, clause in zip(quantities, parted, strict=True) if _is_compared(doc, one)],
        first=doc.token_from(start),
        stop=bisect_right(doc.token_ends, end),
    )


def findings_within(findings: Findings, start: int, end: int) -> Findings:
    """Times and places that touch start:end, statements that begin in it."""
    first = bisect_left(findings.statements, start, key=lambda statement: statement.start)
    last = bisect_left(findings.statements, end, key=lambda statement: statement.start)
    return Findings(
        touching(findings.times, start, end),
        Deferred(partial(touching, findings.places, start, end)),
        findings.statements[first:last],
    )


def scenes(doc: Document, findings: Findings) -> list[Place]:
    """The places but those of speakers ("the office in Juba said") and of clocks ("9 p.m. in Juba")."""
    speakers = sorted(
        (span.start, span.end) for statement in findings.statements for span in statement.speakers
    )
    clocks = {time.end for time in findings.times if ":" in time.value}
    found = []
    for place in findings.places:
        index = bisect_right(speakers, (place.start, len(doc.text))) - 1
        speaks = index >= 0 and place.start < speakers[index][1]
        before = doc.tokens_in(max(place.start - len(" in "), 0), place.start)
        if not speaks and not (before and before[-1].lower == "in" and before[-1].start - 1 in clocks):
            found.append(place)
    return found


def _is_compared(doc: Document, quantity: Quantity) -> bool:
    """ "300, compared to | 200 in 2011", "bringing the total this year to | 900": a time that is of this number only."""
    cue = phrasebook("count_words").before(doc.tokens, quantity.first)
    return bool(cue and cue.row[1] == "comparison") or is_brought(doc.tokens, quantity.first)
