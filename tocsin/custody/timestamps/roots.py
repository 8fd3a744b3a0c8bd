"""Trust roots of an authority, as a file brings them: certificates as PEM, or one as DER."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.errors import WrongUse

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: what systems trust altogether are 140 or so
_CERTIFICATES_MAX = 500


@dataclass(frozen=True, slots=True)
class TrustRoots:
    #: certificates that signed themselves: trust begins with them
    anchors: tuple[Certificate, ...]
    #: others of the file, which only lead there: an authority may leave its own out of its answers
    others: tuple[Certificate, ...] = ()

    @property
    def all(self) -> tuple[Certificate, ...]:
        return self.anchors + self.others


def read_roots(data: bytes) -> TrustRoots:
    """Raises WrongUse where no certificate in it signed itself."""
    found = _loaded(data)
    anchors = tuple(each for each in found if signed_itself(each))
    if not anchors or len(found) > _CERTIFICATES_MAX:
        raise WrongUse(
            "these trust roots hold no certificate that signed itself",
            "give the authority's root certificate as PEM, as it publishes it",
        )
    return TrustRoots(anchors, tuple(each for each in found if each not in anchors))


def _loaded(data: bytes) -> list[Certificate]:
    from cryptography import x509

    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError:
        return []


def signed_itself(certificate: Certificate) -> bool:
    return certificate.subject == certificate.issuer and issued(certificate, certificate)


def issued(one: Certificate, by: Certificate) -> bool:
    """Whether `by` signed `one`."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        one.verify_directly_issued_by(by)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def as_pem(certificates: Iterable[Certificate]) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(each.public_bytes(Encoding.PEM).decode("ascii") for each in certificates)
