"""What kind of document some bytes are: by their first bytes, then by name and declared type."""

from __future__ import annotations

import re
import zlib
from urllib.parse import urlsplit

from tocsin.errors import ReportRefused

TEXT = "text/plain"
HTML = "text/html"
MAIL = "message/rfc822"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: RSS and Atom alike; which of them it is shows when the feed is read
FEED = "application/rss+xml"
#: a message of the Common Alerting Protocol
CAP = "application/cap+xml"

#: captured pages in one file, and records of web traffic
WACZ = "application/wacz"
WARC = "application/warc"

#: bytes needed to recognise any kind
HEAD_BYTES = 4096

#: offset, first bytes, media type; pictures and recordings are sealed without text
_PICTURES_AND_RECORDINGS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
)
#: what is recognised and not read: first bytes, what it is, what to do
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old or locked Office file", "save it unlocked as .docx or PDF"),
    (b"{\\rtf", "a Rich Text file", "save it as .docx or PDF"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ", "an xz archive", "unpack it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x7fELF", "a program", "take in a document"),
    (b"SQLite format 3\0", "a database", "take in a document"),
)
# Most documents are texts: one look tells that none of the above begins so.
_AT_0 = tuple(
    {first for offset, first, _ in _PICTURES_AND_RECORDINGS if offset == 0}
    | {b"PK\x03\x04", b"RIFF", b"\x1f\x8b", b"WARC/1."}
)
_AT_4 = tuple({first for offset, first, _ in _PICTURES_AND_RECORDINGS if offset == 4})
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
#: where a zip's first file has its name, and how those of a WACZ begin
_FIRST_NAME_AT = 30
_IN_WACZ = (b"archive/", b"indexes/", b"pages/", b"datapackage.json", b"datapackage-digest.json")
_NOT_READ = tuple(first for first, _, _ in _REFUSED)
_BY_ENDING = {
    ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".eml": MAIL,
    ".pdf": PDF, ".docx": DOCX, ".csv": TEXT, ".tsv": TEXT, ".rss": FEED, ".xml": FEED, ".atom": FEED, ".rdf": FEED,
    ".cap": CAP,
}  # fmt: skip
_BY_DECLARED = {
    "text/html": HTML, "application/xhtml+xml": HTML, "message/rfc822": MAIL,
    "application/rss+xml": FEED, "application/atom+xml": FEED, "application/rdf+xml": FEED,
    "application/xml": FEED, "text/xml": FEED, "application/cap+xml": CAP,
}  # fmt: skip
#: of a page, a feed or a message, whichever comes first
_ROOT = re.compile(
    rb"<(?:(?P<feed>rss|feed|rdf:rdf)|(?P<cap>(?:\w{1,20}:)?alert)|!doctype\s{1,9}html|html|head|body)[\s>]",
    re.IGNORECASE,
)
#: in the namespace of every version
_CAP = re.compile(rb"[\"'](?:urn:oasis:names:tc:emergency:cap:|http://www\.incident\.com/cap/)1\.\d[\"']")
_MAIL_FIELD = re.compile(
    rb"(?:from|received|return-path|delivered-to|message-id|date|subject|mime-version|to|x-[a-z-]{1,40})[ \t]?:",
    re.IGNORECASE,
)


def recognise(head: bytes, name: str = "", declared: str = "") -> str:
    """The media type of a document that begins with `head` (HEAD_BYTES of it are enough).

    `name` is a file name or a URL, `declared` a Content-Type. Raises ReportRefused for a kind that is not read,
    and for a `.txt` whose bytes are something else.
    """
    kind = _by_bytes(head, name)
    path = urlsplit(name).path if "://" in name else name
    ending = "." + path.rpartition("/")[2].rpartition(".")[2].lower()
    named = _BY_ENDING.get(ending)
    if kind is not None:
        if named == TEXT:
            raise ReportRefused(f"it is named {ending} and holds {kind}", "give it the name of what it is")
        return kind
    if head.startswith(_NOT_READ):
        what, remedy = next((what, remedy) for first, what, remedy in _REFUSED if head.startswith(first))
        raise ReportRefused(f"it is {what}, which is not read", remedy)
    return _by_markup(head, named or _BY_DECLARED.get(declared.partition(";")[0].strip().lower()))


def is_sealed_only(media_type: str) -> bool:
    """A picture or a recording: kept without text until a person types a transcript."""
    return media_type.startswith(("image/", "audio/", "video/"))


def is_archive(media_type: str) -> bool:
    """Checked as an archive first; its text is that of the page that was captured."""
    return media_type in (WACZ, WARC)


def _by_bytes(head: bytes, name: str) -> str | None:
    if head.startswith(_AT_0) or head.startswith(_AT_4, 4):
        for offset, first, media_type in _PICTURES_AND_RECORDINGS:
            if head.startswith(first, offset) and (offset != 8 or head.startswith(b"RIFF")):
                return media_type
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_ZIP):
        named = name.lower().endswith(".wacz") or head.startswith(_IN_WACZ, _FIRST_NAME_AT)
        return WACZ if named else DOCX
    return WARC if _unzipped(head).startswith(b"WARC/1.") else None


def _unzipped(head: bytes) -> bytes:
    """The first bytes, unpacked where they are packed."""
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(31).decompress(head, 16)
    except zlib.error:
        return b""


def _by_markup(head: bytes, named: str | None) -> str:
    """Among the kinds that are written in text."""
    if named in (TEXT, MAIL):
        return named
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        for root in _ROOT.finditer(start):
            if root["cap"] and _CAP.search(start, root.start()):
                return CAP
            if not root["cap"]:
                return FEED if root["feed"] else HTML
        if start.startswith(b"<?xml") and named is None:
            raise ReportRefused(
                "it is XML, but neither a feed nor a page", "take in the page that it belongs to"
            )
    if named is None and _MAIL_FIELD.match(start) and b"\nfrom:" in b"\n" + start.lower():
        return MAIL if b"\nmessage-id:" in b"\n" + start.lower() else TEXT
    return named or TEXT
