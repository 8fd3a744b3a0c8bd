"""The log inside a copy of an SQLite store, read without the program: its chain, its heads, and what it continues."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from tocsin.cli.backup_manifest import CHECKPOINT, SQLITE, VERIFIERS, Manifest
from tocsin.custody.branches import Growing
from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.note import NOTE_BYTES_MAX, Note, VerifierKey, verified
from tocsin.errors import StoreTrouble, WrongUse

_ROWS = (
    "SELECT l.position, e.canonical, l.leaf_hash, l.chain_hash FROM custody_leaf l"
    " JOIN custody_entry e ON e.id = l.entry_id ORDER BY l.position"
)
_CHUNK = 1000
_NEXT = "use another backup, and find out what happened to this one"


def heads(store: Path, sizes: Collection[int]) -> tuple[int, dict[int, bytes]]:
    """How long the log is, and its head at these sizes and at its end; every entry is hashed anew.

    Raises StoreTrouble for a log that does not hold.
    """
    growing, before, wanted = Growing(), BEFORE_THE_FIRST, sorted(set(sizes), reverse=True)
    found: dict[int, bytes] = {}
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as rows:
            if rows.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StoreTrouble(f"the store in {store} is damaged", _NEXT)
            for position, canonical, leaf, chained in rows.execute(_ROWS):
                while wanted and wanted[-1] <= growing.size:
                    found[wanted.pop()] = growing.head
                before = chain_hash(before, leaf_hash(canonical))
                if (position, leaf, chained) != (growing.size, leaf_hash(canonical), before):
                    raise StoreTrouble(f"entry {growing.size} of the log in {store} does not hold", _NEXT)
                growing.add([leaf])
    except (sqlite3.Error, TypeError) as error:
        raise StoreTrouble(f"the store in {store} cannot be read ({error})", _NEXT) from error
    found |= {size: growing.head for size in (*wanted, growing.size) if size == growing.size}
    return growing.size, found


def refuse_other_log(folder: Path, manifest: Manifest, kept: Path | None) -> list[str]:
    """The log in the backup must be the one that its manifest, its checkpoint and one kept elsewhere speak of.

    Returns what was found, in sentences. Raises StoreTrouble where it is another, shorter or rewritten one.
    """
    keys = verifiers(folder)
    points = [checkpoint(path, keys) for path in (folder / CHECKPOINT, kept) if path and path.exists()]
    if kept is not None and not kept.exists():
        raise WrongUse(f"{kept} is not there", "name the checkpoint that you kept")
    size, found = heads(folder / SQLITE, [manifest.log_size, *(point.size for point in points)])
    if size != manifest.log_size or found[size].hex() != manifest.log_head:
        raise StoreTrouble("the log in the backup is not the one that its manifest names", _NEXT)
    told = [f"The log of {size} entries holds."]
    for point in points:
        refuse_broken(point, size, found.get(point.size))
        told.append(f"It continues the checkpoint over {point.size} entries.")
    return told


def refuse_broken(point: Checkpoint, size: int, head: bytes | None) -> None:
    """Raises StoreTrouble where a log of `size` entries, with `head` over the point's, does not continue the point."""
    if point.size > size:
        raise StoreTrouble(
            f"the checkpoint covers {point.size} entries and the log here has {size}: it was rolled back",
            "restore a newer backup",
        )
    if head != point.head:
        raise StoreTrouble(f"the first {point.size} entries are not those that the checkpoint covers", _NEXT)


def verifiers(folder: Path) -> list[VerifierKey]:
    path = folder / VERIFIERS
    return [VerifierKey.read(line) for line in path.read_text().splitlines()] if path.exists() else []


def checkpoint(path: Path, keys: Collection[VerifierKey]) -> Checkpoint:
    """Raises WrongUse for what is no checkpoint, StoreTrouble for one that none of the log's keys signed."""
    with path.open("rb") as file:
        note = Note.read(file.read(NOTE_BYTES_MAX + 1))
    if not verified(note, keys):
        raise StoreTrouble(f"no key of the log in this backup signed {path.name}", _NEXT)
    return Checkpoint.read(note.text)
