"""The capture of a WACZ's first page: what a person would read of it first."""

from __future__ import annotations

import zlib
from contextlib import nullcontext
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from tocsin.archives.limits import DEFAULT, Limits, Meter, Unbounded
from tocsin.archives.wacz.index import LINE_MAX
from tocsin.archives.wacz.layout import Kind, kind_of
from tocsin.archives.wacz.opened import Opened, text_lines
from tocsin.archives.wacz.pages import MAIN, BadPage, read_pages
from tocsin.archives.wacz.verdict import BadWacz
from tocsin.archives.warc import BadWarc
from tocsin.archives.warc.page import CapturedPage, SentOn, captured_page
from tocsin.archives.zip import BadZip, Entry, listed

#: times that a page may send its reader on
SENT_ON_MAX = 6


def main_page(archive: Path | BinaryIO, *, limits: Limits = DEFAULT) -> CapturedPage | None:
    """None where there is none that was captured as a document. Raises nothing for what is wrong with the archive."""
    with archive.open("rb") if isinstance(archive, Path) else nullcontext(archive) as stream:
        try:
            return _main_page(stream, Meter(limits))
        except (BadWacz, BadZip, BadWarc, BadPage, Unbounded, zlib.error):
            return None


def _main_page(stream: BinaryIO, meter: Meter) -> CapturedPage | None:
    entries = {each.name: each for each in listed(stream, meter.limits)}
    if MAIN not in entries:
        return None
    page = next(read_pages(text_lines(Opened(stream, entries[MAIN], meter), MAIN, meter, LINE_MAX)), None)
    warcs = [entry for name, entry in sorted(entries.items()) if kind_of(name) is Kind.WARC]
    url = page.url if page else ""
    for _ in range(SENT_ON_MAX if page else 0):
        found = _captured(stream, warcs, url, meter)
        if not isinstance(found, SentOn):
            return replace(found, title=page.title, text=page.text) if found and page else None
        url = found.url
    return None


def _captured(stream: BinaryIO, warcs: list[Entry], url: str, meter: Meter) -> CapturedPage | SentOn | None:
    found = (captured_page(BufferedReader(Opened(stream, warc, meter)), meter, url) for warc in warcs)
    return next((each for each in found if each), None)
