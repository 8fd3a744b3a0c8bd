"""The history of signing keys: which one signs, which ones signed before, and what became of each.

Certificates are kept for good, so that an old alert can be checked as of the time it was sent; private keys lie elsewhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tocsin.alerts.certificates import Certificate
from tocsin.alerts.key_files import private_of
from tocsin.alerts.key_pair import KeyPair, read_chain
from tocsin.alerts.models import SigningKey
from tocsin.errors import AlertRefused, NotFound, WrongUse

#: time enough to ask an authority for the next certificate
WARN_BEFORE = timedelta(days=30)


def in_use() -> SigningKey | None:
    """The key that signs what is issued now."""
    return SigningKey.objects.filter(in_use=True).first()


def key_named(fingerprint: str) -> SigningKey:
    """The key whose fingerprint begins so. Raises NotFound, or WrongUse where several do."""
    found = list(SigningKey.objects.filter(fingerprint__startswith=fingerprint.lower())[:2])
    if not found:
        raise NotFound(f"there is no signing key {fingerprint}", "`tocsin key list` shows them")
    if len(found) > 1:
        raise WrongUse(f"several fingerprints begin with {fingerprint}", "give more of its letters")
    return found[0]


def signer(*, sent: datetime, actual: bool) -> KeyPair:
    """The key that signs an alert sent at that time. Raises AlertRefused, with the next step, where it cannot."""
    key = in_use()
    if key is None:
        raise AlertRefused(
            "there is no signing key, and nothing is issued unsigned", "make one: `tocsin key new`"
        )
    if actual and key.demonstration:
        raise AlertRefused(
            "the signing key in use is the demonstration's", "take a real one: `tocsin key rotate`"
        )
    chain = read_chain(key.certificates.encode())
    _check_time(key, chain[0], sent)
    return KeyPair(private=private_of(chain[0]), chain=chain)


def _check_time(key: SigningKey, certificate: Certificate, sent: datetime) -> None:
    if sent > certificate.valid_until:
        raise AlertRefused(
            f"the signing key's certificate expired on {certificate.valid_until:%Y-%m-%d}",
            "take a new key: `tocsin key rotate`",
        )
    if sent < max(key.taken_at.replace(microsecond=0), certificate.valid_from):
        raise AlertRefused(
            f"the clock stands before the signing key was taken into use ({key.taken_at:%Y-%m-%d %H:%M:%S})",
            "set the clock of this machine right",
        )


def expiry_soon(certificate: Certificate, now: datetime) -> bool:
    """Whether it is time to take another key."""
    return certificate.valid_until - now < WARN_BEFORE
