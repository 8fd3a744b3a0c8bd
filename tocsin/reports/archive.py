"""A WACZ or WARC that somebody sent: what its check comes to, and the text of the page that was captured."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tocsin.archives import apart
from tocsin.archives.wacz import WaczVerdict
from tocsin.archives.warc import WarcVerdict
from tocsin.archives.warc.page import CapturedPage
from tocsin.errors import ArchiveRefused, ReportRefused
from tocsin.reports.decoding import even_line_ends
from tocsin.reports.extract import Hints
from tocsin.reports.extracted import Checked, Extracted
from tocsin.reports.media import HTML, WACZ

#: faults and warnings that are kept of one check
SAID_MAX = 20

ExtractPage = Callable[[bytes, Hints], Extracted]


def extract_archive(source: bytes | Path, media_type: str, extract_page: ExtractPage) -> Extracted:
    """Any archive is taken in, also a broken one: its bytes are what somebody sent. The check says what they are worth."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return _extract(stream, media_type, extract_page)
    with tempfile.TemporaryFile() as stream:
        stream.write(source)
        stream.flush()
        return _extract(stream, media_type, extract_page)


def _extract(stream: BinaryIO, media_type: str, extract_page: ExtractPage) -> Extracted:
    checked = _check(stream, media_type)
    notes = _notes(checked)
    try:
        found = _read(apart.page_of(stream), extract_page)
    except (ArchiveRefused, ReportRefused) as error:
        return Extracted(
            media_type=media_type,
            text=None,
            checked=checked,
            notes=(*notes, f"it gives no text: {error.what}"),
        )
    return replace(found, media_type=media_type, checked=checked, notes=(*notes, *found.notes))


def _read(page: CapturedPage, extract_page: ExtractPage) -> Extracted:
    """What its server sent; where that holds no words, as of a page that scripts write, those that its maker took out."""
    try:
        return extract_page(page.body, Hints(media_type=HTML, charset=_charset(page), url=page.url))
    except ReportRefused:
        if not page.text.strip():
            raise
        return Extracted(
            media_type=HTML,
            title=page.title,
            text=even_line_ends(page.text).strip() + "\n",
            notes=("its text is the one that whoever captured it took out of the page",),
        )


def _check(stream: BinaryIO, media_type: str) -> Checked:
    try:
        verdict = apart.check_wacz(stream) if media_type == WACZ else apart.check_warc(stream)
    except ArchiveRefused as error:
        return Checked(holds=False, faults=(error.what,))
    return _checked(verdict)


def _checked(verdict: WaczVerdict | WarcVerdict) -> Checked:
    faults = tuple(str(each) for each in verdict.faults[:SAID_MAX])
    warnings = tuple(str(each) for each in verdict.warnings[:SAID_MAX])
    if isinstance(verdict, WarcVerdict):
        return Checked(holds=verdict.valid, faults=faults, warnings=warnings, captured=verdict.responses)
    signature = verdict.signature
    return Checked(
        holds=verdict.valid,
        faults=faults,
        warnings=warnings,
        unchecked=verdict.unchecked,
        captured=verdict.captured,
        signed_by=signature.domain if signature else "",
        key_sha256=signature.key_sha256 if signature else "",
        signed_at=signature.stamped_at if signature else None,
    )


def _notes(checked: Checked) -> tuple[str, ...]:
    if checked.holds:
        return ("the archive holds", *checked.unchecked)
    return (f"the archive does not hold: {checked.faults[0]}",)


def _charset(page: CapturedPage) -> str:
    _, _, rest = page.content_type.lower().partition("charset=")
    return rest.partition(";")[0].strip().strip("\"'")[:40]
