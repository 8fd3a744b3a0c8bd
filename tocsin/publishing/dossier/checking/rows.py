"""Rows of the record: each tells one act of the log or one thing that was read, and nothing that the log does not say.

An opening vouches for the value that it points to. That leaves out what nothing points to: a row that somebody put
between others, an act's name or time, one field more. So every row is held against its entry as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from tocsin.archives.on_disk import K, OnDisk
from tocsin.custody.commitments import canonical_json
from tocsin.publishing.dossier.checking import sources as bound_to
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.sources import Sources
from tocsin.publishing.dossier.checking.verdict import Broken

#: files with one row an element, and those of a report with its rows under "acts"
_LISTS = re.compile(r"data/record/[^/]+\.json")
_OF_REPORTS = re.compile(r"data/reports/[^/]+/report\.json")
#: "by" is a pseudonym, "report" and "text" say where a finding stands
_OF_AN_ACT = frozenset(
    {"item", "position", "at", "action", "by", "actor", "reason", "before", "after", "masked", "erased",
     "report", "text"}
)  # fmt: skip
#: stands where something is blacked out
_MARK = "\N{FULL BLOCK}"
#: in place of where a finding as it was read stands opened
_MASKED, _ERASED = "masked", "erased"
_READ = frozenset({"item", "report", "text", "read", "masked"})


def note_act(
    dossier: Opened, position: int, entry: Mapping[str, Any], row: Any, values: dict[str, Any]
) -> None:
    """Remembers what a row about this entry must say, and which findings the entry says were read."""
    own, elsewhere = dict[str, Any](), dict[str, str]()
    for each in row["openings"]:
        source = each.get("from", {})
        if "pointer" in source and not source["pointer"].endswith(_in_row(each["path"])):
            elsewhere[each["path"]] = f"{source['file']}#{source['pointer']}"
        elif "paragraph" not in source:
            own[each["path"]] = values[each["path"]]
    dossier.acts[position] = _digest(entry["item"], entry["action"], entry["at"], own), tuple(row["masked"])
    for name in entry["after"]:
        if name.startswith("finding:"):
            closed = _ERASED if row["erased"] else _MASKED
            dossier.read_in[name] = (entry["item"], elsewhere.get(f"after.{name}", closed))


def is_row_file(path: str) -> bool:
    """Whether `check_rows` holds the whole of this file against the log."""
    return bool(_LISTS.fullmatch(path) or _OF_REPORTS.fullmatch(path))


def check_rows(dossier: Opened) -> None:
    acts, readings = OnDisk[int, None](), OnDisk[str, None]()
    sources = bound_to.of(dossier)
    for file in dossier.sizes.beginning("data/"):
        for place, row in _rows(dossier, sources, file):
            where = f"{file} row {place}"
            if isinstance(row, dict) and "read" in row:
                _add(readings, _check_read(dossier, row, f"{file}#/{place}/read", where), where)
            else:
                _add(acts, _check_act(dossier, row, where), where)


def _add(told: OnDisk[K, None], named: K, where: str) -> None:
    if named in told:
        raise Broken(where, f"{named} is told twice")
    told[named] = None


def _rows(dossier: Opened, sources: Sources, file: str) -> Iterator[tuple[int, Any]]:
    if _LISTS.fullmatch(file):
        yield from enumerate(sources.elements(file))
    elif _OF_REPORTS.fullmatch(file):
        told = strict_json.read(dossier.read(file, strict_json.PIECE_BYTES_MAX), file)
        if not isinstance(told, dict) or told.keys() != {"item", "acts"}:
            raise Broken(file, "it tells more, or less, than the acts on one item")
        if told["item"] != f"report:{file.split('/')[2]}":
            raise Broken(file, "it is about another report")
        yield from enumerate(strict_json.member(told, "acts", list, file))


def _check_read(dossier: Opened, row: Any, pointer: str, where: str) -> str:
    item: str = strict_json.member(row, "item", str, where)
    report, opened_at = dossier.read_in.get(item, ("", ""))
    if row.keys() - _READ or not report or row.get("report") != report:
        raise Broken(where, "no reading in the log found this there")
    if opened_at == _MASKED and _MARK not in json.dumps(row["read"], ensure_ascii=False):
        raise Broken(where, f"{item} is said to be masked, and shown")
    if opened_at not in (_MASKED, _ERASED, pointer):
        raise Broken(where, f"{item} as the log has it stands elsewhere")
    return item


def _check_act(dossier: Opened, row: Any, where: str) -> int:
    position: int = strict_json.member(row, "position", int, where)
    item, action, at = (strict_json.member(row, name, str, where) for name in ("item", "action", "at"))
    if row.keys() - _OF_AN_ACT:
        raise Broken(where, f"{min(row.keys() - _OF_AN_ACT)!r} is nothing that the log tells")
    digest, closed = dossier.acts.get(position, ("", ()))
    masked = row.get("masked", {})
    if not isinstance(masked, dict) or masked.keys() - set(closed):
        raise Broken(where, f"it keeps back what entry {position} of the log does not")
    values = dict(_told(row, where))
    for path in masked.keys() & values.keys():
        if _MARK not in json.dumps(values.pop(path), ensure_ascii=False):
            raise Broken(where, f"{path} is said to be masked, and shown")
    if not strict_json.is_committable(values) or digest != _digest(item, action, at, values):
        raise Broken(where, f"it says something else than entry {position} of the log, or more")
    if "report" in row and row["report"] != dossier.read_in.get(item, (row["report"],))[0]:
        raise Broken(where, f"{item} was read in another report")
    return position


def _told(row: Any, where: str) -> Iterable[tuple[str, Any]]:
    """Everything that a row tells, by its path in the entry. Null says nothing where no value could be null."""
    yield from ((name, row[name]) for name in ("actor", "reason") if row.get(name) is not None)
    for side in ("before", "after"):
        yield from (
            (f"{side}.{name}", value) for name, value in strict_json.member(row, side, dict, where).items()
        )
    lines = row.get("text")
    if isinstance(lines, list):
        yield from ((f"text.{place}", line) for place, line in enumerate(lines) if line is not None)


def _in_row(path: str) -> str:
    side, dot, name = path.partition(".")
    return f"/{side}" + (f"/{name.replace('~', '~0').replace('/', '~1')}" if dot else "")


def _digest(item: str, action: str, at: str, values: Mapping[str, Any]) -> str:
    try:
        return sha256(canonical_json([item, action, at, dict(values)])).hexdigest()
    except ValueError:
        return "-"  # half a character is never in the log
