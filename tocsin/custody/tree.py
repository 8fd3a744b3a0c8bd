"""The tree over the stored log: parts kept as it grows, its head at any size, and proofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import Max

from tocsin.custody.branches import Growing, Kept, Run, run_of
from tocsin.custody.merkle import (
    Span,
    complete_spans,
    consistency_spans,
    inclusion_spans,
    joined,
)
from tocsin.custody.models import Branch, Leaf
from tocsin.errors import NotFound
from tocsin.rows import insert_plain

#: leaves that are put together at once where parts are made anew
CHUNK = 4096


def grow(size: int, leaves: Sequence[bytes]) -> None:
    """Keep the parts that become complete when these leaf hashes follow upon `size` leaves."""
    keep(Growing(size, stored_run).add(leaves))


def keep(parts: Sequence[Kept]) -> None:
    insert_plain(Branch, Kept._fields, parts)


def size() -> int:
    """How many leaves the log has."""
    last: int | None = Leaf.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def head(size: int) -> bytes:
    """The head of the tree over the first `size` leaves."""
    return Growing(size, stored_run).head


def prove_inclusion(position: int, size: int) -> list[bytes]:
    """RFC 6962's audit path of a leaf in the tree over the first `size` leaves. Raises NotFound beyond them."""
    if not 0 <= position < size:
        raise NotFound(f"the log of {size} entries has no entry {position}", "positions count from 0")
    return _hashes(inclusion_spans(position, size))


def prove_consistency(old: int, new: int) -> list[bytes]:
    """RFC 6962's proof that the log of `new` entries continues that of `old`. Raises NotFound for no such sizes."""
    if not 0 < old <= new:
        raise NotFound(f"a log of {new} entries continues none of {old}", "give the smaller size first")
    return _hashes(consistency_spans(old, new))


def stored_run(run: Run) -> list[bytes]:
    """The hashes of a run, in order; fewer than its count where the store lacks some."""
    return _stored([run]).get(run, [])


def _hashes(spans: Sequence[Span]) -> list[bytes]:
    """The hash of each range, with one question for each level of the tree."""
    runs = {part: run_of(part) for span in spans for part in complete_spans(span)}
    held = _stored(list(runs.values()))
    made = {part: _hash_of(run, held.get(run, [])) for part, run in runs.items()}
    return [joined([made[part] for part in complete_spans(span)]) for span in spans]


def _hash_of(run: Run, hashes: Sequence[bytes]) -> bytes:
    if len(hashes) != run.length:
        raise NotFound(
            f"parts of the log's tree are missing at level {run.level}, place {run.first}",
            "`tocsin custody verify` says what is wrong with the log",
        )
    layer = Growing()
    layer.add(hashes)
    return layer.head


def _stored(runs: Sequence[Run]) -> dict[Run, list[bytes]]:
    by_level: dict[int, list[Run]] = {}
    for run in runs:
        by_level.setdefault(run.level, []).append(run)
    found: dict[Run, list[bytes]] = {}
    for level, wanted in by_level.items():
        hashes = _read(level, wanted)
        for run in wanted:
            places = range(run.first, run.first + run.length)
            found[run] = [hashes[place] for place in places if place in hashes]
    return found


def _read(level: int, runs: Sequence[Run]) -> dict[int, bytes]:
    table, place, column = (
        (Leaf._meta.db_table, "position", "leaf_hash")
        if level == 0
        else (Branch._meta.db_table, "place", "hash")
    )
    of_level = "" if level == 0 else f"level = {level:d} AND "
    # each with its level: SQLite would read a level from end to end for ranges that share it
    which = " OR ".join([f"({of_level}{place} BETWEEN %s AND %s)"] * len(runs))
    limits: list[int] = [limit for run in runs for limit in (run.first, run.first + run.length - 1)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {place}, {column} FROM {table} WHERE {which}", limits)  # noqa: S608  our own names
        return {row[0]: bytes(row[1]) for row in cursor.fetchall()}


def rebuild(progress: Callable[[int], object] | None = None) -> None:
    """Keep the parts of a log that was written before parts were kept."""
    growing, position = Growing(), 0
    while leaves := stored_run(Run(0, position, CHUNK)):
        keep(growing.add(leaves))
        position += len(leaves)
        if progress is not None:
            progress(position)
