"""Paragraphs and sentences as passages, by rules, in one pass over the text.

1. Lines become paragraphs. A blank line always divides; a single line break divides too, unless both lines
   look like the hard-wrapped lines of a mail.
2. Within a paragraph, each run of closing punctuation is judged by what stands before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.reading.findings import Span
from tocsin.reading.tables import words

_CLOSING = re.compile(r"[.!?…]+[\"”’»')\]]*")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z|\d+\Z")
_NEXT_WORD = re.compile(r"[\s\"“‘«'(\[]*(\w+)?")
#: the longest abbreviation we know, with room: how far back a judgement looks
_LOOKBACK = 24
#: a sentence of the longest legal prose has some 1,200 signs; what is longer is a table, and is cut, so that
#: work within a sentence stays small whatever is sent
_LENGTH_MAX = 1_500
#: hard-wrapped mail stands at 60 to 80 columns; a paragraph on one line is nearly always longer
_WRAPPED_MIN, _WRAPPED_MAX = 45, 100


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text`, without the white space around them."""
    paragraphs: list[Span] = []
    last_line: Span | None = None
    for line in _lines(text):
        if last_line and paragraphs and _goes_on(text, last_line, line):
            paragraphs[-1] = Span(start=paragraphs[-1].start, end=line.end)
        elif line.start < line.end:
            paragraphs.append(line)
        last_line = line if line.start < line.end else None
    return tuple(paragraphs)


def find_sentences(text: str, paragraphs: tuple[Span, ...]) -> tuple[Span, ...]:
    """The sentences of each paragraph, without the white space around them; none crosses a paragraph."""
    return tuple(sentence for paragraph in paragraphs for sentence in _split(text, paragraph))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        lead = start + len(line) - len(line.lstrip())
        yield Span(start=lead, end=lead + len(line.strip()))
        start += len(line)


def _goes_on(text: str, last: Span, line: Span) -> bool:
    """Whether `line` carries on the paragraph of the line before it, as in a mail wrapped by hand."""
    if not line.start < line.end <= line.start + _WRAPPED_MAX:
        return False
    if not _WRAPPED_MIN <= last.end - last.start <= _WRAPPED_MAX:
        return False
    return text[last.end - 1] not in '.!?:…”"' and text[line.start] not in "-*•–—"


def _split(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for closing in _CLOSING.finditer(text, paragraph.start, paragraph.end):
        end = closing.end()
        if end < paragraph.end and _is_boundary(text, start, closing.start(), end, paragraph.end):
            yield from _cut_to_size(text, start, end)
            start = _first_sign(text, end, paragraph.end)
    if start < paragraph.end:
        yield from _cut_to_size(text, start, paragraph.end)


def _cut_to_size(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence, or pieces of it, cut between words where there are words."""
    while end - start > _LENGTH_MAX:
        gap = text.rfind(" ", start + _LENGTH_MAX // 2, start + _LENGTH_MAX)
        cut = gap if gap > 0 else start + _LENGTH_MAX
        yield Span(start=start, end=cut)
        start = _first_sign(text, cut, end)
    yield Span(start=start, end=end)


def _first_sign(text: str, start: int, limit: int) -> int:
    while start < limit and text[start].isspace():
        start += 1
    return start


def _is_boundary(text: str, start: int, stop: int, end: int, limit: int) -> bool:
    """Whether the closing punctuation text[stop:end] ends the sentence begun at `start`."""
    if not text[end].isspace():
        return False
    follows = _NEXT_WORD.match(text, end, min(limit, end + 2 * _LOOKBACK))
    next_word = (follows and follows.group(1)) or ""
    if next_word[:1].islower():
        return False
    if text[stop:end] != ".":
        return True
    before = _LAST_WORD.search(text[max(start, stop - _LOOKBACK) : stop])
    last_word = before.group() if before else ""
    if last_word.isdigit():
        return start + len(last_word) != stop  # "1. The army" at the start is a list marker
    return not _is_abbreviation(last_word, next_word)


def _is_abbreviation(word: str, next_word: str) -> bool:
    lowered = word.lower()
    if lowered in words("sentence_words", "never_last"):
        return True
    initials = (len(word) == 1 and word.isupper()) or "." in word
    if initials or lowered in words("sentence_words", "sometimes_last"):
        return next_word.lower() not in words("sentence_words", "opener")
    return False
