"""In which countries an area lies: by the shipped outlines, which are coarse, and so rather one country too many. Pure.

A country is met where a corner of the area lies in it, or an end of one of its borders lies in the area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt

from tocsin.alerts.polygon import Point
from tocsin.situations.outlines_file import Head, Shape, outlines
from tocsin.situations.spherical_area import walked

_EARTH_KM = 6_371.0
#: points on a circle's edge that are looked at, beside its centre
_AROUND = 16
#: a line that crosses the date line goes on beyond 180
_TURNS = (-360, 0, 360)


def countries_of_circle(lat: float, lon: float, radius_km: float) -> tuple[str, ...]:
    """ISO 3166-1 alpha-3, in alphabetical order; degrees, WGS 84.

    >>> countries_of_circle(39.51, 46.34, 1), countries_of_circle(39.51, 46.34, 40)
    (('ARM',), ('ARM', 'AZE'))
    """
    edge = (_off(lat, lon, radius_km, 2 * pi * step / _AROUND) for step in range(_AROUND))
    return _met([(lat, lon), *edge], lambda point: _km(point, (lat, lon)) <= radius_km)


def countries_of_rings(rings: Sequence[Sequence[Point]]) -> tuple[str, ...]:
    """Of closed rings of (latitude, longitude), as `countries_of_circle`."""
    corners = [point for ring in rings for point in ring]
    return _met(corners, lambda point: any(_crossings(point, ring) % 2 for ring in rings))


def _met(corners: Sequence[Point], holds: Callable[[Point], bool]) -> tuple[str, ...]:
    file = outlines()
    return tuple(
        code
        for code, shapes in sorted(file.countries.items())
        if any(holds((head.first[1], head.first[0])) for head in _heads(shapes))
        or any(_lies_in(corners, shape) for shape in shapes)
    )


def _heads(shapes: Iterable[Shape]) -> Iterator[Head]:
    heads = outlines().heads
    return (heads[max(arc, ~arc)] for shape in shapes for ring in shape for arc in ring)


def _lies_in(corners: Sequence[Point], shape: Shape) -> bool:
    """Whether any corner does; only what may hold one is unfolded. A hole turns the answer round once more."""
    boxes = [head.box for head in _heads([shape]) if head.size]
    if not boxes:
        return False
    wests, souths, easts, norths = zip(*boxes, strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    west, east = (west, east) if east - west <= 180 else (-540, 540)  # a line may be walked a turn further
    near = [
        (lat, lon + turn)
        for lat, lon in corners
        if south <= lat <= north
        for turn in _TURNS
        if west <= lon + turn <= east
    ]
    rings = [[(lat, lon) for lon, lat in walked(ring, outlines().points)] for ring in shape] if near else []
    return any(sum(_crossings(point, ring) for ring in rings) % 2 for point in near)


def _crossings(point: Point, ring: Sequence[Point]) -> int:
    """How many edges a ray to the east crosses: an odd number from inside."""
    lat, lon = point
    return sum(
        (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) / (lat2 - lat1) * (lon2 - lon1)
        for (lat1, lon1), (lat2, lon2) in pairwise([*ring, *ring[:1]])
    )


def _off(lat: float, lon: float, km: float, bearing: float) -> Point:
    """The point so far away in that direction (radians), on a sphere."""
    way, north = km / _EARTH_KM, radians(lat)
    there = asin(sin(north) * cos(way) + cos(north) * sin(way) * cos(bearing))
    east = atan2(sin(bearing) * sin(way) * cos(north), cos(way) - sin(north) * sin(there))
    return degrees(there), (lon + degrees(east) + 540) % 360 - 180


def _km(one: Point, other: Point) -> float:
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))
