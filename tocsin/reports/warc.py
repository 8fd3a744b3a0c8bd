"""Exchanges as WARC 1.1 (ISO 28500:2017), a gzip member a record: written, and read back to the page.

Blocks are the bytes of the wire, head and framing as they came. `WARC-Payload-Digest` stands where the payload is what
follows the head; of an answer in chunks the standard means the payload without their framing and common tools mean it
with it, so there the page's own digest stands in the metadata record.
"""

from __future__ import annotations

import hashlib
import json
import ssl
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from tocsin import __version__
from tocsin.errors import StoreTrouble
from tocsin.outside.wire import Exchange
from tocsin.reports.fetch import unpacked
from tocsin.reports.picturing import PICTURE_NAME, TEXT_NAME

if TYPE_CHECKING:
    import h11
    from warcio.warcwriter import WARCWriter

    from tocsin.reports.picturing import Pictured

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_CHUNK = 2**16
#: of the head of an answer, as `httpcore` reads it
_HEAD_BYTES_MAX = 100 * 1024

Headers = list[tuple[str, str]]


def write_warc(
    exchanges: Sequence[Exchange], out: IO[bytes], *, made_at: datetime, pictured: Pictured | None = None
) -> None:
    """What was sent and answered, in order; an exchange in which nothing was sent is left out.

    The page is the last answer before its picture; what it asked for while it was rendered stands behind that.
    """
    writer = _writer(out)
    info = _id()
    about = f"software: Tocsin/{__version__}\r\nformat: WARC File Format 1.1\r\nconformsTo: {CONFORMS_TO}\r\n"
    _write(writer, "warcinfo", "application/warc-fields", [("WARC-Record-ID", info)], made_at, about.encode())
    for exchange in exchanges:
        if exchange.request:
            _write_exchange(writer, exchange, info)
    if pictured is not None:
        _write_picture(writer, pictured, info)
        for exchange in pictured.asked.exchanges:
            if exchange.request:
                _write_exchange(writer, exchange, info)


def _write_picture(writer: WARCWriter, pictured: Pictured, info: str) -> None:
    made, image = pictured.picture, _id()
    beside = [("WARC-Warcinfo-ID", info), ("WARC-Concurrent-To", image)]
    named = [("WARC-Record-ID", image), ("WARC-Target-URI", PICTURE_NAME + pictured.url), beside[0]]
    _write(writer, "resource", "image/png", named, pictured.at, made.png)
    text = [("WARC-Record-ID", _id()), ("WARC-Target-URI", TEXT_NAME + pictured.url), *beside]
    _write(writer, "resource", "text/plain; charset=utf-8", text, pictured.at, made.text.encode())


def _write_exchange(writer: WARCWriter, exchange: Exchange, info: str) -> None:
    answer = _id()
    common = [("WARC-Target-URI", exchange.url), ("WARC-Warcinfo-ID", info), *_connection(exchange)]
    beside = [*common, ("WARC-Concurrent-To", answer)]
    if exchange.answer.tell():
        _write_answer(writer, exchange, [("WARC-Record-ID", answer), *common])
    request = [("WARC-Record-ID", _id()), *(beside if exchange.answer.tell() else common)]
    sent = bytes(exchange.request)
    _write(writer, "request", "application/http; msgtype=request", request, exchange.at, sent)
    told = json.dumps(_told(exchange), indent=1, ensure_ascii=False).encode()
    _write(writer, "metadata", "application/json", [("WARC-Record-ID", _id()), *beside], exchange.at, told)


def _write_answer(writer: WARCWriter, exchange: Exchange, headers: Headers) -> None:
    headers = list(headers)
    if exchange.truncated:
        headers.append(("WARC-Truncated", exchange.truncated))
    payload = _payload_digest(exchange)
    if payload:
        headers.append(("WARC-Payload-Digest", payload))
    kind = "application/http; msgtype=response"
    _write(writer, "response", kind, headers, exchange.at, exchange.answer)


def _connection(exchange: Exchange) -> Headers:
    """The address that was called; where TLS was spoken, in the words that IIPC proposes."""
    headers = [("WARC-IP-Address", exchange.ip)] if exchange.ip else []
    if exchange.secured is not None:
        headers.append(("WARC-Protocol", exchange.secured.protocol.lower().replace("tlsv", "tls/")))
        headers.append(("WARC-Cipher-Suite", exchange.secured.cipher))
    return headers


def _told(exchange: Exchange) -> dict[str, Any]:
    """What no record of WARC has a field for: the certificates, and the digest of what the answer carried."""
    secured = exchange.secured
    tls = secured and {
        "protocol": secured.protocol,
        "cipher": secured.cipher,
        "certificates": [ssl.DER_cert_to_PEM_cert(each) for each in secured.certificates],
    }
    return {"tls": tls, "entity-sha256": None if exchange.truncated else _entity_sha256(exchange.answer)}


