"""Which parts of the tree are kept, and how what is not kept follows from them. Pure.

One part in sixteen is kept: parts of 16, 256, 4,096 ... leaves. A proof over a million leaves then reads some
hundred hashes, and the log grows by one small row for fifteen entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import NamedTuple

from tocsin.custody.merkle import EMPTY_HEAD, Span, joined

#: the binary logarithm of how many parts of one level make one of the next
STEP = 4
WIDTH = 1 << STEP


class Run(NamedTuple):
    """Neighbouring parts of one level; level 0 are the leaves."""

    level: int
    first: int
    length: int


class Kept(NamedTuple):
    level: int
    place: int
    hash: bytes


def run_of(span: Span) -> Run:
    """The kept parts, at most eight, that a complete range consists of."""
    assert span.is_complete, f"{span} is not complete"
    height = (span.end - span.begin).bit_length() - 1
    level = height // STEP
    return Run(level, span.begin >> (level * STEP), 1 << (height % STEP))


class Growing:
    """A tree of `size` leaves to which leaves are added. Memory grows with the logarithm of its size."""

    def __init__(self, size: int = 0, kept: Callable[[Run], Sequence[bytes]] | None = None) -> None:
        """`kept` hands over hashes that are stored: at most fifteen of each level that is reached."""
        assert size == 0 or kept is not None, f"{size} leaves, and none at hand"
        self.size = size
        self._kept = kept
        self._counts = _counts(size)
        #: of each level the parts that wait for their sixteenth
        self._waiting: dict[int, list[bytes]] = {}

    def add(self, leaves: Sequence[bytes]) -> list[Kept]:
        """Append leaf hashes; returns the parts that become complete, smaller ones first."""
        found, fresh, level = list[Kept](), list(leaves), 0
        self.size += len(leaves)
        while fresh:
            before = self._count(level)
            self._counts[level] = before + len(fresh)
            waiting = self._waiting_at(level, before) + fresh
            full = len(waiting) // WIDTH * WIDTH
            self._waiting[level] = waiting[full:]
            fresh, place, level = _halved(waiting[:full], STEP), before // WIDTH, level + 1
            found += (Kept(level, place + index, one) for index, one in enumerate(fresh))
        return found

    @property
    def head(self) -> bytes:
        if not self.size:
            return EMPTY_HEAD
        parts = list[bytes]()
        for level in range(len(self._counts) - 1, -1, -1):
            waiting, begin = self._waiting_at(level, self._counts[level]), 0
            for power in range(STEP - 1, -1, -1):
                if len(waiting) >> power & 1:
                    parts += _halved(waiting[begin : begin + (1 << power)], power)
                    begin += 1 << power
        return joined(parts)

    def _count(self, level: int) -> int:
        if level == len(self._counts):
            self._counts.append(0)
        return self._counts[level]

    def _waiting_at(self, level: int, count: int) -> list[bytes]:
        """The parts of a level that wait, of `count` in all."""
        if level not in self._waiting:
            wanted = count % WIDTH
            self._waiting[level] = list(self._stored(Run(level, count - wanted, wanted))) if wanted else []
        return self._waiting[level]

    def _stored(self, run: Run) -> Sequence[bytes]:
        assert self._kept is not None, f"{run} was never added"
        hashes = self._kept(run)
        assert len(hashes) == run.length, f"{run}: {len(hashes)} hashes are stored"
        return hashes


def _counts(size: int) -> list[int]:
    """Of each level how many parts are complete."""
    counts = []
    while size:
        counts.append(size)
        size //= WIDTH
    return counts


def _halved(hashes: Sequence[bytes], times: int) -> list[bytes]:
    """The layer of the tree so many levels above."""
    layer = list(hashes)
    for _ in range(times):
        pairs = iter(layer)
        layer = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return layer
