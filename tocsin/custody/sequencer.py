"""The sequencer: the only writer of leaves. One at a time, it numbers and chains what is committed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max

from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash
from tocsin.custody.models import Entry, Leaf
from tocsin.custody.tree import grow
from tocsin.rows import insert_plain

#: entries numbered in one transaction: bounds memory and how long another writer waits
BATCH = 1000
#: "tocsin" in ASCII; other programs that share the server must not take the same advisory lock
_LOCK = 0x746F6373696E


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
        unnumbered = _unnumbered(since, last_id)
        leaves = [
            leaf_hash(bytes(canonical)) for _, canonical in unnumbered
        ]  # psycopg hands over a memoryview
        _keep(position + 1, [pk for pk, _ in unnumbered], leaves, bytes(before))
        grow(position + 1, leaves)
    return [pk for pk, _ in unnumbered]


def _unnumbered(since: int | None, last_id: int) -> list[tuple[int, bytes | memoryview]]:
    """The next entries without a number, in order of id. Beyond the highest id that has one, none need be looked up."""
    highest: int = Leaf.objects.aggregate(highest=Max("entry"))["highest"] or 0
    start = 0 if since is None else min(since, last_id + 1)
    found = Entry.objects.filter(pk__gte=start)
    found = found if start > highest else found.filter(leaf=None)
    return list(found.order_by("pk").values_list("pk", "canonical")[:BATCH])


def _wait_for_turn() -> None:
    """SQLite's transactions begin IMMEDIATE: they are one at a time already. PostgreSQL's need a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _keep(position: int, ids: Sequence[int], leaves: Sequence[bytes], before: bytes) -> None:
    chained = [before := chain_hash(before, leaf) for leaf in leaves]
    rows = zip(range(position, position + len(ids)), ids, leaves, chained, strict=True)
    insert_plain(Leaf, ("position", "entry_id", "leaf_hash", "chain_hash"), list(rows))
