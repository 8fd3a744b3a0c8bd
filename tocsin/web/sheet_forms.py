"""The form in which a person says what the columns of a sheet hold, and what it says once it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy

from tocsin.reading.sheet_columns import LEFT_OUT, Column, SheetMapping, plain
from tocsin.reading.sheets import Layout

#: columns of one form; a sheet of more is loaded by the command
COLUMNS_MAX = 100
FIELDS: dict[str, Any] = {
    "": gettext_lazy("nothing said"),
    "value": gettext_lazy("the number"),
    "as_of": gettext_lazy("as of"),
    "since": gettext_lazy("since"),
    "until": gettext_lazy("until"),
    "measure": gettext_lazy("what is counted"),
    "kind": gettext_lazy("stock or flow"),
    "quantifier": gettext_lazy("exact, about, more than"),
    "unit": gettext_lazy("unit"),
    "population": gettext_lazy("people, as printed"),
    "place": gettext_lazy("place"),
    "from": gettext_lazy("from where"),
    "to": gettext_lazy("to where"),
    "speaker": gettext_lazy("who said it"),
    "publisher": gettext_lazy("who printed it"),
    "precision": gettext_lazy("precision of the time"),
    "parts": gettext_lazy("parts"),
    "parts_complete": gettext_lazy("whether parts are the whole"),
    "also_says": gettext_lazy("also says"),
    "id": gettext_lazy("the row's own name"),
    "part_of": gettext_lazy("name of its total"),
    "category": gettext_lazy("IDMC's category"),
    LEFT_OUT: gettext_lazy("left out"),
}
SAID = ("as_of", "measure", "kind", "unit", "zone", "thousands", "dates")


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnRow:
    place: int
    heading: str
    samples: tuple[str, ...]
    column: Column


def column_rows(layout: Layout, mapping: SheetMapping) -> list[ColumnRow]:
    return [
        ColumnRow(
            place=place,
            heading=heading,
            samples=tuple(row[place] for row in layout.samples if row[place]),
            column=mapping.columns.get(plain(heading), Column(field="")),
        )
        for place, heading in enumerate(layout.headings[:COLUMNS_MAX])
        if heading
    ]


def sent(posted: Mapping[str, str], layout: Layout) -> SheetMapping:
    """Raises Unmeant for what can't be meant."""
    columns = {}
    for place, heading in enumerate(layout.headings[:COLUMNS_MAX]):
        target = posted.get(f"field-{place}", "")
        if heading and target:
            said = [posted.get(f"{name}-{place}", "") for name in ("measure", "kind", "unit", "people")]
            parts = [part.replace(":", " ").strip()[:200] for part in said] if target == "value" else []
            columns[heading] = ":".join([target, *parts]).rstrip(":")
    told = {name: posted.get(f"all-{name}", "").strip()[:100] for name in SAID}
    stored = {"columns": columns, **{name: value for name, value in told.items() if value}}
    return SheetMapping.of({**stored, "worksheet": posted.get("worksheet", "")})


def seal_of(report_sha256: str, mapping: SheetMapping) -> str:
    """Names what was previewed: these bytes, read so."""
    said = json.dumps([report_sha256, mapping.as_dict()], sort_keys=True, ensure_ascii=True)
    return sha256(said.encode()).hexdigest()
