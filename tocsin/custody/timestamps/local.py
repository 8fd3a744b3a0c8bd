"""A timestamping authority of our own, for tests and demonstrations.

It proves nothing to anybody: we could let it say any time. Its certificates say so (`marking`), and so does everything that
shows its tokens.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tocsin.custody.timestamps import der
from tocsin.custody.timestamps.der import CONTEXT_0, Malformed, Tag, written
from tocsin.custody.timestamps.hashes import BY_NAME, BY_OID
from tocsin.custody.timestamps.marking import MARK
from tocsin.custody.timestamps.request import Request, read_request
from tocsin.custody.timestamps.roots import TrustRoots
from tocsin.custody.timestamps.token import (
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    SIGNED_DATA,
    SIGNING_CERTIFICATE_V2,
    TST_INFO,
)

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

#: how long its certificates hold
DAYS = 3650
#: ours alone: an arc for everybody who made a random number (ITU-T X.667)
POLICY = "2.25.209217146180021962203407853064210411337"
_ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
_HASH = BY_NAME["sha256"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalAuthority:
    private: EllipticCurvePrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    @property
    def roots(self) -> TrustRoots:
        return TrustRoots((self.root,))

    def answer(self, request: bytes, at: datetime) -> bytes:
        """A TimeStampResp (DER) that grants what was asked, or rejects what is no request."""
        try:
            asked = read_request(request)
            if asked.hash_oid not in BY_OID:
                raise Malformed("a hash that is not known here")
        except Malformed as error:
            said = written(Tag.SEQUENCE, written(Tag.UTF8, str(error).encode()))
            return written(Tag.SEQUENCE, written(Tag.SEQUENCE, der.integer(2), said))
        granted = written(Tag.SEQUENCE, der.integer(0))
        return written(
            Tag.SEQUENCE, granted, self.token(_info(asked, at), with_certificate=asked.wants_certificate)
        )

    def token(self, info: bytes, *, with_certificate: bool) -> bytes:
        """A ContentInfo (DER) that signs what the TSTInfo says."""
        from cryptography.hazmat.primitives.serialization import Encoding

        own = self.certificate.public_bytes(Encoding.DER)
        content = written(Tag.SEQUENCE, der.oid(TST_INFO), written(CONTEXT_0, written(Tag.OCTETS, info)))
        signed = written(
            Tag.SEQUENCE,
            der.integer(3),
            der.set_of([_algorithm(_HASH.oid)]),
            content,
            written(CONTEXT_0, own) if with_certificate else b"",
            der.set_of([self._signer_info(info, own)]),
        )
        return written(Tag.SEQUENCE, der.oid(SIGNED_DATA), written(CONTEXT_0, signed))

    def _signer_info(self, info: bytes, own: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.hashes import SHA256

        named = written(Tag.SEQUENCE, written(Tag.OCTETS, _HASH.digest(own)))
        attributes = der.set_of(
            [
                _attribute(CONTENT_TYPE, der.oid(TST_INFO)),
                _attribute(MESSAGE_DIGEST, written(Tag.OCTETS, _HASH.digest(info))),
                _attribute(SIGNING_CERTIFICATE_V2, written(Tag.SEQUENCE, written(Tag.SEQUENCE, named))),
            ]
        )
        issuer, serial = self.certificate.issuer.public_bytes(), self.certificate.serial_number
        return written(
            Tag.SEQUENCE,
            der.integer(1),
            written(Tag.SEQUENCE, issuer, der.integer(serial)),
            _algorithm(_HASH.oid),
            written(CONTEXT_0, der.read(attributes).content),
            _algorithm(_ECDSA_WITH_SHA256),
            written(Tag.OCTETS, self.private.sign(attributes, ECDSA(SHA256()))),
        )


def new_authority(now: datetime, *, days: int = DAYS) -> LocalAuthority:
    """An authority with a root of its own, valid from a day before `now`: clocks differ."""
    from cryptography.hazmat.primitives.asymmetric import ec

    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    begin = now.astimezone(UTC).replace(microsecond=0) - timedelta(days=1)
    root = _certificate(root_key, root_key, "local root", "local root", begin, days)
    own = _certificate(key, root_key, "local time stamping", "local root", begin, days)
    return LocalAuthority(private=key, certificate=own, root=root)


def _certificate(
    key: EllipticCurvePrivateKey,
    issuer_key: EllipticCurvePrivateKey,
    name: str,
    issuer: str,
    begin: datetime,
    days: int,
) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import ExtendedKeyUsageOID

    is_root = key is issuer_key
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(_usage(is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if not is_root:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(issuer_key, SHA256())


def _name(common: str) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    said = ((NameOID.ORGANIZATION_NAME, MARK), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in said])


def _usage(is_root: bool) -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


def _info(asked: Request, at: datetime) -> bytes:
    """TSTInfo. The time is given to the whole second, which it may be off by."""
    time = at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode()
    return written(
        Tag.SEQUENCE,
        der.integer(1),
        der.oid(POLICY),
        written(Tag.SEQUENCE, _algorithm(asked.hash_oid), written(Tag.OCTETS, asked.imprint)),
        der.integer(secrets.randbits(63) + 1),
        written(Tag.TIME, time),
        written(Tag.SEQUENCE, der.integer(1)),
        b"" if asked.nonce is None else der.integer(asked.nonce),
    )


def _algorithm(oid: str) -> bytes:
    return written(Tag.SEQUENCE, der.oid(oid))


def _attribute(oid: str, value: bytes) -> bytes:
    return written(Tag.SEQUENCE, der.oid(oid), der.set_of([value]))
