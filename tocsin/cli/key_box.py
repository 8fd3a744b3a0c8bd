"""Private keys in one file that only a passphrase opens.

    "tocsin-keys/1\\n"  salt (16 bytes)  nonce (12 bytes)  ChaCha20-Poly1305 over a tar of the files

The key is scrypt's of the passphrase (n = 2^17, r = 8, p = 1: 128 MB and a third of a second for each guess).
"""

from __future__ import annotations

import io
import os
import secrets
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import WrongUse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

#: what of TOCSIN_HOME is a secret
SECRETS = ("secret-key", "push-key.pem", "signing-keys", "log-keys", "timestamps")
LENGTH_MIN = 12
_HEAD = b"tocsin-keys/1\n"
_SALT_BYTES, _NONCE_BYTES = 16, 12


def locked(home: Path, passphrase: str) -> bytes:
    """Raises WrongUse for a passphrase that is too short."""
    if len(passphrase) < LENGTH_MIN:
        raise WrongUse("the passphrase is too short", f"give at least {LENGTH_MIN} signs")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name in SECRETS:
            if (home / name).exists():
                tar.add(home / name, arcname=name)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    return _HEAD + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, packed.getvalue(), _HEAD)


def unlock(box: bytes, home: Path, passphrase: str) -> list[str]:
    """Puts the files into the home, for its owner's eyes alone; returns their names. Raises WrongUse."""
    from cryptography.exceptions import InvalidTag

    begin = len(_HEAD)
    salt, nonce = box[begin : begin + _SALT_BYTES], box[begin + _SALT_BYTES :][:_NONCE_BYTES]
    try:
        if not box.startswith(_HEAD):
            raise InvalidTag
        held = _cipher(passphrase, salt).decrypt(nonce, box[begin + _SALT_BYTES + _NONCE_BYTES :], _HEAD)
    except (InvalidTag, ValueError) as error:
        raise WrongUse(
            "this passphrase does not open the keys", "give the one that the backup was made with"
        ) from error
    before = os.umask(0o077)
    try:
        with tarfile.open(fileobj=io.BytesIO(held)) as tar:
            names = [name for name in tar.getnames() if name.split("/")[0] in SECRETS]
            tar.extractall(home, members=[tar.getmember(name) for name in names], filter="data")
    finally:
        os.umask(before)
    return sorted(names)


def _cipher(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode()))
