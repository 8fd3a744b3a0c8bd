"""What is typed, as terms and as the query of each database. The document read is the test's docstring."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import WrongUse
from tocsin.question import WORDS_MAX, as_fts5, as_tsquery, fold, terms_of
from tocsin.snippet import snippet


def read(typed):
    return [(" ".join(term.words), term.begins, term.excluded) for term in terms_of(typed)]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("river boats", [("river", False, False), ("boats", False, False)]),
        ('"the river" boats', [("the river", False, False), ("boats", False, False)]),
        ("“the river”", [("the river", False, False)]),
        ('"the river', [("the river", False, False)]),
        ("displac* -rain", [("displac", True, False), ("rain", False, True)]),
        ('-"heavy rain" road', [("heavy rain", False, True), ("road", False, False)]),
        # what is written together stands together
        ("97,735", [("97 735", False, False)]),
        ("well-known", [("well known", False, False)]),
        ("NEAR(a) OR road", [("near a", False, False), ("or", False, False), ("road", False, False)]),
        ("* -- road", [("road", False, False)]),
        ("Հայաստան", [("հայաստան", False, False)]),
        ("الجسر", [("الجسر", False, False)]),
        ("हिन्दी", [("हिन्दी", False, False)]),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_terms(typed, terms):
    """Words, phrases, beginnings, exclusions; any script; nothing else means anything."""
    assert read(typed) == terms


@pytest.mark.parametrize("typed", ["", " ", "***", "-rain", '""', "-", " ".join("abcdefghijklm")])
def test_what_looks_for_nothing_or_too_much_is_refused(typed):
    """Something must be looked for: what only leaves out would find nearly everything."""
    with pytest.raises(WrongUse, match="cannot be searched for"):
        terms_of(typed)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_what_is_typed_never_becomes_an_operator(typed):
    """Between the quotation marks of a query stand letters, digits and their signs alone."""
    try:
        terms = terms_of(typed)
    except WrongUse:
        return
    assert sum(len(term.words) for term in terms) <= WORDS_MAX
    for query, quote in ((as_fts5(terms, "passage"), '"'), (as_tsquery(terms, "A"), "'")):
        inside = query.split(quote)[1::2]
        outside = "".join(query.split(quote)[::2])
        assert all(re.fullmatch(r"[^\"'\\:&|!()*<>{}]+", words) for words in inside), query
        assert re.fullmatch(r"[()&!:*A<> {}\-]*", re.sub("AND|NOT|OR|passage", "", outside)), query


@settings(deadline=None)
@given(st.text(alphabet="aéÉßİñüЖйあ中ا", max_size=20))
def test_folding_twice_is_folding_once(text):
    """A folded word is found again under itself."""
    assert fold(fold(text)) == fold(text)


def marked(text, typed, **more):
    return "".join(
        f"[{piece.text}]" if piece.hit else piece.text for piece in snippet(text, terms_of(typed), **more)
    )


def test_a_snippet_shows_the_words_that_were_looked_for():
    """The passage about the river, from some words before the first hit; phrases only as a whole."""
    long = "Nothing happened here. " * 20 + "The old bridge over the river fell."
    assert "[bridge]" in marked(long, "bridge", length=80)
    assert marked(long, "bridge", length=80).startswith("… ")
    assert marked("the river and the bridge", '"the bridge"') == "the river and [the bridge]"
    assert marked("displaced, displacement", "displac* -river") == "[displaced], [displacement]"
    assert marked("Étienne", "etienne") == "[Étienne]"
    assert marked("nothing of it", "bridge") == "nothing of it"


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=30), st.integers(10, 100))
def test_a_snippet_is_a_part_of_the_text(text, typed, length):
    """Nothing is added but an ellipsis, and no more is shown than was asked for."""
    try:
        terms = terms_of(typed)
    except WrongUse:
        return
    shown = "".join(piece.text for piece in snippet(text, terms, length=length))
    assert shown.removeprefix("… ").removesuffix(" …") in text or shown in text
    assert len(shown) <= length + 4
