"""Entries: their place in the log, their form, and what is opened of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from tocsin.custody.acts import timestamp
from tocsin.custody.chain import leaf_hash
from tocsin.custody.commitments import canonical_json, commitments_of
from tocsin.custody.entry_trouble import read_entry
from tocsin.custody.merkle import includes
from tocsin.publishing.dossier.checking import sources as bound_to
from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.logged import proof_of
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.rows import note_act
from tocsin.publishing.dossier.checking.sources import Sources
from tocsin.publishing.dossier.checking.stamped import time_of
from tocsin.publishing.dossier.checking.verdict import Broken

#: clocks differ, and an act may wait for its number
BACKDATED_MAX = timedelta(hours=1)
_SALT = re.compile(r"[0-9a-f]{64}")
#: every opening of the dossier's own entry is about the dossier, not about the record
_OWN = "dossier:"


def check_entries(dossier: Opened) -> str:
    sources, last, opened, masked = bound_to.of(dossier), -1, 0, 0
    for named, line in dossier.lines("log/entries.jsonl"):
        row = strict_json.read(line, named)
        position = strict_json.member(row, "position", int, named)
        if position <= last:
            raise Broken(f"entry {position}", "not in order of position, or there twice")
        last, where = position, f"entry {position}"
        entry = _proven(dossier, row, position, where)
        values = _openings(dossier, row, entry, sources, where)
        _note(dossier, position, entry, values)
        note_act(dossier, position, entry, row, values)
        dossier.entries += 1
        opened += 0 if entry["item"].startswith(_OWN) else len(values)
        masked += len(row["masked"])
    if not opened:
        raise Broken("log/entries.jsonl", "nothing is opened: a dossier that shows nothing proves nothing")
    return f"{dossier.entries:,} entries, {opened:,} values opened, {masked:,} masked"


def _proven(dossier: Opened, row: Any, position: int, where: str) -> dict[str, Any]:
    """The entry, which stands in the log and was not dated back."""
    data, point = strict_json.member(row, "entry", str, where).encode(errors="replace"), dossier.checkpoint()
    if not includes(leaf_hash(data), position, point.size, proof_of(row, where), point.head):
        raise Broken(where, f"it does not stand at position {position} of the log")
    entry = read_entry(data)
    at = None if entry is None else time_of(entry["at"], where)
    if entry is None or at is None or timestamp(at) != entry["at"]:
        raise Broken(where, "it is not in its canonical form")
    for size, time in dossier.stamps:
        if size <= position and at < time - BACKDATED_MAX:
            raise Broken(
                where, f"dated back: {entry['at']}, but it was not yet in the log at {timestamp(time)}"
            )
    return entry


def _openings(
    dossier: Opened, row: Any, entry: Mapping[str, Any], sources: Sources, where: str
) -> dict[str, Any]:
    """Opened values by path. Every commitment is opened or said to be masked, unless all of them were erased."""
    rows, masked = strict_json.member(row, "openings", list, where), strict_json.words(row, "masked", where)
    erased, held = strict_json.member(row, "erased", bool, where), commitments_of(row["entry"].encode())
    told = [strict_json.member(each, "path", str, where) for each in rows] + list(masked)
    if len(told) != len(set(told)) or (erased and rows):
        raise Broken(where, "a path is told twice, or opened although erased")
    left = set(held) - set(told)
    if set(told) - set(held) or (left and not erased):
        path = min(set(told) ^ set(held))
        raise Broken(where, f"{path}: " + ("neither opened nor masked" if path in held else "no such value"))
    return {each["path"]: _value(dossier, each, held[each["path"]], entry, sources, where) for each in rows}


def _value(
    dossier: Opened, row: Any, commitment: str, entry: Mapping[str, Any], sources: Sources, where: str
) -> Any:
    path, salt = row["path"], strict_json.member(row, "salt", str, f"{where}: {row['path']}")
    where = f"{where}: {path}"
    if not _SALT.fullmatch(salt) or ("value" in row) == ("from" in row):
        raise Broken(where, "an opening without its salt, or without one value")
    value = (
        row["value"] if "value" in row else sources.value(row["from"], path, len(entry["text"] or ()), where)
    )
    if not strict_json.is_committable(value):
        raise Broken(where, "a number with a fraction or endless nesting, which is never committed to")
    try:
        made = canonical_json(value)
    except ValueError:
        raise Broken(where, "half a character, which has no UTF-8 form") from None
    if sha256(bytes.fromhex(salt) + made).hexdigest() != commitment:
        raise Broken(
            where, f"{row.get('from', {}).get('file', 'this value')} is not what the log vouches for"
        )
    if "from" in row:
        dossier.bound[row["from"]["file"]] = None
    return value


def _note(dossier: Opened, position: int, entry: Mapping[str, Any], values: dict[str, Any]) -> None:
    dossier.about[entry["item"]] = dossier.about.get(entry["item"], 0) + 1
    for item in (entry["item"], *(name for name in entry["after"] if ":" in name)):
        dossier.items[item] = None
    if (entry["item"], entry["action"]) == (f"{_OWN}{dossier.id}", "exported"):
        dossier.exports.append((position, values))
    else:
        dossier.listed.update(f"{position} {entry['item']}\n".encode(errors="replace"))
