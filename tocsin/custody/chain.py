"""The hashes that number and chain entries. Pure, so that writing and checking can't differ."""

from collections.abc import Iterable
from hashlib import sha256

#: the chain hash before the first leaf
BEFORE_THE_FIRST = bytes(32)


def leaf_hash(canonical: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry, as RFC 6962, section 2.1, so that a Merkle tree can stand over the log."""
    return sha256(b"\0" + canonical).digest()


def chain_hash(before: bytes, leaf: bytes) -> bytes:
    """SHA-256 of the chain hash before and this leaf hash: it vouches for every entry so far."""
    return sha256(before + leaf).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    return [sha256(b"\0" + canonical).digest() for canonical in entries]


def chain_hashes(before: bytes, leaves: Iterable[bytes]) -> list[bytes]:
    """The chain hash at each of these leaf hashes."""
    return [before := sha256(before + leaf).digest() for leaf in leaves]
