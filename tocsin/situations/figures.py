"""Figure series: figures of one measure in one situation, side by side, in as-of order. Nothing is added or averaged."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from tocsin.situations.instants import Instant


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureRow:
    """One accepted figure, with who printed it and who gave it."""

    finding_id: int
    report_id: int
    publisher: str
    published_at: datetime | None
    value: int | float | None
    low: int | float | None
    high: int | float | None
    quantifier: str
    unit: str | None
    #: crossed, registered, sheltered ...; "other" where the finding names none
    measure: str
    #: stock (how many by then) or flow (how many between); None where it is not said
    kind: str | None
    #: as the finding states it; `instant` is the same, ready to be ordered
    as_of: str | None
    instant: Instant | None
    since: str | None
    until: str | None
    origin: str | None
    destination: str | None
    population: str | None
    speaker: str | None
    quote: str
    #: where those who are counted are, where that is said
    place: str | None = None
    #: finding that holds the total which this figure is a part of
    part_of: int | None = None
    #: counts only some of those that its series counts (the men of all who were registered): held against its total
    #: alone, never against the series
    subset: bool = False
    #: whether the parts that are named make up the whole: complete, partial; None where nothing is said of it
    breakdown: str | None = None
    #: the label that a person takes `population` for; empty for those whom no label names; None where nobody said it
    taken_for: str | None = None
    #: `since` and `until`, ready to be compared
    begins: Instant | None = None
    ends: Instant | None = None
    #: name, country and role of each, as the finding states them; `origin` and `destination` are the last of theirs
    places: Sequence[Mapping[str, Any]] = field(default=(), hash=False)

    @property
    def people(self) -> str | None:
        """Whom it counts, whatever capitals and spaces it is printed with; None for those whom no label names."""
        return folded(self.population if self.taken_for is None else self.taken_for)

    @property
    def lowest(self) -> int | float:
        """The least that the figure allows; for "up to" nothing is known from below."""
        if self.quantifier in ("up_to", "less_than"):
            return 0
        return _first(self.low, self.value, self.high) - self._give

    @property
    def highest(self) -> int | float:
        """The most that the figure allows; infinite for "more than" and "at least"."""
        if self.quantifier in ("more_than", "at_least"):
            return float("inf")
        return _first(self.high, self.value, self.low) + self._give

    @property
    def _give(self) -> int | float:
        """How far "about" may be off: one unit of the last digit that is not a rounded zero, at most a twentieth.

        "About 42,500" allows 42,400 to 42,600; "about 100,000" allows 95,000 to 105,000.
        """
        if self.quantifier != "about" or not self.value:
            return 0
        unit = 1
        while self.value % (unit * 10) == 0 and unit * 10 <= abs(self.value):
            unit *= 10
        return min(unit, abs(self.value) / 20)

    @property
    def shown(self) -> int | float:
        """The number to draw: the value, or the lower end of a range."""
        return _first(self.value, self.low, self.high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    measure: str
    unit: str | None
    kind: str | None
    #: with an instant first, in as-of order; then those without, in order of publication
    rows: tuple[FigureRow, ...]
    #: whom it counts, as first printed; None where no figure says it: then everybody whom its reports speak of
    population: str | None = None

    @property
    def key(self) -> str:
        """Names the series in an address, and in what people say of it: its measure, and a digest of what sets it apart."""
        apart = [self.measure, self.unit, self.kind, folded(self.population)]
        digest = sha256(json.dumps(apart).encode()).hexdigest()[:12]
        readable = re.sub(r"[^a-z0-9]+", "-", self.measure.lower())[:40].strip("-")
        return f"{readable}-{digest}" if readable else digest

    @property
    def latest(self) -> FigureRow:
        """The row of the latest instant; without instants, the one published last."""
        dated = [row for row in self.rows if row.instant]
        return dated[-1] if dated else self.rows[-1]


def series_of(rows: Iterable[FigureRow]) -> tuple[Series, ...]:
    """One series per measure, unit and kind, the longest first. Stock and flow never meet in one."""
    groups: dict[tuple[str, str | None, str | None], list[FigureRow]] = {}
    for row in rows:
        groups.setdefault((row.measure, row.unit, row.kind), []).append(row)
    found = [
        Series(measure=measure, unit=unit, kind=kind, rows=tuple(sorted(group, key=_order)))
        for (measure, unit, kind), group in groups.items()
    ]
    return tuple(sorted(found, key=longest_first))


def folded(label: str | None) -> str | None:
    """A label of people, whatever its capitals and spaces.

    >>> folded("Children  from Goris"), folded("")
    ('children from goris', None)
    """
    return " ".join((label or "").casefold().split()) or None


def longest_first(one: Series) -> tuple[int, str, str, str, str]:
    return (-len(one.rows), one.measure, one.unit or "", one.kind or "", folded(one.population) or "")


def _order(row: FigureRow) -> tuple[bool, float, float, int]:
    published = row.published_at.timestamp() if row.published_at else 0.0
    instant = row.instant.at.timestamp() if row.instant else 0.0
    return (row.instant is None, instant, published, row.finding_id)


def _first(*numbers: int | float | None) -> int | float:
    for number in numbers:
        if number is not None:
            return number
    raise AssertionError("a figure without any number was stored")
