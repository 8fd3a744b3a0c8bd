"""Documents made for the tests of this folder."""

import io
import zipfile
from datetime import UTC, datetime

NOW = datetime(2023, 10, 1, 12, 0, tzinfo=UTC)

SENTENCES = (
    "By the evening of Thursday 3,000 people had crossed the bridge, the harbour office said.",
    "Another 200 waited on the far side, where volunteers handed out water and bread.",
    "The office said that it would count again in the morning, and publish both numbers.",
)


def page(*paragraphs: str, head: str = "", lang: str = "en") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or SENTENCES)
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body><article>{body}</article></body></html>'.encode()


def pdf(text: str = SENTENCES[0], *, password: str = "", owner_only: bool = False, title: str = "") -> bytes:
    """One page; locked with `password` where it is given."""
    from pypdf import PdfReader, PdfWriter

    shown = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1") if text else b""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    if not password and not title:
        return body
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    writer.add_metadata({"/Title": title, "/CreationDate": "D:20230929203000+04'00'"})
    if password:
        writer.encrypt("" if owner_only else password, owner_password=password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(*paragraphs: str, title: str = "") -> bytes:
    import docx as python_docx

    document = python_docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "sheltered", "450"
    document.core_properties.title = title

    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(archive: bytes, changes: dict[str, bytes]) -> bytes:
    """A zip archive with some of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, changes.get(name, source.read(name)))
    return out.getvalue()


def mail(body: str = SENTENCES[0], *, head: str = "", html: str = "", attachment: str = "") -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "Example Gazette <desk@gazette.example>"
    message["Subject"] = "Évening count"
    message["Date"] = "Fri, 29 Sep 2023 20:30:00 +0400"
    message["Message-ID"] = "<1@gazette.example>"
    if body:
        message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename=attachment)
    return head.encode() + message.as_bytes()


def rss(*links: str, title: str = "Sample Wire", head: str = "") -> bytes:
    items = "".join(
        f"<item><title>Count {number}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>Fri, 29 Sep 2023 1{number}:00:00 +0400</pubDate>"
        "<description>In &lt;b&gt;short&lt;/b&gt;.</description></item>"
        for number, link in enumerate(links)
    )
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel><title>{title}</title><link>https://wire.example/</link><description>-</description>{items}</channel></rss>'.encode()


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><rss version='2.0'><channel><title>&m;</title></channel></rss>"
)
