"""The noun phrase beside a cue, and the name it goes by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.document import open_document
from tocsin.reading.labels import find_label, name_label
from tocsin.reading.names import find_names
from tocsin.reading.roster import open_roster
from tocsin.reading.speakers import speaker_before
from tocsin.reading.subjects import shared_subject


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
        ("Roe, speaking in Lysk, Lowland, said", "Roe"),
        ("Roe, whom the army had jailed, said", "Roe"),
        ("Roe, head of the union which speaks for nurses, said", "Roe"),
        ("The mayor earlier this week said", "The mayor"),
        ("Roe shut the file and said", None),
        ("There said", None),
    ],
)
def test_the_phrase_before_a_verb(text: str, phrase: str | None) -> None:
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


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Roe shut the file and |said nothing.", "Roe"),
        ("The council met on Monday, |saying little.", "The council"),
        ("The army sent the mayor a letter |saying little.", "The army"),
        ("It was read by voters |saying little.", "voters"),
        ("While |calling for calm, the bishop left.", "the bishop"),
        ("LYSK (Wire) - Roe appears in a film, |saying little.", "Roe"),
        ("|Saying little.", None),
    ],
)
def test_a_subject_shared_or_left_out(text: str, subject: str | None) -> None:
    """A second verb or a participle has the subject of the clause that it belongs to."""
    at, text = text.index("|"), text.replace("|", "")
    words = open_document(text).tokens
    found = shared_subject(words, next(index for index, word in enumerate(words) if word.start == at))
    assert (found and text[words[found.phrase.first].start : words[found.phrase.last - 1].end]) == subject


def test_people_of_one_surname_stay_apart() -> None:
    """Jane Roe met John Roe. Mr Roe left, then Mrs Roe, and Roe stayed. Jane M. Doe knew Doe."""
    doc = open_document(test_people_of_one_surname_stay_apart.__doc__ or "")
    roster = open_roster(doc, find_names(doc))
    assert roster.fullest("Roe") == "Roe"
    assert (roster.fullest("Roe", "m"), roster.fullest("Roe", "f")) == ("John Roe", "Jane Roe")
    assert (roster.fullest("Doe"), roster.fullest("Jane Doe")) == ("Jane M. Doe", "Jane M. Doe")


@pytest.mark.parametrize(
    "text",
    [
        "Interior Minister Jane Roe left.",
        "Jane Roe, the interior minister, left.",
        "The interior minister of the republic, Jane Roe, left.",
    ],
)
def test_an_office_and_its_holder(text: str) -> None:
    """Before a name, after it, or explained by it, the office is that of the person named."""
    doc = open_document(text)
    roster = open_roster(doc, find_names(doc))
    assert roster.holders("minister", {"interior"}) == ["Jane Roe"]
    assert roster.holders("minister", {"foreign"}) == []


@given(
    st.lists(st.sampled_from(["Jane Roe", "John Roe", "Roe", "Mr. Roe", "the", "(JR)", ",", "minister"])).map(
        " met ".join
    )
)
def test_the_fullest_form_is_a_form_of_the_name(text: str) -> None:
    """Whatever a text says, a surname's fullest form ends with it, and is its own fullest form."""
    doc = open_document(text)
    roster = open_roster(doc, find_names(doc))
    full = roster.fullest("Roe")
    assert full.endswith("Roe")
    assert roster.fullest(full) == full


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Q: Who left?", "Q"),
        ("ROE: I did. Jane Roe spoke.", "Jane Roe"),
        ("Minister: no talks. The minister, Jane Roe, left.", "Jane Roe"),
        ("Warning: mines ahead.", None),
        ("Three things: water, bread, light.", None),
        ("Roe: 12:30", None),
    ],
)
def test_labels(text: str, label: str | None) -> None:
    """A line's label is an office or somebody named in the text, and is called by the fullest form of the name."""
    doc = open_document(text)
    roster = open_roster(doc, find_names(doc))
    found = find_label(text, doc.tokens, roster, frozenset())
    assert (found and name_label(text, doc.tokens, found, roster)) == label


def test_the_fullest_form() -> None:
    """Jane Roe met the International Court of Law. Roe left the ICL."""
    doc = open_document(test_the_fullest_form.__doc__ or "")
    roster = open_roster(doc, find_names(doc))
    assert roster.fullest("Roe") == "Jane Roe"
    assert roster.fullest("International Court") == "International Court of Law"
    assert roster.fullest("Doe") == "Doe"
