"""Places by all their names."""

from __future__ import annotations

import pytest

from tocsin.reading.document import open_document
from tocsin.reading.gazetteer import known_place
from tocsin.reading.places import find_places
from tocsin.reading.tables import rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From Khartoum to South Sudan", [("Khartoum", "SDN"), ("South Sudan", "SSD")]),
        ("The U.S. envoy flew to the UK", [("U.S.", "USA"), ("UK", "GBR")]),
        ("CÔTE D’IVOIRE and Cote d'Ivoire", [("CÔTE D’IVOIRE", "CIV"), ("Cote d'Ivoire", "CIV")]),
        (
            "Nagorno Karabakh, El-Geneina, Khan Younis’s",
            [("Nagorno Karabakh", "AZE"), ("El-Geneina", "SDN"), ("Khan Younis", "PSE")],
        ),
        ("the Democratic Republic of the Congo", [("Democratic Republic of the Congo", "COD")]),
        ("on the Yerevan-Goris road", [("Yerevan", "ARM"), ("Goris", "ARM")]),
        # a people, a bird, a pronoun, a part of a word, an address are no places
        ("Armenian and Azerbaijani villagers told us a turkey crossed", []),
        ("pan-America https://example.org/Goris", []),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    """The longest known name is found as printed, and nothing that only looks like it."""
    assert [(place.name, place.country) for place in find_places(open_document(text))] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from the village of Umm Qoz to Goma", ["Umm Qoz"]),
        ("in the district of Umm Rakuba", ["Umm Rakuba"]),
        ("They left Umm Rakubatain district.", ["Umm Rakubatain"]),
        # an adjective and a sentence's first word name no place
        ("The Sylvanian town and Another village", []),
    ],
)
def test_a_noun_makes_an_unknown_name_a_place(text: str, names: list[str]) -> None:
    """ "The village of ..." names a place, though nobody told us where it lies."""
    found = find_places(open_document(text))
    assert [place.name for place in found if place.lat is None] == names


@pytest.mark.parametrize(
    "names",
    [
        ("Artsakh", "Karabakh", "Nagorno Karabakh", "Nagorno-Karabakh"),
        ("Khankendi", "Stepanakert"),
        ("Shusha", "Shushi"),
        ("Aghdara", "Martakert"),
        ("Khojavend", "Martuni"),
        ("Berdzor", "Lachin"),
        ("Kiev", "Kyiv"),
        ("Rangoon", "Yangon"),
    ],
)
def test_rival_names_stand_together(names: tuple[str, ...]) -> None:
    """Whichever side's name is printed, all names of the place are told, in alphabetical order."""
    places = [find_places(open_document(f"They left {name} today."))[0] for name in names]
    assert {place.known_as for place in places} == {places[0].known_as}
    assert set(names) <= set(places[0].known_as)
    assert list(places[0].known_as) == sorted(places[0].known_as)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("own_places", (0, 1, 2, 3)),
        ("countries", (0, 1, 2, 3)),
        ("states", (0, 2, 4, 5)),
        ("regions", (0, 1, 3, 4)),
    ],
)
def test_every_place_has_a_name_and_a_position(table: str, columns: tuple[int, ...]) -> None:
    """A row of the place tables names a place, where it lies on the globe, and a country or none."""
    for row in rows(table):
        names, country, lat, lon = (row[column] for column in columns)
        assert all(names.split("|"))
        assert len(country) in (0, 3)
        assert -90 <= float(lat) <= 90
        assert -180 <= float(lon) <= 180


def test_our_own_names_are_in_alphabetical_order() -> None:
    """Our table prefers no name of a place by its order."""
    for names, *_ in rows("own_places"):
        assert names.split("|") == sorted(names.split("|"))


def test_a_capital_is_found_in_its_country() -> None:
    """Each of these capitals is known, with its country."""
    capitals = {
        "Yerevan": "ARM",
        "Baku": "AZE",
        "Khartoum": "SDN",
        "Naypyidaw": "MMR",
        "Kyiv": "UKR",
        "Bangui": "CAF",
    }
    for name, country in capitals.items():
        place = known_place(name)
        assert place is not None
        assert place.country == country
