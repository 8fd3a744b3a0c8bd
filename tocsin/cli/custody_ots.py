"""tocsin custody ots stamp|upgrade|list|file"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tocsin.cli.acting import COMMAND_LINE, now
from tocsin.cli.output import print_json, print_rows
from tocsin.custody.models import OpenTimestamp
from tocsin.custody.opentimestamps import keeping
from tocsin.custody.opentimestamps.paths import claims, unanswered
from tocsin.custody.opentimestamps.proof import Proof
from tocsin.custody.timestamps.stored import text_of
from tocsin.errors import StoreTrouble


def run(args: argparse.Namespace) -> int:
    return {"stamp": _stamp, "upgrade": _upgrade, "list": _list, "file": _file}[args.deed](args)


def _stamp(args: argparse.Namespace) -> int:
    asked = keeping.stamp(now=now(), by=COMMAND_LINE)
    return _told([asked], as_json=args.json, empty="Nobody answered: nothing is kept.")


def _upgrade(args: argparse.Namespace) -> int:
    asked = keeping.upgrade(now=now(), by=COMMAND_LINE)
    return _told(asked, as_json=args.json, empty="Nothing is complete that was not before.")


def _told(asked: Iterable[keeping.Asked], *, as_json: bool, empty: str) -> int:
    found = list(asked)
    rows = [_row(each.row) for each in found if each.row is not None]
    trouble = [
        {"size": each.checkpoint.size, "calendar": calendar, "trouble": str(error)}
        for each in found
        for calendar, error in each.trouble.items()
    ]
    if as_json:
        print_json({"proofs": rows, "trouble": trouble})
    else:
        print_rows(_for_people(rows), as_json=False, empty=empty)
    for one in trouble:
        print(f"tocsin: {one['calendar']}: {one['trouble']}", file=sys.stderr)
    return 1 if trouble else 0


def _list(args: argparse.Namespace) -> int:
    kept = OpenTimestamp.objects.select_related("checkpoint", "superseded_by")
    rows = [_row(each) for each in kept]
    empty = "No OpenTimestamps proof is kept. `tocsin custody ots stamp` asks for one."
    print_rows(rows if args.json else _for_people(rows), as_json=args.json, empty=empty)
    return 0


def _file(args: argparse.Namespace) -> int:
    row = keeping.newest_of(args.size)
    _write(args.output, bytes(row.proof))
    if args.text is not None:
        _write(args.text, text_of(row.checkpoint).encode())
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StoreTrouble(
            f"{path} cannot be written ({error.strerror})", "name a file that you may write"
        ) from error
    print(path)


def _row(row: OpenTimestamp) -> dict[str, Any]:
    """`blocks` are what the proof claims: whether the chain holds it is not known here."""
    proof = Proof.read(bytes(row.proof))
    return {
        "proof": f"{row.checkpoint.size}-{row.n}",
        "size": row.checkpoint.size,
        "kept_at": row.kept_at,
        "waits_for": sorted({claim.by.uri for claim in unanswered(proof)}),
        "blocks": sorted({each.by.height for each in claims(proof) if each.by.height is not None}),
        "superseded": hasattr(row, "superseded_by"),
    }


def _for_people(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        row
        | {
            "kept_at": row["kept_at"].isoformat(timespec="seconds"),
            "waits_for": " ".join(row["waits_for"]),
            "blocks": " ".join(map(str, row["blocks"])),
            "superseded": "yes" if row["superseded"] else "",
        }
        for row in rows
    ]
