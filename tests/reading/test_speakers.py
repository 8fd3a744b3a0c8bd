"""The noun phrase beside a cue, and the name it goes by."""

from __future__ import annotations

import pytest

from tocsin.reading.document import open_document
from tocsin.reading.names import find_names
from tocsin.reading.roster import open_roster
from tocsin.reading.speakers import speaker_before


def before(text: str) -> str | None:
    """The phrase before the last word of `text`."""
    doc = open_document(text)
    phrase = speaker_before(doc.tokens, len(doc.tokens) - 1)
    return phrase and text[doc.tokens[phrase.first].start : doc.tokens[phrase.last - 1].end]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("On Friday the head of the mission in the valley said", "the head of the mission in the valley"),
        ("Meanwhile the ministry said", "the ministry"),
        ("In Geneva, the agency said", "the agency"),
        ("Roe, a lawyer, said", "Roe, a lawyer"),
        ("The wells were dry, Roe, a lawyer, said", "Roe, a lawyer"),
        ("The envoy to the valley said", "The envoy to the valley"),
        ("Nurses and drivers said", "Nurses and drivers"),
        ("An announcement on Friday said", "An announcement"),
        ("Roe said her forces fired", "her forces"),
        ("because they said", "they"),
    ],
)
def test_the_phrase_before_a_verb(text: str, phrase: str) -> None:
    """The subject is cut at the clause's bounds, and keeps its appositions."""
    assert before(text) == phrase


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Lowland Institute for Peace met.", ["Lowland Institute for Peace"]),
        ("Highland President Jane Roe met the Foreign Ministry.", ["Jane Roe", "Foreign Ministry"]),
        ("On Monday Omar al-Hassan met J. Roe.", ["Omar al-Hassan", "J. Roe"]),
        ("We met the Lowland Residents' Council.", ["Lowland Residents' Council"]),
        ("They met in March. What a day.", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    """A name keeps its links and particles and sheds its titles; days, months and openers are no names."""
    assert [one.text for one in find_names(open_document(text))] == names


def test_the_fullest_form() -> None:
    """Jane Roe met the International Court of Law. Roe left the ICL."""
    doc = open_document(test_the_fullest_form.__doc__ or "")
    roster = open_roster(doc, find_names(doc))
    assert roster.fullest("Roe") == "Jane Roe"
    assert roster.fullest("International Court") == "International Court of Law"
    assert roster.fullest("Doe") == "Doe"
