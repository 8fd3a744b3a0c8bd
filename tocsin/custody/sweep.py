"""One pass over the log in order: what a check knows so far, and the next leaves held against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from tocsin.custody.chain import BEFORE_THE_FIRST, leaves_that_follow
from tocsin.custody.entry_trouble import Stored, find_trouble, missing, stands
from tocsin.custody.leaf_rows import LOWEST, ODD_VALUE, plain_rows, raise_unless_odd, stored_after, told_at
from tocsin.custody.tree_check import TreeCheck

#: leaves that one question to the store reads: what bounds memory
READ = 4096
#: of these, how many are held with their columns at once
_AT_ONCE = 64


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

    Leaves read at once that are right are found so as a whole; where one is not, they are gone through one by one.
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
        begin, leaves = self.position, list[bytes]()
        while not self.trouble and len(leaves) < limit:
            first, count = begin + len(leaves), min(READ, limit - len(leaves))
            right = self._all_right(first, count)
            if right is None:
                right = self._right(first, stored_after(first - 1 if first else LOWEST, count))
            if not right:
                break
            leaves += right
        self._grow(leaves)
        return not self.trouble and self.position > begin

    def end(self, total: int) -> None:
        self.trouble = missing(self.position) if self.position < total else self.tree.end()

    def _all_right(self, first: int, count: int) -> list[bytes] | None:
        """The leaf hashes from `first` on, if all is right with them. None settles nothing, and leaves all as it was.

        Positions are whole numbers, each there once: as many as the range has are the range.
        """
        follow = self._follow_with_columns if self.columns else leaves_that_follow
        try:
            with plain_rows(first, first + count - 1, columns=self.columns) as rows:
                leaves, before = follow(self.before, rows)
        except ODD_VALUE as error:
            raise_unless_odd(error)
            return None
        if len(leaves) != count:
            return None
        self.before = before
        return leaves

    def _follow_with_columns(
        self, before: bytes, rows: Iterator[tuple[Any, ...]]
    ) -> tuple[list[bytes], bytes]:
        """`leaves_that_follow`, for rows whose columns stand beside them; short by many where one does not stand."""
        leaves = list[bytes]()
        while part := list(islice(rows, _AT_ONCE)):
            right, before = leaves_that_follow(before, [row[:3] for row in part])
            if len(right) < len(part) or not all(map(_stands, part)):
                break
            leaves += right
        return leaves, before

    def _right(self, first: int, chunk: Sequence[Stored]) -> list[bytes]:
        """The leaf hashes from `first` on; stops before the first leaf that fails, and says what is wrong with it."""
        right = list[bytes]()
        for stored in chunk:
            position = first + len(right)
            self.trouble = find_trouble(stored, position, self.before, columns=self.columns)
            if self.trouble:
                break
            self.before = stored.chain_hash
            right.append(stored.leaf_hash)
            if self.erased is not None:
                self.erased += stored.salt is None
        return right

    def _grow(self, leaves: Sequence[bytes]) -> None:
        """Leaves that are right by themselves: the tree tells of the first that is not as it was kept or signed."""
        begin = self.position
        self.position += len(leaves)
        found = self.tree.add(leaves)
        if found is not None and (not self.trouble or found[0] < self.position):
            self.position, self.trouble = max(found[0], begin), found[1]


def _stands(row: tuple[Any, ...]) -> bool:
    _, _, canonical, item, action, at, actor, reason, salt = row
    return stands(canonical, item, action, told_at(at), actor, reason, salt)
