"""From sealed bytes to what they say: one extractor for each kind of document."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.reports import media
from tocsin.reports.decoding import declared_legacy
from tocsin.reports.extracted import Extracted
from tocsin.reports.plain import extract_plain


@dataclass(frozen=True, kw_only=True, slots=True)
class Hints:
    """What is known of some bytes before they are opened."""

    media_type: str
    #: as the server declared it
    charset: str = ""
    #: as a person says
    encoding: str = ""
    #: where a feed came from: its links may be relative; empty where from no address
    url: str = ""


def needs_confinement(media_type: str) -> bool:
    """Parsers of these kinds are large and are fed by strangers: they run in a process of their own."""
    return media_type != media.TEXT and not media.is_sealed_only(media_type)


def extract(content: bytes, hints: Hints) -> Extracted:
    """Raises ReportRefused where the bytes can't be taken in as a report."""
    encoding = hints.encoding or None
    if media.is_sealed_only(hints.media_type):
        return Extracted(media_type=hints.media_type, text=None, notes=("it has no text: type a transcript",))
    if hints.media_type == media.TEXT:
        return extract_plain(content, encoding or declared_legacy(content, hints.charset))
    return _extract_marked_up(content, hints, encoding)


def _extract_marked_up(content: bytes, hints: Hints, encoding: str | None) -> Extracted:
    """Each import brings a parser with it: only the one that is needed is loaded."""
    if hints.media_type == media.HTML:
        from tocsin.reports.html import extract_html

        return extract_html(content, hints.charset or None, encoding, fetched=bool(hints.url))
    if hints.media_type == media.MAIL:
        from tocsin.reports.mail import extract_mail

        return extract_mail(content, encoding)
    if hints.media_type == media.PDF:
        from tocsin.reports.pdf import extract_pdf

        return extract_pdf(content)
    if (
        hints.media_type == media.DOCX
    ):  # both kinds of Office documents are zip archives; what is in them tells
        from tocsin.reports.xlsx import extract_xlsx, is_workbook

        if is_workbook(content):
            return extract_xlsx(content)
        from tocsin.reports.docx import extract_docx

        return extract_docx(content)
    if hints.media_type == media.CAP:
        from tocsin.reports.cap_message import extract_cap

        return extract_cap(content)
    assert hints.media_type == media.FEED, hints.media_type
    from tocsin.reports.feed import extract_feed

    return extract_feed(content, hints.url)
