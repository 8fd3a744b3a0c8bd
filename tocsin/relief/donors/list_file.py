"""Lists of names as files: CSV with a column `name`, or entities of FollowTheMoney, one JSON object a line. Pure."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from tocsin.errors import WrongUse

BYTES_MAX = 256 * 2**20
NAMES_MAX = 2_000_000
_NAME_LENGTH_MAX, _ENTRY_LENGTH_MAX, _NOTE_LENGTH_MAX = 400, 200, 500
#: schemata of followthemoney.tech that bear a person's or an organisation's name
_SCHEMATA = frozenset({"Person", "LegalEntity", "Organization", "Company", "PublicBody"})
_NAMES = ("name", "alias", "weakAlias", "previousName")
_NOTES = ("country", "nationality", "birthDate", "topics", "program", "programId")


@dataclass(frozen=True, slots=True)
class Listed:
    #: what the list calls the entry
    entry: str
    name: str
    #: who that is, as far as the list says
    note: str = ""


def read_list(content: bytes) -> list[Listed]:
    """Every name once for each entry. Raises WrongUse, with the line, for what is no such list."""
    if len(content) > BYTES_MAX:
        raise _no_list("", f"it has more than {BYTES_MAX:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _no_list("", "it is not UTF-8") from None
    rows = _entities(text) if text.lstrip()[:1] == "{" else _table(text)
    found: dict[tuple[str, str], Listed] = {}
    for row in rows:
        found.setdefault((row.entry, row.name), row)
        if len(found) > NAMES_MAX:
            raise _no_list("", f"it has more than {NAMES_MAX:,} names")
    if not found:
        raise _no_list("", "it holds no name")
    return list(found.values())


def _table(text: str) -> Iterator[Listed]:
    """Columns `name`, and if there are any `id`, `aliases` (with semicolons between) and all others as notes."""
    table = csv.DictReader(StringIO(text, newline=""), strict=True)
    heads = [head.strip().casefold() for head in table.fieldnames or ()]
    if "name" not in heads or len(set(heads)) != len(heads):
        raise _no_list("line 1", "it has no column `name`, or a column twice")
    table.fieldnames = heads
    try:
        for row in table:
            if None in row or None in row.values():
                raise _no_list(f"line {table.line_num}", "it has more or fewer cells than the first line")
            entry = row.get("id") or f"line {table.line_num}"
            note = ", ".join(
                f"{key} {cell}" for key, cell in row.items() if key not in ("id", "name", "aliases") and cell
            )
            for name in (row["name"], *row.get("aliases", "").split(";")):
                yield from _listed(entry, name, note)
    except csv.Error as error:
        raise _no_list(f"line {table.line_num}", str(error)) from None


def _entities(text: str) -> Iterator[Listed]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            if entity["schema"] not in _SCHEMATA:
                continue
            properties: dict[str, Any] = entity["properties"]
            note = ", ".join(f"{key} {value}" for key in _NOTES for value in properties.get(key, ()))
            for key in _NAMES:
                for name in properties.get(key, ()):
                    yield from _listed(str(entity["id"]), str(name), note)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise _no_list(f"line {number}", "it is no FollowTheMoney entity") from None


def _listed(entry: str, name: str, note: str) -> Iterator[Listed]:
    plain = " ".join(name.split())[:_NAME_LENGTH_MAX]
    if plain and "\0" not in entry + plain + note:
        yield Listed(entry.strip()[:_ENTRY_LENGTH_MAX], plain, note[:_NOTE_LENGTH_MAX])


def _no_list(where: str, what: str) -> WrongUse:
    place = f" ({where})" if where else ""
    return WrongUse(
        f"this is no list of names{place}: {what}",
        "give a CSV file with a column `name`, or FollowTheMoney entities, one a line",
    )
