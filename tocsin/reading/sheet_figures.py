"""One row of a sheet as figures: its own, one for each column of numbers, its parts, and what it also says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, cast

from tocsin.reading.findings import Figure, FigurePlace, Kind, Quantifier
from tocsin.reading.sheet_columns import Column, SheetMapping
from tocsin.reading.sheet_measures import known_measure, measure_of
from tocsin.reading.sheet_numbers import NONE, QUANTIFIERS, NotANumber, Style, count, number_in
from tocsin.reading.sheet_times import NotATime, Order, also_said, stated

#: IDMC's categories, which say whether a figure is a stock or a flow
_CATEGORIES: dict[str, Kind] = {
    "idps": "stock",
    "returnees": "stock",
    "internal displacements": "flow",
    "return flow": "flow",
}
_HOUSEHOLDS = ("household", "households", "family", "families", "hh")
_PERSONS = ("", "person", "persons", "people", "individual", "individuals")
_HOUSING = ("destroyed_housing", "partially_destroyed_housing", "uninhabitable_housing")


class Odd(ValueError):
    """A cell that cannot be meant; the text says why."""


@dataclass(slots=True)
class Cells:
    """A row's cells by what they hold."""

    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    values: list[tuple[str, Column, str]] = field(default_factory=list)
    #: field -> heading of its column
    headings: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, column: Column, cell: str) -> None:
        if column.field == "value":
            self.values.append((name, column, cell))
        elif column.field == "place":  # the finest place stands last in a sheet, and first where it is named
            before = self.fields.get("place", "")
            self.fields["place"] = f"{cell}, {before}" if cell and before else cell or before
        else:
            self.fields[column.field] = cell
        self.headings.setdefault(column.field, name)


class Styles(NamedTuple):
    """How numbers and times are written in the columns of this sheet."""

    numbers: Mapping[str, Style]
    dates: Order


class Reader:
    """Reads the rows of one sheet."""

    def __init__(self, text: str, mapping: SheetMapping, styles: Styles) -> None:
        self._text, self._mapping, self._styles = text, mapping, styles
        #: what a row calls itself, and what its total calls itself -> places in the reading
        self._by_id: dict[str, int] = {}
        self._total_of: dict[int, str] = {}

    def figures(self, cells: Cells, at: int, time: Figure | None = None) -> list[Figure]:
        """The row's figures, the first at place `at` of the reading. `time` lends a row of totals its times."""
        several = len(cells.values) > 1
        found: list[Figure] = []
        for name, column, cell in cells.values:
            if several and cell.lower() in NONE:
                continue
            own = self._own(cells, name, column, cell)
            if time and not (own.as_of or own.since or own.until):
                own = replace(own, as_of=time.as_of, since=time.since, until=time.until)
            found += self._with_others(cells, own, at + len(found))
        if several:
            found = list(_divided(found, at))
        self._remember(cells, at)
        return found

    def _with_others(self, cells: Cells, own: Figure, at: int) -> Iterable[Figure]:
        parts = _items(cells.fields.get("parts", ""))
        own = replace(own, breakdown=_breakdown(cells.fields.get("parts_complete", "")))
        beside: list[Figure] = []
        for item in _items(cells.fields.get("also_says", "")):
            said = also_said(item, own.as_of)
            if said.value is None:
                own = replace(own, since=said.since)
                continue
            exact = _exact(own, self._passage(cells, item), count(said.value))
            beside.append(
                replace(exact, kind=said.kind, as_of=said.as_of, since=said.since, until=said.until)
            )
        return [own, *(self._part(cells, own, item, at) for item in parts), *beside]

    def _own(self, cells: Cells, name: str, column: Column, cell: str) -> Figure:
        fields, mapping = cells.fields, self._mapping
        word = fields.get("quantifier", "").lower().replace("_", " ")
        if word not in QUANTIFIERS:
            raise Odd(f"{word!r} is no quantifier: write one of {', '.join(filter(None, QUANTIFIERS))}")
        try:
            number = number_in(cell, self._styles.numbers.get(name, Style()))
        except NotANumber as odd:
            raise Odd(f"{odd} (column {name!r})") from None
        ranged = number.high is not None
        measure = self._measure(fields, column)
        figure = Figure(
            start=cells.start,
            end=cells.end,
            value=None if ranged else number.low,
            low=number.low if ranged else None,
            high=number.high,
            quantifier="range" if ranged else _quantifier(word, number.quantifier),
            unit=_unit(fields.get("unit") or column.unit or mapping.unit, measure),
            term=measure,
            kind=self._kind(fields, column),
            as_of=self._time(cells, "as_of") or self._stated(mapping.as_of),
            since=self._time(cells, "since"),
            until=self._time(cells, "until"),
            places=_places(fields),
            speaker=fields.get("speaker") or None,
            population=", ".join(filter(None, (fields.get("population"), column.population))) or None,
            publisher=fields.get("publisher") or mapping.publisher or None,
        )
        return _in_idmc_terms(figure, fields["category"]) if fields.get("category") else figure

    def _measure(self, fields: Mapping[str, str], column: Column) -> str:
        word = column.measure or fields.get("measure") or self._mapping.measure
        if not word:
            raise Odd("the row names no measure")
        return measure_of(word)

    def _kind(self, fields: Mapping[str, str], column: Column) -> Kind | None:
        kind = fields.get("kind", "").lower() or column.kind or self._mapping.kind
        if kind not in ("", "stock", "flow"):
            raise Odd(f"kind {kind!r} is neither stock nor flow")
        return cast("Kind | None", kind or None)

    def _time(self, cells: Cells, name: str) -> str | None:
        precision = cells.fields.get("precision", "") if name == "as_of" else ""
        try:
            return self._stated(cells.fields.get(name, ""), precision)
        except NotATime as odd:
            raise Odd(f"{odd} (column {cells.headings[name]!r})") from None

    def _stated(self, cell: str, precision: str = "") -> str | None:
        return stated(cell, precision, self._styles.dates, self._mapping.zone)

    def _part(self, cells: Cells, own: Figure, item: str, at: int) -> Figure:
        """A part under the name of another measure counts that; under any other name, some of those of its total."""
        label, equals, number = (word.strip() for word in item.rpartition("="))
        if not equals or not label:
            raise Odd(f"{item!r} in parts is not of the form name=number")
        known = known_measure(label)
        other = known is not None and known != own.term
        return replace(
            _exact(own, self._passage(cells, item), count(number)),
            term=known if other else own.term,
            population=own.population if other else label,
            part_of=at,
            since=None,
        )

    def _passage(self, cells: Cells, words: str) -> tuple[int, int]:
        """Where the words stand in the row; the whole row where quoting hides them."""
        start = self._text.find(words, cells.start, cells.end)
        return (start, start + len(words)) if start >= 0 else (cells.start, cells.end)

    def _remember(self, cells: Cells, at: int) -> None:
        if own := cells.fields.get("id"):
            self._by_id.setdefault(own, at)
        if total := cells.fields.get("part_of"):
            self._total_of[at] = total

    def with_totals(self, figures: Sequence[Figure]) -> list[Figure]:
        """Rows that name another row as their total, as our own tables do, made parts of it."""
        tied = list(figures)
        for at, name in self._total_of.items():
            total = self._by_id.get(name)
            if total is not None and total != at and at < len(tied):
                tied[at] = replace(tied[at], part_of=total)
        return tied


