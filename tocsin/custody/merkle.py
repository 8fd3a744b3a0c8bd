"""The Merkle tree over the log: its head, and proofs that a leaf stands in it and that it continues an older one.

RFC 6962, section 2.1. A tree of `size` leaves is split at the largest power of two below its size, so that every
part of it is a range of leaves; a range of 2^k leaves that begins at a multiple of 2^k is complete and its hash
never changes again. Pure: whoever has the hashes of complete ranges at hand can make every proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
#: the head of a tree without leaves
EMPTY_HEAD = sha256(b"").digest()


class Span(NamedTuple):
    """The leaves from `begin` up to `end`, not included."""

    begin: int
    end: int

    @property
    def is_complete(self) -> bool:
        size = self.end - self.begin
        return size.bit_count() == 1 and self.begin % size == 0


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and the hashes of both halves."""
    return sha256(b"\1" + left + right).digest()


def complete_spans(span: Span) -> list[Span]:
    """The complete ranges that a range at the right edge of a tree consists of, largest first."""
    parts, begin = [], span.begin
    while begin < span.end:
        size = 1 << ((span.end - begin).bit_length() - 1)
        parts.append(Span(begin, begin + size))
        begin += size
    return parts


def span_hash(span: Span, complete: Callable[[Span], bytes]) -> bytes:
    """The hash of a range, from those of the complete ranges in it."""
    return joined([complete(part) for part in complete_spans(span)])


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The ranges whose hashes prove that leaf `index` stands in the tree of `size` leaves (PATH of RFC 6962)."""
    assert 0 <= index < size, f"leaf {index} of {size}"
    begin, end, path = 0, size, list[Span]()
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(Span(middle, end))
            end = middle
        else:
            path.append(Span(begin, middle))
            begin = middle
    return path[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The ranges whose hashes prove that the tree of `new` leaves continues that of `old` (PROOF of RFC 6962)."""
    assert 0 < old <= new, f"{old} leaves and {new} later"
    begin, end, path = 0, new, list[Span]()
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(Span(middle, end))
            end = middle
        else:
            path.append(Span(begin, middle))
            begin = middle
    return ([Span(begin, end)] if begin else []) + path[::-1]


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether `proof` shows that the leaf hash stands at `index` of the tree with this size and head.

    RFC 9162, section 2.1.3.2, which says for RFC 6962's proofs how to check them.
    """
    if not 0 <= index < size or not _are_hashes((leaf, head, *proof)):
        return False
    position, last, made = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            made = node_hash(sibling, made)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and made == head


def extends(old: int, old_head: bytes, new: int, new_head: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the newer tree begins with all leaves of the older one (RFC 9162, 2.1.4.2).

    An older tree without leaves is refused: every tree continues it, so that the answer would prove nothing.
    """
    if old == new:
        return old > 0 and not proof and old_head == new_head
    if not 0 < old < new or not _are_hashes((old_head, new_head, *proof)):
        return False
    path = list(proof) if old.bit_count() > 1 else [old_head, *proof]
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    made_old = made_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            made_old, made_new = node_hash(sibling, made_old), node_hash(sibling, made_new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            made_new = node_hash(made_new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and made_old == old_head and made_new == new_head


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def joined(hashes: Sequence[bytes]) -> bytes:
    """The hash of neighbouring complete ranges, each smaller than the one before it."""
    made = hashes[-1]
    for left in hashes[-2::-1]:
        made = node_hash(left, made)
    return made


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
