"""Where private signing keys lie: in files of their own, never in the store and so in no copy of it."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tocsin.alerts.certificates import Certificate
from tocsin.alerts.key_pair import KeyPair, as_private_pem, check_match, read_private
from tocsin.errors import AlertRefused, StoreTrouble
from tocsin.situations.kept import Kept

if TYPE_CHECKING:
    from tocsin.alerts.key_pair import PrivateKey

#: a private key as PEM has under 7,000 bytes
_FILE_BYTES_MAX = 65_536
#: the key that was opened last, beside the digest of its file and passphrase. To open one proves its numbers, which
#: takes an RSA key a tenth of a second; the file itself is read each time, so that one taken away signs no more
_opened: Kept[bytes, PrivateKey] = Kept(1, lambda _key: 1)


def path_of(fingerprint: str) -> Path:
    """TOCSIN_SIGNING_KEY, or the key's own file in TOCSIN_HOME."""
    given: str = settings.TOCSIN_SIGNING_KEY
    return Path(given) if given else Path(settings.TOCSIN_HOME) / "signing-keys" / f"{fingerprint}.pem"


def keep(pair: KeyPair) -> Path:
    """Writes the private key, for its owner's eyes alone, encrypted where TOCSIN_SIGNING_PASSPHRASE is set.

    Raises StoreTrouble. A file that is there is left as it is: its name says whose it is, and signing holds it to that.
    """
    path = Path(settings.TOCSIN_HOME) / "signing-keys" / f"{pair.certificate.fingerprint}.pem"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(as_private_pem(pair.private, passphrase=settings.TOCSIN_SIGNING_PASSPHRASE))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreTrouble(
            f"the signing key {path} cannot be written ({error.strerror})",
            "set TOCSIN_HOME to a folder that you may write to",
        ) from error
    return path


def private_of(certificate: Certificate) -> PrivateKey:
    """The private key of the certificate. Raises AlertRefused where its file is not there, not readable or another's."""
    path = path_of(certificate.fingerprint)
    try:
        with path.open("rb") as file:
            pem = file.read(_FILE_BYTES_MAX)
    except OSError as error:
        raise AlertRefused(
            f"the signing key {path} cannot be read ({error.strerror})",
            "put the file back, set TOCSIN_SIGNING_KEY to where it lies, or take a new key: `tocsin key rotate`",
        ) from None
    private = _open(pem, settings.TOCSIN_SIGNING_PASSPHRASE, where=str(path))
    check_match(private, certificate, where=str(path))
    return private


def _open(pem: bytes, passphrase: str, *, where: str) -> PrivateKey:
    """Raises AlertRefused."""
    made_from = sha256(sha256(passphrase.encode()).digest() + pem).digest()
    private = _opened.get("opened", made_from)
    if private is None:
        private = read_private(pem, passphrase=passphrase, where=where)
        _opened.put("opened", made_from, private)
    return private
