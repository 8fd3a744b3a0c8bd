"""PDF, by pypdf: the text layer of every page, title and date of the document's own metadata."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from tocsin.errors import ReportRefused
from tocsin.reports.decoding import even_line_ends
from tocsin.reports.extracted import Extracted
from tocsin.reports.media import PDF
from tocsin.reports.published import Published, from_datetime

if TYPE_CHECKING:
    from pypdf import PdfReader

PAGES_MAX = 2000
#: signs of text over all pages; a page may draw the same stream many times
TEXT_MAX = 20_000_000


def extract_pdf(content: bytes) -> Extracted:
    """Raises ReportRefused for a locked, broken or overlong one. One without a text layer is kept without text."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every oddity of a file on stderr
    try:
        reader = PdfReader(io.BytesIO(content))
        _unlock(reader)
        text = _text(reader)
        title, published = _metadata(reader)
    except ReportRefused:
        raise
    except DependencyError as error:
        raise ReportRefused(
            f"the PDF is locked in a way that is not read ({error})", "save it unlocked"
        ) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise ReportRefused(
            f"the PDF is broken ({type(error).__name__})", "save it again from the program that made it"
        ) from error
    scanned = () if text else ("it has no text layer: type a transcript",)
    return Extracted(media_type=PDF, text=text or None, title=title, published=published, notes=scanned)


def _unlock(reader: PdfReader) -> None:
    """Many PDFs are locked against change only: they open with the empty password."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReportRefused("the PDF is locked with a password", "save it unlocked, and take that in")


def _text(reader: PdfReader) -> str:
    if len(reader.pages) > PAGES_MAX:
        raise ReportRefused(f"the PDF has {len(reader.pages):,} pages, more than {PAGES_MAX:,}", "split it")
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(even_line_ends(page.extract_text()).strip())
        length += len(pages[-1])
        if length > TEXT_MAX:
            raise ReportRefused(f"the PDF holds more than {TEXT_MAX:,} signs of text", "split it")
    text = "\n\n".join(page for page in pages if page)
    return text + "\n" if text else ""


def _metadata(reader: PdfReader) -> tuple[str, Published | None]:
    metadata = reader.metadata
    if metadata is None:
        return "", None
    try:
        created = metadata.creation_date
    except ValueError:  # a date that is none
        created = None
    return str(metadata.title or ""), from_datetime(created) if created else None
