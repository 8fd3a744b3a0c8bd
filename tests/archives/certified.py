"""Authorities of our own, for tests: of domains and of time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.archives.captured import CREATED
from tocsin.archives.wacz import DomainSigner

DOMAIN = "archive.example"
FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Authority:
    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, name: str) -> "Authority":
        private = ec.generate_private_key(ec.SECP256R1())
        return cls(private, _certificate(private, name, private, name, _ca(private)))

    def certify(
        self,
        private: ec.EllipticCurvePrivateKey,
        name: str,
        usage: x509.ObjectIdentifier,
        *,
        critical: bool = False,
    ) -> x509.Certificate:
        extensions = [
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.ExtendedKeyUsage([usage]), critical),
            (x509.SubjectAlternativeName([x509.DNSName(name)]), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(self.private.public_key()), False),
        ]
        issuer = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        return _certificate(private, name, self.private, str(issuer), extensions)

    def of_domain(self, private: ec.EllipticCurvePrivateKey, domain: str = DOMAIN) -> str:
        certificate = self.certify(private, domain, ExtendedKeyUsageOID.SERVER_AUTH)
        return pem(certificate, self.certificate)

    def stamper(self, at: datetime) -> Callable[[bytes], tuple[bytes, str]]:
        """An authority of time, whose clock stands at `at`."""
        private = ec.generate_private_key(ec.SECP256R1())
        leaf = self.certify(private, "time.example", ExtendedKeyUsageOID.TIME_STAMPING, critical=True)
        return lambda data: (_token(data, at, private, leaf), pem(leaf, self.certificate))


def pem(*certificates: x509.Certificate) -> str:
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)


def _ca(private: ec.EllipticCurvePrivateKey) -> list[tuple[x509.ExtensionType, bool]]:
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False)  # fmt: skip
    key = x509.SubjectKeyIdentifier.from_public_key(private.public_key())
    return [(x509.BasicConstraints(ca=True, path_length=None), True), (usage, True), (key, False)]


def _certificate(
    private: ec.EllipticCurvePrivateKey,
    name: str,
    issuer: ec.EllipticCurvePrivateKey,
    issuer_name: str,
    extensions: list[tuple[x509.ExtensionType, bool]],
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name)]))
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(TO)
    )
    for extension, critical in extensions:
        made = made.add_extension(extension, critical=critical)
    return made.sign(issuer, hashes.SHA256())


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = (
        bytes([size])
        if size < 128
        else (lambda raw: bytes([128 | len(raw)]) + raw)(size.to_bytes((size.bit_length() + 7) // 8))
    )
    return bytes([tag]) + length + content


def _oid(text: str) -> bytes:
    first, second, *rest = map(int, text.split("."))
    content = bytes([40 * first + second])
    for number in rest:
        groups = [number & 127]
        while number := number >> 7:
            groups.insert(0, 128 | number & 127)
        content += bytes(groups)
    return _der(0x06, content)


def _token(data: bytes, at: datetime, private: ec.EllipticCurvePrivateKey, leaf: x509.Certificate) -> bytes:
    """A TimeStampResp of RFC 3161 with its certificate, signed as RFC 5652 has it."""
    digest = _der(0x30, _oid("2.16.840.1.101.3.4.2.1"))
    ecdsa = _der(0x30, _oid("1.2.840.10045.4.3.2"))
    when = at.strftime("%Y%m%d%H%M%SZ").encode()
    info = _der(
        0x30, _der(0x02, b"\x01"), _oid("1.2.3.4"), _der(0x30, digest, _der(0x04, sha256(data).digest())),
        _der(0x02, b"\x07"), _der(0x18, when))  # fmt: skip
    content_type = _oid("1.2.840.113549.1.9.16.1.4")
    der = leaf.public_bytes(Encoding.DER)
    essential = _der(0x30, _der(0x30, _der(0x30, _der(0x04, sha256(der).digest()))))
    attributes = sorted([
        _der(0x30, _oid("1.2.840.113549.1.9.3"), _der(0x31, content_type)),
        _der(0x30, _oid("1.2.840.113549.1.9.4"), _der(0x31, _der(0x04, sha256(info).digest()))),
        _der(0x30, _oid("1.2.840.113549.1.9.16.2.47"), _der(0x31, essential)),
    ])  # fmt: skip
    signature = private.sign(_der(0x31, *attributes), ec.ECDSA(hashes.SHA256()))
    serial = leaf.serial_number.to_bytes(leaf.serial_number.bit_length() // 8 + 1)
    signer = _der(
        0x30, _der(0x02, b"\x01"), _der(0x30, leaf.issuer.public_bytes(), _der(0x02, serial)), digest,
        _der(0xA0, *attributes), ecdsa, _der(0x04, signature))  # fmt: skip
    signed = _der(
        0x30, _der(0x02, b"\x03"), _der(0x31, digest), _der(0x30, content_type, _der(0xA0, _der(0x04, info))),
        _der(0xA0, der), _der(0x31, signer))  # fmt: skip
    content = _der(0x30, _oid("1.2.840.113549.1.7.2"), _der(0xA0, signed))
    return _der(0x30, _der(0x30, _der(0x02, b"\x00")), content)


def owner(
    domains: Authority, clocks: Authority, at: datetime = CREATED, domain: str = DOMAIN
) -> DomainSigner:
    private = ec.generate_private_key(ec.SECP256R1())
    return DomainSigner(private, domain, domains.of_domain(private), clocks.stamper(at))


A_MINUTE = timedelta(minutes=1)
