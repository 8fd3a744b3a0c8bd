"""A report ready to be stored: sealed, read and described; only the transaction is missing."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from tocsin.errors import PictureTrouble, ReportRefused
from tocsin.reports import media
from tocsin.reports.archive import extract_archive
from tocsin.reports.arrivals import Arrival, Said, refuse_large
from tocsin.reports.capturing import Captured, sealed_capture
from tocsin.reports.confinement import Reader
from tocsin.reports.content_check import Verdict, as_rendered, check
from tocsin.reports.extract import Hints
from tocsin.reports.extracted import (
    PUBLISHER_MAX,
    TITLE_MAX,
    Extracted,
    language_code,
    one_line,
    refuse_unbounded,
)
from tocsin.reports.language import recognise_language
from tocsin.reports.page_signs import PageSigns
from tocsin.reports.picturing import Pictured
from tocsin.reports.published import finer, refuse_future
from tocsin.reports.seal import ROW_BYTES_MAX, Seal, seal, seal_stream


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    arrival: Arrival
    seal: Seal
    #: title, publisher, published and language are decided: a person's word first, then the report's own
    extracted: Extracted
    #: None where the bytes stand in a file already
    content: bytes | None = field(repr=False)
    #: as this arrival declared it
    publisher: str
    #: how it was fetched, sealed; None for what was not
    capture: Captured | None = None

    def held_bytes(self) -> int:
        """Of memory: a text with one rare sign takes four bytes for each of its signs."""
        held = self.capture.content if self.capture else None
        seen = self.arrival.pictured
        picture = (
            len(seen.picture.png) + sys.getsizeof(seen.picture.text) if isinstance(seen, Pictured) else 0
        )
        return len(self.arrival.content) + sys.getsizeof(self.extracted.text) + len(held or b"") + picture


def prepare(arrival: Arrival, said: Said, reader: Reader, *, now: datetime, bytes_max: int) -> Prepared:
    """Raises ReportRefused for bytes that can't be a report, StoreTrouble where they can't be sealed."""
    extracted = _describe(_open(arrival, said, reader, bytes_max), arrival, said)
    refuse_future(extracted.published, now)
    refuse_unbounded(extracted.text)
    if arrival.path is None:
        sealed = seal(arrival.content)
    else:
        try:
            with arrival.path.open("rb") as stream:
                sealed = seal_stream(stream)
        except FileNotFoundError as error:
            raise ReportRefused("it went away while it was read") from error
    in_row = sealed.size_bytes <= ROW_BYTES_MAX and arrival.path is None
    return Prepared(
        arrival=arrival,
        seal=sealed,
        extracted=extracted,
        content=arrival.content if in_row else None,
        publisher=said.publisher or arrival.announced.publisher,
        capture=_captured(arrival, extracted, reader),
    )


def _captured(arrival: Arrival, extracted: Extracted, reader: Reader) -> Captured | None:
    if arrival.tape is None:
        return None
    checked = check(extracted.signs, status=arrival.hops[-1]["status"], media_type=extracted.media_type)
    pictured = arrival.pictured if isinstance(arrival.pictured, Pictured) else None
    if pictured is not None and checked.verdict == Verdict.EMPTY:
        checked = as_rendered(checked, _signs_of(pictured, extracted.title, reader))
    captured = sealed_capture(arrival.tape, checked, pictured)
    arrival.tape.close()
    if pictured is not None:
        pictured.asked.close()
    return captured


def _signs_of(pictured: Pictured, title: str, reader: Reader) -> PageSigns | None:
    """Of what a browser showed, as a page of plain paragraphs; None where that is no text."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in pictured.picture.text.splitlines() if line.strip())
    page = f"<!doctype html><title>{escape(title)}</title><body>{lines}</body>"
    hints = Hints(media_type=media.HTML, charset="utf-8", url=pictured.url)
    try:
        return reader.extract(page.encode(), hints).signs
    except ReportRefused:
        return None


def _notes(arrival: Arrival, extracted: Extracted) -> tuple[str, ...]:
    trouble = arrival.pictured
    return extracted.notes + (
        (f"without a picture: {trouble}",) if isinstance(trouble, PictureTrouble) else ()
    )


def _open(arrival: Arrival, said: Said, reader: Reader, bytes_max: int) -> Extracted:
    refuse_large(len(arrival.content), bytes_max)
    if not arrival.content:
        raise ReportRefused("it is empty")
    kind = media.TEXT if arrival.kind == "paste" else media.recognise(
        arrival.content[: media.HEAD_BYTES], arrival.address, arrival.content_type
    )  # fmt: skip
    hints = Hints(
        media_type=kind,
        charset=_charset(arrival.content_type),
        encoding=said.encoding,
        url=arrival.address if arrival.hops else "",
    )
    if arrival.path is not None and media.is_archive(kind):
        return extract_archive(arrival.path, kind, reader.extract)
    return reader.extract(arrival.content, hints)


def _describe(found: Extracted, arrival: Arrival, said: Said) -> Extracted:
    announced = arrival.announced
    declared = language_code(found.language) or announced.language
    language = said.language or (recognise_language(found.text, declared) if found.text else declared)
    return Extracted(
        media_type=found.media_type,
        text=found.text,
        title=one_line(said.title or found.title or announced.title, TITLE_MAX),
        publisher=one_line(said.publisher or found.publisher or announced.publisher, PUBLISHER_MAX),
        published=said.published or finer(found.published, announced.published),
        language=language,
        message_id=found.message_id,
        links=found.links,
        checked=found.checked,
        notes=_notes(arrival, found),
        signs=found.signs,
    )


def _charset(content_type: str) -> str:
    """The charset parameter of a Content-Type.

    >>> _charset('text/html; charset="windows-1251"')
    'windows-1251'
    """
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")[:40]
    return ""
