"""Findings by the words of their passages, over both databases."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import made
from tocsin import record
from tocsin.errors import WrongUse
from tocsin.record.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def findings():
    text = made.report(
        "Nearly 3,000 displaced families reached the river. The displacement goes on. Étienne's boat sank."
    )
    return [
        made.finding(text, "figure", "Nearly 3,000 displaced families", state="accepted", value=3000),
        made.finding(text, "statement", "The displacement goes on"),
        made.finding(text, "event", "Étienne's boat sank", type="other"),
    ]


def quotes(words, **more):
    return [each.quote for each in record.search(words, **more)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("displaced", [0]),
        ("DISPLACED families", [0]),
        ("families displaced", [0]),
        ("displac*", [1, 0]),
        ("displaced boat", []),
        ("boat sank", [2]),
        ("3,000", [0]),
        ("'; DROP TABLE record_finding; --", []),
        ('"quoted" AND NEAR(', []),
    ],
)
def test_every_word_must_stand_in_the_passage(findings, words, found):
    """In any case and order, the newest first; what looks like a query language is only words."""
    assert quotes(words) == [findings[number].quote for number in found]


def test_kinds_and_states_narrow_it_down(findings):
    """Statements alone, accepted ones alone."""
    assert quotes("displac*", kinds=["statement"]) == [findings[1].quote]
    assert quotes("displac*", states=["accepted"]) == [findings[0].quote]
    assert len(quotes("displac*", most=1)) == 1


@pytest.mark.parametrize(
    "words", ["", "  ", "***", "one two three four five six seven eight nine ten eleven twelve more"]
)
def test_what_holds_no_word_or_too_many_is_refused(words):
    """The message says how many."""
    with pytest.raises(WrongUse, match="cannot be searched for"):
        record.search(words)


def test_a_finding_that_is_gone_is_found_no_more(findings):
    """The index follows the rows."""
    Finding.objects.filter(pk=findings[2].pk).delete()
    assert quotes("boat") == []


class TestAnyWords(TestCase):
    @settings(max_examples=60)
    @given(st.text(max_size=60))
    def test_any_text_is_searched_or_refused(self, words):
        """No text breaks the query, and in an empty record nothing is found by any."""
        found = []
        with suppress(WrongUse):
            found = record.search(words.replace("\0", ""))
        assert found == []
