"""Quotation passages in every typography, nested, and running on over paragraphs, in one pass over the text.

A quotation that goes on in the next paragraph is left open at the end of the one, and opened anew at the start of
the next, as printers do; each paragraph then gives one `Quote`, and all but the first have `continues` set:

>>> from tocsin.reading.document import open_document
>>> quotes, problems = find_quotes(open_document("“We left. “All” of us.\\n\\n“Nobody stayed,” she said."))
>>> [(quote.level, quote.continues) for quote in quotes], problems
([(1, False), (2, False), (1, True)], ())
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.reading.document import Document
from tocsin.reading.findings import Problem, Span

#: a quotation in a quotation in a quotation; print goes no deeper, so deeper marks are noise
LEVEL_MAX = 3

_MARK = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚']")
#: family of each mark: only marks of one family close one another
_FAMILY = {
    "“": "double",
    "”": "double",
    "„": "double",
    "‟": "double",
    '"': "straight",
    "''": "straight",
    "``": "straight",
}
_FAMILY |= {"«": "guillemet", "»": "guillemet", "‹": "small guillemet", "›": "small guillemet"}
_FAMILY |= {"‘": "single", "’": "single", "‚": "single", "'": "straight single"}
_SINGLE = {"single", "straight single"}
_ALWAYS_OPEN = {"“", "„", "‟", "«", "‹", "``"}
_BEFORE_OPENING = set(" \t\n\r\xa0([{—–-/:,\"“‘„«'") | {""}


class Quote(NamedTuple):
    """A quotation with its marks; `inner` is the passage between them."""

    start: int
    end: int
    inner: Span
    #: 1 for a quotation in the running text, 2 for a quotation inside that one ...
    level: int
    #: carries on the quotation of the paragraph before
    continues: bool
    #: index of the quotation that this one stands in; None at level 1
    within: int | None


class _Opening(NamedTuple):
    start: int
    inner_start: int
    family: str
    continues: bool


@dataclass(slots=True)
class _Scan:
    """What one pass over the text has gathered so far."""

    text: str
    quotes: list[Quote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Opening] = field(default_factory=list)
    #: the family of a quotation left open at the end of the last paragraph
    running: str | None = None


def find_quotes(doc: Document) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    """All quotations in text order, and a problem for each that is never closed."""
    scan = _Scan(doc.text)
    for paragraph in doc.paragraphs:
        _scan_paragraph(scan, paragraph)
    if scan.running:
        _complain(scan, scan.quotes[-1])
    ordered = sorted(scan.quotes, key=lambda quote: (quote.start, -quote.end))
    return tuple(_nest(ordered)), tuple(sorted(scan.problems, key=lambda problem: problem.start))


def _scan_paragraph(scan: _Scan, paragraph: Span) -> None:
    scan.stack.clear()
    for mark in _MARK.finditer(scan.text, _carry_on(scan, paragraph), paragraph.end):
        family = _FAMILY[mark.group()]
        if _closes(scan, mark, family):
            _close(scan, mark, family)
        elif _opens(scan.text, mark, paragraph) and len(scan.stack) < LEVEL_MAX:
            scan.stack.append(_Opening(mark.start(), mark.end(), family, False))
    _end_paragraph(scan, paragraph)


def _carry_on(scan: _Scan, paragraph: Span) -> int:
    """Carry on the quotation that the last paragraph left open, if the same mark opens this one; where to read on."""
    mark = _MARK.match(scan.text, paragraph.start, paragraph.end)
    running, scan.running = scan.running, None
    if mark and _FAMILY[mark.group()] == running:
        scan.stack.append(_Opening(mark.start(), mark.end(), running, True))
        return mark.end()
    if running:
        _complain(scan, scan.quotes[-1])
    return paragraph.start


def _closes(scan: _Scan, mark: re.Match[str], family: str) -> bool:
    """Whether `mark` closes a quotation that stands open; a mark is closed where a word ends."""
    if all(opening.family != family for opening in scan.stack):
        return False
    before, after = _around(scan.text, mark)
    if mark.group() in {"”", "›"}:
        return True
    if mark.group() in _ALWAYS_OPEN:
        return mark.group() == "“" and scan.text[_top(scan, family).start] == "„" and not before.isspace()
    if mark.group() == "‘" or before.isspace() or not before:
        return False
    if family in _SINGLE:
        return not after.isalnum()
    return mark.group() == "»" or not after.isalnum() or before in ".,!?;:…"


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before, after = _around(text, mark)
    if mark.start() == paragraph.start:
        before = ""
    if not after or after.isspace():
        return False
    if mark.group() in _ALWAYS_OPEN:
        return True
    if _FAMILY[mark.group()] in _SINGLE:
        return before in _BEFORE_OPENING and mark.group() != "’" and (after.isalpha() or after in "[(…")
    return before in _BEFORE_OPENING


def _around(text: str, mark: re.Match[str]) -> tuple[str, str]:
    return text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]


def _top(scan: _Scan, family: str) -> _Opening:
    return next(opening for opening in reversed(scan.stack) if opening.family == family)


def _close(scan: _Scan, mark: re.Match[str], family: str) -> None:
    """Close the innermost quotation of `family`; what was opened inside it and not closed was no quotation."""
    while scan.stack:
        opening = scan.stack.pop()
        if opening.family == family:
            _keep(scan, opening, mark.start(), mark.end())
            return


def _keep(scan: _Scan, opening: _Opening, inner_end: int, end: int) -> None:
    inner = Span(start=opening.inner_start, end=inner_end)
    level = len(scan.stack) + 1
    scan.quotes.append(Quote(opening.start, end, inner, level, opening.continues, None))


def _end_paragraph(scan: _Scan, paragraph: Span) -> None:
    """An outer quotation still open runs to the end, and perhaps on; a single mark still open was an apostrophe."""
    while scan.stack and scan.stack[0].family in _SINGLE:
        scan.stack.pop(0)
    if scan.stack:
        opening = scan.stack[0]
        scan.stack.clear()
        _keep(scan, opening, paragraph.end, paragraph.end)
        scan.running = opening.family


def _complain(scan: _Scan, quote: Quote) -> None:
    scan.problems.append(
        Problem(start=quote.start, end=quote.end, reason="a quotation is opened and never closed")
    )


def _nest(ordered: list[Quote]) -> list[Quote]:
    """The same quotations with their level and parent by containment."""
    nested: list[Quote] = []
    open_ones: list[int] = []
    for quote in ordered:
        while open_ones and nested[open_ones[-1]].end <= quote.start:
            open_ones.pop()
        parent = open_ones[-1] if open_ones else None
        open_ones.append(len(nested))
        nested.append(quote._replace(within=parent, level=len(open_ones)))
    return nested
