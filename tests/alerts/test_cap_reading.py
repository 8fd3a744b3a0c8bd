"""CAP messages are read into nouns, and written again so that they mean the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.alerts.cap_messages import changed, second_info
from tocsin.alerts.cap import Area, CapAlert, Circle, Info, Point, Resource, fit_for_xml
from tocsin.alerts.cap.meaning import meaning, same_meaning
from tocsin.alerts.cap.namespaces import NAMESPACE
from tocsin.alerts.cap.reading import read_cap
from tocsin.alerts.cap.schema import schema
from tocsin.alerts.cap.writing import cap_tree, tree_bytes
from tocsin.errors import CapRefused

_WORDS = st.text(min_size=1, max_size=30).filter(str.strip).map(fit_for_xml)
_MAYBE = st.none() | st.just("") | _WORDS
_PAIRS = st.lists(st.tuples(_WORDS, st.just("") | _WORDS), max_size=2).map(tuple)
_NUMBERS = st.decimals(-90, 90, places=4)
_POINTS = st.builds(Point, _NUMBERS, _NUMBERS)
_TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001  zones are drawn below
    lambda at: at.replace(microsecond=0)
)
_ZONED = st.builds(
    lambda at, minutes: at.replace(tzinfo=timezone(timedelta(minutes=minutes))),
    _TIMES,
    st.integers(-840, 840),
)
_AREAS = st.builds(
    Area,
    description=_WORDS,
    polygons=st.lists(st.lists(_POINTS, min_size=4, max_size=6).map(tuple), max_size=2).map(tuple),
    circles=st.lists(
        st.builds(Circle, centre=_POINTS, radius_km=st.decimals(0, 500, places=1)), max_size=2
    ).map(tuple),
    geocodes=_PAIRS,
    altitude_ft=st.none() | _NUMBERS,
    ceiling_ft=st.none() | _NUMBERS,
)
_RESOURCES = st.builds(
    Resource,
    description=_WORDS,
    media_type=st.just("image/png"),
    size_bytes=st.none() | st.integers(0, 10**9),
    uri=st.none() | st.just("https://desk.example/a.png"),
    content_base64=st.none() | st.just("YWJj"),
    digest=_MAYBE,
)
_INFOS = st.builds(
    Info,
    language=st.none() | st.sampled_from(["en-US", "hy", "ar-SY"]),
    categories=st.lists(st.sampled_from(["Security", "Safety", "CBRNE"]), min_size=1, max_size=3).map(tuple),
    event=_WORDS,
    response_types=st.lists(st.sampled_from(["Evacuate", "Shelter"]), max_size=2).map(tuple),
    urgency=st.just("Immediate"),
    severity=st.just("Extreme"),
    certainty=st.just("Likely"),
    audience=_MAYBE,
    event_codes=_PAIRS,
    effective=st.none() | _ZONED,
    onset=st.none() | _ZONED,
    expires=st.none() | _ZONED,
    sender_name=_MAYBE,
    headline=_MAYBE,
    description=_MAYBE,
    instruction=_MAYBE,
    web=st.none() | st.just("https://desk.example/"),
    contact=_MAYBE,
    parameters=_PAIRS,
    resources=st.lists(_RESOURCES, max_size=2).map(tuple),
    areas=st.lists(_AREAS, max_size=2).map(tuple),
)
_NAMES = st.text("abc-.@äλ", min_size=1, max_size=9)
_LISTS = st.lists(st.text("ab c", min_size=1, max_size=8).filter(str.strip), max_size=3).map(tuple)
_ALERTS = st.builds(
    CapAlert,
    identifier=_NAMES,
    sender=_NAMES,
    sent=_ZONED,
    status=st.sampled_from(["Actual", "Draft"]),
    message_type=st.sampled_from(["Alert", "Error"]),
    source=_MAYBE,
    scope=st.sampled_from(["Public", "Private"]),
    restriction=_MAYBE,
    addresses=_LISTS,
    codes=st.lists(_WORDS, max_size=2).map(tuple),
    note=_MAYBE,
    references=st.lists(st.just("a,b,2023-09-30T12:00:00-00:00"), max_size=2).map(tuple),
    incidents=_LISTS,
    infos=st.lists(_INFOS, max_size=2).map(tuple),
)


@given(_ALERTS)
def test_whatever_is_written_is_read_again_as_it_was(alert: CapAlert) -> None:
    """Every field of the standard, in every combination; and it follows OASIS's schema."""
    root = cap_tree(alert)
    assert schema().validate(root), schema().error_log  # type: ignore[attr-defined]
    assert read_cap(tree_bytes(root)) == alert


