"""Signing a WACZ: with a bare key, or as the owner of a domain with a timestamp (WACZ Signing and Verification 0.1.0)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from tocsin.archives.wacz.datapackage import printed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_FORM = "0.1.0"
SOFTWARE = "Tocsin"


class Signer(Protocol):
    def sign(self, package_hash: str, created: datetime) -> dict[str, str]:
        """`signedData` over "sha256:..." of datapackage.json."""
        ...


@dataclass(frozen=True, slots=True)
class KeySigner:
    """Whoever knows the public key by another way can tell that its holder signed. P-256, P-384 or P-521."""

    private: EllipticCurvePrivateKey

    def sign(self, package_hash: str, created: datetime) -> dict[str, str]:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        public = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            **_head(package_hash, created),
            "signature": base64.b64encode(_bare(_signed(self.private, package_hash), self.private)).decode(),
            "publicKey": base64.b64encode(public).decode(),
        }


@dataclass(frozen=True, slots=True)
class DomainSigner:
    """The holder of a domain's TLS certificate signs, and a timestamp authority says when."""

    private: EllipticCurvePrivateKey
    domain: str
    #: the certificate and those that vouch for it, PEM
    chain_pem: str
    #: asks an RFC 3161 authority: the bytes to stamp in, TimeStampResp (DER) and the authority's chain (PEM) out
    stamp: Callable[[bytes], tuple[bytes, str]]

    def sign(self, package_hash: str, created: datetime) -> dict[str, str]:
        signature = base64.b64encode(_signed(self.private, package_hash)).decode()
        response, authority_pem = self.stamp(signature.encode())
        return {
            **_head(package_hash, created),
            "signature": signature,
            "domain": self.domain,
            "domainCert": self.chain_pem,
            "timeSignature": base64.b64encode(response).decode(),
            "timestampCert": authority_pem,
        }


def _head(package_hash: str, created: datetime) -> dict[str, str]:
    return {"hash": package_hash, "created": printed(created), "software": SOFTWARE, "version": _FORM}


def _signed(private: EllipticCurvePrivateKey, package_hash: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    return private.sign(package_hash.encode(), ec.ECDSA(hashes.SHA256()))


def _bare(der: bytes, private: EllipticCurvePrivateKey) -> bytes:
    """The two numbers without DER, which is the form that browsers make and check."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    size = (private.curve.key_size + 7) // 8
    return b"".join(each.to_bytes(size, "big") for each in decode_dss_signature(der))
