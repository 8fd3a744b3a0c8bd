"""Who or what a verb is said of."""

from __future__ import annotations

import pytest

from tocsin.reading.clause_subjects import is_finite, main_subject, subject_of
from tocsin.reading.document import tokenize


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Gunmen from the hills shelled the mill.", "shelled", "Gunmen from the hills"),
        ("The clinic in Goma was shelled.", "shelled", "The clinic"),
        ("The brigade, a unit of the guard, seized two ferries.", "seized", "The brigade"),
        ("The bridge, which engineers had mined, was destroyed.", "destroyed", "The bridge"),
        ("The gunmen who abducted the nurse left.", "abducted", "The gunmen"),
        ("Troops stormed the school and arrested four teachers.", "arrested", "Troops"),
        ("Troops stormed the school, arrested four teachers and burnt it.", "burnt", "Troops"),
        ("Soldiers and allied militias looted it.", "looted", "Soldiers and allied militias"),
        ("Soldiers, border police and militias looted it.", "looted", "Soldiers, border police and militias"),
        ("Roe said that rebels burnt it.", "burnt", "rebels"),
        ("The army shelled the town and raiders burnt it.", "burnt", "raiders"),
        ("Farmers fled after gunmen burnt it.", "burnt", "gunmen"),
        ("Meanwhile the army withdrew.", "withdrew", "the army"),
        ("In Goma rebels burnt it.", "burnt", "rebels"),
        ("Both burnt it.", "burnt", "Both"),
        ("Burnt villages smoked.", "Burnt", None),
    ],
)
def test_subjects(text: str, verb: str, subject: str | None) -> None:
    """Beside the verb, over an insertion, before a relative pronoun, or shared with the verb before."""
    words = tokenize(text)
    found = subject_of(words, [word.text for word in words].index(verb))
    assert (text[words[found.first].start : words[found.last - 1].end] if found else None) == subject


@pytest.mark.parametrize("text", ["Rebels ambushed it, killing two.", "After killing two, rebels withdrew."])
def test_who_does_what_a_gerund_tells(text: str) -> None:
    """The subject of the verb before it, or of the one after its comma."""
    words = tokenize(text)
    found = main_subject(words, [word.text for word in words].index("killing"))
    assert found is not None
    assert words[found.first].lower == "rebels"


def test_an_adjective_is_no_verb() -> None:
    """Two looted shops burnt."""
    words = tokenize(test_an_adjective_is_no_verb.__doc__ or "")
    assert [word.text for index, word in enumerate(words) if is_finite(words, index)] == ["burnt"]
