"""A stretch of the globe as a flat picture. Pure: degrees in, px out.

Equirectangular, true to scale at the middle latitude: on the few hundred kilometres of a displacement nothing else is told
apart by eye, north is up and a scale bar holds. The longitude of the middle is free, so the date line is a line like others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

#: (longitude, latitude) in degrees
Place = tuple[float, float]
#: a degree of latitude
KM_PER_DEGREE = 111.2
#: a closer look than this would show the outlines' own corners (they are 0.005 degrees true)
PX_PER_DEGREE_MAX = 300.0
#: near a pole a degree of longitude is next to nothing: it is drawn no narrower than this share of one of latitude
_COS_MIN = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Plane:
    width: int
    height: int
    #: degrees that stand in the middle
    lon: float
    lat: float
    #: of latitude
    px_per_degree: float

    @property
    def px_per_degree_east(self) -> float:
        return self.px_per_degree * _narrowing(self.lat)

    @property
    def km_per_px(self) -> float:
        return KM_PER_DEGREE / self.px_per_degree

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Degrees at the edges: west, south, east, north; west may lie below -180 and east above 180."""
        wide, high = self.width / 2 / self.px_per_degree_east, self.height / 2 / self.px_per_degree
        return (self.lon - wide, self.lat - high, self.lon + wide, self.lat + high)

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Of a place anywhere on the globe, taken the shorter way round from the middle."""
        return self.flat(self.lon + turned(lon - self.lon), lat)

    def flat(self, lon: float, lat: float) -> tuple[float, float]:
        """Of a longitude as it stands, without turning it."""
        x = self.width / 2 + (lon - self.lon) * self.px_per_degree_east
        return (x, self.height / 2 - (lat - self.lat) * self.px_per_degree)


def turned(degrees: float) -> float:
    """The same angle between -180 and 180.

    >>> turned(190), turned(-350)
    (-170.0, 10.0)
    """
    return (degrees + 180.0) % 360.0 - 180.0


def span_degrees(places: Sequence[Place]) -> float:
    """How far the places lie apart, from north to south or from east to west, whichever is more; as degrees of latitude."""
    west, east = _ends(lon for lon, _lat in places)
    south, north = min(lat for _lon, lat in places), max(lat for _lon, lat in places)
    return max((east - west) * _narrowing((south + north) / 2), north - south)


def plane_of(
    places: Sequence[Place], *, width: int, heights: tuple[int, int], margin: int, span_min: float
) -> Plane:
    """All places, `margin` px from the edge, at least `span_min` degrees of latitude across; as high as they need."""
    west, east = _ends(lon for lon, _lat in places)
    south, north = min(lat for _lon, lat in places), max(lat for _lon, lat in places)
    lat = (south + north) / 2
    across = max((east - west) * _narrowing(lat), 1e-6)
    upright = max(north - south, 1e-6)
    low, high = heights
    room = (width - 2 * margin) / across * upright + 2 * margin
    height = round(min(max(room, low), high))
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / upright, height / span_min)
    whole_globe = width / (360 * _narrowing(lat))
    return Plane(
        width=width,
        height=height,
        lon=turned((west + east) / 2),
        lat=lat,
        px_per_degree=min(max(scale, whole_globe), max(PX_PER_DEGREE_MAX, whole_globe)),
    )


def _ends(lons: Iterable[float]) -> tuple[float, float]:
    """The shortest stretch that holds all: it leaves out the widest gap. East may be above 180."""
    around = sorted({turned(lon) for lon in lons})
    gaps = [(after - before, after) for before, after in pairwise(around)]
    gaps.append((around[0] + 360.0 - around[-1], around[0]))
    widest, first = max(gaps)
    return (first, first + 360.0 - widest)


def _narrowing(lat: float) -> float:
    return max(cos(radians(lat)), _COS_MIN)
