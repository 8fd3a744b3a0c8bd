"""What reading holds in memory, and texts longer than any report."""

from __future__ import annotations

import tracemalloc
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading import Reading, read
from tocsin.reading.long_texts import joined, pieces

DAY = """The council said on Friday that 3,000 people, of whom 200 were children, had fled Goma. “No one fled,” said
Mara Oduya, a spokeswoman for the army. The army denied the claim.

"""


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of 2,000 characters, so that a few KB are a long text."""
    monkeypatch.setattr("tocsin.reading.pieces", partial(pieces, longest=2_000))


def test_pieces_are_read_as_parts_of_the_whole(short_pieces: None) -> None:
    """A text of many pieces has the findings of its paragraphs, each in its place, and parts point to their totals."""
    text = DAY * 60
    one, whole = read(DAY, "2023-09-29"), read(text, "2023-09-29")
    assert len(whole.figures) == 60 * len(one.figures) and len(whole.times) == 60 * len(one.times)
    words = {text[figure.start : figure.end] for figure in whole.figures}
    assert words == {DAY[figure.start : figure.end] for figure in one.figures}
    assert {whole.figures[part.part_of].value for part in whole.figures if part.part_of is not None} == {3000}
    last = whole.statements[-1]
    assert last.cue is not None and text[last.cue.start : last.cue.end] == "denied"
    assert last.denies is None or last.denies < len(whole.statements)


@given(st.text(alphabet="ab \n", max_size=60), st.integers(min_value=2, max_value=20))
def test_pieces_are_the_text(text: str, longest: int) -> None:
    """Nothing is lost between two pieces, and none is too long."""
    cut = list(pieces(text, longest))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(end - start <= longest for start, end in cut)
    assert all(end > start for start, end in cut) or not text


@pytest.mark.parametrize("offset", [0, 1, 1_000_000])
def test_a_moved_reading_is_the_reading_of_a_moved_text(offset: int) -> None:
    """Every span moves, at whatever depth."""
    one = read(DAY, "2023-09-29")
    both = joined([(0, Reading()), (offset, one)])
    moved = [
        span.start for statement in both.statements for span in (*statement.speakers, *statement.content)
    ]
    assert moved == [
        span.start + offset
        for statement in one.statements
        for span in (*statement.speakers, *statement.content)
    ]


def test_memory_does_not_grow_with_the_text(short_pieces: None) -> None:
    """Fifteen pieces are held no larger than three, but for their findings."""
    read(DAY, "2023-09-29")
    few, many = (_peak_bytes(DAY * count) for count in (30, 150))
    assert many < 3 * few


def _peak_bytes(text: str) -> int:
    tracemalloc.start()
    try:
        read(text, "2023-09-29", only={"times"})
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
