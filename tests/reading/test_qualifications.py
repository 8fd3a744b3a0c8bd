"""Crimes named, by whom, of what."""

from __future__ import annotations

import pytest

from tocsin.reading import read
from tocsin.reading.tables import rows

TERMS = {
    *("genocide", "crime_against_humanity", "war_crime", "forcible_transfer", "persecution", "torture"),
    *("hostage_taking", "starvation", "incitement", "complicity", "aiding_and_abetting", "ethnic_cleansing", "other"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Legal experts are calling the march a war crime.", ("war_crime", "Legal experts", "the march", "attributed")),
        ("Amnesty called the raids war crimes.", ("war_crime", "Amnesty", "the raids", "attributed")),
        (
            "Roe said the siege amounts to a crime against humanity.",
            ("crime_against_humanity", "Roe", "the siege", "attributed"),
        ),
        ("“It is a genocide,” Jane Roe said.", ("genocide", "Jane Roe", None, "attributed")),
        ("The ministry said the raid was not a war crime.", ("war_crime", "the ministry", "the raid", "denied")),
        ("Farmers are in danger of genocide.", ("genocide", None, "Farmers", "unconfirmed")),
        ("The envoy warned of ethnic cleansing of farmers.", ("ethnic_cleansing", "the envoy", "farmers", "attributed")),
    ],
)  # fmt: skip
def test_by_whom_and_of_what(text: str, found: tuple[str, str | None, str | None, str]) -> None:
    """Each crime named has the speaker, the conduct and how sure it is."""
    (one,) = read(text).qualifications
    assert (one.term, one.by, one.of, one.certainty) == found


@pytest.mark.parametrize(
    "text",
    [
        "The Lowland Institute for Genocide Prevention met.",
        "The International Association of Genocide Scholars met.",
        "Two genocide scholars met.",
        "The war crimes tribunal met.",
    ],
)
def test_names_qualify_nothing(text: str) -> None:
    """A crime in the name of a body or a field of work is no qualification."""
    assert read(text).qualifications == ()


def test_every_term_is_found_in_its_example() -> None:
    """Each entry of the table has a term of the contract, and is found in its own example."""
    for phrase, term, example, *_ in rows("crime_terms"):
        assert term in TERMS
        assert term in {one.term for one in read(example).qualifications}, phrase


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Myanmar's junta speaks of genocide.", "Myanmar's junta"),
        ("The envoy spoke of a war crime.", "the envoy"),
        ("Oxfam sees ethnic cleansing.", "Oxfam"),
    ],
)
def test_who_speaks_of_a_crime(text: str, by: str) -> None:
    """Whoever names it, even where nothing is reported as said."""
    (one,) = read(text).qualifications
    assert (one.by, one.certainty) == (by, "attributed")


def test_every_mark_works_in_its_example() -> None:
    """A field names no crime, fear leaves it unconfirmed, refusal denies it; a verb gives by whom or of what."""
    for words, kind, example, *_ in rows("crime_marks"):
        found = read(example).qualifications
        if kind == "field":
            assert found == (), words
        elif kind == "fear":
            assert [one.certainty for one in found] == ["unconfirmed"], words
        elif kind == "refusal":
            assert [one.certainty for one in found] == ["denied"], words
        else:
            assert [one for one in found if one.by or one.of], words
