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

#: of three straight marks in a row the first closes the inner quotation: ''she wrote 'no'''
_MARK = re.compile(r"(?<=\S)'(?=''(?!'))|``|''|[\"＂“”„‟«»‹›‘’‚'「」『』]")
#: family of each mark: only marks of one family close one another
_FAMILY = {
    "“": "double",
    "”": "double",
    "„": "double",
    "‟": "double",
    '"': "straight",
    "＂": "straight",
    "''": "straight",
    "``": "straight",
}
_FAMILY |= {"«": "guillemet", "»": "guillemet", "‹": "small guillemet", "›": "small guillemet"}
_FAMILY |= {"‘": "single", "’": "single", "‚": "single", "'": "straight single"}
_FAMILY |= {"「": "corner", "」": "corner", "『": "white corner", "』": "white corner"}
#: keyboards and editors mix these: "“We left" is closed by the mark at hand
_KIN = {"double": "straight", "straight": "double"}
_SINGLE = {"single", "straight single"}
#: set apart from the words by a space in some languages: « Rien »
_SPACED = {"guillemet", "small guillemet"}
_ALWAYS_OPEN = {"“", "„", "‟", "«", "‹", "``", "「", "『"}
_ALWAYS_CLOSE = {"”", "›", "」", "』"}
#: an opening mark that closes what the other mark of the pair opened: „Nein“, ‚nein‘, »nein«, ›nein‹
_TURNED = {("„", "“"), ("‚", "‘"), ("»", "«"), ("›", "‹")}
_BEFORE_OPENING = set(" \t\n\r\xa0\u202f([{—–-/:,\"“‘„«'") | {""}
#: words that begin with an apostrophe
_CLIPPED = {
    "em",
    "til",
    "till",
    "tis",
    "twas",
    "cause",
    "bout",
    "n",
    "cos",
    "neath",
    "tween",
    "s",
    "ere",
    "im",
}
_LETTERS = re.compile(r"[^\W\d_]{1,6}(?![^\W\d_])")
#: a closing single mark that is no genitive's: "the guards' gate," … 'we left.'
_SURE_CLOSE = re.compile(r"[.,!?…]['’](?!\w)")
#: so far on a surer closing mark than the one after "guards" is looked for
_GENITIVE_REACH = 300


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
        if family := _closes(scan, mark):
            _close(scan, mark, family)
        elif _opens(scan.text, mark, paragraph):
            if len(scan.stack) < LEVEL_MAX:
                scan.stack.append(_Opening(mark.start(), mark.end(), _FAMILY[mark.group()], False))
        elif _is_stray(scan, mark):
            reason = "a quotation is closed and was never opened"
            scan.problems.append(Problem(start=mark.start(), end=mark.end(), reason=reason))
    _end_paragraph(scan, paragraph)


def _is_stray(scan: _Scan, mark: re.Match[str]) -> bool:
    """Whether `mark` can only close, and nothing stands open; after a digit it measures inches or seconds."""
    before, _ = _around(scan.text, mark)
    return not scan.stack and mark.group() in {"”", "»", "」", "』"} and not before.isdigit()


def _carry_on(scan: _Scan, paragraph: Span) -> int:
    """Carry on the quotation that the last paragraph left open, if the same mark opens this one; where to read on."""
    mark = _MARK.match(scan.text, paragraph.start, paragraph.end)
    running, scan.running = scan.running, None
    if running and mark and _FAMILY[mark.group()] in {running, _KIN.get(running)}:
        scan.stack.append(_Opening(mark.start(), mark.end(), running, True))
        return mark.end()
    if running:
        _complain(scan, scan.quotes[-1])
    return paragraph.start


def _closes(scan: _Scan, mark: re.Match[str]) -> str | None:
    """The family of the open quotation that `mark` closes, if it closes one; a mark is closed where a word ends."""
    family = _FAMILY[mark.group()]
    if all(opening.family != family for opening in scan.stack):
        kin = _KIN.get(family)
        known = any(opening.family == kin for opening in scan.stack)
        return kin if known and _ends_words(scan.text, mark) else None
    before, _ = _around(scan.text, mark)
    opened = scan.text[_top(scan, family).start]
    if mark.group() in _ALWAYS_OPEN or mark.group() == "‘":
        return family if (opened, mark.group()) in _TURNED and not before.isspace() else None
    if mark.group() in _ALWAYS_CLOSE or (family in _SPACED and opened in _ALWAYS_OPEN):
        return family
    if family in _SINGLE and _is_genitive(scan.text, mark):
        return None
    return family if _ends_words(scan.text, mark) else None


def _ends_words(text: str, mark: re.Match[str]) -> bool:
    before, after = _around(text, mark)
    if not before or before.isspace() or mark.group() in _ALWAYS_OPEN:
        return False
    return not after.isalnum() or (before in ".,!?;:…" and _FAMILY[mark.group()] not in _SINGLE)


def _is_genitive(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark after "guards" in 'the guards' gate was shut,' is an apostrophe: a surer mark closes later."""
    before, after = _around(text, mark)
    if before != "s" or after != " " or not text[mark.end() + 1 : mark.end() + 2].islower():
        return False
    closing = _SURE_CLOSE.search(text, mark.end(), mark.end() + _GENITIVE_REACH)
    between = text[mark.end() : closing.start()] if closing else "\n"
    return "\n" not in between and " '" not in between and "‘" not in between


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before, after = _around(text, mark)
    if mark.start() == paragraph.start:
        before = ""
    if not after or (after.isspace() and mark.group() not in {"«", "‹"}):
        return False
    if mark.group() in _ALWAYS_OPEN:
        return True
    if mark.group() in {"」", "』"}:
        return False
    if _FAMILY[mark.group()] in _SINGLE:
        return _opens_single(text, mark, before, after)
    return before in _BEFORE_OPENING


def _opens_single(text: str, mark: re.Match[str], before: str, after: str) -> bool:
    """Whether a single mark opens a quotation and is no apostrophe: not in 'em, not in '90s, not in guards' gate."""
    word = _LETTERS.match(text, mark.end())
    if mark.group() == "’" or (mark.group() == "'" and word and word.group().lower() in _CLIPPED):
        return False
    return before in _BEFORE_OPENING and (after.isalpha() or after in "[(…")


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
