"""What a number counts: each passage with the terms of its figures, in their order."""

from __future__ import annotations

import pytest

from tocsin.reading import read


def terms(text: str) -> list[tuple[str | None, str | None]]:
    """(unit, term) of each figure."""
    return [(figure.unit, figure.term) for figure in read(text).figures]


@pytest.mark.parametrize(
    ("text", "unit", "term"),
    [
        ("The dam broke, and the evacuation of 610 villagers began.", "person", "evacuated"),
        ("The mudslide led to the destruction of 75 homes.", "house", "destroyed_housing"),
        ("Rain caused the preventive relocation of another 1,900 residents.", "person", "relocated"),
        ("The blaze forced the evacuation of, by the latest count, 8,400 people.", "person", "evacuated"),
    ],
)
def test_a_noun_governs_by_of(text: str, unit: str, term: str) -> None:
    """ "The evacuation of 640" counts the evacuated, as "640 were evacuated" does."""
    assert terms(text) == [(unit, term)]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The storm forced 80 families out of their homes.", "forced_to_flee"),
        ("The fighting drove 6,000 people from their villages.", "forced_to_flee"),
        ("The mayor ordered 6,000 people to leave.", "evacuated"),
        ("Police called on 6,000 residents to leave their homes.", "evacuated"),
        ("Some 6,000 people were told to leave.", "evacuated"),
        ("The flames forced 6,000 people to leave their homes.", "forced_to_flee"),
    ],
)
def test_a_verb_in_two_pieces(text: str, term: str) -> None:
    """What is said before the number and what is said after it tell the measure together."""
    assert [found for _, found in terms(text)] == [term]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Lowland hosts 41,000 refugees.", "refugee"),
        ("Some 41,000 refugees who fled the coast live there.", "refugee"),
        ("Some 41,000 refugees have returned.", "returns"),
        ("Soldiers killed 40 refugees.", "killed"),
        ("The province counts up to 41,000 IDPs.", "displaced"),
        ("Some 41,000 displaced people were evacuated again.", "evacuated"),
        ("The army moved 41,000 displaced or relocated herders.", "displaced"),
        ("Some 41,000 people live there as economic refugees.", "refugee"),
    ],
)
def test_who_is_counted_outweighs_where_they_are(text: str, term: str) -> None:
    """A refugee who is hosted is counted as a refugee; one who goes back or dies is counted so."""
    assert [found for _, found in terms(text)] == [term]


@pytest.mark.parametrize(
    ("text", "unit", "term"),
    [
        ("Displaced families: 512", "household", "displaced"),
        ("Houses destroyed: 30", "house", "destroyed_housing"),
        ("Totally destroyed housing: 163", "house", "destroyed_housing"),
        ("IDPs total 88,214", "person", "displaced"),
        ("Number of evacuated people: 74", "person", "evacuated"),
        ("The count of displaced families was estimated at 512.", "household", "displaced"),
    ],
)
def test_a_heading_names_the_unit(text: str, unit: str, term: str) -> None:
    """A number without a noun counts what its heading names."""
    assert terms(text) == [(unit, term)]


@pytest.mark.parametrize(
    "text",
    [
        "Some 3,000 people refused to leave.",
        "At least 3,000 people are at risk of displacement.",
        "The 3,000 villagers were never evacuated.",
        "In Tarn 3,000 soldiers killed a farmer.",
    ],
)
def test_what_did_not_come_about(text: str) -> None:
    """A bar before the measure, or a number that does it to somebody, and nobody is counted."""
    assert [term for _, term in terms(text)] == [None]


def test_a_number_with_a_verb_of_its_own() -> None:
    """Some 3,000 people were evacuated and 700 families need food."""
    text = test_a_number_with_a_verb_of_its_own.__doc__ or ""
    assert terms(text) == [("person", "evacuated"), ("household", None)]


def test_joined_objects_share_their_verb() -> None:
    """The flood displaced 300 families and 40 farmers."""
    text = test_joined_objects_share_their_verb.__doc__ or ""
    assert terms(text) == [("household", "displaced"), ("person", "displaced")]


def test_a_count_in_brackets_shares_the_verb() -> None:
    """In the fire 3,140 people (some 520 families) became homeless."""
    text = test_a_count_in_brackets_shares_the_verb.__doc__ or ""
    assert terms(text) == [("person", "homeless"), ("household", "homeless")]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Some 1,200 people were affected and evacuated.", "evacuated"),
        ("Some 1,200 people took shelter in six camps.", "in_relief_camp"),
        ("Some 1,200 people are staying in shelters.", "sheltered"),
        ("The camp for displaced people is home to 1,200 farmers.", "in_relief_camp"),
        ("Some 1,200 people were evacuated to shelters.", "evacuated"),
        ("Up to 1,200 herders of three hamlets were slowly evacuated.", "evacuated"),
    ],
)
def test_the_word_that_says_most(text: str, term: str) -> None:
    """Of several words that fit, the one that tells most of how people are moved."""
    assert next(found for _, found in terms(text)) == term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The storm damaged 30 houses.", "partially_destroyed_housing"),
        ("The storm damaged or destroyed 30 houses.", "destroyed_housing"),
        ("Some 30 houses were fully damaged.", "destroyed_housing"),
        ("Some 30 houses collapsed.", "destroyed_housing"),
        ("A landslide buried 30 homes.", "destroyed_housing"),
        ("Some 30 homes were evacuated.", "evacuated"),
        ("Some 30 homes are uninhabitable.", "uninhabitable_housing"),
    ],
)
def test_houses(text: str, term: str) -> None:
    """Houses are destroyed, damaged, unfit to live in, or emptied."""
    assert terms(text) == [("house", term)]
