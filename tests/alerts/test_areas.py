"""Areas of an alert: typed, sent or taken from what we know; in the draft, in the message, frozen at issue."""

import json

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.alerts.desk import approved, at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.alerts.area_input import polygons_of
from tocsin.alerts.area_models import Area
from tocsin.alerts.areas import around, circle, drawn, outline
from tocsin.alerts.cap import NAMESPACE
from tocsin.alerts.models import Alert
from tocsin.errors import AlertRefused, Conflict, TocsinError, WrongUse
from tocsin.whole_store.verifying import faults

SQUARE = [(40.0, 46.0), (40.0, 47.0), (39.0, 47.0), (39.0, 46.0)]


@pytest.mark.parametrize(
    "typed",
    [
        "40,46 40,47 39,47 39,46",
        "40, 46\n40, 47\n39, 47\n39, 46\n",
        "40 46; 40 47; 39 47; 39 46",
        json.dumps({"type": "Polygon", "coordinates": [[[46, 40], [47, 40], [47, 39], [46, 39]]]}),
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "geometry": {
                            "type": "MultiPolygon",
                            "coordinates": [[[[46, 40], [47, 40], [47, 39], [46, 39]]]],
                        },
                    }
                ],
            }
        ),
    ],
)
def test_an_area_is_read_as_people_have_it(typed: str) -> None:
    """Pairs with the latitude first, GeoJSON with the longitude first."""
    assert polygons_of(typed) == [[SQUARE]]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("here", "no pair of coordinates"),
        ("40,46 40", "no pair of coordinates"),
        ("{", "no GeoJSON"),
        ("[" * 5000, "no GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "no area"),
        ('{"type": "Polygon", "coordinates": [[["a", 2]]]}', "no place"),
        ('{"type": "Polygon", "coordinates": [[[1, 1' + "0" * 400 + "]]]}", "no place"),
        ('{"type": "Polygon", "coordinates": 7}', "no coordinates"),
        ('{"type": "FeatureCollection", "features": []}', "no polygon"),
        ('{"type": "Polygon", "coordinates": [[], []]}', "enclose nothing"),
    ],
)
def test_what_is_no_area_is_refused_in_words(typed: str, said: str) -> None:
    """Whatever a file holds."""
    with pytest.raises(WrongUse, match=said):
        drawn("x", polygons_of(typed), within_m=100)


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "features", "geometries"]),
            inner | st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]),
        )
    ),
    max_leaves=8,
)


@given(st.one_of(st.text(max_size=80), _json.map(json.dumps)))
def test_any_input_is_an_area_or_refused(text: str) -> None:
    """Never an error of our own."""
    try:
        area = drawn("x", polygons_of(text), within_m=1000)
    except TocsinError:
        return
    assert area.polygons


def test_a_place_with_rival_names_is_called_by_all() -> None:
    """No name is preferred."""
    area = around("Stepanakert", 25)
    assert "Khankendi" in area.name and "Stepanakert" in area.name
    assert (round(area.lat or 0), round(area.lon or 0), area.radius_km) == (40, 47, 25)


def test_a_country_has_its_outline_and_code() -> None:
    """Within the distance that is stated."""
    area = outline("Armenia", within_m=5_000)
    assert area.geocodes == [["ISO 3166-1", "ARM"]]
    assert area.polygons and 0 < area.within_m <= 5_001


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: circle("x", 1, 1, 0),
        lambda: circle("x", 91, 1, 1),
        lambda: circle("", 1, 1, 1),
        lambda: around("Nowhere at all", 1),
        lambda: outline("Goris", within_m=5_000),
        lambda: drawn("x", [[SQUARE]], within_m=0),
    ],
)
def test_what_cannot_be_an_area_is_refused(wrong: object) -> None:
    """In words, before anything is stored."""
    with pytest.raises(TocsinError):
        wrong()  # type: ignore[operator]


@pytest.mark.django_db
def test_areas_stand_in_the_message_and_in_its_update() -> None:
    """Latitude first, the ring closed, the circle's radius in kilometres, the code with its scheme."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    writer = login("writer", "analyst")
    alert = alerts.add_area(alert, drawn("The valley", [[SQUARE]], within_m=100), by=writer, now=at(0))
    alert = alerts.add_area(alert, circle("The pass", 39.5, 46.25, 12.5), by=writer, now=at(0))
    alert = issued(alert)
    root = etree.fromstring(bytes(alert.cap_xml or b""))
    texts = [
        (node.tag.removeprefix(f"{{{NAMESPACE}}}"), node.text)
        for area in root.iter(f"{{{NAMESPACE}}}area")
        for node in area
    ]
    assert texts == [
        ("areaDesc", "People on the road"),
        ("areaDesc", "The valley"),
        ("polygon", "40.0,47.0 39.0,47.0 39.0,46.0 40.0,46.0 40.0,47.0"),
        ("areaDesc", "The pass"),
        ("circle", "39.5,46.25 12.5"),
    ]
    update = alerts.update(alert, by=writer, now=at(4))
    assert [area.name for area in update.areas.all()] == ["The valley", "The pass"]
    assert not [fault for fault in faults(lambda: None) if fault.startswith("alert:")]


@pytest.mark.django_db
def test_an_area_of_an_issued_alert_is_frozen() -> None:
    """The verbs refuse, and the database itself does too."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    writer = login("writer", "analyst")
    alert = alerts.add_area(alert, circle("The pass", 39.5, 46.25, 12.5), by=writer, now=at(0))
    alert = issued(alert)
    with pytest.raises(AlertRefused):
        alerts.drop_area(alert, 0, by=writer, now=at(4))
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Area.objects.filter(alert=alert).update(radius_km=1)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Area.objects.create(alert=alert, position=7, name="x", made="circle", lat=1, lon=1, radius_km=1)


@pytest.mark.django_db
def test_an_area_changed_behind_our_back_is_found() -> None:
    """The log commits to each shape of a draft."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    alerts.add_area(alert, circle("The pass", 39.5, 46.25, 12.5), by=login("writer", "analyst"), now=at(0))
    Area.objects.update(radius_km=100)
    assert len([fault for fault in faults(lambda: None) if fault.startswith("alert:")]) == 1


@pytest.mark.django_db
def test_two_who_draw_at_once_do_not_overwrite_each_other() -> None:
    """The second one is told."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    writer = login("writer", "analyst")
    pass_ = circle("The pass", 39.5, 46.25, 12.5)
    alerts.add_area(alert, pass_, by=writer, now=at(0), seen=alert.version)
    with pytest.raises(Conflict):
        alerts.add_area(alert, circle("Other", 1, 1, 1), by=writer, now=at(0), seen=alert.version)
    assert Alert.objects.get(pk=alert.pk).areas.count() == 1
    assert approved(Alert.objects.get(pk=alert.pk)).state == "approved"
