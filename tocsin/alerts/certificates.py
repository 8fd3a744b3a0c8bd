"""X.509 certificates (RFC 5280) as alerts carry them: whose key it is, from when until when, and who vouches for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from tocsin.alerts.signature_shape import decoded

if TYPE_CHECKING:
    from cryptography import x509

#: below it a modulus can be factored by those who have much money (NIST SP 800-131A)
RSA_BITS_MIN = 2048
#: larger keys cost more time than a message is worth
RSA_BITS_MAX = 8192
CURVES = ("secp256r1", "secp384r1", "secp521r1")


class Unreadable(Exception):
    """A certificate that cannot be used; says in a few words why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    #: SHA-256 of the certificate as DER, in hexadecimal
    fingerprint: str
    #: as RFC 4514 writes names
    subject: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    #: "RSA 3072" or the name of the curve
    key: str
    parsed: x509.Certificate = field(repr=False, compare=False)

    @property
    def weak(self) -> bool:
        kind, _, bits = self.key.partition(" ")
        return kind == "RSA" and int(bits) < RSA_BITS_MIN


def certificate_of(der: bytes) -> Certificate:
    """The certificate in these bytes. Raises Unreadable."""
    from cryptography import x509

    try:
        parsed = x509.load_der_x509_certificate(der)
        subject, issuer = parsed.subject.rfc4514_string(), parsed.issuer.rfc4514_string()
        key = _key_words(parsed)
    except Unreadable:
        raise
    except Exception as error:  # the parser has many names for "these bytes are no certificate"
        raise Unreadable(f"cannot be read ({type(error).__name__})") from None
    return Certificate(
        fingerprint=sha256(der).hexdigest(),
        subject=subject,
        issuer=issuer,
        valid_from=parsed.not_valid_before_utc,
        valid_until=parsed.not_valid_after_utc,
        key=key,
        parsed=parsed,
    )


def from_pem(pem: bytes) -> Certificate:
    """The first certificate of a PEM text. Raises Unreadable."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    except ValueError:
        raise Unreadable("is no certificate in PEM form") from None
    return certificate_of(der)


def as_pem(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.parsed.public_bytes(Encoding.PEM).decode("ascii")


def read_certificates(texts: Sequence[str]) -> list[Certificate]:
    """Certificates in Base64 as a signature carries them, the signer's first. Raises Unreadable."""
    found = []
    for text in texts:
        der = decoded(text)
        if der is None:
            raise Unreadable("is not written in proper Base64")
        found.append(certificate_of(der))
    return found


def chain_trouble(chain: Sequence[Certificate]) -> str | None:
    """What is wrong within a chain as carried, in a few words. Names that lead nowhere are no trouble here."""
    for at, one in enumerate(chain):
        issuers = [other for other in (*chain[at + 1 :], one) if other.subject == one.issuer]
        if issuers and not any(_issued(one, by) for by in issuers):
            return "is not the one that its issuer signed"
    return None


def reaches(chain: Sequence[Certificate], trusted: Sequence[bytes], *, at: datetime) -> bool:
    """Whether a trusted certificate (PEM) is the signer's own, or vouches for it over the carried ones, at that time."""
    anchors = [from_pem(pem) for pem in trusted]
    known = {anchor.fingerprint for anchor in anchors}
    one, left = chain[0], list(chain[1:])
    while True:
        if one.fingerprint in known or any(_vouches(anchor, one, at) for anchor in anchors):
            return True
        following = next((other for other in left if _vouches(other, one, at)), None)
        if following is None:
            return False
        left.remove(following)
        one = following


def _vouches(issuer: Certificate, one: Certificate, at: datetime) -> bool:
    in_time = issuer.valid_from <= at <= issuer.valid_until
    return in_time and issuer.subject == one.issuer and _is_authority(issuer) and _issued(one, issuer)


def _issued(one: Certificate, by: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.parsed.verify_directly_issued_by(by.parsed)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _is_authority(one: Certificate) -> bool:
    from cryptography import x509

    try:
        return bool(one.parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (x509.ExtensionNotFound, ValueError):
        return False


def _key_words(parsed: x509.Certificate) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = parsed.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size <= RSA_BITS_MAX:
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES:
        return key.curve.name
    raise Unreadable("has a key of a kind that is not accepted")
