"""Invented captures: WARCs by another program's writer, and a WACZ of them by ours."""

import io
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tocsin.archives.wacz import KeySigner, PageEntry, write
from tocsin.archives.wacz.signing import Signer

URL = "https://news.example/reports/1"
AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CREATED = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
PAGE = PageEntry(url=URL, at=AT, title="Families cross the river")
HTML = (
    b"<!doctype html><html><head><title>Families cross the river</title></head><body><article><h1>Families cross the"
    b" river</h1><p>The mayor of Lower Aster said on Sunday that 1,200 people had crossed the river since Friday.</p>"
    b"<p>She asked for blankets and for clean water. The school is open to families, she said.</p></article></body></html>"
)


def warc(
    *, zipped: bool = True, chunked: bool = False, encoding: str = "", body: bytes = HTML, kinds: str = "irs"
) -> bytes:
    """Of a warcinfo (i), a request (q), response (r), one that sends on (o) to another (t), resource (s), revisit (v)."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=zipped, warc_version="1.1")
    date = {"WARC-Date": "2026-03-01T12:00:00Z"}
    made = {
        "i": lambda: writer.create_warcinfo_record("a.warc.gz", {"software": "test"}),
        "q": lambda: writer.create_warc_record(
            URL, "request", payload=io.BytesIO(b""), warc_headers_dict=date,
            http_headers=StatusAndHeaders("GET /reports/1 HTTP/1.1", [("Host", "news.example")], is_http_request=True)),
        "r": lambda: writer.create_warc_record(
            URL, "response", payload=io.BytesIO(_chunks(body) if chunked else body), warc_headers_dict=date,
            http_headers=StatusAndHeaders("200 OK", _fields(chunked, encoding), protocol="HTTP/1.1")),
        "o": lambda: writer.create_warc_record(
            URL, "response", payload=io.BytesIO(b""), warc_headers_dict=date,
            http_headers=StatusAndHeaders("301 Moved", [("Location", "/reports/1/en")], protocol="HTTP/1.1")),
        "t": lambda: writer.create_warc_record(
            URL + "/en", "response", payload=io.BytesIO(body), warc_headers_dict=date,
            http_headers=StatusAndHeaders("200 OK", _fields(chunked, encoding), protocol="HTTP/1.1")),
        "s": lambda: writer.create_warc_record(
            "urn:text:" + URL, "resource", payload=io.BytesIO(b"text"), warc_content_type="text/plain",
            warc_headers_dict=date),
        "v": lambda: writer.create_revisit_record(
            URL, "sha1:" + "A" * 32, URL, "2026-02-01T12:00:00Z", warc_headers_dict=date),
    }  # fmt: skip
    for kind in kinds:
        writer.write_record(made[kind]())
    return stream.getvalue()


def _fields(chunked: bool, encoding: str) -> list[tuple[str, str]]:
    fields = [("Content-Type", "text/html; charset=utf-8")]
    if encoding:
        fields.append(("Content-Encoding", encoding))
    return [*fields, ("Transfer-Encoding", "chunked")] if chunked else fields


def _chunks(body: bytes) -> bytes:
    parts = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def wacz(folder: Path, *, signer: Signer | None = None, content: bytes | None = None) -> Path:
    source = folder / "pages.warc.gz"
    source.write_bytes(warc() if content is None else content)
    return write(folder / "good.wacz", [source], [PAGE], created=CREATED, title="A river", signer=signer)


def key_signer() -> KeySigner:
    return KeySigner(ec.generate_private_key(ec.SECP384R1()))