def _exact(own: Figure, passage: tuple[int, int], value: int) -> Figure:
    """A number that a row gives beside its own."""
    start, end = passage
    return replace(
        own, start=start, end=end, value=value, low=None, high=None, quantifier="exact", breakdown=None
    )


def _divided(found: list[Figure], at: int) -> Iterable[Figure]:
    """Columns that count some people of a measure are parts of the one beside them that counts all."""
    totals = {
        (figure.term, figure.unit, figure.kind): at + number
        for number, figure in enumerate(found)
        if figure.part_of is None and not figure.population
    }
    for figure in found:
        total = totals.get((figure.term, figure.unit, figure.kind))
        apart = total is not None and figure.part_of is None and figure.population
        yield replace(figure, part_of=total) if apart else figure


def _quantifier(word: str, said: Quantifier | None) -> Quantifier:
    return said if said and not word else QUANTIFIERS[word]


def _unit(word: str, measure: str) -> str:
    if word.lower() in _HOUSEHOLDS:
        return "house" if measure in _HOUSING else "household"
    return "person" if word.lower() in _PERSONS else word


def _places(fields: Mapping[str, str]) -> tuple[FigurePlace, ...]:
    named: tuple[tuple[str, Literal["origin", "destination", "at"]], ...] = (
        ("from", "origin"),
        ("to", "destination"),
        ("place", "at"),
    )
    return tuple(FigurePlace(name=fields[name], role=role) for name, role in named if fields.get(name))


def _in_idmc_terms(figure: Figure, category: str) -> Figure:
    """IDMC dates a stock by its end date, and names those who crossed a border by the category alone."""
    kind = figure.kind or _CATEGORIES.get(category.lower())
    other = figure.term in ("multiple/other", "multiple_or_other")
    term = "crossed" if other and category.lower() == "cross-border flight" else figure.term
    if other and term != "crossed":
        term = "multiple_or_other"
    if kind == "stock" and not figure.as_of:
        return replace(figure, kind=kind, term=term, as_of=figure.until, until=None)
    return replace(figure, kind=kind, term=term)


def _breakdown(cell: str) -> Literal["complete", "partial"] | None:
    word = cell.lower()
    if word in ("yes", "true", "complete", "1"):
        return "complete"
    if word in ("no", "false", "partial", "0"):
        return "partial"
    if word:
        raise Odd(f"parts_complete is {cell!r}: write yes, no or nothing")
    return None


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]
