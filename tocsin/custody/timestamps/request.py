"""What an authority is asked: its time over the hash of a text, with a nonce and its certificate (RFC 3161, 2.4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.custody.timestamps.der import Malformed, Reader, Tag, integer_of, oid_of, read

REQUEST_BYTES_MAX = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    #: OID of the hash
    hash_oid: str
    imprint: bytes
    #: None where none was given
    nonce: int | None
    wants_certificate: bool


def new_request(message: bytes) -> bytes:
    """A TimeStampReq (DER) over the SHA-512 of the message, with a nonce of 64 random bits."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder(
        data=message, hash_algorithm=HashAlgorithm.SHA512, nonce=True, cert_req=True
    )
    return builder.build().as_bytes()


def read_request(data: bytes) -> Request:
    """Raises Malformed for what is no request."""
    if len(data) > REQUEST_BYTES_MAX:
        raise Malformed(f"a request of more than {REQUEST_BYTES_MAX:,} bytes")
    parts = Reader(read(data))
    if integer_of(parts.take()) != 1:
        raise Malformed("another version than 1")
    imprint = Reader(parts.take())
    hash_oid = oid_of(Reader(imprint.take()).take())
    hashed = imprint.take(Tag.OCTETS).content
    parts.take_if(Tag.OID)
    nonce = parts.take_if(Tag.INTEGER)
    wants = parts.take_if(Tag.BOOLEAN)
    parts.end()
    return Request(
        hash_oid=hash_oid,
        imprint=hashed,
        nonce=None if nonce is None else integer_of(nonce),
        wants_certificate=wants is not None and wants.content == b"\xff",
    )
