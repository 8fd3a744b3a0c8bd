"""The steps of reading one text: each is taken once, and only when a kind of finding that is asked for needs it.

    numbers ─┬─▶ times ─┬─▶ statements ─┬─▶ figures, events, calls, qualifications
    places ──┘          └─▶ responses   │
    quotes ─▶ folded, names ────────────┘         appeals, problems

`fast` leaves out what costs most for least: no sentence is parsed, and figures alone do not wait for the statements that
name their speakers. Nor is a sentence parsed where statements are not asked for: what other kinds need of them, words tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from tocsin.reading.appeals import find_appeals
from tocsin.reading.calls import find_calls
from tocsin.reading.deferred import Deferred
from tocsin.reading.document import Document
from tocsin.reading.events import find_events
from tocsin.reading.figures import find_figures
from tocsin.reading.findings import (
    Appeal,
    Call,
    Event,
    Figure,
    FindingKind,
    Place,
    Problem,
    Qualification,
    Reading,
    Response,
    Statement,
    Time,
)
from tocsin.reading.folding import FoldedSentence, fold
from tocsin.reading.language import find_foreign, set_unclear_aside
from tocsin.reading.names import Name, find_names
from tocsin.reading.numbers import Number, find_numbers
from tocsin.reading.place_adjectives import find_adjectives
from tocsin.reading.places import find_places
from tocsin.reading.qualifications import find_qualifications
from tocsin.reading.quotes import Quote, find_quotes
from tocsin.reading.responses import find_responses
from tocsin.reading.statements import find_statements
from tocsin.reading.syntax_gate import grow_trees
from tocsin.reading.times import find_times


class Steps:
    """What one document gives. Every property is worked out when first asked for."""

    def __init__(self, doc: Document, asked: Sequence[FindingKind], *, fast: bool) -> None:
        self.doc = doc
        self.asked = asked
        self.fast = fast

    def reading(self) -> Reading:
        """The kinds of findings that are asked for."""
        return Reading(asked=tuple(self.asked), **{kind: getattr(self, kind) for kind in self.asked})

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        spoken = () if self.fast and "statements" not in self.asked else self.statements
        return find_figures(self.doc, self._numbers[0], self._dated, self._places_if_needed, spoken)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        parsed = "statements" in self.asked and not self.fast
        trees = grow_trees(self.doc, self._folded) if parsed else {}
        return find_statements(self.doc, self._quotes[0], self._folded, self._dated, self._names, trees)

    @cached_property
    def _dated(self) -> tuple[Time, ...]:
        """The times that can date a finding: "now" and "former" point nowhere in the calendar."""
        return tuple(time for time in self.times if not time.value.endswith("_REF"))

    @cached_property
    def times(self) -> tuple[Time, ...]:
        return self._times[0]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The names and, in text order with them, the adjectives: "Armenia" and the "Armenian" of "Armenian villages"."""
        both = [*self._named_places, *find_adjectives(self.doc, self._named_places)]
        return tuple(sorted(both, key=lambda place: place.start))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return find_events(self.doc, self._folded, self.statements, self._dated, self._named_places)

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        return find_calls(self.doc, self._folded, self.statements)

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        return find_responses(self.doc, self._folded, self._dated, self._names)

    @cached_property
    def qualifications(self) -> tuple[Qualification, ...]:
        return find_qualifications(self.doc, self.statements, self._names)

    @cached_property
    def appeals(self) -> tuple[Appeal, ...]:
        return self._appeals[0]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the steps could not read; a number is one only where neither address nor date explains it."""
        unread_times = self._times[1]
        explained: list[Time | Problem] = [*self.times, *unread_times]
        taken = {position for other in explained for position in range(other.start, other.end)}
        numbers = [
            problem
            for problem in self._numbers[1]
            if not self.doc.in_link(problem.start) and problem.start not in taken
        ]
        problems = [*unread_times, *self._quotes[1], *self._appeals[1], *numbers, *self._foreign]
        return tuple(sorted(problems, key=lambda problem: (problem.start, problem.end)))

    @cached_property
    def _numbers(self) -> tuple[tuple[Number, ...], tuple[Problem, ...]]:
        numbers, unread = find_numbers(self.doc)
        kept, unclear = set_unclear_aside(self.doc, numbers, self._foreign)
        return kept, (*unread, *unclear)

    @cached_property
    def _foreign(self) -> tuple[Problem, ...]:
        return find_foreign(self.doc)

    @cached_property
    def _times(self) -> tuple[tuple[Time, ...], tuple[Problem, ...]]:
        return find_times(self.doc, self._numbers[0], self._places_if_needed)

    @cached_property
    def _places_if_needed(self) -> Sequence[Place]:
        """Only a clock needs them to be read, and a figure that counts what is set somewhere.

        It holds the document and not these steps: a ring of the two would outlive each piece of a long text.
        """
        return Deferred(partial(find_places, self.doc))

    @cached_property
    def _named_places(self) -> tuple[Place, ...]:
        return tuple(self._places_if_needed)

    @cached_property
    def _quotes(self) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
        return find_quotes(self.doc)

    @cached_property
    def _folded(self) -> tuple[FoldedSentence, ...]:
        return fold(self.doc, self._quotes[0])

    @cached_property
    def _names(self) -> tuple[Name, ...]:
        return find_names(self.doc)

    @cached_property
    def _appeals(self) -> tuple[tuple[Appeal, ...], tuple[Problem, ...]]:
        return find_appeals(self.doc)
