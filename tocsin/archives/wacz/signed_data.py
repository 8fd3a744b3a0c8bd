"""`datapackage-digest.json`: the hash of the package, and who signed it (WACZ Signing and Verification 0.1.0).

1. the hash is that of datapackage.json, and the signed hash is the same; 2. the signature holds for the key at hand;
3. of a domain: the certificate names it, the time was stamped within ten minutes, and the authorities are trusted,
as of that time.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tocsin.archives.wacz.datapackage import DIGEST_NAME, NAME
from tocsin.archives.wacz.strict_json import NotOneMeaning, read_object
from tocsin.archives.wacz.timestamp import stamped_at
from tocsin.archives.wacz.trust import CHAIN_MAX, Trust, own_roots, path_to_root
from tocsin.archives.wacz.verdict import BadWacz, Notes, Signature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.x509 import Certificate

SKEW_MAX = timedelta(minutes=10)
_OF_KEY = {"hash", "created", "software", "version", "signature", "publicKey"}
_OF_DOMAIN = {
    "hash", "created", "software", "version", "signature", "domain", "domainCert", "timeSignature", "timestampCert",
    "crossSignedCert",
}  # fmt: skip
_MAY_LACK = {"version", "crossSignedCert"}
_CURVES = ("secp256r1", "secp384r1", "secp521r1")


def check_digest_file(data: bytes, package: bytes, trust: Trust, notes: Notes) -> Signature | None:
    """Whether it binds `package`, the bytes of datapackage.json. Raises BadWacz; None where nobody signed."""
    try:
        plain = read_object(data)
    except NotOneMeaning as error:
        raise _bad(str(error)) from error
    claimed = plain.get("hash")
    if plain.get("path") != NAME or claimed != f"sha256:{sha256(package).hexdigest()}":
        raise _bad(f"the hash is not that of {NAME}")
    signed = plain.get("signedData")
    if signed is None:
        return None
    if not isinstance(signed, dict) or not all(isinstance(each, str) for each in signed.values()):
        raise _bad("signedData is none")
    if signed.get("hash") != claimed:
        raise _bad(f"what is signed is another hash than that of {NAME}")
    return _checked(signed, trust, notes)


def _checked(signed: dict[str, Any], trust: Trust, notes: Notes) -> Signature:
    known = _OF_DOMAIN if "domainCert" in signed or "domain" in signed else _OF_KEY
    odd, lacking = signed.keys() - known, known - _MAY_LACK - signed.keys()
    if odd or lacking:
        raise _bad(f"signedData {'has' if odd else 'lacks'} {', '.join(sorted(odd or lacking))[:200]}")
    created = _instant(signed["created"])
    if known is _OF_DOMAIN:
        return _of_domain(signed, created, trust, notes)
    notes.unchecked.append(
        "who holds the key that signed the archive, and when they signed: compare its fingerprint with one from its signer"
    )
    key = _key(signed["publicKey"])
    _verify(key, signed)
    return Signature(key_sha256=fingerprint(key), created=created)


def _of_domain(signed: dict[str, Any], created: datetime, trust: Trust, notes: Notes) -> Signature:
    chain = _chain(signed, "domainCert")
    key = _ec_key(chain[0].public_key())
    _verify(key, signed)
    authority = _chain(signed, "timestampCert")
    roots = trust.timestamp_roots or own_roots(authority)
    at = stamped_at(_decoded(signed["timeSignature"]), authority, roots, signed["signature"])
    if abs(created - at) > SKEW_MAX:
        raise _bad(
            f"created says {created:%Y-%m-%d %H:%M:%S} UTC, and the timestamp {at:%Y-%m-%d %H:%M:%S} UTC"
        )
    if not trust.timestamp_roots:
        notes.unchecked.append(
            f"whether it was signed at {at:%Y-%m-%d %H:%M} UTC: no timestamp authority was named as trusted"
        )
    _look_at_domain(signed, chain, trust, at)
    return Signature(domain=signed["domain"], key_sha256=fingerprint(key), created=created, stamped_at=at)


def _look_at_domain(signed: dict[str, Any], chain: list[Certificate], trust: Trust, at: datetime) -> None:
    """The certificate is of the domain and was vouched for; a cross-signed one may do it instead, for the same key."""
    reason = _why_not_of_domain(signed["domain"], chain, trust, at)
    if reason and "crossSignedCert" in signed:
        crossed = _chain(signed, "crossSignedCert")
        if crossed[0].public_key() != chain[0].public_key():
            raise _bad("the cross-signed certificate is of another key")
        if not path_to_root(crossed, trust.of_domains(), at):
            raise _bad("the cross-signed certificate is of an authority that is not trusted")
        reason = "" if _names(crossed[0], signed["domain"]) else reason
    if reason:
        raise _bad(reason)


def _why_not_of_domain(domain: str, chain: list[Certificate], trust: Trust, at: datetime) -> str:
    from cryptography import x509
    from cryptography.x509 import verification

    if not _names(chain[0], domain):
        return f"the certificate is not of {domain[:100]}"
    if not chain[0].not_valid_before_utc <= at <= chain[0].not_valid_after_utc:
        return f"the certificate of {domain[:100]} was not valid when it signed"
    try:
        policy = verification.PolicyBuilder().store(verification.Store(list(trust.of_domains()))).time(at)
        policy.build_server_verifier(x509.DNSName(domain)).verify(chain[0], chain[1:])
    except (
        verification.VerificationError,
        ValueError,
    ):  # ValueError: trusting nobody, or a domain that is none
        return f"the certificate of {domain[:100]} is of no authority that was trusted when it signed"
    return ""


def _names(certificate: Certificate, domain: str) -> bool:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return bool({domain, "*." + domain.partition(".")[2]} & set(names.get_values_for_type(x509.DNSName)))


def _verify(key: EllipticCurvePublicKey, signed: dict[str, Any]) -> None:
    """ECDSA over the text of the hash; the signature in DER, or as two bare numbers, as browsers make it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    raw = _decoded(signed["signature"])
    size = (key.curve.key_size + 7) // 8
    forms = [raw]
    if len(raw) == 2 * size:
        halves = (int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big"))
        forms.insert(0, utils.encode_dss_signature(*halves))
    for form in forms:
        try:
            key.verify(form, signed["hash"].encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            continue
        return
    raise _bad("the signature does not hold for its key")


def _key(text: str) -> EllipticCurvePublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        return _ec_key(load_der_public_key(_decoded(text)))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _bad("publicKey is no key") from error


def _ec_key(key: object) -> EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in _CURVES:
        raise _bad("the key is none of ECDSA, as the specification asks")
    return key


def fingerprint(key: EllipticCurvePublicKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _chain(signed: dict[str, Any], name: str) -> list[Certificate]:
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(signed[name].encode())[:CHAIN_MAX]
    except ValueError as error:
        raise _bad(f"{name} holds no certificate") from error


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad("signedData has a value that is not in base64") from error


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise _bad(f"created is {text[:40]!r}, no time") from error


def _bad(reason: str) -> BadWacz:
    return BadWacz(DIGEST_NAME, reason)
