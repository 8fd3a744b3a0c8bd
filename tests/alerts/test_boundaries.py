"""Boundaries of administrative units: files as others publish them, taken in whole, kept in versions, chosen by name."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alerts.boundary_files import COD_AB, GEO_BOUNDARIES, NATURAL_EARTH, collection, feature, square
from tests.alerts.desk import NOON, at, drafted, finding, issued, login, situation
from tests.alerts.test_shaping import area as square_degrees
from tocsin import alerts
from tocsin.alerts.area_models import Area
from tocsin.alerts.areas import drawn
from tocsin.alerts.boundaries import take_in_boundaries, unit_area, units_named
from tocsin.alerts.boundary_file import BYTES_MAX, units_in
from tocsin.alerts.boundary_models import BoundarySet, GivenShape, Unit
from tocsin.alerts.given_shapes import outlines_of
from tocsin.custody.models import Entry
from tocsin.errors import Conflict, NotFound, TocsinError, WrongUse
from tocsin.whole_store import verifying


def taken_in(data: bytes = COD_AB, **more: object) -> BoundarySet:
    told = {"title": "valleys", "level": 1, "source": "An invented office", "licence": "CC BY 4.0"} | more
    return take_in_boundaries(data, by="tester", now=NOON, **told)  # type: ignore[arg-type]


def faults() -> list[str]:
    """What the whole-store check says of alerts and boundaries: reports of these tests were never sealed."""
    told = verifying.faults(lambda: None)
    return [fault for fault in told if fault.startswith(("alert:", "boundary-set:", "the shape"))]


@pytest.mark.parametrize(
    ("data", "names", "code", "scheme"),
    [
        (COD_AB, ("East Valley", "Vallée de l’Est"), "XV01", "P-code"),
        (GEO_BOUNDARIES, ("Hill District",), "AM-HD", "ISO 3166-2"),
        (NATURAL_EARTH, ("Syunik", "Siunik", "Zangezur"), "AM-SU", "ISO 3166-2"),
        (
            collection(feature({"adm1_name": "A", "adm1_name1": "Б", "adm1_pcode": "7"}, [square(1, 1)])),
            ("A", "Б"),
            "7",
            "P-code",
        ),
        (collection(feature({"name": "A\u202e\u0000 b ", "id": 5}, [square(1, 1)])), ("A b",), "", ""),
    ],
)
def test_units_are_read_as_they_are_published(
    data: bytes, names: tuple[str, ...], code: str, scheme: str
) -> None:
    """All names that the file has for a unit, and the code with what it is one of."""
    first = units_in(data, level=1)[0]
    assert (first.names, first.code, first.code_scheme) == (names, code, scheme)


def test_a_property_of_another_name_is_named() -> None:
    """For files that nobody foresaw."""
    data = collection(feature({"oblast": "North", "no": "N-1"}, [square(1, 1)]))
    with pytest.raises(WrongUse, match=r"unit 1 of the file: it has no name.*--name-field.*no, oblast"):
        units_in(data, level=1)
    (unit,) = units_in(data, level=1, name_field="oblast", code_field="no")
    assert (unit.names, unit.code) == (("North",), "N-1")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "no GeoJSON in UTF-8"),
        (b"{" * 5000, "no GeoJSON"),
        (b"[" * 100_000, "no GeoJSON"),
        (b" " * (BYTES_MAX + 1), "bytes; at most"),
        (b"[]", "no features"),
        (b'{"features": []}', "no features"),
        (b'{"features": [1]}', "is none"),
        (b'{"features": ' + b"[{}" + b",{}" * 20_000 + b"]}", "20,001 units"),
        (collection({"type": "Feature"}), "unit 1 of the file: it has no properties"),
        (collection(feature({"name": "A"})), "no polygon"),
        (
            collection({"properties": {"name": "A"}, "geometry": None}),
            "unit 1 of the file: this is no GeoJSON",
        ),
        (collection(feature({"name": "A"}, [square(500_000, 4_000_000)])), "no place on the globe"),
        (
            collection(feature({"name": "A"}, [square(1, 1)]), crs={"properties": {"name": "EPSG:3857"}}),
            "EPSG:3857",
        ),
        (
            b'{"features": [{"properties": {"name": "A"}, "geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}',
            "no GeoJSON",
        ),
        (collection(feature({"name": "A"}, [[(1, 1)] * 200_001])), "200,001 points"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, said: str) -> None:
    """With the number of the unit, so that it can be found."""
    with pytest.raises(WrongUse, match=said):
        units_in(data, level=1)


_values = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["Polygon", "MultiPolygon"])
)
_json = st.recursive(
    _values,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "name", "crs"]), inner)
    ),
    max_leaves=10,
)


@settings(max_examples=150)
@given(
    st.binary(max_size=60)
    | st.tuples(_json, _json).map(
        lambda two: json.dumps({"features": [{"properties": two[0], "geometry": two[1]}]}).encode()
    )
)
def test_any_file_is_read_or_refused(data: bytes) -> None:
    """Never an error of our own."""
    try:
        units = units_in(data, level=1)
    except TocsinError:
        return
    assert all(unit.names and unit.polygons for unit in units)


@pytest.mark.django_db
def test_a_file_is_taken_in_whole_or_not_at_all() -> None:
    """One odd unit among many: nothing is stored, nothing is logged."""
    with pytest.raises(WrongUse, match="unit 2"):
        taken_in(collection(feature({"name": "A"}, [square(1, 1)]), feature({}, [square(2, 1)])))
    for wrong in ({"title": " "}, {"licence": ""}, {"source": "x" * 301}, {"level": 9}):
        with pytest.raises(WrongUse):
            taken_in(**wrong)
    assert not (BoundarySet.objects.exists() or Unit.objects.exists() or GivenShape.objects.exists())
    assert not Entry.objects.filter(item__startswith="boundary-set").exists()


@pytest.mark.django_db
def test_versions_are_kept_and_the_last_one_is_offered() -> None:
    """The very same file is refused; another one of the same title is the next version."""
    taken_in()
    with pytest.raises(Conflict, match="valleys, level 1, version 1"):
        taken_in()
    second = taken_in(COD_AB.replace(b"East Valley", b"Eastern Valley"))
    assert (second.version, BoundarySet.objects.count()) == (2, 2)
    assert [unit.of for unit in units_named("valley")] == [second]
    assert units_named("East Valley") == []
    assert taken_in(level=2, data=COD_AB.replace(b"ADM1", b"ADM2")).version == 1


@pytest.mark.django_db
def test_a_unit_is_found_by_any_of_its_names() -> None:
    """Whatever its accents, marks and case, in another script, and by its code; whole names first."""
    taken_in()
    taken_in(NATURAL_EARTH, title="earth")
    for asked in ("vallee de lest", "VALLÉE", "xv01", "east"):
        assert [str(unit) for unit in units_named(asked)] == ["East Valley / Vallée de l’Est"]
    assert [str(unit) for unit in units_named("سيونيك")] == ["Syunik / Siunik / Zangezur"]
    assert units_named("%") == units_named("  ") == units_named("_") == []


@pytest.mark.django_db
def test_a_unit_becomes_an_area_with_all_its_names() -> None:
    """A contested place has the rival name of our own table beside the one of the file; the code goes into CAP."""
    taken_in()
    (found,) = units_named("XV02")
    area = unit_area(found.pk, within_m=1_000)
    assert "Stepanakert" in area.name and "Khankendi" in area.name
    assert (area.geocodes, area.made, len(area.polygons)) == ([["P-code", "XV02"]], "unit", 2)
    with pytest.raises(NotFound):
        unit_area(10**9, within_m=1_000)


@pytest.mark.django_db
def test_a_unit_with_a_lake_is_said_without_it() -> None:
    """A degree square less a lake of a fifth of a degree."""
    taken_in()
    area = unit_area(units_named("East Valley")[0].pk, within_m=1_000)
    rings = [[(lat, lon) for lat, lon in ring] for ring in area.polygons]
    assert sum(abs(square_degrees(ring)) for ring in rings) == pytest.approx(1 - 0.04, rel=1e-6)
    assert area.given_points == 10


@pytest.mark.django_db
def test_an_outline_that_touches_itself_is_parted() -> None:
    """As many published boundaries do after rounding; one that crosses itself is parted where it crosses."""
    bow_tie = [(1, 1), (2, 2), (3, 1), (3, 3), (2, 2), (1, 3), (1, 1)]
    taken_in(collection(feature({"name": "Two halves"}, [bow_tie])))
    area = unit_area(Unit.objects.get().pk, within_m=100)
    assert len(area.polygons) == 2


@pytest.mark.django_db
def test_an_alert_keeps_whose_boundary_it_holds_in() -> None:
    """In its view, in its update, and in the log; what was given is kept beside what the message says."""
    taken_in()
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    writer = login("writer", "analyst")
    area = unit_area(units_named("East Valley")[0].pk, within_m=1_000)
    alert = issued(alerts.add_area(alert, area, by=writer, now=at(0)))
    (shown,) = alerts.alert_view(alert).areas
    assert shown.credit == "An invented office, CC BY 4.0"
    assert sorted(map(len, outlines_of([shown.given_sha256, "none", ""]))) == [5, 5]
    update = alerts.update(alert, by=writer, now=at(4))
    assert update.areas.get().unit == alert.areas.get().unit
    assert faults() == []


@pytest.mark.django_db
def test_what_was_drawn_is_kept_until_it_is_asked_for() -> None:
    """Once for an alert and its update."""
    crisis = situation()
    alert = drafted(crisis, finding(crisis))
    writer = login("writer", "analyst")
    alerts.add_area(alert, meadow(), by=writer, now=at(0))
    assert GivenShape.objects.get().pk == Area.objects.get().given_sha256


def meadow() -> Area:
    return drawn("A meadow", [[[(40.0, 46.0), (40.0, 47.0), (39.0, 46.5)]]], within_m=100)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["name", "licence", "shape", "area"])
def test_boundaries_changed_behind_our_back_are_found(change: str) -> None:
    """Names, licence, shapes, and which unit an alert holds in."""
    taken_in()
    crisis = situation()
    area = unit_area(units_named("East Valley")[0].pk, within_m=1_000)
    alerts.add_area(drafted(crisis, finding(crisis)), area, by=login("writer", "analyst"), now=at(0))
    assert faults() == []
    if change == "name":
        Unit.objects.filter(code="XV01").update(names=["West Valley"])
    elif change == "licence":
        BoundarySet.objects.update(licence="none")
    elif change == "shape":
        GivenShape.objects.filter(pk=area.given_sha256).update(
            packed=GivenShape.objects.exclude(pk=area.given_sha256).get().packed
        )
    else:
        Area.objects.update(unit=Unit.objects.get(code="XV02"))
    assert len(faults()) == 1