def _payload_digest(exchange: Exchange) -> str:
    """Of what follows the head; empty for a framed, a broken and a cut answer, where it would be ambiguous."""
    if exchange.truncated:
        return ""
    head = _read_from(exchange.answer, 0, _HEAD_BYTES_MAX)
    end = head.find(b"\r\n\r\n")
    if end < 0 or b"transfer-encoding" in head[:end].lower() or head[9:10] == b"1":
        return ""
    return f"sha256:{_sha256(_rest(exchange.answer, end + 4))}"


def _entity_sha256(block: IO[bytes]) -> str | None:
    import h11

    try:
        return _sha256(read_answer(block)[1])
    except h11.RemoteProtocolError:
        return None


def read_answer(block: IO[bytes]) -> tuple[h11.Response, Iterator[bytes]]:
    """The final head of an answer, and what it carries without the framing of the transfer, still packed.

    Raises h11.RemoteProtocolError where it is no answer.
    """
    import h11

    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_BYTES_MAX)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "page.invalid")]))
    connection.send(h11.EndOfMessage())
    events = _events(connection, block)
    head = next((event for event in events if isinstance(event, h11.Response)), None)
    if head is None:
        raise h11.RemoteProtocolError("it has no head")
    return head, (bytes(event.data) for event in events if isinstance(event, h11.Data))


def status_of(block: IO[bytes]) -> int | None:
    """Of an answer, which may be cut; None where it is none."""
    import h11

    try:
        return read_answer(block)[0].status_code
    except h11.RemoteProtocolError:
        return None


def _events(connection: h11.Connection, block: IO[bytes]) -> Iterator[Any]:
    import h11

    block.seek(0)
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(block.read(_CHUNK))
        elif event is h11.PAUSED or isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
            block.seek(0, 2)
            return
        else:
            yield event


def page_of(warc: IO[bytes], bytes_max: int) -> bytes:
    """The page that a capture led to: what its last answer carries, unpacked. This is what is sealed as the report.

    Answers behind a picture are none of it: they are what the page asked for while it was rendered.
    Raises StoreTrouble where there is none, as FetchRefused where it unfolds to more than `bytes_max`.
    """
    from warcio.archiveiterator import ArchiveIterator

    block: bytes | None = None
    for record in ArchiveIterator(warc, no_record_parse=True):
        if record.rec_type == "resource":
            break  # the picture
        if record.rec_type == "response":
            block = record.raw_stream.read()
    if block is None:
        raise StoreTrouble("the capture holds no answer", "restore it from a backup")
    head, parts = read_answer(BytesIO(block))
    packed = dict(head.headers).get(b"content-encoding", b"identity").decode("latin-1").strip().lower()
    return unpacked(parts, packed, bytes_max)


def picture_in(warc: IO[bytes]) -> tuple[bytes, str] | None:
    """The picture (PNG) of the page, and the text that was seen on it; None where none was made."""
    from warcio.archiveiterator import ArchiveIterator

    png: bytes | None = None
    for record in ArchiveIterator(warc, no_record_parse=True):
        if record.rec_type != "resource":
            continue
        uri, block = str(record.rec_headers.get_header("WARC-Target-URI")), record.raw_stream.read()
        if uri.startswith(PICTURE_NAME):
            png = block
        elif uri.startswith(TEXT_NAME) and png is not None:
            return png, block.decode()
    return None


def _writer(out: IO[bytes]) -> WARCWriter:
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.ensure_digest = _leave  # it would add digests by SHA-1; ours are there
    return writer


def _leave(record: object, block: bool = True, payload: bool = True) -> None:
    """As it is."""


def _write(
    writer: WARCWriter, kind: str, media_type: str, headers: Headers, at: datetime, block: bytes | IO[bytes]
) -> None:
    """One record. The library never sees the block as HTTP, which it would write anew and not as it came."""
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

    stream = BytesIO(block) if isinstance(block, bytes) else block
    length = stream.seek(0, 2)
    fixed = [("WARC-Type", kind), ("WARC-Date", _date(at)), *headers]
    fixed.append(("WARC-Block-Digest", f"sha256:{_sha256(_rest(stream, 0))}"))
    stream.seek(0)
    lines = StatusAndHeaders("", fixed, protocol="WARC/1.1")
    writer.write_record(
        ArcWarcRecord("warc", kind, lines, stream, None, media_type, length, payload_length=length)
    )


def _id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _sha256(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _read_from(stream: IO[bytes], start: int, count: int) -> bytes:
    stream.seek(start)
    data = stream.read(count)
    stream.seek(0, 2)
    return data


def _rest(stream: IO[bytes], start: int) -> Iterator[bytes]:
    stream.seek(start)
    while part := stream.read(_CHUNK):
        yield part
    stream.seek(0, 2)