def test_a_message_is_read_field_by_field() -> None:
    """The plain message of these tests, and two fields of its second block."""
    alert = read_cap(changed(second_info("hy", (">Security<", ">Safety<"))))
    info, second = alert.infos
    assert (alert.identifier, alert.sender, alert.scope) == ("example-1", "desk@desk.example", "Public")
    assert alert.sent == datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
    assert (second.language, second.categories) == ("hy", ("Safety",))
    assert info.resources == (
        Resource(
            description="Map",
            media_type="image/png",
            size_bytes=3,
            uri="map.png",
            content_base64="YWJj",
            digest="a9993e364706816aba3e25717850c26c9cd0d89d",
        ),
    )
    (area,) = info.areas
    assert area.polygons[0][1] == Point(Decimal("40.1"), Decimal("46.4"))
    assert area.circles == (Circle(centre=Point.of(40.2, 46.2), radius_km=Decimal(5)),)
    assert (area.geocodes, area.altitude_ft, area.ceiling_ft) == ((("ISO 3166-2", "XX-01"),), 100, 900)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (("12:00:00-00:00</sent>", "12:00:00+00:00</sent>"), True),
        (("2023-09-30T12:00:00-00:00</sent>", "2023-09-30T16:00:00+04:00</sent>"), False),
        (("<language>en</language>", "<language>\n en </language>"), True),
        (("<language>en</language>", ""), False),
        (("<headline>", "<headline>\n  "), True),
        (("<msgType>", "<!-- note --><msgType>"), True),
        (("People are leaving", "People <![CDATA[are]]><!-- x --> leaving"), True),
        (("40.1,46.4 40.4,46.4", "40.10,46.4\n40.4,46.4"), True),
        (("40.1,46.4 40.4,46.4", "40.4,46.4 40.1,46.4"), False),
        ((">Public</scope>", ">Public</scope><note></note>"), True),
        ((">Public</scope>", ">Public</scope><note>x</note>"), False),
        (("<event>", "<event>The "), False),
    ],
    ids=str,
)
def test_what_counts_as_the_same(change: tuple[str, str], same: bool) -> None:
    """Space around values, comments and empty elements do not count; order, words and offsets do."""
    assert same_meaning(read_cap(changed()), read_cap(changed(change))) == same


def test_no_language_is_american_english() -> None:
    """CAP 1.2, section 3.2.2."""
    info = read_cap(changed()).infos[0]
    assert meaning(replace(info, language=None)) == meaning(replace(info, language="en-US"))


def test_what_older_versions_write_otherwise_is_brought_to_the_words_of_today() -> None:
    """CAP 1.0: name=value, and Very Likely."""
    old = changed(
        (NAMESPACE, "http://www.incident.com/cap/1.0"),
        ("<valueName>ISO 3166-2</valueName><value>XX-01</value>", "fips6=006037"),
        (">Likely<", ">Very Likely<"),
    )
    alert = read_cap(old)
    assert alert.version == "1.0"
    assert alert.infos[0].certainty == "Likely"
    assert alert.infos[0].areas[0].geocodes == (("fips6", "006037"),)
    written = tree_bytes(cap_tree(alert))
    assert etree.fromstring(written).tag == f"{{{NAMESPACE}}}alert"
    assert same_meaning(read_cap(written), alert)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("2023-09-30T12:00:00-00:00</sent>", "today</sent>"), "sent"),
        (("40.1,46.1 40.1", "north 40.1"), "polygon"),
        (("<size>3<", "<size>1e9<"), "size"),
        (("<size>3<", f"<size>{'9' * 5000}<"), "size"),
        (("<altitude>100<", "<altitude>NaN<"), "altitude"),
    ],
    ids=["time", "polygon", "size", "long-size", "altitude"],
)
def test_values_that_say_nothing_are_refused_by_name(change: tuple[str, str], words: str) -> None:
    """They are never guessed at."""
    with pytest.raises(CapRefused, match=words):
        read_cap(changed(change))
