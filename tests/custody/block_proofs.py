"""OpenTimestamps proofs that tests make: up to a block's merkle root, and down long ways."""

from hashlib import sha256

from tocsin.custody.opentimestamps.proof import PREPEND, SHA256, Attestation, Node, Step

CALENDAR = "https://calendar.example"
HEIGHT = 900_000


def block(height: int = HEIGHT) -> Node:
    """A block that holds one other transaction before ours."""
    return (Step(PREPEND, b"other", (Step(SHA256, b"", (Attestation.bitcoin(height),)),)),)


def root_of(message: bytes) -> bytes:
    """The merkle root to which `block` leads from a message."""
    return sha256(b"other" + message).digest()


def deep(steps: int, end: Attestation) -> Node:
    """So many hashes, one in the other, and then `end`."""
    node: Node = (end,)
    for _ in range(steps):
        node = (Step(SHA256, b"", node),)
    return node
