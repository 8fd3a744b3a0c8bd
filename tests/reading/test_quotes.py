"""Quotations in every typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.document import open_document
from tocsin.reading.folding import fold
from tocsin.reading.quotes import LEVEL_MAX, find_quotes

MARKS = st.lists(
    st.sampled_from([*"“”\"'‘’«»‹›„「」『』‚＂. ,a", "``", "''", "\n\n", " he said ", "don’t", "?”"]),
    max_size=80,
).map("".join)


def quoted(text: str) -> list[tuple[int, str]]:
    return [(one.level, text[one.start : one.end]) for one in find_quotes(open_document(text))[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She said “no” twice.", [(1, "“no”")]),
        ('She said "no" and "never".', [(1, '"no"'), (1, '"never"')]),
        ("Il a dit «non» hier.", [(1, "«non»")]),
        ("Er sagte „nein“ gestern.", [(1, "„nein“")]),
        ("He said 'no' at the soldiers' gate.", [(1, "'no'")]),
        ("He said ``no'' twice.", [(1, "``no''")]),
        ("“They called it ‘order’,” he said.", [(1, "“They called it ‘order’,”"), (2, "‘order’")]),
        ("“He “only” asked,” she said.", [(1, "“He “only” asked,”"), (2, "“only”")]),
        # set apart by spaces, turned round, in corners
        ("Elle a dit « non » hier.", [(1, "« non »")]),
        ("Er sagte »nein« gestern.", [(1, "»nein«")]),
        ("Er sagte ‚nein‘ gestern.", [(1, "‚nein‘")]),
        ("Hon sa ”nej” igår.", [(1, "”nej”")]),
        ("彼は「もう『誰も』いない」と言った。", [(1, "「もう『誰も』いない」"), (2, "『誰も』")]),
        # one kind opens and its kin closes
        ('“It is over" he said.', [(1, '“It is over"')]),
        ("''She wrote 'no''' he said.", [(1, "''She wrote 'no'''"), (2, "'no'")]),
        # a genitive within, and words that begin with an apostrophe
        ("'They shut the guards' gate,' he said.", [(1, "'They shut the guards' gate,'")]),
        ("Get 'em out of the guards' gate.", []),
        # apostrophes quote nothing
        ("It’s the soldiers’ gate, isn't it? Don’t go.", []),
        ("In the '90s nobody left.", []),
    ],
)
def test_typography(text: str, found: list[tuple[int, str]]) -> None:
    """Each kind of mark is paired with its own; an apostrophe is no mark."""
    assert quoted(text) == found


def test_a_quotation_over_paragraphs() -> None:
    """“The wells are dry.

    “Nobody came.

    “We left,” the mayor said.
    """
    text = test_a_quotation_over_paragraphs.__doc__ or ""
    quotes, problems = find_quotes(open_document(text))
    assert [quote.continues for quote in quotes] == [False, True, True]
    assert problems == ()


def test_a_quotation_never_closed_is_a_problem() -> None:
    """“The wells are dry.

    The mayor left.
    """
    text = test_a_quotation_never_closed_is_a_problem.__doc__ or ""
    quotes, problems = find_quotes(open_document(text))
    assert [text[one.start : one.end] for one in quotes] == ["“The wells are dry."]
    assert [(one.start, one.end) for one in problems] == [(quotes[0].start, quotes[0].end)]


def test_a_quotation_never_opened_is_a_problem() -> None:
    """The wells are dry,” the mayor said. The board was 6” wide."""
    text = test_a_quotation_never_opened_is_a_problem.__doc__ or ""
    quotes, problems = find_quotes(open_document(text))
    assert quotes == ()
    assert [(text[one.start : one.end], one.start) for one in problems] == [("”", text.index("”"))]


@given(MARKS)
def test_quotations_nest(text: str) -> None:
    """Whatever the marks, a quotation lies within its parent, one level up, and slices back."""
    quotes, _ = find_quotes(open_document(text))
    for quote in quotes:
        assert 0 <= quote.start < quote.inner.start <= quote.inner.end <= quote.end <= len(text)
        assert 1 <= quote.level <= LEVEL_MAX
        if quote.within is not None:
            parent = quotes[quote.within]
            assert parent.start <= quote.start and quote.end <= parent.end and parent.level == quote.level - 1


@given(MARKS)
def test_folding_loses_no_word(text: str) -> None:
    """Every token outside all quotations stands in one folded sentence of the running text."""
    doc = open_document(text)
    quotes, _ = find_quotes(doc)
    running = [word for one in fold(doc, quotes) if one.within is None for word in one.words]
    outside = [
        token
        for token in doc.tokens
        if not any(quote.start < token.end and token.start < quote.end for quote in quotes)
    ]
    assert [word for word in running if word in outside] == outside
