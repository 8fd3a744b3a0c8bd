"""Where an alert holds: CAP 1.2, section 3.2.4. Coordinates are WGS 84, latitude first, in decimal degrees."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Point(NamedTuple):
    """Exact, as printed: 38.470 stays 38.470."""

    latitude: Decimal
    longitude: Decimal

    @classmethod
    def of(cls, latitude: float, longitude: float) -> Point:
        """From floats, in as many digits as they need.

        >>> str(Point.of(40.25, -7))
        '40.25,-7'
        """
        return cls(Decimal(repr(latitude)), Decimal(repr(longitude)))

    def __str__(self) -> str:
        return f"{self.latitude:f},{self.longitude:f}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Circle:
    centre: Point
    radius_km: Decimal

    def __str__(self) -> str:
        return f"{self.centre} {self.radius_km:f}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """All that it names together: the union of its polygons, circles and geocodes."""

    #: areas and people in words
    description: str
    #: each closed: the last point is the first one again
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    #: name of the code list, and code
    geocodes: tuple[tuple[str, str], ...] = ()
    #: in feet above mean sea level; the lower limit where there is a ceiling
    altitude_ft: Decimal | None = None
    ceiling_ft: Decimal | None = None
