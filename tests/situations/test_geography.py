"""Which places a situation's findings mean, and who is said to have gone from where to where."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import made
from tocsin import situations
from tocsin.situations.figures import FigureRow
from tocsin.situations.geography import NAMES_MAX, Mention, geography
from tocsin.situations.known_positions import known_position
from tocsin.situations.named_places import doubted, named_places

KARABAKH = {"name": "Nagorno-Karabakh", "country": "AZE", "role": "origin"}
ARTSAKH = {"name": "Artsakh", "country": "AZE", "role": "origin"}
ARMENIA = {"name": "Armenia", "country": "ARM", "role": "destination"}


def figure(finding_id: int, value: float, *places: Mapping[str, Any], **more: Any) -> FigureRow:
    plain: dict[str, Any] = {
        "report_id": 1, "publisher": "Example Gazette", "published_at": None, "low": None, "high": None,
        "quantifier": "exact", "unit": "person", "measure": "crossed", "kind": "stock", "as_of": None, "instant": None,
        "since": None, "until": None, "origin": None, "destination": None, "population": None, "speaker": None,
        "quote": f"{value:,} people",
    }  # fmt: skip
    return FigureRow(finding_id=finding_id, value=value, places=places, **{**plain, **more})


def mention(name: str, finding_id: int = 1, **more: Any) -> Mention:
    return Mention(**{"country": None, "part": "named", **more, "name": name, "finding_id": finding_id})


def test_of_a_way_the_largest_figure_stands_and_nothing_is_added() -> None:
    """50,243 after 47,115 is no 97,358."""
    found = geography([figure(1, 47_115, KARABAKH, ARMENIA), figure(2, 50_243, KARABAKH, ARMENIA)], [])
    (way,) = found.ways
    assert (way.figure.finding_id, way.figure.shown, way.count) == (2, 50_243, 2)


@given(st.lists(st.integers(1, 1_000_000), min_size=1, max_size=30))
def test_no_number_is_shown_that_nobody_stated(values: list[int]) -> None:
    """Whatever is stated, the arrow carries the largest of it."""
    rows = [figure(place, value, KARABAKH, ARMENIA) for place, value in enumerate(values)]
    (way,) = geography(rows, []).ways
    assert way.figure.value == max(values) and way.count == len(values)


def test_names_of_one_place_are_one_place() -> None:
    """Artsakh and Nagorno-Karabakh stand under both names; a figure that names both has one way."""
    found = geography([figure(1, 47_115, KARABAKH, ARTSAKH, ARMENIA)], [])
    assert [place.names for place in found.places] == [("Artsakh", "Nagorno-Karabakh"), ("Armenia",)]
    assert len(found.ways) == 1


def test_the_killed_are_no_way() -> None:
    """Only measures of people on the way make an arrow; the places still stand on the map."""
    found = geography([figure(1, 9, KARABAKH, ARMENIA, measure="killed")], [])
    assert not found.ways and len(found.places) == 2


def test_a_figure_that_nothing_doubts_comes_before_a_larger_one_that_is_denied() -> None:
    """Where all are doubted, the largest stands and says that it is."""
    found = geography([figure(1, 900, KARABAKH, ARMENIA), figure(2, 800, KARABAKH, ARMENIA)], [])
    (way,) = found.doubting({1: "denied"}).ways
    assert (way.figure.finding_id, way.doubt) == (2, "")
    (way,) = found.doubting({1: "denied", 2: "unconfirmed"}).ways
    assert (way.figure.finding_id, way.doubt) == (1, "denied")


def test_people_come_before_households() -> None:
    """20,000 households are no more than 8,000 people that somebody counted."""
    rows = [figure(1, 20_000, KARABAKH, ARMENIA, unit="household"), figure(2, 8_000, KARABAKH, ARMENIA)]
    assert geography(rows, []).ways[0].figure.finding_id == 2


def test_a_name_that_nobody_knows_is_listed_and_not_guessed() -> None:
    """Upper Ford is invented; there are many Springfields and nothing tells which."""
    found = geography(
        [], [mention("Upper Ford", 7), mention("Springfield", 8, country="USA"), mention("Goris", 9)]
    )
    assert [name for name, _mentions in found.unplaced] == ["Springfield", "Upper Ford"]
    assert [place.names for place in found.places] == [("Goris",)]


def test_the_countries_around_tell_namesakes_apart() -> None:
    """Tripoli alone may be the one of Libya or of Lebanon; beside figures of Lebanon it is that one."""
    assert known_position("Tripoli", None) is None
    assert known_position("Tripoli", None, frozenset({"LBN"})).country == "LBN"  # type: ignore[union-attr]
    assert known_position("Tripoli", "LBY").country == "LBY"  # type: ignore[union-attr]


def test_a_place_is_doubted_only_where_nothing_surer_names_it() -> None:
    """Two unconfirmed events doubt it, an asserted one beside them does not."""
    unsure = [mention("Goris", each, part="event", certainty="unconfirmed") for each in (1, 2)]
    assert geography([], unsure).places[0].doubt == "unconfirmed"
    assert (
        geography([], [*unsure, mention("Goris", 3, part="event", certainty="asserted")]).places[0].doubt
        == ""
    )


def test_a_corridor_is_a_crossing_and_a_town_is_none() -> None:
    """The Lachin corridor is marked as one; the town of Lachin is a town."""
    crossing, town = geography(
        [], [mention("Lachin corridor", country="AZE"), mention("Lachin", country="AZE")]
    ).places
    assert {crossing.names: crossing.is_crossing, town.names: town.is_crossing} == {
        ("Lachin corridor",): True,
        ("Lachin",): False,
    }


def test_a_map_stays_small() -> None:
    """Of a thousand names the forty that the most findings hold are looked up; how many were not is said."""
    many = [mention(f"Nowhere {place}", place) for place in range(1000)]
    found = geography([], [*many, mention("Goris", 1), mention("Goris", 2)])
    assert found.places[0].names == ("Goris",)
    assert (len(found.unplaced), found.left_out) == (NAMES_MAX - 1, 1001 - NAMES_MAX)


TEXT = "Reports that 900 people left Shusha for Goris cannot be confirmed. Shells fell on Goris. Buses wait in Kapan."


@pytest.fixture
def situation(db: None) -> Any:
    text = made.report(TEXT)
    sentence = TEXT.split(". ")[0]
    made.finding(text, "statement", sentence, state="accepted", certainty="unconfirmed", act="said")
    places = [
        {"name": "Shusha", "country": "AZE", "role": "origin"},
        {"name": "Goris", "country": "ARM", "role": "destination"},
    ]
    made.finding(
        text, "figure", "900 people", state="accepted", value=900, unit="person", term="left", places=places
    )
    made.finding(
        text,
        "event",
        "Shells fell on Goris",
        state="accepted",
        type="assault",
        place="Goris",
        certainty="denied",
    )
    made.finding(text, "event", "Buses wait", state="accepted", type="movement")
    made.finding(text, "place", "Kapan", state="accepted", name="Kapan", country="ARM", lat=39.2, lon=46.4)
    made.finding(text, "place", "Shusha", name="Shusha", country="AZE")
    row = situations.open_situation("ford", title="Ford", time_zone="UTC", by="tests", now=made.NOW)
    situations.gather(row, [text.report_id], by="tests", now=made.NOW)
    return row


def test_events_and_accepted_places_name_places(situation: Any) -> None:
    """With their certainty; an event without a scene and a place that nobody accepted name none."""
    found = {
        (each.name, each.part, each.certainty, each.country) for each in named_places(situation, public=True)
    }
    assert found == {("Goris", "event", "denied", None), ("Kapan", "named", "", "ARM")}


def test_a_figure_within_a_statement_that_nobody_confirmed_is_doubted(situation: Any) -> None:
    """Its passage lies inside that of the statement."""
    figures = [row for series in situations.brief_of(situation, public=True).series for row in series.rows]
    assert doubted(situation, [row.finding_id for row in figures], public=True) == {
        figures[0].finding_id: "unconfirmed"
    }


def test_a_restricted_report_names_nothing_in_public(situation: Any) -> None:
    """At the desk it still does."""
    report = situation.gatherings.get().report
    report.sensitivity = "restricted"
    report.save()
    assert named_places(situation, public=True) == []
    assert len(named_places(situation, public=False)) == 2
