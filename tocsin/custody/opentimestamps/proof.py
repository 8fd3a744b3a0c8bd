"""The .ots form (OpenTimestamps, version 1): a digest, and a tree of steps from it that ends in attestations.

Bounded in size, depth, lengths and count; whatever is cut off, too much, or written in another way is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.errors import ProofRefused

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
PENDING, BITCOIN = bytes.fromhex("83dfe30d2ef90c8e"), bytes.fromhex("0588960d73d71901")
SHA1, RIPEMD160, SHA256, KECCAK256 = 0x02, 0x03, 0x08, 0x67
APPEND, PREPEND, REVERSE, HEXLIFY = 0xF0, 0xF1, 0xF2, 0xF3
FILE_BYTES_MAX = 10**6
DEPTH_MAX = 256
OPERAND_BYTES_MAX = 4096
PAYLOAD_BYTES_MAX = 8192
URI_BYTES_MAX = 1000
ATTESTATIONS_MAX = 100
_VERSION, _ATTESTATION, _FORK = 1, 0x00, 0xFF
_WITH_OPERAND = frozenset((APPEND, PREPEND))
_ALONE = frozenset((SHA1, RIPEMD160, SHA256, REVERSE, HEXLIFY))
#: bytes of a number as it is written: heights and lengths need no more
_NUMBER_BYTES_MAX = 5
_URI = re.compile(rb"[A-Za-z0-9._/:-]{1,%d}" % URI_BYTES_MAX)


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who is said to have had the message. Of a kind that we do not know, its bytes are carried along."""

    tag: bytes
    payload: bytes

    @classmethod
    def pending(cls, uri: str) -> Attestation:
        return cls(PENDING, sized(uri.encode("ascii")))

    @classmethod
    def bitcoin(cls, height: int) -> Attestation:
        return cls(BITCOIN, number(height))

    @property
    def uri(self) -> str:
        """The calendar that has yet to complete it; empty of every other kind."""
        return _Bytes(self.payload).sized(URI_BYTES_MAX).decode("ascii") if self.tag == PENDING else ""

    @property
    def height(self) -> int | None:
        """Of the Bitcoin block; None of every other kind."""
        return _Bytes(self.payload).number() if self.tag == BITCOIN else None


@dataclass(frozen=True, slots=True)
class Step:
    """What is done to the message, and what follows from there."""

    op: int
    #: of append and prepend; empty of all others
    operand: bytes
    then: Node


Node = tuple["Attestation | Step", ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Of a file, by its SHA-256."""

    digest: bytes
    root: Node

    def __bytes__(self) -> bytes:
        return MAGIC + number(_VERSION) + bytes((SHA256,)) + self.digest + written(self.root)

    @classmethod
    def read(cls, data: bytes) -> Proof:
        """Raises ProofRefused."""
        if len(data) > FILE_BYTES_MAX:
            raise _refused(f"it is larger than {FILE_BYTES_MAX:,} bytes")
        source = _Bytes(data)
        if source.take(len(MAGIC)) != MAGIC:
            raise _refused("it does not begin as an .ots file does")
        if source.number() != _VERSION:
            raise _refused("it is of another version than 1")
        if source.byte() != SHA256:
            raise _refused("it names its file by another hash than SHA-256")
        found = cls(source.take(32), _node(source, 0))
        source.end()
        return found


def read_node(data: bytes) -> Node:
    """What a calendar answers: a tree alone, from the digest that it was asked about. Raises ProofRefused."""
    source = _Bytes(data)
    found = _node(source, 0)
    source.end()
    return found


def written(node: Node) -> bytes:
    """Each of several items but the last stands behind a fork's byte."""
    parts = [_item(each) for each in node]
    return b"".join(bytes((_FORK,)) + part for part in parts[:-1]) + parts[-1]


def merged(one: Node, other: Node) -> Node:
    """Both trees from the same message, with what they share written once."""
    items = list(one)
    for item in other:
        place = next((at for at, each in enumerate(items) if _begins_alike(each, item)), None)
        if place is None:
            items.append(item)
            continue
        same = items[place]
        if isinstance(same, Step) and isinstance(item, Step):
            items[place] = Step(same.op, same.operand, merged(same.then, item.then))
    return tuple(items)


def _begins_alike(one: Attestation | Step, other: Attestation | Step) -> bool:
    if isinstance(one, Step) and isinstance(other, Step):
        return (one.op, one.operand) == (other.op, other.operand)
    return isinstance(one, Attestation) and one == other


def _item(item: Attestation | Step) -> bytes:
    if isinstance(item, Attestation):
        return bytes((_ATTESTATION,)) + item.tag + sized(item.payload)
    operand = sized(item.operand) if item.op in _WITH_OPERAND else b""
    return bytes((item.op,)) + operand + written(item.then)


def number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the high bit says that more follows (LEB128).

    >>> number(300).hex()
    'ac02'
    """
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))


def sized(content: bytes) -> bytes:
    return number(len(content)) + content


def _node(source: _Bytes, depth: int) -> Node:
    if depth > DEPTH_MAX:
        raise _refused(f"it goes through more than {DEPTH_MAX} steps")
    return tuple(_items(source, depth))


def _items(source: _Bytes, depth: int) -> Iterator[Attestation | Step]:
    more = True
    while more:
        tag = source.byte()
        more = tag == _FORK
        if more:
            tag = source.byte()
        if tag == _ATTESTATION:
            yield source.attestation()
        else:
            yield Step(tag, source.operand(tag), _node(source, depth + 1))


class _Bytes:
    """What is left to be read, and how many attestations were."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._attestations = data, 0, 0

    def take(self, length: int) -> bytes:
        found = self._data[self._at : self._at + length]
        if len(found) < length:
            raise _refused("it is cut off")
        self._at += length
        return found

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        value = 0
        for place in range(_NUMBER_BYTES_MAX):
            byte = self.byte()
            value |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                if byte == 0 and place:
                    raise _refused("a number in it is written longer than it is")
                return value
        raise _refused("a number in it is too large")

    def sized(self, at_most: int, at_least: int = 0) -> bytes:
        length = self.number()
        if not at_least <= length <= at_most:
            raise _refused(f"{length:,} bytes stand in it where {at_least} to {at_most:,} may")
        return self.take(length)

    def operand(self, op: int) -> bytes:
        if op in _WITH_OPERAND:
            return self.sized(OPERAND_BYTES_MAX, 1)
        if op == KECCAK256:
            raise _refused("it uses Keccak-256, which no proof in Bitcoin needs")
        if op not in _ALONE:
            raise _refused(f"it has a step 0x{op:02x}, which is none that we know")
        return b""

    def attestation(self) -> Attestation:
        self._attestations += 1
        if self._attestations > ATTESTATIONS_MAX:
            raise _refused(f"it has more than {ATTESTATIONS_MAX} attestations")
        found = Attestation(self.take(8), self.sized(PAYLOAD_BYTES_MAX))
        _check(found)
        return found

    def end(self) -> None:
        if self._at < len(self._data):
            raise _refused("something stands behind its end")


def _check(attestation: Attestation) -> None:
    inside = _Bytes(attestation.payload)
    if attestation.tag == PENDING:
        if not _URI.fullmatch(inside.sized(URI_BYTES_MAX, 1)):
            raise _refused("a calendar's address in it has letters that none may have")
        inside.end()
    if attestation.tag == BITCOIN:
        inside.number()
        inside.end()


def _refused(why: str) -> ProofRefused:
    return ProofRefused(f"this is no OpenTimestamps proof that we read: {why}", "ask for the file again")
