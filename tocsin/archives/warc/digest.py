"""Labelled digests, `sha1:BASE32` or `sha256:hex`, as WARC records and their indexes print them (WARC 1.1, 5.8)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")
#: of these the payload is hashed in any case: indexes print them
ALWAYS = ("sha1", "sha256")


@dataclass(frozen=True, slots=True)
class Digest:
    algorithm: str
    value: bytes

    def __str__(self) -> str:
        return f"{self.algorithm}:{base64.b32encode(self.value).decode().rstrip('=')}"


def read_digest(text: str, *, unlabelled: str = "") -> Digest | None:
    """None for what is none. `unlabelled` is the algorithm of a digest that names none."""
    name, colon, value = text.strip().partition(":")
    algorithm, value = (name.lower().replace("-", ""), value) if colon else (unlabelled, name)
    if algorithm not in ALGORITHMS:
        return None
    size = hashlib.new(algorithm, usedforsecurity=False).digest_size
    for decoded in (_hex(value), _base32(value), _base64(value)):
        if len(decoded) == size:
            return Digest(algorithm, decoded)
    return None


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text) if " " not in text else b""
    except ValueError:
        return b""


def _base32(text: str) -> bytes:
    try:
        return base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return b""


def _base64(text: str) -> bytes:
    """Of either alphabet: programs that fill WARCs with it are many."""
    try:
        return base64.b64decode(
            text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=_altchars(text), validate=True
        )
    except (binascii.Error, ValueError):
        return b""


def _altchars(text: str) -> bytes:
    return b"-_" if "-" in text or "_" in text else b"+/"


class Running:
    """Several digests of one stream."""

    def __init__(self, algorithms: set[str]) -> None:
        self._running = {each: hashlib.new(each, usedforsecurity=False) for each in algorithms}

    def update(self, part: bytes) -> None:
        for each in self._running.values():
            each.update(part)

    def is_of(self, digest: Digest) -> bool:
        return self._running[digest.algorithm].digest() == digest.value

    def digests(self) -> dict[str, bytes]:
        return {algorithm: each.digest() for algorithm, each in self._running.items()}
