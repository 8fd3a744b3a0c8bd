"""Word documents, by python-docx: paragraphs and tables in the order of the document."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from tocsin.errors import ReportRefused
from tocsin.reports.decoding import even_line_ends
from tocsin.reports.extracted import Extracted
from tocsin.reports.media import DOCX
from tocsin.reports.xml_guard import refuse_entities

#: real documents stay far below; a bomb of 42 KB claims gigabytes
PARTS_MAX = 5000
UNPACKED_BYTES_MAX = 200 * 2**20
#: of one XML part, which a parser turns into a tree ten times as large
XML_BYTES_MAX = 50 * 2**20


def extract_docx(content: bytes) -> Extracted:
    """Raises ReportRefused for another archive, a bomb, and a document without text."""
    refuse_bomb(content)
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        lines = [_line(item) for item in document.iter_inner_content()]
        title = str(document.core_properties.title or "")
    except (ValueError, KeyError, SyntaxError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise ReportRefused(
            f"the Word document is broken ({type(error).__name__})", "save it again"
        ) from error
    text = even_line_ends("\n".join(lines)).strip()
    if not text:
        raise ReportRefused("the Word document holds no text", "take in its pictures as files")
    # When it was created says nothing of when it came out: a new document has its template's time.
    return Extracted(media_type=DOCX, text=text + "\n", title=title)


def refuse_bomb(content: bytes, needed: str = "word/document.xml") -> None:
    """Unpacks what is XML in bounds, and refuses what lacks the part that it needs. Sizes are counted, not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MAX:
                raise ReportRefused(f"the archive has {len(parts):,} parts, more than {PARTS_MAX:,}")
            if needed not in archive.namelist():
                raise ReportRefused("it is a zip archive and no document of Word or Excel", "unpack it")
            left = UNPACKED_BYTES_MAX
            for part in parts:
                left -= _unpacked_size(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise ReportRefused(
            f"the archive is broken or locked ({error})", "save it again, unlocked"
        ) from error


def _unpacked_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    is_xml = part.filename.endswith((".xml", ".rels"))
    size_max = min(left, XML_BYTES_MAX) if is_xml else left
    with archive.open(part) as stream:
        if is_xml:
            xml = stream.read(size_max + 1)
            refuse_entities(xml, f"its part {part.filename[:60]}")
            size = len(xml)
        else:
            size = 0
            while size <= size_max and (chunk := stream.read(2**20)):
                size += len(chunk)
    if size > size_max:
        raise ReportRefused("the archive unpacks to more than a document holds", "save it without pictures")
    return size


def _line(item: Any) -> str:
    """A paragraph's text, or a table's rows with cells parted by tabs."""
    if hasattr(item, "rows"):
        return "\n".join("\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in item.rows)
    return str(item.text)
