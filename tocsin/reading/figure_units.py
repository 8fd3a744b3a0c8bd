"""The unit as a figure tells it, and durations among the figures.

1. Where a measure is told, the unit is the kind of what is counted, so that figures of one series compare: persons.
2. Where none is, all that is known is the noun itself: "6,650 employees" are employees.
3. A duration is a figure of its own, which takes no part in what a sentence says of people and places.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tocsin.reading.findings import Figure
from tocsin.reading.quantities import Quantity


def with_nouns(figures: Sequence[Figure], quantities: Sequence[Quantity]) -> list[Figure]:
    """The figures of `quantities`, those of no measure counting what their noun says; a part what its total does."""
    named: list[Figure] = []
    for figure, quantity in zip(figures, quantities, strict=True):
        inherits = quantity.unit is None and figure.part_of is not None
        unit = named[figure.part_of].unit if inherits and figure.part_of is not None else quantity.noun
        named.append(replace(figure, unit=unit) if unit and figure.term is None else figure)
    return named


def with_durations(figures: Sequence[Figure], durations: Sequence[Quantity]) -> list[Figure]:
    """All in text order; the index of a total moves with its figure."""
    starts = [duration.start for duration in durations]

    def moved(index: int) -> int:
        return index + bisect_left(starts, figures[index].start)

    told = [
        figure if figure.part_of is None else replace(figure, part_of=moved(figure.part_of))
        for figure in figures
    ]
    return sorted([*told, *map(figure_of, durations)], key=lambda figure: figure.start)


def figure_of(quantity: Quantity) -> Figure:
    """What the words of the number tell by themselves."""
    return Figure(
        start=quantity.start,
        end=quantity.end,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        quantifier=quantity.quantifier,
        unit=quantity.unit,
        change=quantity.change,
    )
