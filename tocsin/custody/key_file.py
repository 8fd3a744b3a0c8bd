"""Where the log's private keys lie: in files of their own, never in the store and so in no copy of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tocsin.custody.note import public_bytes
from tocsin.errors import StoreTrouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_FILE_BYTES_MAX = 65_536


def path_of(public: bytes) -> Path:
    return Path(settings.TOCSIN_HOME) / "log-keys" / f"{public.hex()}.pem"


def make() -> Ed25519PrivateKey:
    """A new private key, kept in a file for its owner's eyes alone.

    Encrypted where TOCSIN_SIGNING_PASSPHRASE is set. Raises StoreTrouble.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    path = path_of(public_bytes(private))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_as_pem(private))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreTrouble(
            f"the log's key {path} cannot be written ({error.strerror})",
            "set TOCSIN_HOME to a folder that you may write to",
        ) from error
    return private


def private_of(public: bytes) -> Ed25519PrivateKey:
    """The private half. Raises StoreTrouble where its file is not there, not readable, or another key's."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = path_of(public)
    try:
        with path.open("rb") as file:
            private = load_pem_private_key(file.read(_FILE_BYTES_MAX), _passphrase())
    except OSError as error:
        raise StoreTrouble(
            f"the log's key {path} cannot be read ({error.strerror})",
            "put the file back, or take a new key: `tocsin custody key rotate`",
        ) from None
    except (ValueError, TypeError):
        raise StoreTrouble(
            f"the log's key {path} cannot be opened", "set TOCSIN_SIGNING_PASSPHRASE to its passphrase"
        ) from None
    if not isinstance(private, Ed25519PrivateKey) or public_bytes(private) != public:
        raise StoreTrouble(f"{path} holds another key than the log's", "put the right file back")
    return private


def _as_pem(private: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    passphrase = _passphrase()
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def _passphrase() -> bytes | None:
    text: str = settings.TOCSIN_SIGNING_PASSPHRASE
    return text.encode() or None
