"""Invented boundaries, in the forms in which their publishers write them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Place = tuple[float, float]


def square(west: float, south: float, side: float = 1.0) -> list[Place]:
    """A ring of GeoJSON: longitude first, closed."""
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def feature(properties: Mapping[str, Any], *polygons: Sequence[Sequence[Place]]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


#: two provinces, one with two names and a lake
COD_AB = collection(
    feature(
        {"ADM1_EN": "East Valley", "ADM1_FR": "Vallée de l’Est", "ADM1_PCODE": "XV01", "ADM0_EN": "Valleys"},
        [square(46, 39), square(46.4, 39.4, 0.2)],
    ),
    feature({"ADM1_EN": "Stepanakert", "ADM1_PCODE": "XV02"}, [square(47, 39)], [square(49, 39, 0.5)]),
)
GEO_BOUNDARIES = collection(
    feature(
        {"shapeName": "Hill District", "shapeISO": "AM-HD", "shapeID": "1B5", "shapeGroup": "ARM"},
        [square(44, 40)],
    ),
    crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
)
NATURAL_EARTH = collection(
    feature(
        {"name": "Syunik", "name_alt": "Siunik|Zangezur", "name_ar": "سيونيك", "iso_3166_2": "AM-SU"},
        [square(46, 39)],
    ),
)
