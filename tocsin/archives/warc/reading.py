"""WARC records, read strictly: each is as long as it says, ends where it ought to, and hashes to what it claims.

1. the version line and the fields; 2. the block, exactly as long as Content-Length says; 3. two line ends, then the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from tocsin.archives.limits import Meter
from tocsin.archives.warc.digest import ALWAYS, Digest, Running
from tocsin.archives.warc.fields import CAPTURED, Fields, claimed, date_of, length_of, read_fields
from tocsin.archives.warc.http_block import HttpBlock
from tocsin.archives.warc.source import BadWarc, Source, opened

__all__ = ["CAPTURED", "BadWarc", "Fields", "Record", "records"]

_ENDS = b"\r\n\r\n"
_PART_BYTES = 2**16

#: a record's fields, and what is to happen with its payload, part by part
Visit = Callable[[Fields], Callable[[bytes], None] | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    #: of its raw bytes in the file, as an index counts them
    offset: int
    length: int
    raw_sha256: str
    #: "response", "request", "warcinfo" ...
    kind: str
    record_id: str
    #: as the record prints it; empty where it has none
    uri: str
    #: with its zone
    at: datetime
    #: of a response; 0 elsewhere
    status: int
    media_type: str
    #: as its server declared them, a record's own type where there is no server; empty where nobody did
    content_type: str
    content_encoding: str
    #: where its server sent the reader instead; empty where it did not
    location: str
    #: of the payload as it came, then without chunks where it came in chunks; by algorithm
    payloads: tuple[dict[str, bytes], ...]
    payload_bytes: int
    #: as the record claims it; None where it claims none
    payload_digest: Digest | None
    #: what is odd
    warnings: tuple[str, ...]


def records(stream: BinaryIO, meter: Meter | None = None, visit: Visit | None = None) -> Iterator[Record]:
    """Every record to the end of the file. Raises BadWarc at the first that lies about itself, and Unbounded."""
    source = opened(stream, meter or Meter())
    while source.begin():
        yield _read(source, visit)


def _read(source: Source, visit: Visit | None) -> Record:
    fields = read_fields(source)
    length = length_of(fields, source)
    named = {key: claimed(fields, key, source) for key in ("warc-block-digest", "warc-payload-digest")}
    block = Running({each.algorithm for each in named.values() if each})
    algorithms = {*ALWAYS, *(each.algorithm for each in named.values() if each)}
    payload = HttpBlock(algorithms, has_head=_is_http(fields))
    take = visit(fields) if visit else None
    for part in _block(source, length):
        block.update(part)
        content = payload.update(part)
        if take:
            take(content)
    _look_at_end(source)
    _look_at_digests(source, fields, named, block, payload)
    return _record(source, fields, payload, named["warc-payload-digest"])


def _record(source: Source, fields: Fields, payload: HttpBlock, said: Digest | None) -> Record:
    declared = payload.fields if payload.status else fields
    return Record(
        offset=source.start,
        length=source.raw_bytes,
        raw_sha256=source.raw_sha256(),
        kind=fields["warc-type"].lower(),
        record_id=fields["warc-record-id"],
        uri=fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">"),
        at=date_of(fields, source),
        status=payload.status,
        media_type=declared.get("content-type", "").partition(";")[0].strip().lower(),
        content_type=declared.get("content-type", ""),
        content_encoding=payload.fields.get("content-encoding", "").strip().lower(),
        location=payload.fields.get("location", "") if 300 <= payload.status < 400 else "",
        payloads=tuple(each.digests() for each in payload.payloads()),
        payload_bytes=payload.payload_bytes,
        payload_digest=said,
        warnings=tuple(_oddities(fields)),
    )


def _oddities(fields: Fields) -> Iterator[str]:
    uri = fields.get("warc-target-uri", "")
    if uri.startswith("<"):
        yield "its address stands in angle brackets"
    if any(sign.isspace() for sign in uri):
        yield f"its address {uri[:100]!r} has white space in it"
    if "warc-truncated" in fields:
        yield f"it was cut short when it was captured ({fields['warc-truncated'][:40]})"


def _is_http(fields: Fields) -> bool:
    return fields.get("content-type", "").partition(";")[0].strip().lower() == "application/http"


def _block(source: Source, length: int) -> Iterator[bytes]:
    left = length
    while left:
        part = source.read(min(left, _PART_BYTES))
        if not part:
            raise BadWarc(f"it says it has {length:,} bytes, and has {length - left:,}", source.start)
        left -= len(part)
        yield part


def _look_at_end(source: Source) -> None:
    end = source.exactly(len(_ENDS))
    if end != _ENDS:
        raise BadWarc(
            f"two line ends ought to follow it, not {end!r}: it is not as long as it says", source.start
        )
    source.finish()


def _look_at_digests(
    source: Source, fields: Fields, named: dict[str, Digest | None], block: Running, payload: HttpBlock
) -> None:
    """A revisit's payload digest is that of the record it refers to (6.7.2), and is not here to be checked."""
    of_block, of_payload = named["warc-block-digest"], named["warc-payload-digest"]
    if of_block and not block.is_of(of_block):
        raise BadWarc(f"its block does not hash to {of_block}", source.start)
    if of_payload is None or fields["warc-type"].lower() == "revisit":
        return
    if not any(each.is_of(of_payload) for each in payload.payloads()):
        raise BadWarc(f"its payload does not hash to {of_payload}", source.start)
