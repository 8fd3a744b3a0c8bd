"""Small names that nothing in the text speaks for: the place is kept, and which one it is stays open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.document import open_document
from tocsin.reading.places import find_places


def countries(text: str) -> dict[str, str | None]:
    return {place.name: place.country for place in find_places(open_document(text))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nurses at Pagak counted 900 families, officials in Juba said.", {"Pagak": None, "Juba": "SSD"}),
        ("Nurses at Pagak counted 900 families, Indonesian officials said.", {"Pagak": "IDN"}),
        ("Nurses at Pagak, Indonesia, counted 900 families.", {"Pagak": "IDN", "Indonesia": "IDN"}),
        ("Troops left Masisi and then Sake.", {"Masisi": "COD", "Sake": "COD"}),
        ("Salvadoran police searched San Miguel.", {"San Miguel": "SLV"}),
        ("Talks resumed in Nairobi and Paris.", {"Nairobi": "KEN", "Paris": "FRA"}),
    ],
)
def test_a_small_town_is_meant_where_something_speaks_for_it(text: str, found: dict[str, str | None]) -> None:
    """Its country, its country's people, or a neighbour; large towns need nobody."""
    assert countries(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Members of the Tari minority spoke in the end.",
        "The Front, the Army and the Party of Unity agreed.",
        "They paid in US dollars and in Hong Kong dollars.",
    ],
)
def test_peoples_armies_and_money_are_no_places(text: str) -> None:
    """Though towns are called so."""
    assert countries(text) == {}


@given(st.sampled_from(["Juba", "Kyiv", "Goris", "Nairobi"]), st.sampled_from(["Pagak", "Kesh"]))
def test_no_country_is_given_that_the_text_does_not_speak_of(known: str, hamlet: str) -> None:
    """Whatever large town the text names, a hamlet elsewhere stays open."""
    assert countries(f"Buses from {known} stopped near {hamlet} at noon.")[hamlet] is None
