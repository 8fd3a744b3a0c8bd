"""Findings by the words of their passages, over both databases."""

import re
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import made
from tocsin import record
from tocsin.errors import WrongUse
from tocsin.question import WORD
from tocsin.record.models import Finding
from tocsin.record.searching import count_kinds, matching
from tocsin.reports.models import Report

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


def quotes(words, most=20, **more):
    return [each.quote for each in record.search(record.sought(words, **more), most=most).findings]


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
        record.sought(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"displaced families"', [0]),
        ('"families displaced"', []),
        ("families -displaced", []),
        ("families -boat", [0]),
        ("etienne", [2]),
        ("ÉTIENNE’S", [2]),
        ('"nearly 3,000"', [0]),
        ("3 000", [0]),
        ("kindfigure", []),
        ("=kindfigure", []),
    ],
)
def test_phrases_exclusions_and_accents(findings, words, found):
    """A phrase stands in a row; what is excluded stands nowhere; accents are nobody's to know; no mark can be typed."""
    assert quotes(words) == [findings[number].quote for number in found]


def test_speakers_and_places_are_found_and_narrow_down(db):
    """Who said it and where need not stand in the passage; a word of a place is no speaker's."""
    text = made.report("The road is shut. Few are left.")
    shut = made.finding(
        text, "statement", "The road is shut", speaker_name="Mira Hollow", speakers=[], content=[]
    )
    left = made.finding(
        text, "figure", "Few are left", value=3, speaker="the council", population="farmers",
        places=[{"name": "Upper Valley", "country": None, "role": "at"}],
    )  # fmt: skip
    town = made.finding(text, "place", "road", name="Stonegate", known_as=["Stonegate", "Steintor"])
    assert quotes("hollow") == quotes("road", speaker="mira hollow") == [shut.quote]
    assert quotes("farmers") == quotes("", place='"upper valley"') == quotes("valley left") == [left.quote]
    assert quotes("steintor") == quotes("", place="steintor") == [town.quote]
    assert quotes("", speaker="valley") == quotes("", place="council") == quotes('"left council"') == []


def test_a_corrected_speaker_is_found_and_the_misread_one_no_more(db):
    """The fields in force are searched."""
    text = made.report("It is over.")
    row = made.finding(text, "statement", "It is over", speaker_name="Misread", speakers=[], content=[])
    fields = {name: value for name, value in row.fields.items() if name not in ("start", "end")}
    by = made.login("ana", "analyst")
    record.review(
        row.pk,
        decision="corrected",
        by=by,
        now=made.NOW,
        seen=None,
        fields=fields | {"speaker_name": "Meant"},
    )
    assert quotes("misread") == []
    assert quotes("meant") == quotes("meant", states=["corrected"]) == [row.quote]
    assert quotes("meant", states=["open"]) == []


def test_reports_narrow_it_down_few_or_many(db, monkeypatch):
    """By their numbers where they are few, by shelves and one by one where they are many: with the same answer."""
    texts = [made.report(f"Water came, day {day}.", publisher=f"Gazette {day % 3}") for day in range(9)]
    for text in texts:
        made.finding(text, "event", "Water came", type="other")
    meant = Report.objects.filter(publisher="Gazette 1")
    few = record.search(record.sought("water", reports=meant)).findings
    monkeypatch.setattr("tocsin.record.searching.FEW_REPORTS", 1)
    many = record.search(record.sought("water", reports=meant)).findings
    assert [row.pk for row in few] == [row.pk for row in many]
    assert [row.report.publisher for row in few] == ["Gazette 1"] * 3
    none = Report.objects.filter(publisher="nobody")
    assert record.search(record.sought("water", reports=none)).findings == []


@pytest.mark.parametrize("window", [1, 4, 3000])
@pytest.mark.parametrize("looked", [3, 4000])
def test_pages_follow_one_another_without_a_gap(db, monkeypatch, window, looked):
    """However little is looked at in one go, whoever goes on sees every match once, the newest first."""
    monkeypatch.setattr("tocsin.record.word_rows.WINDOW", window)
    monkeypatch.setattr("tocsin.record.searching.LOOKED_MAX", looked)
    monkeypatch.setattr("tocsin.record.searching._FIRST", 2)
    text = made.report("Water came. Fire came.")
    rows = [
        made.finding(text, "event", "Water came" if n % 3 else "Fire came", type="other") for n in range(20)
    ]
    question, seen, before = record.sought("water"), [], None
    while True:
        found = record.search(question, most=4, before=before)
        seen += [row.pk for row in found.findings]
        if (before := found.older) is None:
            break
    assert seen == [row.pk for row in reversed(rows) if row.quote == "Water came"]


def test_matches_are_counted_by_kind(findings, monkeypatch):
    """One figure and one statement; of many only the newest are counted, and that is said."""
    assert count_kinds(record.sought("displac*")) == ({"figure": 1, "statement": 1}, True)
    monkeypatch.setattr("tocsin.record.searching.COUNTED_MAX", 1)
    assert count_kinds(record.sought("displac*")) == ({"statement": 1}, False)


def test_only_these_findings_are_asked_about(findings):
    """For what is new: those of the given that match."""
    ids = [row.pk for row in findings]
    assert matching(record.sought("displac*"), ids) == ids[:2]
    assert matching(record.sought("displac*"), ids[1:]) == ids[1:2]
    assert matching(record.sought("", kinds=["event"]), ids) == ids[2:]
    assert matching(record.sought("displac*"), []) == []


def test_an_edited_passage_is_found_by_its_new_words_alone(findings):
    """As where a name is erased: nothing of the old passage is left in the index."""
    Finding.objects.filter(pk=findings[2].pk).update(quote="[erased]")
    assert quotes("boat") == quotes("etienne") == []
    assert quotes("erased") == ["[erased]"]


def test_a_finding_that_is_gone_is_found_no_more(findings):
    """The index follows the rows."""
    Finding.objects.filter(pk=findings[2].pk).delete()
    assert quotes("boat") == []


#: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Georgian, Amharic, Han, Kana, Hangul; digits, signs
_LETTERS = "aeéÉñßİZ3,7.-/'’_@:#&()\"*\n αΩώЖйёԱՀև։אבשاسجدِ،हिनदी।ქარአማር中文あいアー한국"


#: an accented Latin letter under an Arabic vowel sign, a word of no script: PostgreSQL takes off accents that stand next
#: to their letter, and in normal order the vowel sign stands between the two
_NO_WORD = re.compile("[éÉñİ]ِ")


class TestAnyWords(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=60))
    def test_any_text_is_searched_or_refused(self, words):
        """No text breaks the query, and in an empty record nothing is found by any."""
        found = []
        with suppress(WrongUse):
            found = record.search(record.sought(words.replace("\0", ""))).findings
        assert found == []

    @settings(max_examples=40, deadline=None)
    @given(st.text(alphabet=_LETTERS, min_size=1, max_size=60))
    def test_what_is_stored_is_found_by_each_of_its_words(self, passage):
        """A passage in any of these scripts is found by every word in it, and by a beginning of it."""
        assume(not _NO_WORD.search(passage))
        text = made.report(passage + " .")
        row = made.finding(text, "event", passage, type="other")
        for match in WORD.finditer(passage):
            word = match[0]
            assert row.pk in [each.pk for each in record.search(record.sought(word)).findings], word
            assert row.pk in [each.pk for each in record.search(record.sought(f"{word[:2]}*")).findings], word
