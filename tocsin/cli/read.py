"""tocsin read: texts into findings, without a store."""

import argparse
import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin import reading
from tocsin.errors import ReportRefused, TocsinError, WrongUse
from tocsin.reports.arrivals import read_file
from tocsin.reports.confinement import Reader
from tocsin.reports.decoding import decode
from tocsin.reports.extract import Hints
from tocsin.reports.media import HEAD_BYTES, recognise
from tocsin.reports.plain import head_left_blank

#: as much as `take-in` takes of one report by default
INPUT_BYTES_MAX = 32 * 2**20


@dataclass(frozen=True, kw_only=True)
class Item:
    id: str
    text: str
    published: str | None


def run(args: argparse.Namespace) -> int:
    if not args.path:
        raise WrongUse("what is to be read?", "name a file, or - for standard input")
    if args.published:
        _check_day(args.published)
    only = args.only.split(",") if args.only else None
    failed = False
    for path in args.path:
        try:
            for item in items(path, args.published):
                print_reading(item, jsonl=args.jsonl, fast=args.fast, only=only)
        except TocsinError as error:
            if len(args.path) == 1:
                raise
            print(f"tocsin: {error}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


def items(path: str, published: str | None) -> Iterator[Item]:
    """The texts at the path: one of a report, many of JSON lines."""
    if path.endswith(".jsonl"):
        yield from _lines(path, published)
    elif path == "-":
        text = decode(sys.stdin.buffer.read(INPUT_BYTES_MAX + 1))
        yield Item(id="-", text=text, published=published)
    else:
        yield _report(Path(path), published)


def _report(path: Path, published: str | None) -> Item:
    """The clean text of a report, as `tocsin take-in` would keep it."""
    try:
        arrival = read_file(path, INPUT_BYTES_MAX)
        kind = recognise(arrival.content[:HEAD_BYTES], path.name)
        with Reader() as reader:
            found = reader.extract(arrival.content, Hints(media_type=kind))
        if found.text is None:
            raise ReportRefused("it has no text", "take it in, and type a transcript")
    except ReportRefused as error:
        raise ReportRefused(f"{path}: {error.what}", error.remedy) from error
    return Item(
        id=path.stem,
        text=found.text,
        published=published or (found.published.day if found.published else None),
    )


def _lines(path: str, published: str | None) -> Iterator[Item]:
    try:
        with Path(path).open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _item(line, f"{path} line {number}", published)
    except UnicodeDecodeError as error:
        raise TocsinError(f"{path}: not UTF-8 ({error.reason})", "write JSON lines in UTF-8") from None


def _item(line: str, where: str, published: str | None) -> Item:
    try:
        got = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise TocsinError(f"{where}: not JSON ({error})", "write one object per line") from None
    if (
        not isinstance(got, dict)
        or not isinstance(got.get("id"), str)
        or not isinstance(got.get("text"), str)
    ):
        raise TocsinError(
            f"{where}: needs id and text", 'write {"id": "...", "text": "...", "published": "YYYY-MM-DD"}'
        )
    own = got.get("published")
    if own is not None and not isinstance(own, str):
        raise TocsinError(f"{where}: published is {own!r}", "write YYYY-MM-DD or null")
    return Item(id=got["id"], text=got["text"], published=own or published)


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        raise WrongUse(f"{text!r} is no date", "write YYYY-MM-DD") from None


def print_reading(item: Item, *, jsonl: bool, fast: bool, only: Collection[str] | None) -> None:
    found = reading.read(head_left_blank(item.text), published=item.published, fast=fast, only=only)
    if jsonl:
        print(json.dumps({"id": item.id, **found.as_dict()}, ensure_ascii=False))
        return
    print(f"{item.id}" + (f", published {item.published}" if item.published else ""))
    for name, rows in found.as_dict().items():
        if rows:
            print(f"\n{name} ({len(rows)})")
        for row in rows:
            quote = " ".join(item.text[row["start"] : row["end"]].split())
            print(f"  {row['start']:>6}-{row['end']:<6} {_shortened(quote)}{_told(row)}")


def _shortened(quote: str, length: int = 90) -> str:
    return quote if len(quote) <= length else quote[: length - 1] + "…"


def _told(row: dict[str, object]) -> str:
    """The fields that say more than the passage, as "name=value"."""
    kept = ("value", "low", "high", "unit", "term", "kind", "as_of", "since", "speaker_name", "act", "certainty",
            "type", "when", "by", "addressee", "body", "result", "reason")  # fmt: skip
    pairs = [f"{name}={row[name]}" for name in kept if row.get(name) not in (None, "")]
    return f"  [{', '.join(pairs)}]" if pairs else ""
