"""tocsin area take-in|list|find"""

import argparse
from pathlib import Path

from tocsin.alerts.boundaries import boundary_sets, take_in_boundaries, units_named
from tocsin.alerts.boundary_file import BYTES_MAX
from tocsin.alerts.boundary_models import BoundarySet
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_rows
from tocsin.errors import NotFound, WrongUse


def run(args: argparse.Namespace) -> int:
    {"take-in": _take_in, "list": _list, "find": _find}[args.act](args)
    return 0


def _take_in(args: argparse.Namespace) -> None:
    row = take_in_boundaries(
        _bytes(args.file),
        title=args.title or Path(args.file).stem,
        level=args.level,
        source=args.source,
        licence=args.licence,
        by=actor(args, "take in boundaries"),
        now=now(),
        name_field=args.name_field,
        code_field=args.code_field,
    )
    if args.json:
        print_rows([_row(row)], as_json=True, empty="")
        return
    print(f"Took in {row}: {row.units.count():,} units. Choose one on an alert's page, under “Add an area”.")


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(BYTES_MAX + 1)
    except FileNotFoundError:
        raise NotFound(f"{path} is not there", "name a file of GeoJSON") from None
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "name a file of GeoJSON") from None


def _row(row: BoundarySet) -> dict[str, object]:
    return {
        "title": row.title,
        "level": row.level,
        "version": row.version,
        "units": row.units.count(),
        "source": row.source,
        "licence": row.licence,
        "sha256": row.file_sha256[:12],
        "taken_in_by": row.taken_in_by,
        "taken_in_at": row.taken_in_at,
    }


def _list(args: argparse.Namespace) -> None:
    rows = [_row(row) for row in boundary_sets()]
    print_rows(rows, as_json=args.json, empty="No boundaries yet: `tocsin area take-in FILE ...`.")


def _find(args: argparse.Namespace) -> None:
    rows = [
        {
            "unit": unit.pk,
            "names": unit.names if args.json else " / ".join(unit.names),
            "code": unit.code,
            "level": unit.of.level,
            "of": unit.of.title,
            "points": unit.points,
        }
        for unit in units_named(args.name)
    ]
    print_rows(rows, as_json=args.json, empty="No unit has this name.")
