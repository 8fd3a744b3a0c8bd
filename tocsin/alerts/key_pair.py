"""A private key and the certificate of its public half: made here, or brought from an authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tocsin.alerts.certificates import RSA_BITS_MIN, Certificate, Unreadable, as_pem, certificate_of
from tocsin.errors import AlertRefused, WrongUse

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

#: as strong as 128 bits (NIST SP 800-57, part 1), and read by every XML signature program in the field
RSA_BITS = 3072
#: of a key that we make; nobody is bound to trust it longer
DAYS = 730
DEMONSTRATION = "DEMONSTRATION: NOT FOR REAL WARNINGS"
#: RFC 5280, ub-common-name and ub-organization-name
_NAME_LETTERS_MAX = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPair:
    private: PrivateKey
    #: the signer's own first, then those that vouch for it
    chain: tuple[Certificate, ...]

    @property
    def certificate(self) -> Certificate:
        return self.chain[0]

    @property
    def certificates_pem(self) -> str:
        return "".join(map(as_pem, self.chain))


def made(*, organisation: str, site: str, days: int, demonstration: bool, now: datetime) -> KeyPair:
    """A new RSA key with a certificate that it signed itself, valid from now."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    private = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    names = _names(organisation, demonstration)
    builder = _unsigned(private.public_key(), names, site, now.astimezone(UTC), days)
    signed = builder.sign(private, SHA256())
    return KeyPair(private=private, chain=(certificate_of(signed.public_bytes(Encoding.DER)),))


def _names(organisation: str, demonstration: bool) -> x509.Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    printed = " ".join(organisation.split())[:_NAME_LETTERS_MAX] or "Tocsin"
    common = DEMONSTRATION if demonstration else printed
    said = [(NameOID.ORGANIZATION_NAME, printed), (NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in said])


def _unsigned(
    public: object, names: x509.Name, site: str, now: datetime, days: int
) -> x509.CertificateBuilder:
    """RFC 5280: an end certificate for signatures that cannot be denied, and for nothing else."""
    from cryptography import x509

    start = now.replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(names)
        .issuer_name(names)
        .public_key(public)  # type: ignore[arg-type]  # an RSA key
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_only_signing(), critical=True)
    )
    if not site.isascii():
        return builder
    return builder.add_extension(
        x509.SubjectAlternativeName([x509.UniformResourceIdentifier(site)]), critical=False
    )


def _only_signing() -> x509.KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def brought(private_pem: bytes, certificates_pem: bytes, *, passphrase: str, where: str) -> KeyPair:
    """A key and its certificate (chain) as PEM texts. Raises AlertRefused or WrongUse, each with the next step."""
    private = read_private(private_pem, passphrase=passphrase, where=where)
    chain = read_chain(certificates_pem)
    check_match(private, chain[0], where=where)
    return KeyPair(private=private, chain=chain)


def read_chain(pem: bytes) -> tuple[Certificate, ...]:
    """Certificates of a PEM text, the signer's own first. Raises WrongUse."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        parsed = x509.load_pem_x509_certificates(pem)
        chain = tuple(certificate_of(one.public_bytes(Encoding.DER)) for one in parsed)
    except (ValueError, Unreadable) as error:
        raise WrongUse(
            f"this is no certificate in PEM form ({error})", "give the file that the authority sent, as PEM"
        ) from None
    if chain[0].weak:
        raise WrongUse(
            f"the certificate's key ({chain[0].key}) is too short", f"take one of {RSA_BITS_MIN} bits or more"
        )
    return chain


def read_private(pem: bytes, *, passphrase: str, where: str) -> PrivateKey:
    """The private key in a PEM text; `where` names the file to people. Raises AlertRefused."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    encrypted = b"ENCRYPTED" in pem
    if encrypted and not passphrase:
        raise AlertRefused(
            f"the signing key {where} is encrypted", "set TOCSIN_SIGNING_PASSPHRASE to its passphrase"
        )
    try:
        key = load_pem_private_key(pem, password=passphrase.encode() if encrypted else None)
    except (ValueError, TypeError):
        wrong = "TOCSIN_SIGNING_PASSPHRASE does not open it" if encrypted else "it is no private key as PEM"
        raise AlertRefused(
            f"the signing key {where} cannot be read: {wrong}",
            "set what it was encrypted with, or put the file back from your copy",
        ) from None
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise AlertRefused(
            f"the signing key {where} is neither an RSA nor an elliptic curve key",
            "make one: `tocsin key new`",
        )
    return key


def check_match(private: PrivateKey, certificate: Certificate, *, where: str) -> None:
    """Raises AlertRefused where the certificate is of another key."""
    if private.public_key() != certificate.parsed.public_key():
        raise AlertRefused(
            f"the signing key {where} is not that of the certificate {certificate.fingerprint[:16]}",
            "set TOCSIN_SIGNING_KEY to that certificate's key, or bring this key into use: `tocsin key rotate`",
        )


def as_private_pem(private: PrivateKey, *, passphrase: str) -> bytes:
    """PKCS #8, encrypted where there is a passphrase."""
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    sealed = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)
