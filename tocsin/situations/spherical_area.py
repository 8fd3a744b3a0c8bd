"""The area of a shape on the globe, taken as a sphere of 6,371 km: what its outlines are checked by. Pure."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import radians, sin

Points = Sequence[tuple[float, float]]


def shape_km2(shape: Iterable[Sequence[int]], line: Callable[[int], Points]) -> float:
    """`line` gives an arc's points in degrees. The first ring adds, the holes behind it take away."""
    areas = [abs(_ring_km2(walked(ring, line))) for ring in shape]
    return areas[0] - sum(areas[1:]) if areas else 0.0


def walked(ring: Iterable[int], line: Callable[[int], Points]) -> list[tuple[float, float]]:
    """The points of a ring, going on beyond 180 degrees where it crosses the date line."""
    points: list[tuple[float, float]] = []
    for arc in ring:
        piece = line(arc)
        if not piece:
            continue
        move = 360.0 * round((points[-1][0] - piece[0][0]) / 360.0) if points else 0.0
        points += [(lon + move, lat) for lon, lat in piece]
    return points


def _ring_km2(points: Points) -> float:
    """Edges as lines of even longitude and latitude; on short ones that is no matter."""
    return 6371.0**2 * sum(
        radians(lon2 - lon1) * (sin(radians(lat1)) + sin(radians(lat2))) / 2
        for (lon1, lat1), (lon2, lat2) in pairwise([*points, *points[:1]])
    )
