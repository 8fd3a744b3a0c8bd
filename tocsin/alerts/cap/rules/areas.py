"""Rules of areas. CAP 1.2, sections 3.2.4 and 3.3.1."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.alerts.cap.area import Point
from tocsin.alerts.cap.reading import circle_of, number_of
from tocsin.alerts.cap.ring import first_contact
from tocsin.alerts.cap.rules.rule import Fault, Level, Message, rule, said

if TYPE_CHECKING:
    from lxml import etree

#: pairs of coordinates that a polygon has at least, the closing one among them
POINTS_MIN = 4
#: of all polygons of a message together, that are searched for crossings; 100,000 take about 3 s
POINTS_MAX = 250_000

#: those that the standard itself gives as examples
_ACRONYMS = frozenset({"SAME", "FIPS", "ZIP"})
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,12}[A-Za-z]?")


@rule("polygon-form", "a polygon is pairs latitude,longitude parted by white space", "CAP 1.2, 3.2.4 polygon")
def polygon_form(message: Message) -> Iterator[Fault]:
    for node, trouble in message.polygons:
        if isinstance(trouble, str):
            yield Fault(node, trouble)


@rule("polygon-closed", "the first and the last pair of a polygon are the same", "CAP 1.2, 3.2.4 polygon")
def polygon_closed(message: Message) -> Iterator[Fault]:
    for node, points in _polygons(message):
        if points[0] != points[-1]:
            yield Fault(node, f"the polygon begins at {points[0]} and ends at {points[-1]}")


@rule(
    "polygon-points",
    "a polygon has at least four pairs, the closing one among them",
    "CAP 1.2, 3.2.4 polygon",
)
def polygon_points(message: Message) -> Iterator[Fault]:
    for node, points in _polygons(message):
        if len(points) < POINTS_MIN:
            yield Fault(
                node,
                f"the polygon has {len(points)} pairs of coordinates, and {POINTS_MIN} at least make one",
            )


@rule(
    "polygon-simple",
    "the line of a polygon does not cross or touch itself",
    "CAP 1.2, 3.2.4 polygon; OGC Simple Features 06-103r4, 6.1.11",
)
def polygon_simple(message: Message) -> Iterator[Fault]:
    count = 0
    for node, points in _polygons(message):
        if points[0] != points[-1] or len(points) < POINTS_MIN:
            continue
        count += len(points)
        if count > POINTS_MAX:
            yield Fault(
                node, f"the polygons have more than {POINTS_MAX:,} points: from here on they are not judged"
            )
            return
        contact = first_contact(points)
        if contact is not None:
            yield Fault(node, f"the polygon {contact}")


@rule(
    "polygon-repeats-no-point",
    "no two pairs of a polygon that follow one another are the same",
    "CAP 1.2, 3.2.4 polygon",
    Level.ADVICE,
)
def polygon_repeats_no_point(message: Message) -> Iterator[Fault]:
    for node, points in _polygons(message):
        again = next((one for one, other in itertools.pairwise(points) if one == other), None)
        if again is not None:
            yield Fault(node, f"the pair {again} stands twice in a row")


@rule("circle-form", "a circle is latitude,longitude and a radius in kilometres", "CAP 1.2, 3.2.4 circle")
def circle_form(message: Message) -> Iterator[Fault]:
    for node in message.all("circle"):
        if not said(node):
            continue
        try:
            circle = circle_of(said(node))
        except ValueError as error:
            yield Fault(node, str(error))
            continue
        if circle.radius_km < 0:
            yield Fault(node, f"the radius is {circle.radius_km} km")


@rule(
    "coordinates-on-earth",
    "latitudes lie between -90 and 90, longitudes between -180 and 180",
    "CAP 1.2, 3.3.1 (WGS 84)",
)
def coordinates_on_earth(message: Message) -> Iterator[Fault]:
    for node, points in (*_polygons(message), *_centres(message)):
        off = next(
            (point for point in points if abs(point.latitude) > 90 or abs(point.longitude) > 180), None
        )
        if off is not None:
            yield Fault(node, f"{off} is not on earth")


@rule(
    "ceiling-with-altitude", "a ceiling stands with an altitude, and not below it", "CAP 1.2, 3.2.4 ceiling"
)
def ceiling_with_altitude(message: Message) -> Iterator[Fault]:
    for area in message.all("area"):
        ceiling, altitude = message.text(area, "ceiling"), message.text(area, "altitude")
        if not ceiling:
            continue
        node = message.under(area, "ceiling")[0]
        if not altitude:
            yield Fault(node, "there is a ceiling and no altitude")
            continue
        try:
            below = number_of(ceiling) < number_of(altitude)
        except ValueError:
            continue
        if below:
            yield Fault(node, f"the ceiling {ceiling} lies below the altitude {altitude}")


@rule(
    "codes-named",
    "eventCode, parameter and geocode say what list their value is of",
    "CAP 1.2, 3.2.2 eventCode, parameter; 3.2.4 geocode",
)
def codes_named(message: Message) -> Iterator[Fault]:
    for node in message.all("valueName"):
        if not said(node):
            yield Fault(node, "valueName is empty")


@rule(
    "acronyms-in-capitals",
    "acronyms that name a list of codes are written in capitals, without periods: SAME, FIPS, ZIP",
    "CAP 1.2, 3.2.2 eventCode, parameter; 3.2.4 geocode",
    Level.ADVICE,
)
def acronyms_in_capitals(message: Message) -> Iterator[Fault]:
    for node in message.all("valueName"):
        name = said(node)
        plain = name.replace(".", "").upper()
        if name != plain and (plain in _ACRONYMS or _DOTTED.fullmatch(name)):
            yield Fault(node, f"{name[:40]!r} would be {plain[:40]!r}")


@rule(
    "geocode-with-shape",
    "an area that is named by a code is also drawn, wherever that is possible",
    "CAP 1.2, 3.2.4 geocode",
    Level.ADVICE,
)
def geocode_with_shape(message: Message) -> Iterator[Fault]:
    for area in message.all("area"):
        drawn = message.text(area, "polygon") or message.text(area, "circle")
        if not drawn and message.under(area, "geocode"):
            yield Fault(area, "the area has codes, and neither polygon nor circle")


@rule(
    "area-expected",
    "an info block of an Alert or Update says where",
    "CAP 1.2, 3.2.4",
    Level.ADVICE,
)
def area_expected(message: Message) -> Iterator[Fault]:
    if message.text(message.root, "msgType") in ("Alert", "Update"):
        for info in message.under(message.root, "info"):
            if not message.under(info, "area"):
                yield Fault(info, "the info block has no area")


def _polygons(message: Message) -> Iterator[tuple[etree._Element, tuple[Point, ...]]]:
    """Those that can be read, and are not empty."""
    for node, points in message.polygons:
        if not isinstance(points, str) and points:
            yield node, points


def _centres(message: Message) -> Iterator[tuple[etree._Element, tuple[Point, ...]]]:
    for node in message.all("circle"):
        try:
            yield node, (circle_of(said(node)).centre,)
        except ValueError:
            continue


RULES = (
    polygon_form,
    polygon_closed,
    polygon_points,
    polygon_simple,
    polygon_repeats_no_point,
    circle_form,
    coordinates_on_earth,
    ceiling_with_altitude,
    codes_named,
    acronyms_in_capitals,
    geocode_with_shape,
    area_expected,
)
