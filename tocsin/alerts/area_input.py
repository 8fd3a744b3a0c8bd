"""A drawn area as people have it: pairs of numbers as typed, or GeoJSON (RFC 7946). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tocsin.alerts.polygon import Point
from tocsin.alerts.shaping import GIVEN_MAX
from tocsin.errors import WrongUse

#: characters; a point of GeoJSON takes some forty
INPUT_MAX = 50 * GIVEN_MAX
#: as deep as geometry, features and collections of them go
_DEPTH_MAX = 8
#: more than any projection's metres
_DEGREES_MAX = 10**9
_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,18})?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*[;\n]?")


def polygons_of(text: str) -> list[list[list[Point]]]:
    """The polygons of what was typed or sent, each its outer ring and then its holes. Raises WrongUse.

    >>> polygons_of("40.1,46.2 40.1,46.9 39.8,46.5")
    [[[(40.1, 46.2), (40.1, 46.9), (39.8, 46.5)]]]
    """
    if len(text) > INPUT_MAX:
        raise WrongUse("the area is too large to be read", f"give at most {GIVEN_MAX:,} points")
    text = text.strip().removeprefix("\ufeff")
    if not text.startswith(("{", "[")):
        return [[_pairs(text)]]
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise WrongUse("this is no GeoJSON", "send the file as another program wrote it") from None
    return polygons_in(data)


def polygons_in(data: Any) -> list[list[list[Point]]]:
    """The polygons of GeoJSON that was parsed. Raises WrongUse where there is none, and for anything else than polygons."""
    found = [[[_point(place) for place in ring] for ring in rings] for rings in _polygons(data, _DEPTH_MAX)]
    if not found:
        raise WrongUse("the GeoJSON holds no polygon", "send a Polygon or a MultiPolygon")
    return found


def _pairs(text: str) -> list[Point]:
    """Latitude first, as CAP and people write them; a comma, semicolon, space or line end between any two numbers."""
    points: list[Point] = []
    at = 0
    while at < len(text):
        found = _PAIR.match(text, at)
        if not found:
            raise WrongUse(
                f"{text[at : at + 20].strip()!r} is no pair of coordinates",
                "write latitude and longitude in degrees, such as 40.1,46.2, a pair for each corner",
            )
        points.append((float(found[1]), float(found[2])))
        at = found.end()
    return points


def _polygons(data: Any, depth: int) -> Iterator[Sequence[Any]]:
    if not isinstance(data, Mapping) or depth == 0:
        raise WrongUse("this is no GeoJSON that holds areas", "send a Polygon or a MultiPolygon")
    kind, inner = data.get("type"), data.get("coordinates")
    if kind in ("Polygon", "MultiPolygon"):
        polygons = [inner] if kind == "Polygon" else inner
        if not isinstance(polygons, list) or not all(isinstance(each, list) and each for each in polygons):
            raise WrongUse(f"a {kind} of the GeoJSON has no coordinates", "send it again")
        if not all(isinstance(ring, list) for each in polygons for ring in each):
            raise WrongUse(f"a {kind} of the GeoJSON has no rings", "send it again")
        yield from polygons
    elif kind == "Feature":
        yield from _polygons(data.get("geometry"), depth - 1)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        members = data.get("features" if kind == "FeatureCollection" else "geometries")
        for member in members if isinstance(members, list) else ():
            yield from _polygons(member, depth - 1)
    else:
        raise WrongUse(f"the GeoJSON holds a {str(kind)[:20]!r}, which is no area", "send polygons alone")


def _point(place: Any) -> Point:
    """GeoJSON has the longitude first."""
    numbers = place[:2] if isinstance(place, list) else []
    if len(numbers) != 2 or not all(map(_is_degrees, numbers)):
        raise WrongUse(
            f"{str(place)[:40]} is no place of GeoJSON", "send the file as another program wrote it"
        )
    lon, lat = numbers
    return (float(lat), float(lon))


def _is_degrees(number: Any) -> bool:
    """A whole number of hundreds of digits, which JSON may hold, is none; what lies off the globe is told later."""
    return isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < _DEGREES_MAX
