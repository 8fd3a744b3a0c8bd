"""Rows at the end of a table, or of a part of it, that say the total of the rows before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tocsin.reading.findings import Figure
from tocsin.reading.tables import rows


def total_word(cells: Sequence[str]) -> tuple[str, str] | None:
    """ "total" or "grand" where the row's first words say so, and what they say it of; None for any other row.

    >>> total_word(["Grand total:", "150"]), total_word(["", "Total Valley", "50"]), total_word(["Totality", "5"])
    (('grand', ''), ('total', 'Valley'), None)
    """
    first = next((cell for cell in cells if cell), "").strip(" :*.")
    if found := _words().get(first.lower()):
        return found, ""
    opening = ("grand total", "subtotal", "sub-total", "total")
    word = next((word for word in opening if first.lower().startswith(f"{word} ")), None)
    return (_words()[word], first[len(word) :].removeprefix(" of").strip()) if word else None


@cache
def _words() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("sheet_totals")}


class Totals:
    """The figures since the last total, that the next one is the total of."""

    def __init__(self) -> None:
        #: places of figures in the reading
        self._since: list[int] = []
        self._totals: list[int] = []

    def add(self, places: range) -> None:
        self._since += places

    def time(self, figures: Sequence[Figure]) -> Figure | None:
        """A figure with the time that all of them share; None where they have several, or nothing stands before."""
        times = {(one.as_of, one.since, one.until) for one in (figures[place] for place in self._since)}
        before = self._since or self._totals
        return figures[before[-1]] if before and len(times) <= 1 else None

    def close(self, figures: list[Figure], places: range, word: str) -> None:
        """Makes the figures of a total's row the totals of those before them; these become its parts."""
        parts = self._totals if word == "grand" and len(self._totals) > 1 and not self._since else self._since
        waiting: dict[tuple[object, ...], list[int]] = {}
        for number in parts:
            if figures[number].part_of is None:
                waiting.setdefault(_counted(figures[number]), []).append(number)
        for place in places:
            total = figures[place]
            mine = waiting.get(_counted(total), []) if total.part_of is None else []
            if len(mine) > 1:
                figures[place] = replace(total, breakdown="complete")
                for number in mine:
                    figures[number] = replace(figures[number], part_of=place)
        self._totals = [] if word == "grand" else [*self._totals, *places]
        self._since = []


def _counted(figure: Figure) -> tuple[object, ...]:
    """What must be the same before one figure can be a part of another."""
    time = (figure.as_of, figure.since, figure.until)
    return (figure.term, figure.unit, figure.kind, figure.population, time)
