"""Checking the whole log: numbering, chain, tree and checkpoints, and each entry with what stands beside it.

What this can prove: nobody changed, removed, added or reordered an entry before a chain hash or a checkpoint that
somebody keeps elsewhere. Whoever may write to the whole store could cut entries off its end, or make every later hash
anew: against that only a checkpoint helps that stands where they cannot write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import OperationalError
from django.db.models import QuerySet

from tocsin.custody.chain import BEFORE_THE_FIRST
from tocsin.custody.entry_trouble import UNREADABLE, Stored, find_trouble, is_right, missing
from tocsin.custody.models import Entry, Leaf
from tocsin.custody.tree_check import TreeCheck

#: leaves read at once: what bounds memory
CHUNK = 1000
_LOWEST = -(2**63)


class Mark(NamedTuple):
    """How far a check has come: enough to go on from there, by whoever trusts what was checked until then."""

    position: int
    chain_hash: bytes
    #: of the tree over the entries before
    head: bytes
    erased: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What became of a check. `holds` where `trouble` is empty."""

    #: leaves that were found right, from the first on
    checked: int
    #: of these, entries whose actor, reason and secret were erased
    erased: int
    #: entries that wait for their number: normal for a moment after an act
    unnumbered: int
    #: of the last leaf found right, in hexadecimal; note it down elsewhere
    chain_hash: str
    #: of the tree over the leaves found right, in hexadecimal
    head: str
    #: checkpoints that the log was held against
    checkpoints: int
    #: of the first leaf that fails; None where all hold
    position: int | None = None
    #: what is wrong there; empty where all hold
    trouble: str = ""

    @property
    def holds(self) -> bool:
        return not self.trouble


def verify(
    progress: Callable[[int, int], object] | None = None,
    *,
    since: Mark | None = None,
    mark: Callable[[Mark], object] | None = None,
) -> Verdict:
    """Check every leaf from the first on; stop at the first that fails. Memory does not grow with the log.

    `progress` is called with the leaves done and all leaves, `mark` with how far the check has come; `since` goes on
    from such a mark. Entries added meanwhile are left for the next check.
    """
    sweep = _Sweep(since)
    total = Leaf.objects.count()
    for chunk in _chunks(sweep.position, total):
        sweep.add(chunk)
        if sweep.trouble:
            break
        if progress is not None:
            progress(sweep.position, total)
        if mark is not None:
            mark(sweep.mark)
    if not sweep.trouble:
        sweep.end(total)
    return Verdict(
        checked=sweep.position,
        erased=sweep.erased,
        unnumbered=Entry.objects.filter(leaf=None).count(),
        chain_hash=sweep.before.hex(),
        head=sweep.tree.head.hex(),
        checkpoints=sweep.tree.checkpoints,
        position=sweep.position if sweep.trouble else None,
        trouble=sweep.trouble,
    )


class _Sweep:
    """The state of a check that goes over the log once."""

    def __init__(self, since: Mark | None) -> None:
        self.position = since.position if since else 0
        self.before = since.chain_hash if since else BEFORE_THE_FIRST
        self.erased = since.erased if since else 0
        self.tree = TreeCheck(self.position)
        self.trouble = self.tree.resumed(since.head) if since else ""

    @property
    def mark(self) -> Mark:
        return Mark(self.position, self.before, self.tree.head, self.erased)

    def add(self, chunk: list[Stored]) -> None:
        """The leaves that follow; stops before the first that fails."""
        if self.trouble:
            return
        begin, right = self.position, list[bytes]()
        for stored in chunk:
            if not self._follows(stored):
                self.trouble = find_trouble(stored, self.position, self.before)
                if self.trouble:
                    break
                self.before = stored.chain_hash
            right.append(stored.leaf_hash)
            self.position += 1
            self.erased += stored.salt is None
        found = self.tree.add(right)
        if found is not None:
            at, trouble = found
            if not self.trouble or at < self.position:
                self.position, self.trouble = max(at, begin), trouble

    def _follows(self, stored: Stored) -> bool:
        """The quick way for a leaf that is right; moves the chain on. What it does not settle, `find_trouble` says."""
        leaf = sha256(b"\0" + stored.canonical).digest()
        chained = sha256(self.before + leaf).digest()
        if (stored.position, stored.leaf_hash, stored.chain_hash) != (self.position, leaf, chained):
            return False
        if not is_right(stored):
            return False
        self.before = chained
        return True

    def end(self, total: int) -> None:
        self.trouble = missing(self.position) if self.position < total else self.tree.end()


def _chunks(position: int, total: int) -> Iterator[list[Stored]]:
    """The leaves in order up to `total`, a chunk at a time, so that no writer waits for a long reading.

    SQLite lets a column hold anything. Where a chunk can't be read, its leaves are read one by one, and the first
    that can't be read is handed over empty.
    """
    after, size, left = position - 1 if position else _LOWEST, CHUNK, total - position
    while left > 0:
        try:
            chunk = [_as_stored(row) for row in _rows_after(after)[: min(size, left)]]
        except (TypeError, ValueError, AttributeError, OperationalError) as error:
            if isinstance(error, OperationalError) and "decode" not in str(error):
                raise  # the store itself refused
            if size == 1:
                yield [UNREADABLE]
                return
            size = 1
            continue
        if not chunk:
            return
        yield chunk
        after, left = chunk[-1].position, left - len(chunk)


def _rows_after(position: int) -> QuerySet[Leaf, tuple[Any, ...]]:
    names = ("position", "leaf_hash", "chain_hash", *(f"entry__{name}" for name in Stored._fields[3:]))
    return Leaf.objects.filter(position__gt=position).order_by("position").values_list(*names)


def _as_stored(row: tuple[Any, ...]) -> Stored:
    """Raises TypeError for a value that its column can't rightly hold. `bytes(5)` would be five zeros."""
    position, leaf, chained, canonical, item, action, at, actor, reason, salt = row
    if not type(item) is type(action) is type(actor) is type(reason) is str or not isinstance(at, datetime):
        raise TypeError("a column holds another kind of value than its own")
    return Stored(
        position,
        _bytes(leaf),
        _bytes(chained),
        _bytes(canonical),
        item,
        action,
        at,
        actor,
        reason,
        None if salt is None else _bytes(salt),
    )


def _bytes(value: Any) -> bytes:
    """psycopg hands over memoryviews."""
    return value if type(value) is bytes else memoryview(value).tobytes()
