"""What the columns of a sheet hold, as the command's arguments say it: proposed, saved before, or column by column."""

import argparse
import sys
from dataclasses import replace
from typing import Any

from tocsin import record
from tocsin.cli.output import print_rows
from tocsin.errors import WrongUse
from tocsin.reading.sheet_columns import Column, SheetMapping, Unmeant, plain
from tocsin.reading.sheets import Layout
from tocsin.record.models import KeptMapping


def asked(args: argparse.Namespace, layout: Layout | None) -> SheetMapping | None:
    """None where nothing is said, and the sheet is read as it is."""
    said = {
        "as_of": args.as_of, "measure": args.measure, "kind": args.kind, "unit": args.unit, "zone": args.zone,
        "thousands": args.thousands, "dates": args.dates and args.dates.replace("-", " "), "worksheet": args.sheet,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value}
    chosen = args.map or args.as_proposed or args.mapping or args.save_mapping
    if not (said or chosen):
        return None
    saved: dict[str, Any] = {"columns": {}}
    if args.mapping:
        saved = record.mapping_named(args.mapping).mapping
    elif layout and (args.as_proposed or args.save_mapping or args.map or layout.standard):
        saved = layout.proposed.as_dict()
    try:
        mapping = SheetMapping.of({**saved, **said})
        return replace(mapping, columns={**mapping.columns, **dict(map(_column, args.map))})
    except Unmeant as error:
        raise WrongUse(str(error), "docs/reference/sheets.md names the fields") from None


def _column(said: str) -> tuple[str, Column]:
    heading, equals, target = said.rpartition("=")
    if not equals:
        raise WrongUse(
            f"--map {said!r} is not of the form HEADING=FIELD", "write for example --map District=place"
        )
    return plain(heading), Column.parse(target)


def how_to_map(layout: Layout | None) -> str:
    """The next step for a sheet whose headings are in other words."""
    if layout is None or layout.standard or not layout.proposed.columns:
        return "docs/reference/sheets.md names its columns"
    pairs = " ".join(f"--map '{name}={column}'" for name, column in layout.proposed.columns.items())
    unknown = f"; nothing is known of {', '.join(map(repr, layout.unknown))}" if layout.unknown else ""
    return f"if it is so, say --as-proposed, or change it: {pairs[:2000]}{unknown[:600]}"


def print_layout(layout: Layout | None, mapping: SheetMapping | None) -> None:
    """Beside a preview, what each column is read as."""
    if layout is None:
        return
    columns = (mapping or layout.proposed).columns
    for heading in filter(None, layout.headings):
        column = columns.get(plain(heading))
        print(f"tocsin: column {heading!r}: {column or 'not read'}", file=sys.stderr)
    if len(layout.worksheets) > 1:
        print(f"tocsin: worksheets: {', '.join(map(repr, layout.worksheets))}", file=sys.stderr)


def list_mappings(*, as_json: bool) -> None:
    rows = [
        {
            "name": row.name,
            "publisher": row.publisher,
            "saved_by": row.by.get_username(),
            "columns": ", ".join(f"{name}={target}" for name, target in row.mapping["columns"].items()),
        }
        for row in KeptMapping.objects.filter(superseded_by=None).select_related("by").order_by("name")
    ]
    print_rows(rows, as_json=as_json, empty="No mapping is saved.")
