"""Places by all their names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.work import work
from tocsin.reading.document import open_document
from tocsin.reading.gazetteer import known_place
from tocsin.reading.place_adjectives import find_adjectives
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the state or the country behind a name, or the towns around it, say which is meant
        ("in Moscow, Idaho, on Monday", [("Moscow", "USA"), ("Idaho", "USA")]),
        ("in Moscow, U.S. officials said", [("Moscow", "RUS"), ("U.S.", "USA")]),
        ("LONDON, Ont. (Agency) — A fire", [("LONDON", "CAN"), ("Ont.", "CAN")]),
        ("Atlanta and Macon in Georgia", [("Atlanta", "USA"), ("Macon", "USA"), ("Georgia", "USA")]),
        ("Tbilisi and Gori in Georgia", [("Tbilisi", "GEO"), ("Gori", "GEO"), ("Georgia", "GEO")]),
        ("in Victoria, British Columbia", [("Victoria", "CAN"), ("British Columbia", "CAN")]),
        # one name means one place in one text
        ("Paris, Texas, burned. Paris wept.", [("Paris", "USA"), ("Texas", "USA"), ("Paris", "USA")]),
        # a small town needs to be shown: by a preposition, a list, a dateline, a noun, its police
        ("Price rose. He lives in Price, Utah.", [("Price", "USA"), ("Utah", "USA")]),
        ("TORRINGTON — A mill burned.", [("TORRINGTON", "USA")]),
        ("a Danbury police car", [("Danbury", "USA")]),
        ("made-in-China and mid-Ohio", [("China", "CHN"), ("Ohio", "USA")]),
    ],
)
def test_what_stands_around_a_name_says_what_it_means(text: str, expected: list[tuple[str, str]]) -> None:
    """Neighbours, states and countries of the text choose among places of one name."""
    found = find_places(open_document(text))
    assert [(place.name, place.country) for place in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Florence Roe met Mr Lincoln and Fidel Castro. Castro left.",
        "The Boston Herald and Real Madrid sued.",
        "The Kachin Independence Army and the Tigray People’s Liberation Front signed.",
        "Hope died in May. Police and Justice are words, and so is Christmas.",
        "The American Turkish Society spoke of Red Crescent aid in October.",
    ],
)
def test_persons_bodies_and_words_are_no_places(text: str) -> None:
    """Towns are called so too, and none is meant."""
    assert not find_places(open_document(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Armenian and Azerbaijani officials", ["Armenian", "Azerbaijani"]),
        ("a Turkish-backed group of South Korean and British divers", ["Turkish", "South Korean", "British"]),
        # a people, a language and a name are no adjectives of a place
        ("The Armenian is here; in Turkish, two Swiss left.", []),
        ("an African American choir in British Columbia", ["African"]),
        ("https://example.org/Turkish troops", []),
    ],
)
def test_an_adjective_belongs_to_a_place(text: str, names: list[str]) -> None:
    """ "Armenian officials" are told apart from Armenia, and have its country."""
    doc = open_document(text)
    found = find_adjectives(doc, find_places(doc))
    assert [place.name for place in found] == names
    assert all(place.form == "adjective" for place in found)


def test_every_adjective_has_its_place() -> None:
    """Whatever the table of adjectives points at is in our tables, once."""
    adjectives = [row[0] for row in rows("place_adjectives")]
    assert len(set(adjectives)) == len(adjectives)
    for adjective, name in rows("place_adjectives"):
        place = known_place(name)
        assert place is not None, adjective
        assert place.own, (adjective, place)


def test_what_a_town_contains_lies_where_the_town_lies() -> None:
    """A quarter that no table has takes the position of the town that the text puts it in, and of nothing wider."""
    cairo, quarter = find_places(open_document("In Cairo’s Umm Sabala neighbourhood"))
    assert (quarter.name, quarter.lat, quarter.country) == ("Umm Sabala", cairo.lat, "EGY")
    village, _ = find_places(open_document("in the village of Umm Sabala, Sudan, on Monday"))
    assert (village.lat, village.country) == (None, "SDN")


SIDES = [
    ("Armenia", "Azerbaijan"),
    ("Yerevan", "Baku"),
    ("Goris", "Ganja"),
    ("Sudan", "Chad"),
    ("Kyiv", "Moscow"),
]
PASSAGES = [
    "{} said that the shelling of {} had stopped.",
    "In {}, officials of {} met; {} sent nobody.",
    "People from {} and {} fled across the border to {}.",
]


@pytest.mark.parametrize(("one", "other"), SIDES)
@pytest.mark.parametrize("passage", PASSAGES)
def test_neither_side_is_found_more_easily(one: str, other: str, passage: str) -> None:
    """Swap the two names, and the same passages are places."""
    names = [one, other, one][: passage.count("{}")]
    swapped = [other if name == one else one for name in names]
    for order in (names, swapped):
        found = find_places(open_document(passage.format(*order)))
        assert [place.name for place in found] == order
        assert all(place.country == known_place(place.name).country for place in found)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "unit", ["Goris-", "U.S.", "Paris, Texas, ", "Aaa Bbb Ccc ", "village of Xyz Abc Road ", "’s"]
)
def test_a_long_line_is_read_in_time_that_its_length_sets(unit: str) -> None:
    """Four times the text is about four times the work, whatever it repeats."""

    def cost(size: int) -> float:
        doc = open_document(unit * (size // len(unit)))
        return work(lambda: find_adjectives(doc, find_places(doc)))

    cost(1_000)
    assert cost(40_000) < 6 * cost(10_000)


PIECES = """Goris Paris , Texas ( ) ’s - . Mo U S St of the village County in Hope May Turkish — 12 Mr Florence Roe ﬁ"""
WORDS = st.sampled_from([*PIECES.split(), "\n"])


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " "])), max_size=30))
def test_no_place_overlaps_another(parts: list[tuple[str, str]]) -> None:
    """Passages are what the text prints, in text order, and none runs into the next."""
    text = "".join(word + gap for word, gap in parts)
    doc = open_document(text)
    places = find_places(doc)
    every = sorted([*places, *find_adjectives(doc, places)], key=lambda place: place.start)
    assert all(text[place.start : place.end] == place.name for place in every)
    assert all(first.end <= second.start for first, second in pairwise(every))
