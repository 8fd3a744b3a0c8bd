"""Paragraphs and sentences as passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.document import open_document, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # p.m. goes on before a day, and ends before a word that opens sentences
        ("It began at 6 p.m. Friday. It ended at 8 p.m. The road is shut.", 3),
        ("The envoy met Gen. A. B. Doe of the U.S. Army in St. Anne.", 1),
        ("“We left at once.” She wept. “Where to?” he asked.", 3),
        ("1. Open the road. 2. Let aid in.", 2),
        ("Losses rose 5.5 per cent to 1.2 million. See www.example.org for more.", 2),
        ("They waited… Then they walked!", 2),
    ],
)
def test_sentences(text: str, expected: int) -> None:
    """A full stop ends a sentence only where no abbreviation, initial, number or quotation goes on."""
    assert len(open_document(text).sentences) == expected


def test_hard_wrapped_mail_is_one_paragraph() -> None:
    """
    The convoy of forty buses that left the town at dawn
    reached the border only after nightfall, its drivers
    said.

    A second convoy waits.
    """
    text = test_hard_wrapped_mail_is_one_paragraph.__doc__ or ""
    doc = open_document(text)
    assert len(doc.paragraphs) == 2
    assert [sentence.paragraph for sentence in doc.sentences] == [0, 1]


def test_a_line_for_each_paragraph() -> None:
    """Lines that end as sentences do are paragraphs of their own, with \\r\\n as with \\n."""
    doc = open_document("The road is shut.\r\nNobody passes.\nAid waits.")
    assert [doc.text[span.start : span.end] for span in doc.paragraphs] == [
        "The road is shut.",
        "Nobody passes.",
        "Aid waits.",
    ]


def test_tokens_part_a_possessive_and_keep_a_name() -> None:
    """An apostrophe within a name stays, that of a possessive is a token of its own."""
    assert [token.text for token in tokenize("O’Brien’s 3,000 don't")] == ["O’Brien", "’s", "3,000", "don't"]


def test_links_leave_the_punctuation_of_the_sentence() -> None:
    """The comma after an address is not part of it, nor are brackets around it."""
    doc = open_document("See (https://example.org/a/17:38), or write to desk@example.org.")
    assert [doc.text[link.start : link.end] for link in doc.links] == [
        "https://example.org/a/17:38",
        "desk@example.org",
    ]


@given(st.text(alphabet=st.sampled_from('aB 1.!?“”"\n\r\t(U.S.p’')))
def test_sentences_cover_every_sign(text: str) -> None:
    """Sentences and paragraphs slice back, follow one another, and lose nothing but white space."""
    doc = open_document(text)
    kept = "".join(sentence.text for sentence in doc.sentences)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in doc.sentences)
    for spans in (doc.paragraphs, doc.sentences, doc.tokens, doc.links):
        ends = [0, *(span.end for span in spans)]
        assert all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))


def test_a_sentence_has_a_size() -> None:
    """What no prose has, a sentence of 20,000 signs, is cut so that work within one stays small."""
    doc = open_document("go " * 7_000)
    assert max(len(sentence.text) for sentence in doc.sentences) <= 1_500
