"""The shipped outline of a country as polygons: an address as ISO 3166 lists it, no view of whose land it is."""

from __future__ import annotations

from tocsin.alerts.parting import parted
from tocsin.alerts.polygon import Point, signed_area
from tocsin.errors import NotFound
from tocsin.situations.outlines_file import outlines
from tocsin.situations.spherical_area import walked


def country_polygons(code: str) -> list[list[list[Point]]]:
    """Each polygon with its holes, the largest first. Raises NotFound for a code without an outline."""
    file = outlines()
    shapes = file.countries.get(code)
    if not shapes:
        raise NotFound(f"there is no outline of {code!r}", "take a circle around a place, or draw the area")
    polygons: list[list[list[Point]]] = []
    for shape in shapes:  # an islet that has no width on this outline is none
        polygons += parted([[(lat, lon) for lon, lat in walked(ring, file.points)] for ring in shape])
    return sorted(polygons, key=lambda polygon: -abs(signed_area(polygon[0])))
