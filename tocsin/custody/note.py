"""Signed notes: a text, and under it lines that sign it (C2SP signed-note v1). Pure; Ed25519 (RFC 8032).

    the text, which ends with a line feed

    — name base64(key id || signature)

A key is known by its name and its id, the first four bytes of SHA-256(name || line feed || algorithm || public key).
A line of a key that the reader does not know says nothing and is passed over; a line of a known key that does not
verify makes the note worthless.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from tocsin.errors import WrongUse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: a note is small: what is longer is none (C2SP asks readers to bound it, and to take 16 signatures of 5 kB)
NOTE_BYTES_MAX = 128 * 2**10
SIGNATURES_MAX = 100
_DASH = "\N{EM DASH} "
_KEY_ID_BYTES, _PUBLIC_BYTES, _SIGNATURE_BYTES, _TIME_BYTES = 4, 32, 64, 8


class Algorithm(IntEnum):
    """What a key signs: the text itself, or, as a witness, that it saw the text at a time (C2SP tlog-cosignature)."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half: `name+key id+base64`, as it is handed to people who check."""

    name: str
    public: bytes
    algorithm: Algorithm = Algorithm.ED25519

    @property
    def key_id(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + self._typed).digest()[:_KEY_ID_BYTES]

    @property
    def _typed(self) -> bytes:
        return bytes((self.algorithm,)) + self.public

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self._typed).decode()}"

    @classmethod
    def read(cls, text: str) -> VerifierKey:
        """Raises WrongUse for what is no key, or one whose id is not its own."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        typed = _decoded(encoded)
        known = typed[:1] in {bytes((each,)) for each in Algorithm}
        if not is_name(name) or not known or len(typed) != 1 + _PUBLIC_BYTES:
            raise WrongUse(f"{text[:100]!r} is no key of a log or witness", "write it as name+id+key")
        key = cls(name, typed[1:], Algorithm(typed[0]))
        if key.key_id.hex() != key_id:
            raise WrongUse(f"the id in {text[:100]!r} is not that of its key", "copy the whole line again")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    key_id: bytes
    #: of a witness the first eight bytes are a time
    blob: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.blob).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))

    @classmethod
    def read(cls, data: bytes) -> Note:
        """Raises WrongUse for what is no signed note."""
        try:
            whole = data.decode() if len(data) <= NOTE_BYTES_MAX else ""
        except UnicodeDecodeError:
            whole = ""
        text, gap, lines = whole.rpartition("\n\n")
        well = gap and lines.endswith("\n") and all(sign >= " " or sign == "\n" for sign in whole)
        signatures = [_signature(line) for line in lines.split("\n")[:-1]] if well else []
        if not signatures or None in signatures or len(signatures) > SIGNATURES_MAX:
            raise WrongUse("this is no signed note", "hand over the checkpoint as it was served, unchanged")
        return cls(text + "\n", tuple(each for each in signatures if each is not None))

    def with_signature(self, signature: Signature) -> Note:
        return Note(self.text, (*self.signatures, signature))


@dataclass(frozen=True, slots=True)
class Signed:
    """A line that verifies."""

    key: VerifierKey
    #: seconds since 1970 at which a witness says it saw the text; None of the log's own key
    seen_at: int | None


def is_name(name: str) -> bool:
    """Whether a key may be called so: without spaces and plus signs (C2SP signed-note)."""
    return bool(name) and "+" not in name and not any(sign.isspace() or sign < " " for sign in name)


def signed(text: str, name: str, private: Ed25519PrivateKey) -> Signature:
    """The log's own line under the text."""
    key = VerifierKey(name, public_bytes(private))
    return Signature(name, key.key_id, private.sign(text.encode()))


def cosigned(text: str, name: str, private: Ed25519PrivateKey, seen_at: int) -> Signature:
    """A witness's line: that it saw the text at `seen_at`, in seconds since 1970."""
    key = VerifierKey(name, public_bytes(private), Algorithm.COSIGNATURE)
    blob = seen_at.to_bytes(_TIME_BYTES, "big") + private.sign(_seen(text, seen_at))
    return Signature(name, key.key_id, blob)


def verified(note: Note, keys: Iterable[VerifierKey]) -> Sequence[Signed]:
    """The lines that these keys made.

    Raises WrongUse where a line names one of the keys and does not verify.
    """
    by_id = {(key.name, key.key_id): key for key in keys}
    found = []
    for line in note.signatures:
        key = by_id.get((line.name, line.key_id))
        if key is not None:
            found.append(_checked(note.text, key, line))
    return found


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _checked(text: str, key: VerifierKey, line: Signature) -> Signed:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    witness = key.algorithm is Algorithm.COSIGNATURE
    if len(line.blob) != _SIGNATURE_BYTES + (_TIME_BYTES if witness else 0):
        raise WrongUse(f"the signature of {key.name} has {len(line.blob)} bytes", "it is not whole")
    seen_at = int.from_bytes(line.blob[:_TIME_BYTES], "big") if witness else None
    if seen_at is not None and seen_at >= 2**63:
        raise WrongUse(f"the witness {key.name} says it saw it at {seen_at}", "that is no time")
    message = text.encode() if seen_at is None else _seen(text, seen_at)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(line.blob[-_SIGNATURE_BYTES:], message)
    except (InvalidSignature, ValueError) as error:
        raise WrongUse(
            f"the signature of {key.name} is not over this text", "do not rely on this checkpoint"
        ) from error
    return Signed(key, seen_at)


def _seen(text: str, seen_at: int) -> bytes:
    return f"cosignature/v1\ntime {seen_at}\n{text}".encode()


def _signature(line: str) -> Signature | None:
    if not line.startswith(_DASH):
        return None
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    blob = _decoded(encoded)
    if not is_name(name) or len(blob) <= _KEY_ID_BYTES:
        return None
    return Signature(name, blob[:_KEY_ID_BYTES], blob[_KEY_ID_BYTES:])


def _decoded(text: str) -> bytes:
    """Standard base64 with its padding, in its one canonical form; empty for anything else."""
    try:
        made = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return made if base64.b64encode(made).decode() == text else b""
