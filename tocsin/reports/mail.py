"""Mail (RFC 5322): the best text part, who sent it and when. Attachments stay sealed with it and are not read."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from tocsin.errors import ReportRefused
from tocsin.reports.decoding import decode_declared
from tocsin.reports.extracted import Extracted, one_line
from tocsin.reports.html import extract_html
from tocsin.reports.media import MAIL
from tocsin.reports.published import parse_mail_date

#: attachments named in notes, at most
NAMED_MAX = 20


def extract_mail(content: bytes, encoding: str | None = None) -> Extracted:
    """Raises ReportRefused for a mail without a text part."""
    message = _parse(content)
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise ReportRefused("the mail has no text part", "take in its attachments as files")
    text, notes = _part_text(part, encoding)
    if not text.strip():
        raise ReportRefused("the mail holds no text", "take in its attachments as files")
    return Extracted(
        media_type=MAIL,
        text=text,
        title=_header(message, "Subject"),
        publisher=_sender(message),
        published=parse_mail_date(_header(message, "Date")),
        language=_header(message, "Content-Language"),
        message_id=_header(message, "Message-ID"),
        notes=notes + _attachment_notes(message),
    )


def _parse(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise ReportRefused("it has no mail headers", "save the whole message as .eml")
    return message


def _part_text(part: MIMEPart, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        page = extract_html(body, charset, encoding)
        return page.text or "", page.notes
    return decode_declared(body, charset, encoding)


def _header(message: EmailMessage, name: str) -> str:
    """Decoded; empty where it is missing or can't be parsed (the parser raises on some hostile ones)."""
    try:
        return one_line(str(message[name] or ""), 1000)
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _sender(message: EmailMessage) -> str:
    """The display name of From, else its address."""
    try:
        addresses = message["From"].addresses
        return str(addresses[0].display_name or addresses[0].addr_spec)
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _attachment_notes(message: EmailMessage) -> tuple[str, ...]:
    names = [
        one_line(part.get_filename() or part.get_content_type(), 100) for part in message.iter_attachments()
    ]
    notes = [f"its attachment {name} was not read" for name in names[:NAMED_MAX]]
    if len(names) > NAMED_MAX:
        notes.append(f"{len(names) - NAMED_MAX} more attachments were not read")
    return tuple(notes)
