"""What a proof comes to: the message that each of its paths ends with, and what is claimed of it there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tocsin.custody.opentimestamps.proof import (
    APPEND,
    HEXLIFY,
    PREPEND,
    REVERSE,
    RIPEMD160,
    SHA1,
    SHA256,
    Attestation,
    Node,
    Proof,
    Step,
    merged,
)
from tocsin.errors import ProofRefused

#: of a message on the way: as the form's own programs have it
MESSAGE_BYTES_MAX = 4096
_HASHES = {SHA1: "sha1", RIPEMD160: "ripemd160", SHA256: "sha256"}


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody had this message."""

    message: bytes
    by: Attestation

    @property
    def merkle_root(self) -> str:
        """As block explorers print it: the bytes from the last to the first."""
        return self.message[::-1].hex()


def claims(proof: Proof) -> Iterator[Claim]:
    """In the order of the file. Raises ProofRefused for a message that grows too long."""
    for message, node in _nodes(proof):
        for item in node:
            if isinstance(item, Attestation):
                yield Claim(message, item)


def reaches_a_block(proof: Proof) -> bool:
    return any(claim.by.height is not None for claim in claims(proof))


def unanswered(proof: Proof) -> Iterator[Claim]:
    """Those that wait for a calendar still: nothing leads on from where they stand."""
    for message, node in _nodes(proof):
        if not any(isinstance(item, Step) for item in node):
            yield from (Claim(message, item) for item in node if isinstance(item, Attestation) and item.uri)


def completed(node: Node, message: bytes, more: Mapping[bytes, Node]) -> Node:
    """The tree with what is now known of some of its messages; nothing of it goes."""
    items: Node = tuple(
        Step(each.op, each.operand, completed(each.then, applied(each, message), more))
        if isinstance(each, Step)
        else each
        for each in node
    )
    return merged(items, more.get(message, ()))


def applied(step: Step, message: bytes) -> bytes:
    """Raises ProofRefused."""
    if step.op in _HASHES:
        return _hashed(_HASHES[step.op], message)
    if step.op == APPEND:
        found = message + step.operand
    elif step.op == PREPEND:
        found = step.operand + message
    elif step.op == REVERSE:
        found = message[::-1]
    else:
        assert step.op == HEXLIFY, step.op
        found = message.hex().encode()
    if len(found) > MESSAGE_BYTES_MAX:
        raise ProofRefused(
            f"a message of this proof grows beyond {MESSAGE_BYTES_MAX:,} bytes", "ask for the file again"
        )
    return found


def _nodes(proof: Proof) -> Iterator[tuple[bytes, Node]]:
    waiting = [(proof.digest, proof.root)]
    while waiting:
        message, node = waiting.pop()
        yield message, node
        steps = [each for each in node if isinstance(each, Step)]
        waiting += [(applied(each, message), each.then) for each in reversed(steps)]


def _hashed(name: str, message: bytes) -> bytes:
    try:
        return hashlib.new(name, message, usedforsecurity=False).digest()
    except ValueError:  # RIPEMD-160 where OpenSSL was built without it
        raise ProofRefused(
            f"this machine has no {name}, which the proof uses", "check the file on another one"
        ) from None
