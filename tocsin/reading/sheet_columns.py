"""What each column of a sheet holds: proposed by headings and hashtags, confirmed or changed by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from hashlib import sha256
from typing import Any, Self, cast

from tocsin.reading.sheet_measures import known_measure, measure_of
from tocsin.reading.sheet_numbers import BIDI, Thousands
from tocsin.reading.sheet_times import Order
from tocsin.reading.tables import rows

#: what our own sheets need; others may say some of it of the whole sheet
NEEDED = ("as_of", "measure", "value")
FIELDS = (
    *NEEDED, "precision", "since", "until", "kind", "quantifier", "unit", "population", "from", "to", "place", "speaker",
    "publisher", "parts", "parts_complete", "also_says", "id", "part_of", "category",
)  # fmt: skip
LEFT_OUT = "-"
#: of a place, several columns say it together, the finest last
SEVERAL = ("value", "place", LEFT_OUT)
_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)


class Unmeant(ValueError):
    """A mapping that cannot be meant; the text says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """The field that a column holds; the rest only of a column of numbers."""

    field: str
    measure: str = ""
    kind: str = ""
    unit: str = ""
    population: str = ""

    @classmethod
    def parse(cls, target: str) -> Self:
        """`as_of`, `-`, `value`, or `value:measure:kind:unit:population` with anything left empty.

        >>> Column.parse("value:displaced:stock").kind
        'stock'
        """
        name, *more = (word.strip() for word in target.split(":"))
        if name not in (*FIELDS, LEFT_OUT):
            raise Unmeant(
                f"{name[:60]!r} is no field: write one of {', '.join(FIELDS)}, or - to leave it out"
            )
        if (more and name != "value") or len(more) > 4:
            raise Unmeant(f"{target[:80]!r} is not of the form value:measure:kind:unit:population")
        measure, kind, unit, population = (*more, "", "", "", "")[:4]
        if kind not in ("", "stock", "flow"):
            raise Unmeant(f"kind {kind[:60]!r} is neither stock nor flow")
        measure = measure_of(measure) if measure else ""
        return cls(field=name, measure=measure, kind=kind, unit=unit, population=population)

    def __str__(self) -> str:
        return ":".join((self.field, self.measure, self.kind, self.unit, self.population)).rstrip(":")


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetMapping:
    """How a person reads the sheets of one shape."""

    #: heading, as `plain` has it, -> what stands below
    columns: Mapping[str, Column] = field(default_factory=dict)
    #: said of every row whose own column says nothing; empty where nothing is said
    as_of: str = ""
    measure: str = ""
    kind: str = ""
    unit: str = ""
    publisher: str = ""
    #: IANA name; of clock times that name no zone
    zone: str = ""
    thousands: Thousands = ""
    dates: Order = ""
    #: the name of a worksheet; empty is the first
    worksheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As stored: columns as `heading: target`, and what is said of all rows."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "columns"}
        columns = {heading: str(column) for heading, column in sorted(self.columns.items())}
        return {"columns": columns, **{name: value for name, value in said.items() if value}}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Raises Unmeant for what can't be meant."""
        said = {name: str(value).strip() for name, value in stored.items() if name != "columns"}
        if unknown := said.keys() - {one.name for one in fields(cls)}:
            raise Unmeant(f"{min(unknown)[:60]!r} is nothing that is said of a sheet")
        for name, allowed in _CHOICES.items():
            if said.get(name, "") not in allowed:
                raise Unmeant(f"{name} {said[name][:60]!r} is none of {', '.join(filter(None, allowed))}")
        if said.get("measure"):
            said["measure"] = measure_of(said["measure"])
        targets: Mapping[str, str] = stored.get("columns", {})
        columns = {plain(heading): Column.parse(target) for heading, target in targets.items()}
        return cls(columns=columns, **cast("dict[str, Any]", said))


_CHOICES = {
    "kind": ("", "stock", "flow"),
    "thousands": ("", ",", "."),
    "dates": ("", "day first", "month first"),
}


def plain(heading: str) -> str:
    """
    >>> plain(" Date_of  Report: ")
    'date of report'
    """
    bare = heading.translate(BIDI).replace("_", " ").strip().strip(":*").lower()
    return " ".join(bare.split())[:200]


def shape_of(headings: Iterable[str]) -> str:
    """Names sheets with these headings, in whatever order: a mapping is remembered under it."""
    return sha256("\n".join(sorted(map(plain, headings))).encode()).hexdigest()


def is_tag(cell: str) -> bool:
    """
    >>> is_tag("#affected +idps+f"), is_tag("#1")
    (True, False)
    """
    return _TAG.fullmatch(cell) is not None


def is_own(headings: Sequence[str]) -> bool:
    """Whether the sheet has the columns of our own reference."""
    return {plain(name) for name in NEEDED} <= {plain(heading) for heading in headings}


def is_idmc(headings: Sequence[str]) -> bool:
    return {"figure term", "figure category", "quantifier"} <= {plain(heading) for heading in headings}


def proposed(headings: Sequence[str], tags: Sequence[str] = ()) -> SheetMapping:
    """What the table of headings, and hashtags where there are any, make of the columns; unknown ones are in neither."""
    own = is_own(headings)
    columns: dict[str, Column] = {}
    for place, heading in enumerate(headings):
        name = plain(heading)
        if own and name in _own_names():
            column: Column | None = Column(field=name.replace(" ", "_"))
        elif place < len(tags) and tags[place]:
            column = by_tag(tags[place])
        else:
            column = by_heading(name)
        if column and name and not (column.field not in SEVERAL and column in columns.values()):
            columns[name] = column
    return SheetMapping(columns=columns)


@cache
def _own_names() -> frozenset[str]:
    return frozenset(name.replace("_", " ") for name in FIELDS if name not in ("id", "category"))


def by_heading(name: str) -> Column | None:
    """By the table, else by the measure that the heading names ("IDPs", "Killed - women")."""
    if target := _headings().get(name):
        return Column.parse(target)
    head, _, tail = name.partition(" - ")
    above, below = _headings().get(head, ""), _headings().get(tail, "")
    if tail and below.startswith("value"):
        group = by_heading(head) or Column(field="value", measure=measure_of(head))
        part = Column.parse(below)
        if group.field == "value":
            return replace(group, population=part.population, unit=part.unit or group.unit)
    measure = known_measure(name) if not above else None
    return Column(field="value", measure=measure) if measure else None


def by_tag(tag: str) -> Column | None:
    """
    >>> str(by_tag("#affected+f+idps")), str(by_tag("#adm1+code+v_pcode")), by_tag("#sector")
    ('value:displaced:stock::women and girls', '-', None)
    """
    name, *attributes = (part.strip().lower() for part in tag.lstrip("#").split("+"))
    told = [(have, target) for base, have, target in _tags() if base == name and have <= set(attributes)]
    if not told:
        return None
    column = Column.parse(max(told, key=lambda each: len(each[0]))[1])
    if column.field != "value":
        return column
    people = [population for attribute, population, *_ in rows("sheet_attributes") if attribute in attributes]
    unit = "household" if "hh" in attributes else column.unit
    if "pct" in attributes:
        return Column(field=LEFT_OUT)
    return replace(column, population=", ".join(people) or column.population, unit=unit)


@cache
def _headings() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("sheet_columns")}


@cache
def _tags() -> tuple[tuple[str, frozenset[str], str], ...]:
    parted = [(row[0].split("+"), row[1]) for row in rows("sheet_tags")]
    return tuple((name, frozenset(attributes), target) for (name, *attributes), target in parted)
