"""A report's text with its findings marked. Pure: spans may nest and overlap; the text is cut where any begins or ends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    finding_id: int
    #: half open, in code points of the text
    start: int
    end: int
    kind: str
    #: unconfirmed or denied
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    text: str
    #: what covers the piece, the shortest mark first
    marks: tuple[Mark, ...]
    #: those of them that begin here
    begins: tuple[Mark, ...]


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """
    >>> a, b = Mark(finding_id=1, start=0, end=8, kind="a"), Mark(finding_id=2, start=4, end=12, kind="b")
    >>> [(piece.text, [mark.finding_id for mark in piece.marks]) for piece in pieces("One two three", [a, b])]
    [('One ', [1]), ('two ', [1, 2]), ('thre', [2]), ('e', [])]
    """
    inside = sorted((mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=_order)
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    waiting, covering = iter(inside), list[Mark]()
    coming = next(waiting, None)
    for start, end in pairwise(cuts):
        covering = [mark for mark in covering if mark.end > start]
        begins = []
        while coming and coming.start == start:
            begins.append(coming)
            coming = next(waiting, None)
        covering += begins
        shortest_first = sorted(covering, key=lambda mark: (mark.end - mark.start, mark.finding_id))
        yield Piece(text=text[start:end], marks=tuple(shortest_first), begins=tuple(begins))


def _order(mark: Mark) -> tuple[int, int, int]:
    return (mark.start, mark.end, mark.finding_id)


def marked_html(text: str, marks: Sequence[Mark]) -> SafeString:
    """The text in HTML whose text content is the text itself, so that a browser can count in it."""
    return mark_safe("".join(_html(piece) for piece in pieces(text, marks)))  # noqa: S308  # each piece is escaped


def _html(piece: Piece) -> SafeString:
    if not piece.marks:
        return format_html("{}", piece.text)
    anchors = "".join(format_html('<span id="passage-{}"></span>', mark.finding_id) for mark in piece.begins)
    shortest = piece.marks[0]
    return format_html(
        '{}<mark class="{}{}" data-findings="{}"><a href="#finding-{}" tabindex="-1">{}</a></mark>',
        mark_safe(anchors),  # noqa: S308  # made of numbers by format_html
        shortest.kind,
        " doubt" if any(mark.doubtful for mark in piece.marks) else "",
        " ".join(str(mark.finding_id) for mark in piece.marks),
        shortest.finding_id,
        piece.text,
    )


def place_of(text: str, quote: str, occurrence: int) -> tuple[int, int] | None:
    """Where the quote stands for the `occurrence`-th time, from 1; None where it does not.

    >>> place_of("to and to", "to", 2), place_of("to and to", "to", 3), place_of("to", "", 1)
    ((7, 9), None, None)
    """
    if not quote or occurrence < 1:
        return None
    start = -1
    for _ in range(occurrence):
        start = text.find(quote, start + 1)
        if start < 0:
            return None
    return start, start + len(quote)
