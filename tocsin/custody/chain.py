"""The hashes that number and chain entries. Pure, so that writing and checking can't differ."""

from collections.abc import Iterable
from hashlib import sha256

#: the chain hash before the first leaf
BEFORE_THE_FIRST = bytes(32)
_AT_A_LEAF = sha256(b"\0")


def leaf_hash(canonical: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry, as RFC 6962, section 2.1, so that a Merkle tree can stand over the log."""
    return sha256(b"\0" + canonical).digest()


def chain_hash(before: bytes, leaf: bytes) -> bytes:
    """SHA-256 of the chain hash before and this leaf hash: it vouches for every entry so far."""
    return sha256(before + leaf).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """The leaf hash of each. One that has read the 0x00 is copied sooner than bytes are joined."""
    made = []
    for canonical in entries:
        hashed = _AT_A_LEAF.copy()
        hashed.update(canonical)
        made.append(hashed.digest())
    return made


def chain_hashes(before: bytes, leaves: Iterable[bytes]) -> list[bytes]:
    """The chain hash at each of these leaf hashes."""
    return [before := sha256(before + leaf).digest() for leaf in leaves]


def leaves_that_follow(
    before: bytes, rows: Iterable[tuple[bytes, bytes, bytes]]
) -> tuple[list[bytes], bytes]:
    """Of rows of leaf hash, chain hash and entry, up to the first that is not right: leaf hashes, and last chain hash.

    One loop over rows as they come, for a check goes over millions. Raises TypeError for an entry that is no bytes.
    """
    made = list[bytes]()
    add, at_a_leaf = made.append, _AT_A_LEAF.copy
    for leaf, chained, canonical in rows:
        hashed = at_a_leaf()
        hashed.update(canonical)
        mine = hashed.digest()
        after = sha256(before + mine).digest()
        if mine != leaf or after != chained:
            break
        add(mine)
        before = after
    return made, before
