"""Plain text, with or without a head of `Name: value` lines (docs/reference/take-in.md).

The head is read and stays in the text: offsets count the decoded file, and nothing is cut away from it.
"""

from __future__ import annotations

import re

from tocsin.errors import ReportRefused
from tocsin.reports.decoding import decode, marked_encoding
from tocsin.reports.extracted import Extracted
from tocsin.reports.published import parse_published

#: lines of a head, at most
HEAD_LINES_MAX = 20
_LINE = re.compile(r"([A-Z][A-Za-z-]{1,30}): (\S.{0,1000})")
_KNOWN = frozenset({"title", "publisher", "published", "source", "language"})


def extract_plain(content: bytes, encoding: str | None = None) -> Extracted:
    text = decode(content, encoding)
    if not text or text.isspace():
        raise ReportRefused("it holds no text" if content else "it is empty")
    head = read_head(text)
    published = parse_published(head.get("published", ""))
    notes = [f"decoded from {mark}" for mark in [marked_encoding(content)] if mark and mark != "utf-8-sig"]
    if "published" in head and published is None:
        notes.append(f"its line Published says {head['published'][:60]!r}, which is no ISO date")
    return Extracted(
        media_type="text/plain",
        text=text,
        title=head.get("title", ""),
        publisher=head.get("publisher", ""),
        published=published,
        language=head.get("language", ""),
        notes=tuple(notes),
    )


def read_head(text: str) -> dict[str, str]:
    """The head's lines by lower-case name. Empty unless every line up to the first blank one is of that form.

    >>> read_head("Title: A road\\nPublisher: Example Gazette\\n\\nThe road is open.")
    {'title': 'A road', 'publisher': 'Example Gazette'}
    >>> read_head("Baku: it denied this.\\n\\nMore.")
    {}
    """
    return _head(text)[0]


def head_left_blank(text: str) -> str:
    """The text with its head as blanks: what the head says is about the report, and is no passage to be read.

    Every offset stays: the result is as long as the text, line for line.

    >>> head_left_blank("Title: 3,000 fled\\n\\nThe road is open.")
    '                 \\n\\nThe road is open.'
    """
    end = _head(text)[1]
    return "\n".join(" " * len(line) for line in text[:end].split("\n")) + text[end:]


def _head(text: str) -> tuple[dict[str, str], int]:
    """The head and where it ends; nothing and 0 where the text has none."""
    head: dict[str, str] = {}
    start = 0
    for _ in range(HEAD_LINES_MAX):
        end = text.find("\n", start)
        if end == start:
            break
        match = _LINE.fullmatch(text, start, end) if 0 < end <= start + 1100 else None
        if match is None:
            return {}, 0
        head.setdefault(match[1].lower(), match[2].strip())
        start = end + 1
    else:
        return {}, 0
    return (head, start) if next(iter(head), "") in _KNOWN else ({}, 0)
