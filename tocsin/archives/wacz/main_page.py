"""The capture of a WACZ's first page: what a person would read of it first."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from tocsin.archives.limits import DEFAULT, Limits, Meter, Unbounded
from tocsin.archives.wacz.index import LINE_MAX
from tocsin.archives.wacz.layout import Kind, kind_of
from tocsin.archives.wacz.opened import Opened, text_lines
from tocsin.archives.wacz.pages import MAIN, BadPage, PageEntry, read_pages
from tocsin.archives.wacz.verdict import BadWacz
from tocsin.archives.warc import BadWarc, records
from tocsin.archives.warc.reading import Fields
from tocsin.archives.zip import BadZip, listed

BODY_BYTES_MAX = 32 * 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class MainPage:
    url: str
    at: datetime
    title: str
    #: as the server declared them; empty where it did not
    media_type: str
    content_type: str
    #: without transfer and content encoding
    body: bytes


def main_page(archive: Path | BinaryIO, *, limits: Limits = DEFAULT) -> MainPage | None:
    """None where there is none that was captured as a document. Never raises for what is wrong with the archive."""
    with archive.open("rb") if isinstance(archive, Path) else nullcontext(archive) as stream:
        try:
            return _main_page(stream, Meter(limits))
        except (BadWacz, BadZip, BadWarc, BadPage, Unbounded, zlib.error):
            return None


def _main_page(stream: BinaryIO, meter: Meter) -> MainPage | None:
    entries = {each.name: each for each in listed(stream, meter.limits)}
    if MAIN not in entries:
        return None
    pages = read_pages(text_lines(Opened(stream, entries[MAIN], meter), MAIN, meter, LINE_MAX))
    page = next(pages, None)
    warcs = [entry for name, entry in sorted(entries.items()) if kind_of(name) is Kind.WARC]
    found = (_in(BufferedReader(Opened(stream, warc, meter)), page, meter) for warc in warcs if page)
    return next((each for each in found if each), None)


def _in(warc: BinaryIO, page: PageEntry, meter: Meter) -> MainPage | None:
    body = _Body(page.url.partition("#")[0])
    for record in records(warc, meter, body.visit):
        if body.parts and record.kind in ("response", "resource") and record.status in (0, 200):
            return MainPage(
                url=page.url,
                at=record.at,
                title=page.title,
                media_type=record.media_type,
                content_type=record.content_type,
                body=_decoded(b"".join(body.parts), record.content_encoding),
            )
    return None


class _Body:
    """The payload of the record at hand, where it is of the address that is looked for."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.parts: list[bytes] = []
        self._size = 0

    def visit(self, fields: Fields) -> Callable[[bytes], None] | None:
        self.parts, self._size = [], 0
        wanted = fields.get("warc-target-uri", "").strip("<>") in (self._url, self._url + "/")
        return self._take if wanted else None

    def _take(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > BODY_BYTES_MAX:
            raise Unbounded(f"the page has more than {BODY_BYTES_MAX:,} bytes")
        self.parts.append(part)


def _decoded(body: bytes, encoding: str) -> bytes:
    """Raises zlib.error and Unbounded."""
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unbounded(f"the page is packed as {encoding[:40]}, which is not read")
    window = 31 if "gzip" in encoding else 15 if body[:1] == b"\x78" else -15
    made = zlib.decompressobj(window).decompress(body, BODY_BYTES_MAX + 1)
    if len(made) > BODY_BYTES_MAX:
        raise Unbounded(f"the page has more than {BODY_BYTES_MAX:,} bytes")
    return made
