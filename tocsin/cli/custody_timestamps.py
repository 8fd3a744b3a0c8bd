"""tocsin custody stamp|stamps"""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from tocsin.cli.acting import COMMAND_LINE, now
from tocsin.cli.output import print_json, print_rows
from tocsin.custody.models import Timestamp
from tocsin.custody.timestamps import authorities
from tocsin.custody.timestamps.checking import standing_of_all
from tocsin.custody.timestamps.listing import authority_rows, due_rows
from tocsin.custody.timestamps.stamping import Stamping, stamp
from tocsin.custody.timestamps.stored import Said, files_of, stored, with_checkpoints
from tocsin.errors import StoreTrouble


def run(args: argparse.Namespace) -> int:
    return {"stamp": _stamp, "stamps": _stamps}[args.act](args)


def _stamp(args: argparse.Namespace) -> int:
    checkpoint, made = stamp(now=now(), by=COMMAND_LINE, authority=args.authority or "")
    if args.json:
        print_json({"size": checkpoint.size, "asked": [_stamping_row(each) for each in made]})
    else:
        print(f"Checkpoint over {checkpoint.size} entries.")
        rows = [_stamping_row(each) for each in made if each.trouble is None]
        for row in rows:
            del row["trouble"]
        print_rows(_for_people(rows), as_json=False, empty="Nobody stamped it.")
        _say_who_vouches(each.timestamp for each in made)
    for each in made:
        if each.trouble is not None:
            print(f"tocsin: {each.authority}: {each.trouble}", file=sys.stderr)
    return 1 if any(each.trouble is not None for each in made) else 0


def _stamping_row(one: Stamping) -> dict[str, Any]:
    row: dict[str, Any] = {"authority": one.authority, "timestamp": None, "independent": None, "time": None}
    if one.timestamp is not None:
        row["timestamp"] = f"{one.timestamp.checkpoint.size}-{one.timestamp.n}"
        row["independent"], row["time"] = one.timestamp.independent, one.timestamp.time
    return row | {"trouble": str(one.trouble) if one.trouble else None}


def _stamps(args: argparse.Namespace) -> int:
    at = now()
    rows = _chosen(args.size, args.limit)
    if args.save:
        _save(rows, Path(args.save))
    standing = standing_of_all(at)
    listed = [asdict(Said.of(row)) | {"standing": str(standing[row.pk])} for row in rows]
    asked, ageing = authority_rows(authorities.configured()), due_rows(at)
    if args.json:
        print_json({"timestamps": listed, "authorities": asked, "due": ageing})
        return 0
    empty = "No timestamp is kept. `tocsin custody stamp` asks for one."
    print_rows(_for_people(listed), as_json=False, empty=empty)
    _say_who_vouches(rows)
    if asked:
        print()
    print_rows(
        _for_people(asked),
        as_json=False,
        empty="No authority is asked: TOCSIN_TIMESTAMP_AUTHORITIES is not set.",
    )
    for each in ageing:
        print(f"{each['timestamp']} must be renewed by {each['until']:%Y-%m-%d}: {each['why']}.")
    return 0


def _chosen(size: int | None, limit: int) -> list[Timestamp]:
    """The newest, in order; bytes are read only where they are needed."""
    every = Timestamp.objects.filter(checkpoint__size=size) if size is not None else Timestamp.objects.all()
    newest = every.order_by("-pk").values_list("pk", flat=True)
    wanted = list(newest[:limit] if limit else newest)
    return list(
        with_checkpoints(Timestamp.objects.filter(pk__in=wanted).defer("request", "response", "chain"))
    )


def _save(rows: Iterable[Timestamp], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for token in map(stored, rows):
            if not token.renewal:
                (folder / f"{token.size}.txt").write_bytes(token.message)
            for name, content in files_of(token):
                (folder / name).write_bytes(content)
    except OSError as error:
        raise StoreTrouble(
            f"{folder} cannot be written ({error.strerror})", "name a folder that you may write to"
        ) from error


def _for_people(rows: Iterable[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    return [{name: _plain(name, value) for name, value in row.items()} for row in rows]


def _plain(name: str, value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "NO" if name == "independent" else ""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _say_who_vouches(rows: Iterable[Timestamp | None]) -> None:
    """Never silent about it: a time that only we vouch for is no evidence."""
    seen = [row for row in rows if row is not None]
    if seen and not any(row.independent for row in seen):
        print("NOT INDEPENDENT: nobody but this installation vouches for these times.")
