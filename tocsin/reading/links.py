"""Web and mail addresses: nothing inside one is a number, a date or a place."""

from __future__ import annotations

import re

from tocsin.reading.findings import Span

_PRINTED = re.compile(r"\S+")
_BEGINS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
#: punctuation of the sentence that the address stands in
_TRAILING = ".,;:!?…\"'”’»)]}>"
_LEADING = "\"'“‘«([{<"


def find_links(text: str) -> tuple[Span, ...]:
    """The addresses in `text`, without the punctuation around them."""
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return ()
    return tuple(
        span for chunk in _PRINTED.finditer(text) if (span := _link(text, chunk.start(), chunk.end()))
    )


def _link(text: str, start: int, end: int) -> Span | None:
    begins = _BEGINS.search(text, start, end)
    if begins:
        start = begins.start()
    elif "@" not in text[start + 1 : end - 1]:
        return None
    while start < end and text[start] in _LEADING:
        start += 1
    while start < end and text[end - 1] in _TRAILING:
        end -= 1
    return Span(start=start, end=end) if start < end else None
