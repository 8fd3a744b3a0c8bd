"""Where the local authority's key lies: one file in TOCSIN_HOME, made when the authority is first asked."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tocsin.custody.timestamps.local import LocalAuthority, new_authority
from tocsin.custody.timestamps.roots import as_pem
from tocsin.errors import StoreTrouble

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_FILE_BYTES_MAX = 65_536


def path() -> Path:
    return Path(settings.TOCSIN_HOME) / "timestamps" / "local.pem"


def authority(now: datetime) -> LocalAuthority:
    """The one that is there, or a new one. Raises StoreTrouble."""
    where = path()
    try:
        if not where.exists():
            _keep(where, _as_file(new_authority(now)))
        with where.open("rb") as file:
            return _read(file.read(_FILE_BYTES_MAX))
    except (OSError, ValueError, TypeError) as error:
        raise StoreTrouble(
            f"the local timestamping authority {where} cannot be made or read ({error})",
            "remove the file: a new one is made, and what the old one stamped still verifies",
        ) from None


def _keep(where: Path, pem: bytes) -> None:
    """Whole or not at all; of two that are made at once the first stays."""
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = where.with_name(f".local.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, where)
        except FileExistsError:
            return
    finally:
        fresh.unlink(missing_ok=True)


def _as_file(made: LocalAuthority) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = made.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + as_pem((made.certificate, made.root)).encode("ascii")


def _read(pem: bytes) -> LocalAuthority:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    private = load_pem_private_key(pem, None)
    certificate, root = x509.load_pem_x509_certificates(pem)
    return LocalAuthority(private=_elliptic(private), certificate=certificate, root=root)


def _elliptic(private: object) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    if not isinstance(private, EllipticCurvePrivateKey):
        raise ValueError("it holds another kind of key")
    return private
