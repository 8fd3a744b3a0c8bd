"""RFC 6962's tree exactly as section 2.1 defines it: slow, and plainly right."""

from collections.abc import Sequence
from hashlib import sha256


def naive_head(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return sha256(b"\1" + naive_head(leaves[:half]) + naive_head(leaves[half:])).digest()


def naive_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*naive_path(index, leaves[:half]), naive_head(leaves[half:])]
    return [*naive_path(index - half, leaves[half:]), naive_head(leaves[:half])]


def naive_proof(old: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [naive_head(leaves)]
    half = _half(len(leaves))
    if old <= half:
        return [*naive_proof(old, leaves[:half], whole), naive_head(leaves[half:])]
    return [*naive_proof(old - half, leaves[half:], False), naive_head(leaves[:half])]


def made_leaves(count: int) -> list[bytes]:
    return [sha256(b"\0" + str(index).encode()).digest() for index in range(count)]


def _half(size: int) -> int:
    half = 1
    while half * 2 < size:
        half *= 2
    return half
