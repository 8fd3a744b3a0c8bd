"""The sequencer: the only writer of leaves. One at a time, it numbers and chains what is committed.

On SQLite, which has one writer at a time, it may do so in the writer's own transaction, as its last step.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from django.db import connection, transaction

from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hashes, leaf_hashes
from tocsin.custody.models import Entry, Leaf
from tocsin.custody.tree import grow
from tocsin.rows import insert_plain

#: entries numbered in one transaction: bounds memory and how long another writer waits
BATCH = 1000
#: "tocsin" in ASCII; other programs that share the server must not take the same advisory lock
_LOCK = 0x746F6373696E

_ENTRIES, _LEAVES = Entry._meta.db_table, Leaf._meta.db_table
_LAST = f"SELECT position, chain_hash, entry_id FROM {_LEAVES} ORDER BY position DESC LIMIT 1"  # noqa: S608  our own
_HIGHEST = f"SELECT MAX(entry_id) FROM {_LEAVES}"  # noqa: S608  names
_FROM = f"SELECT id, canonical FROM {_ENTRIES} AS entry WHERE id >= %s"  # noqa: S608
_WITHOUT_LEAF = f" AND NOT EXISTS (SELECT 1 FROM {_LEAVES} WHERE entry_id = entry.id)"  # noqa: S608
_IN_ORDER = " ORDER BY id LIMIT %s"


class _End(NamedTuple):
    """Where the log ends."""

    position: int = -1
    chain_hash: bytes = BEFORE_THE_FIRST
    entry_id: int = 0


def number(since: int | None = None) -> int:
    """Number every committed entry that has no number yet, in order of entry id. Returns how many.

    Safe with concurrent callers. `since` is the lowest id that the caller knows to be unnumbered, so that a long
    log need not be searched; whatever stands after the last numbered entry is looked at too. On PostgreSQL ids
    become visible out of order: the transaction that commits late calls with its own, lower id. Without `since`
    the whole log is searched, for an entry whose process died between its commit and its call.
    """
    numbered, more = 0, True
    while more:
        with transaction.atomic():
            _wait_for_turn()
            found, end = _unnumbered(since)
            more = len(found) > BATCH
            _append(end, found[:BATCH])
        numbered += len(found[:BATCH])
        since = found[BATCH][0] if more else None
    return numbered


def _unnumbered(since: int | None) -> tuple[list[tuple[int, bytes]], _End]:
    """One more of the next entries without a number than a batch takes, in order of id; and where the log ends.

    Beyond the highest id that has a number, none need be looked up.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        end = _End(*(cursor.fetchone() or ()))
        cursor.execute(_HIGHEST)
        highest: int = cursor.fetchone()[0] or 0
        start = 0 if since is None else min(since, end.entry_id + 1)
        without = _WITHOUT_LEAF if start <= highest else ""
        cursor.execute(f"{_FROM}{without}{_IN_ORDER}", [start, BATCH + 1])
        return cursor.fetchall(), end


def _wait_for_turn() -> None:
    """SQLite's transactions begin IMMEDIATE: they are one at a time already. PostgreSQL's need a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _append(end: _End, found: Sequence[tuple[int, bytes]]) -> None:
    first = end.position + 1
    leaves = leaf_hashes(canonical for _, canonical in found)
    chained = chain_hashes(bytes(end.chain_hash), leaves)  # psycopg hands over a memoryview
    rows = zip(count(first), [pk for pk, _ in found], leaves, chained, strict=False)
    insert_plain(Leaf, ("position", "entry_id", "leaf_hash", "chain_hash"), list(rows))
    grow(first, leaves)
