"""The certificate that signed a token: which it is, whether it may, whether its signature holds, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tocsin.custody.timestamps.der import Malformed, inside, read, written
from tocsin.custody.timestamps.hashes import BY_OID, Hash
from tocsin.custody.timestamps.roots import TrustRoots, issued, usable
from tocsin.custody.timestamps.token import TST_INFO, Token

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm
    from cryptography.x509 import Certificate

#: [4] of GeneralName (RFC 5280, section 4.2.1.6)
_DIRECTORY_NAME = 0xA4
#: certificates from the signer's to the root; those of real authorities have 2 to 4
PATH_MAX = 8
_RSA = "1.2.840.113549.1.1.1"
#: OID -> hash that it is made with; plain RSA goes by the digest algorithm beside it
_RSA_WITH = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_ECDSA_WITH = {
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}


def carried(token: Token) -> list[Certificate]:
    """The certificates in the token that can be read as such."""
    found = map(usable, token.certificates)
    return [each for each in found if each is not None]


def signer_of(token: Token, known: Sequence[Certificate]) -> Certificate | None:
    """The certificate that the token names twice: by issuer and serial number, and by its hash (RFC 5816)."""
    oid, wanted = token.signer.certificate_hash
    algorithm = BY_OID.get(oid)
    for each in known:
        if algorithm is not None and algorithm.digest(_der(each)) == wanted and _is_named(each, token):
            return each
    return None


def _is_named(certificate: Certificate, token: Token) -> bool:
    named = certificate.issuer.public_bytes() == token.signer.issuer
    return named and certificate.serial_number == token.signer.serial


def signature_holds(token: Token, certificate: Certificate) -> bool:
    """Whether the certificate's key signed the attributes, and these name the content by its hash."""
    signer = token.signer
    digest = BY_OID.get(signer.digest_algorithm)
    if digest is None or not digest.accepted_at(token.time) or signer.content_type != TST_INFO:
        return False
    if digest.digest(token.content) != signer.message_digest:
        return False
    return _verifies(token, certificate, digest)


def _verifies(token: Token, certificate: Certificate, digest: Hash) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    signer, algorithm = token.signer, token.signer.signature_algorithm
    try:
        key = certificate.public_key()
        if isinstance(key, RSAPublicKey) and (algorithm == _RSA or _RSA_WITH.get(algorithm) == digest.name):
            key.verify(signer.signature, signer.attributes, PKCS1v15(), _made_with(digest))
        elif isinstance(key, EllipticCurvePublicKey) and _ECDSA_WITH.get(algorithm) == digest.name:
            key.verify(signer.signature, signer.attributes, ECDSA(_made_with(digest)))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _made_with(digest: Hash) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    made = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    return made[digest.name]


def may_stamp(certificate: Certificate) -> bool:
    """RFC 3161, section 2.3: the certificate is for time stamping, critically so, and for nothing else."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        return (
            usage.critical
            and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
            and _signs(certificate)
        )
    except (x509.ExtensionNotFound, ValueError):
        return False


def _signs(certificate: Certificate) -> bool:
    """Where the certificate says what its key is for, it is for signing."""
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def is_named_rightly(token: Token, certificate: Certificate) -> bool:
    """Where the authority gives itself a name, it is one of its certificate's (RFC 3161, section 2.4.2)."""
    if token.name is None:
        return True
    subject = written(_DIRECTORY_NAME, certificate.subject.public_bytes())
    return token.name in (subject, *_other_names(certificate))


def _other_names(certificate: Certificate) -> list[bytes]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return [each.whole for each in inside(read(names.public_bytes()))]
    except (x509.ExtensionNotFound, ValueError, Malformed):
        return []


def path_to_root(
    certificate: Certificate, known: Sequence[Certificate], roots: TrustRoots, *, at: datetime | None
) -> list[Certificate] | None:
    """The certificates from this one to an anchor, both included; None where none leads there.

    All were valid `at`; None leaves time out.
    """
    anchors = {_der(each) for each in roots.anchors}
    left = {_der(each): each for each in (*roots.all, *known)}  # each is climbed to once: costs stay bounded

    def climb(path: list[Certificate]) -> list[Certificate] | None:
        last = path[-1]
        if at is not None and not valid_at(last, at):
            return None
        if _der(last) in anchors:
            return path
        if len(path) == PATH_MAX:
            return None
        above = [der for der, each in left.items() if _vouches(each, last, below=len(path) - 1)]
        steps = ([*path, left.pop(der)] for der in above if der in left)
        return next((found for step in steps if (found := climb(step))), None)

    left.pop(_der(certificate), None)
    return climb([certificate])


def valid_at(certificate: Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _vouches(issuer: Certificate, one: Certificate, *, below: int) -> bool:
    """Whether the issuer is an authority that signed it. `below`: authorities already between it and the signer's."""
    return issuer.subject == one.issuer and _is_authority(issuer, below) and issued(one, issuer)


def _is_authority(certificate: Certificate, below: int) -> bool:
    from cryptography import x509

    try:
        limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound as missing:
        if missing.oid != x509.KeyUsage.oid:
            return False
        usage = None
    except ValueError:
        return False
    shallow = limits.path_length is None or below <= limits.path_length
    return limits.ca and shallow and (usage is None or usage.key_cert_sign)


def _der(certificate: Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)
