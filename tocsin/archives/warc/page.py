"""The capture of one page out of a WARC: what its server sent, without transfer and content encoding."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from urllib.parse import urljoin

from tocsin.archives.limits import Meter, Unbounded
from tocsin.archives.warc.reading import Fields, Record, records

BODY_BYTES_MAX = 32 * 2**20
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, kw_only=True, slots=True)
class CapturedPage:
    url: str
    #: with its zone
    at: datetime
    media_type: str
    #: as the server declared it, with its charset; empty where it did not
    content_type: str
    body: bytes
    #: as whoever captured the page says, and what they took out of it; empty where they did not
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SentOn:
    """The server sent its reader to another address."""

    url: str


def captured_page(warc: BinaryIO, meter: Meter, url: str = "") -> CapturedPage | SentOn | None:
    """Of `url`, or the first page that there is. Raises BadWarc, Unbounded and zlib.error."""
    body = _Body(url.partition("#")[0])
    for record in records(warc, meter, body.visit):
        if body.wanted and url and record.location:
            return _sent_on(record)
        if body.parts and record.status in (0, 200) and (url or record.media_type in _PAGES):
            return CapturedPage(
                url=record.uri,
                at=record.at,
                media_type=record.media_type,
                content_type=record.content_type,
                body=_decoded(b"".join(body.parts), record),
            )
    return None


def _sent_on(record: Record) -> SentOn | None:
    """None where its server sent the reader to what is no address."""
    try:
        return SentOn(urljoin(record.uri, record.location))
    except ValueError:
        return None


class _Body:
    """The payload of the record at hand, where it may be the page that is looked for."""

    def __init__(self, url: str) -> None:
        self._urls = (url, url + "/")
        self.wanted = False
        self.parts: list[bytes] = []
        self._size = 0

    def visit(self, fields: Fields) -> Callable[[bytes], None] | None:
        self.parts, self._size = [], 0
        address, kind = fields.get("warc-target-uri", "").strip("<>"), fields["warc-type"].lower()
        self.wanted = kind in ("response", "resource") and (not self._urls[0] or address in self._urls)
        return self._take if self.wanted else None

    def _take(self, part: bytes) -> None:
        """Of a larger one the beginning is kept: more is no page that a person reads."""
        self._size += len(part)
        if self._size <= BODY_BYTES_MAX:
            self.parts.append(part)


def _decoded(body: bytes, record: Record) -> bytes:
    encoding = record.content_encoding
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unbounded(f"the page is packed as {encoding[:40]}, which is not read")
    window = 31 if "gzip" in encoding else 15 if body[:1] == b"\x78" else -15
    made = zlib.decompressobj(window).decompress(body, BODY_BYTES_MAX + 1)
    if len(made) > BODY_BYTES_MAX:
        raise Unbounded(f"the page has more than {BODY_BYTES_MAX:,} bytes")
    return made
