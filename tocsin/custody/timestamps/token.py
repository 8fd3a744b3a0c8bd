"""The answer of a timestamping authority (RFC 3161), taken apart: what it says, over what, and who signed it.

    TimeStampResp > ContentInfo > SignedData > TSTInfo, certificates, SignerInfo

Nothing is judged here but the form; `judging` does the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tocsin.custody.timestamps.der import (
    CONTEXT_0,
    CONTEXT_1,
    Malformed,
    Reader,
    Tag,
    Value,
    inside,
    integer_of,
    oid_of,
    read,
    written,
)

#: answers have 1 to 8 KiB; what is longer is none
RESPONSE_BYTES_MAX = 256 * 1024
CERTIFICATES_MAX = 20
SIGNED_DATA = "1.2.840.113549.1.7.2"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
#: RFC 2634, by SHA-1; RFC 5035, by any hash
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
#: RFC 3161, section 2.4.2
GRANTED = 0
STATUSES = {1: "granted with changes", 2: "rejection", 3: "waiting", 4: "revocation warning", 5: "revoked"}
_SHA1, _SHA256 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"
_TIME = re.compile(rb"(?P<whole>[0-9]{14})(?:\.(?P<part>[0-9]{1,9}))?Z")


class NotGranted(Exception):
    """The authority gave no token; says what it said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignerInfo:
    #: DER of the issuer's name, and the serial number: which certificate is meant
    issuer: bytes
    serial: int
    #: OIDs
    digest_algorithm: str
    signature_algorithm: str
    signature: bytes
    #: what the signature is over: the attributes as a SET (RFC 5652, section 5.4)
    attributes: bytes
    content_type: str
    message_digest: bytes
    #: OID of a hash, and the hash of the signer's certificate as DER: the first that the attribute names
    certificate_hash: tuple[str, bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    time: datetime
    #: how far the time may be off; None where the authority does not say
    accuracy: timedelta | None
    policy: str
    #: OID of the hash, and the hash of what was stamped
    hash_oid: str
    imprint: bytes
    nonce: int | None
    #: DER of the GeneralName by which the authority calls itself; None where it does not
    name: bytes | None
    #: DER of the TSTInfo
    content: bytes = field(repr=False)
    #: DER
    certificates: tuple[bytes, ...] = field(repr=False)
    signer: SignerInfo = field(repr=False)


def read_response(data: bytes) -> Token:
    """The token of an answer. Raises Malformed for bytes that are none, NotGranted where there is no token."""
    if len(data) > RESPONSE_BYTES_MAX:
        raise Malformed(f"an answer of more than {RESPONSE_BYTES_MAX:,} bytes")
    response = Reader(read(data))
    _check_status(response.take())
    signed = _signed_data(response.take())
    response.end()
    return signed


def _check_status(info: Value) -> None:
    parts = Reader(info)
    status = integer_of(parts.take())
    if status != GRANTED:
        said = parts.take_if(Tag.SEQUENCE)
        words = " ".join(_printable(each.content) for each in inside(said)) if said else ""
        raise NotGranted(f"{STATUSES.get(status, f'status {status}')} {words[:200]}".strip())


def _printable(raw: bytes) -> str:
    return "".join(sign for sign in raw.decode("utf-8", "replace") if sign.isprintable())


def _signed_data(token: Value) -> Token:
    outer = Reader(token)
    _expect_oid(outer.take(), SIGNED_DATA)
    wrapped = Reader(outer.take(), CONTEXT_0)
    outer.end()
    data = Reader(wrapped.take())
    wrapped.end()
    _expect_version(data.take(), 3)  # content that is no plain data (RFC 5652, section 5.1)
    data.take(Tag.SET)
    content = _content(data.take())
    certificates = data.take_if(CONTEXT_0)
    data.take_if(CONTEXT_1)  # revocation lists: nobody asks an authority for them
    signers = inside(data.take(Tag.SET))
    data.end()
    if len(signers) != 1:
        raise Malformed(f"{len(signers)} signers where one must be")
    return _with_info(content, _certificates(certificates), _signer(signers[0]))


def _content(encapsulated: Value) -> bytes:
    parts = Reader(encapsulated)
    _expect_oid(parts.take(), TST_INFO)
    wrapped = Reader(parts.take(), CONTEXT_0)
    parts.end()
    content = wrapped.take(Tag.OCTETS).content
    wrapped.end()
    return content


def _certificates(found: Value | None) -> tuple[bytes, ...]:
    values = [] if found is None else inside(found)
    if len(values) > CERTIFICATES_MAX or any(each.tag != Tag.SEQUENCE for each in values):
        raise Malformed("its certificates are too many, or none of X.509")
    return tuple(each.whole for each in values)


def _with_info(content: bytes, certificates: tuple[bytes, ...], signer: SignerInfo) -> Token:
    info = Reader(read(content))
    _expect_version(info.take(), 1)
    policy = oid_of(info.take())
    imprint = Reader(info.take())
    hash_oid, hashed = _algorithm(imprint.take()), imprint.take(Tag.OCTETS).content
    imprint.end()
    integer_of(info.take())
    time = _time(info.take(Tag.TIME))
    accuracy = info.take_if(Tag.SEQUENCE)
    info.take_if(Tag.BOOLEAN)
    nonce = info.take_if(Tag.INTEGER)
    name = info.take_if(CONTEXT_0)
    _check_extensions(info.take_if(CONTEXT_1))
    info.end()
    return Token(
        time=time,
        accuracy=None if accuracy is None else _accuracy(accuracy),
        policy=policy,
        hash_oid=hash_oid,
        imprint=hashed,
        nonce=None if nonce is None else integer_of(nonce),
        name=None if name is None else read(name.content).whole,
        content=content,
        certificates=certificates,
        signer=signer,
    )


def _check_extensions(found: Value | None) -> None:
    """We know none: one that must be understood makes the token one that we cannot read (RFC 3161, section 2.4.2)."""
    for each in inside(found) if found is not None else ():
        parts = Reader(each)
        name = oid_of(parts.take())
        if parts.take_if(Tag.BOOLEAN) is not None:
            raise Malformed(f"the extension {name} must be understood, and is not")


def _signer(info: Value) -> SignerInfo:
    parts = Reader(info)
    _expect_version(parts.take(), 1)  # a signer named by issuer and serial number (RFC 5652, section 5.3)
    which = Reader(parts.take())
    issuer, serial = which.take(Tag.SEQUENCE).whole, integer_of(which.take())
    which.end()
    digest_algorithm = _algorithm(parts.take())
    attributes = parts.take(CONTEXT_0)
    signature_algorithm = _algorithm(parts.take())
    signature = parts.take(Tag.OCTETS).content
    parts.take_if(CONTEXT_1)  # said by nobody: not signed
    parts.end()
    said = _attributes(attributes)
    return SignerInfo(
        issuer=issuer,
        serial=serial,
        digest_algorithm=digest_algorithm,
        signature_algorithm=signature_algorithm,
        signature=signature,
        attributes=written(Tag.SET, attributes.content),
        content_type=oid_of(_only(said, CONTENT_TYPE)),
        message_digest=_only(said, MESSAGE_DIGEST).content,
        certificate_hash=_certificate_hash(said),
    )


def _attributes(value: Value) -> dict[str, list[Value]]:
    """The values of each attribute. One attribute twice is refused (RFC 5652, section 5.3)."""
    found: dict[str, list[Value]] = {}
    for each in inside(value):
        parts = Reader(each)
        name = oid_of(parts.take())
        if name in found:
            raise Malformed(f"the attribute {name} stands there twice")
        found[name] = inside(parts.take(Tag.SET))
        parts.end()
    return found


def _only(attributes: dict[str, list[Value]], name: str) -> Value:
    values = attributes.get(name, [])
    if len(values) != 1:
        raise Malformed(f"the attribute {name} has {len(values)} values where one must be")
    return values[0]


def _certificate_hash(attributes: dict[str, list[Value]]) -> tuple[str, bytes]:
    """RFC 3161 wants the signer's certificate named by its hash, so that nobody can put another in its place."""
    if SIGNING_CERTIFICATE_V2 in attributes:
        first = Reader(_first_id(_only(attributes, SIGNING_CERTIFICATE_V2)))
        algorithm = first.take_if(Tag.SEQUENCE)
        return (_SHA256 if algorithm is None else _algorithm(algorithm)), first.take(Tag.OCTETS).content
    first = Reader(_first_id(_only(attributes, SIGNING_CERTIFICATE)))
    return _SHA1, first.take(Tag.OCTETS).content


def _first_id(attribute: Value) -> Value:
    return Reader(Reader(attribute).take()).take()


def _algorithm(value: Value) -> str:
    """Parameters, where there are any, must be NULL: none of the algorithms here has others."""
    parts = Reader(value)
    name = oid_of(parts.take())
    parameters = parts.take_if(Tag.NULL)
    parts.end()
    if parameters is not None and parameters.content:
        raise Malformed(f"the algorithm {name} has parameters")
    return name


def _time(value: Value) -> datetime:
    found = _TIME.fullmatch(value.content)
    if found is None:
        raise Malformed("its time is not written as RFC 3161 says")
    try:
        whole = datetime.strptime(found["whole"].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("its time is none") from None
    return whole.replace(microsecond=int((found["part"] or b"").ljust(6, b"0")[:6]))


def _accuracy(value: Value) -> timedelta:
    """Seconds, then milliseconds as [0] and microseconds as [1], each of which may be absent."""
    parts = Reader(value)
    seconds = parts.take_if(Tag.INTEGER)
    millis, micros = parts.take_if(0x80), parts.take_if(0x81)
    parts.end()
    numbers = [
        0 if each is None else int.from_bytes(each.content, "big", signed=True)
        for each in (seconds, millis, micros)
    ]
    if not (0 <= numbers[0] < 10**9 and all(0 <= each < 1000 for each in numbers[1:])):
        raise Malformed("its accuracy is none")
    return timedelta(seconds=numbers[0], milliseconds=numbers[1], microseconds=numbers[2])


def _expect_version(value: Value, wanted: int) -> None:
    found = integer_of(value)
    if found != wanted:
        raise Malformed(f"version {found} stands where {wanted} must")


def _expect_oid(value: Value, wanted: str) -> None:
    found = oid_of(value)
    if found != wanted:
        raise Malformed(f"{found} stands where {wanted} must")
