"""A text with its findings marked: nothing of the text is lost, whatever overlaps."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from tocsin.web.marked_text import Mark, marked_html, pieces, place_of

TEXTS = st.text(alphabet="ab <&>'\"\n\u0561\u0627\U0001f600", max_size=40)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(-2, 42), st.integers(-2, 42)), max_size=8))
    return text, [
        Mark(finding_id=number, start=start, end=end, kind="figure")
        for number, (start, end) in enumerate(spans, 1)
    ]


@given(marked())
def test_the_pieces_together_are_the_text(case: tuple[str, list[Mark]]) -> None:
    """Cutting loses and doubles nothing."""
    text, marks = case
    assert "".join(piece.text for piece in pieces(text, marks)) == text


@given(marked())
def test_each_mark_covers_exactly_its_passage(case: tuple[str, list[Mark]]) -> None:
    """The pieces that a mark covers make its passage; a span outside the text is left out."""
    text, marks = case
    cut = list(pieces(text, marks))
    for mark in marks:
        covered = "".join(piece.text for piece in cut if mark in piece.marks)
        inside = 0 <= mark.start < mark.end <= len(text)
        assert covered == (text[mark.start : mark.end] if inside else "")


@given(marked())
def test_what_a_browser_counts_in_is_the_text_itself(case: tuple[str, list[Mark]]) -> None:
    """The text content of the HTML is the text, so that a selection's offsets are offsets in the text."""
    text, marks = case
    assert unescape(re.sub(r"<[^>]*>", "", marked_html(text, marks))) == text


@given(TEXTS, TEXTS)
def test_a_place_holds_the_quote(text: str, quote: str) -> None:
    """Where a place is found, the quote stands there; where none is, it does not stand in the text."""
    place = place_of(text, quote, 1)
    assert (text[place[0] : place[1]] == quote) if place else (not quote or quote not in text)
