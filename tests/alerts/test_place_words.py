"""By which places an alert is found: its areas by all their names, and the countries that they lie in."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.alerts.desk import at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.alerts.area_models import Area
from tocsin.alerts.areas import around, circle, drawn, outline
from tocsin.alerts.lying_in import countries_of_circle, countries_of_rings
from tocsin.alerts.models import Alert
from tocsin.alerts.place_models import AlertPlace
from tocsin.alerts.place_words import word_asked
from tocsin.delivery.models import Message

db = pytest.mark.django_db
SQUARE = [(14.0, 33.5), (14.0, 35.5), (13.0, 35.5), (13.0, 33.5), (14.0, 33.5)]


@pytest.mark.parametrize(
    ("lat", "lon", "radius_km", "countries"),
    [
        (39.51, 46.34, 1, ("ARM",)),
        (39.51, 46.34, 40, ("ARM", "AZE")),
        (41.9, 12.45, 1, ("ITA", "VAT")),  # a country in the hole of another
        (-29.5, 28.2, 10, ("LSO",)),  # and alone in it
        (-17.8, 178.0, 50, ("FJI",)),
        (66.0, -179.9, 20, ("RUS",)),  # beyond the 180th meridian
        (0.0, -140.0, 100, ()),
    ],
)
def test_a_circle_lies_in_countries(
    lat: float, lon: float, radius_km: float, countries: tuple[str, ...]
) -> None:
    """Also where one lies inside another, and across the date line."""
    assert countries_of_circle(lat, lon, radius_km) == countries


def test_an_area_that_holds_a_whole_country_lies_in_it() -> None:
    """No corner of a large area need lie in a small country inside."""
    around_it = [(-28.0, 26.5), (-28.0, 30.0), (-31.0, 30.0), (-31.0, 26.5), (-28.0, 26.5)]
    assert countries_of_rings([around_it]) == ("LSO", "ZAF")


@examples(max_examples=25, deadline=None)
@given(st.floats(-85, 85), st.floats(-179, 179), st.floats(1, 500))
def test_a_wider_circle_loses_no_country(lat: float, lon: float, radius_km: float) -> None:
    """That of the centre is in every circle around it."""
    assert set(countries_of_circle(lat, lon, 0.001)) <= set(countries_of_circle(lat, lon, radius_km))


def _issued_for(area: Area) -> Alert:
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    alert = alerts.add_area(alert, area, by=login("writer", "analyst"), now=at(0))
    return issued(alert)


def _words(alert: Alert) -> set[str]:
    return set(alert.places.values_list("word", flat=True))


@db
@pytest.mark.parametrize(
    ("area", "words"),
    [
        (around("Stepanakert", 5), {"aze", "stepanakert", "khankendi"}),
        (circle("Border road", 39.51, 46.34, 40), {"arm", "aze", "border road"}),
        (drawn("Gedaref state", [[SQUARE]], within_m=100), {"sdn", "gedaref state"}),
        (outline("Lesotho", within_m=5000), {"lso", "lesotho"}),
    ],
)
def test_an_alert_has_words_for_its_areas(area: Area, words: set[str]) -> None:
    """All names of a place, and the country around it; the findings' country too. Subscriptions get the same words."""
    alert = _issued_for(area)
    assert words <= _words(alert) and "arm" in _words(alert)
    told = Message.objects.get(key=f"alert:{alert.identifier}").marks["places"]
    assert {word.casefold() for word in told} == _words(alert)


@db
def test_the_neighbour_of_a_country_is_not_warned_by_its_outline() -> None:
    """They share a border and nothing else."""
    assert "zaf" not in _words(_issued_for(outline("Lesotho", within_m=5000)))


@pytest.mark.parametrize("name", ["Stepanakert", "khankendi", "Xankəndi"])
def test_a_place_is_asked_for_by_any_of_its_names(name: str) -> None:
    """All lead to one word."""
    assert word_asked(name) == "Khankendi"


@db
def test_alerts_issued_before_are_found_by_what_was_told_then() -> None:
    """The migration takes the words from the outbox, and those of the areas where it knows nothing."""
    alert = _issued_for(around("Goris", 5))
    AlertPlace.objects.all().delete()
    move: Any = import_module("tocsin.alerts.migrations.0009_found_by_place")
    move.note_what_was_told(apps, None)
    assert {"arm", "goris"} <= _words(alert)
    AlertPlace.objects.all().delete()
    Message.objects.all().delete()
    move.note_what_was_told(apps, None)
    assert _words(alert) == {"goris"}
