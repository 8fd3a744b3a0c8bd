"""One pass over the log in order: what a check knows so far, and the next leaves held against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hashes, leaf_hashes
from tocsin.custody.entry_trouble import Stored, find_trouble, missing, stands
from tocsin.custody.leaf_rows import LOWEST, plain_parts, stored_after
from tocsin.custody.tree_check import TreeCheck


class Mark(NamedTuple):
    """How far a check has come: enough to go on from there, by whoever trusts what was checked until then."""

    position: int
    chain_hash: bytes
    #: of the tree over the entries before
    head: bytes
    #: None where the columns were not looked at
    erased: int | None


class Sweep:
    """The state of a check that goes over the log once.

    A chunk that is right is found so as a whole; one that is not is gone through leaf by leaf, for the first trouble.
    """

    def __init__(self, since: Mark | None, *, columns: bool) -> None:
        self.position = since.position if since else 0
        self.before = since.chain_hash if since else BEFORE_THE_FIRST
        self.erased = (since.erased or 0 if since else 0) if columns else None
        self.columns = columns
        self.tree = TreeCheck(self.position)
        self.trouble = self.tree.resumed(since.head) if since else ""

    @property
    def mark(self) -> Mark:
        return Mark(self.position, self.before, self.tree.head, self.erased)

    def advance(self, limit: int) -> bool:
        """Check so many leaves that follow. False where there are none, or where one fails."""
        begin = self.position
        if not self._add_right(limit):
            self._add(stored_after(begin - 1 if begin else LOWEST, limit))
        return not self.trouble and self.position > begin

    def end(self, total: int) -> None:
        self.trouble = missing(self.position) if self.position < total else self.tree.end()

    def _add_right(self, limit: int) -> bool:
        """Adds as many leaves, if all is right with them. False settles nothing, and leaves all as it was.

        Positions are whole numbers, each there once: as many as the range has are the range.
        """
        leaves, before, first = list[bytes](), self.before, self.position
        for part in plain_parts(first, first + limit - 1, columns=self.columns):
            kept_leaves, kept_chain, entries, *_ = zip(*part, strict=True)
            try:
                made = leaf_hashes(entries)
            except TypeError:
                return False
            chained = chain_hashes(before, made)
            if (tuple(made), tuple(chained)) != (kept_leaves, kept_chain) or not self._columns_stand(part):
                return False
            leaves += made
            before = chained[-1]
        if len(leaves) != limit:
            return False
        self.before = before
        self._grow(leaves)
        return True

    def _columns_stand(self, rows: Sequence[tuple[Any, ...]]) -> bool:
        try:
            return not self.columns or all(stands(*row[2:]) for row in rows)
        except (TypeError, ValueError, AttributeError):
            return False

    def _add(self, chunk: Sequence[Stored]) -> None:
        """The leaves that follow; stops before the first that fails."""
        right = list[bytes]()
        for stored in chunk:
            position = self.position + len(right)
            self.trouble = find_trouble(stored, position, self.before, columns=self.columns)
            if self.trouble:
                break
            self.before = stored.chain_hash
            right.append(stored.leaf_hash)
            if self.erased is not None:
                self.erased += stored.salt is None
        self._grow(right)

    def _grow(self, leaves: Sequence[bytes]) -> None:
        """Leaves that are right by themselves: the tree tells of the first that is not as it was kept or signed."""
        begin = self.position
        self.position += len(leaves)
        found = self.tree.add(leaves)
        if found is not None and (not self.trouble or found[0] < self.position):
            self.position, self.trouble = max(found[0], begin), found[1]
