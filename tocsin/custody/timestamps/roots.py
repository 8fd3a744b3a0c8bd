"""Trust roots of an authority, as a file brings them: certificates as PEM, or one as DER."""

from __future__ import annotations

import warnings
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
    from cryptography.hazmat.primitives.serialization import Encoding

    if b"-----BEGIN" not in data:
        found = [usable(data)]
    else:
        try:
            each_pem = x509.load_pem_x509_certificates(data)
        except ValueError:
            return []
        found = [usable(each.public_bytes(Encoding.DER)) for each in each_pem]
    return [each for each in found if each is not None]


def usable(der: bytes) -> Certificate | None:
    """The certificate in these bytes, all of whose parts that are asked for later can be read; None otherwise."""
    from cryptography import x509

    try:
        with warnings.catch_warnings(action="ignore"):  # of serial numbers below 1: some old roots have them
            found = x509.load_der_x509_certificate(der)
            parts = (found.version, found.subject, found.issuer, found.serial_number, found.public_key())
            assert all(part is not None for part in (*parts, found.extensions))
            assert found.not_valid_before_utc and found.not_valid_after_utc
    except Exception:  # the parser has many names for "these bytes are no certificate", some of them late
        return None
    return found


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
