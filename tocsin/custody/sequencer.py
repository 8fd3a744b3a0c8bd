"""The sequencer: the only writer of leaves. One at a time, it numbers and chains what is committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from django.db import connection, transaction

from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash
from tocsin.custody.models import Entry, Leaf
from tocsin.custody.tree import grow
from tocsin.rows import insert_rows

#: entries numbered in one transaction: bounds memory and how long another writer waits
BATCH = 1000
#: "tocsin" in ASCII; other programs that share the server must not take the same advisory lock
_LOCK = 0x746F6373696E


class _Numbered(TypedDict):
    position: int
    entry_id: int
    leaf_hash: bytes
    chain_hash: bytes


def number(since: int | None = None) -> int:
    """Number every committed entry that has no number yet, in order of entry id. Returns how many.

    Safe with concurrent callers. `since` is the lowest id that the caller knows to be unnumbered, so that a long
    log need not be searched; whatever stands after the last numbered entry is looked at too. On PostgreSQL ids
    become visible out of order: the transaction that commits late calls with its own, lower id. Without `since`
    the whole log is searched, for an entry whose process died between its commit and its call.
    """
    numbered = 0
    while batch := _number_batch(since):
        numbered += len(batch)
        if len(batch) < BATCH:
            break
        since = batch[-1] + 1
    return numbered


def _number_batch(since: int | None) -> list[int]:
    """Number up to BATCH entries; returns their ids in order."""
    with transaction.atomic():
        _wait_for_turn()
        last = Leaf.objects.order_by("-position").values_list("position", "chain_hash", "entry_id").first()
        position, before, last_id = last or (-1, BEFORE_THE_FIRST, 0)
        start = 0 if since is None else min(since, last_id + 1)
        entries = Entry.objects.filter(pk__gte=start, leaf=None).order_by("pk")
        unnumbered = list(entries.values_list("pk", "canonical")[:BATCH])
        leaves = list(_leaves(unnumbered, position + 1, bytes(before)))
        insert_rows(Leaf, leaves)
        grow(position + 1, [leaf["leaf_hash"] for leaf in leaves])
    return [pk for pk, _ in unnumbered]


def _wait_for_turn() -> None:
    """SQLite's transactions begin IMMEDIATE: they are one at a time already. PostgreSQL's need a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _leaves(
    entries: Iterable[tuple[int, bytes | memoryview]], position: int, before: bytes
) -> Iterator[_Numbered]:
    for place, (pk, canonical) in enumerate(entries, start=position):
        leaf = leaf_hash(bytes(canonical))  # psycopg hands over a memoryview
        before = chain_hash(before, leaf)
        yield {"position": place, "entry_id": pk, "leaf_hash": leaf, "chain_hash": before}
