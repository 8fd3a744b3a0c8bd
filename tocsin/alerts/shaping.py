"""From a drawn area to polygons that CAP can say: closed, simple, under 100 points each, none across the 180th meridian.

1. Points are rounded to a tenth of a metre and walked the shorter way round the globe from one to the next.
2. A ring that goes once round the globe holds the pole that is nearer to it, and is led there.
3. Where it meets itself it is refused, with the place.
4. It is cut through its holes, for CAP knows none.
5. It is cut at the 180th meridian, each piece simplified, and a piece that needs more points cut in two again.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite

from tocsin.alerts.cutting import cut
from tocsin.alerts.holes import BESIDE, opened
from tocsin.alerts.polygon import Crossing, Point, crossing
from tocsin.alerts.simplifying import POINTS_MAX, simplified
from tocsin.errors import WrongUse

#: six decimals are a tenth of a metre; rounding moves a point by less than this
_DECIMALS = 6
_ROUNDING_M = 0.1
#: what `polygon.crossing` tells apart
_FINEST = 9
#: a point more would not be read in seconds
GIVEN_MAX = 200_000
#: polygons that one area is said in
PIECES_MAX = 40
#: a ring around an area, then one around each hole in it
Polygon = Sequence[Sequence[Point]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    #: closed rings of (latitude, longitude), longitudes between -180 and 180
    polygons: tuple[tuple[Point, ...], ...]
    #: whole metres: the edges of the area lie no farther than this from what was given, nor the other way round, and no
    #: point of a hole that was filled lies farther from its edge
    within_m: int
    #: points that were given, the closing one not counted
    given: int


def shaped(drawn: Iterable[Polygon], *, within_m: float) -> Shape:
    """Without holes. Raises WrongUse for what is no ring, meets itself, or cannot be said within the distance."""
    polygons: list[tuple[Point, ...]] = []
    most, given = 0.0, 0
    for rings in drawn:
        whole, *holes = (_unrolled(_rounded(ring)) for ring in rings)
        given += sum(len(ring) - 1 for ring in (whole, *holes))
        if given > GIVEN_MAX:
            raise WrongUse(f"an area of {given:,} points is too large", f"give at most {GIVEN_MAX:,}")
        without = opened(whole, holes, within_m=within_m)
        most = max(most, without.filled_m)
        kept = _on_cuts(without.rings, (whole, *holes)) if holes else frozenset()
        for piece in (part for ring in without.rings for part in _within_180(ring)):
            for polygon, off in _pieces(piece, within_m, room=PIECES_MAX - len(polygons), kept=kept):
                polygons.append(polygon)
                most = max(most, off)
    if not polygons:
        raise WrongUse("no area was given", "give at least three points")
    return Shape(polygons=tuple(polygons), within_m=ceil(most + _ROUNDING_M) if most else 0, given=given)


def _on_cuts(pieces: Iterable[Sequence[Point]], given: Iterable[Sequence[Point]]) -> frozenset[Point]:
    """Points that a cut made: they stay, so that neighbours share their edge, on whichever turn of the globe."""
    known = {point for ring in given for point in ring}
    made = {point for piece in pieces for point in piece} - known
    return frozenset((lat, lon - turn) for lat, lon in made for turn in (-360.0, 0.0, 360.0))


def _rounded(ring: Sequence[Point]) -> list[Point]:
    """The ring closed, without points given twice in a row."""
    if len(ring) > GIVEN_MAX:
        raise WrongUse(f"an area of {len(ring):,} points is too large", f"give at most {GIVEN_MAX:,}")
    kept: list[Point] = []
    for number, (lat, lon) in enumerate(ring, start=1):
        if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 360):
            raise WrongUse(
                f"point {number}, {lat:g} {lon:g}, is no place on the globe",
                "write the latitude first, between -90 and 90, then the longitude",
            )
        point = (round(lat, _DECIMALS), round(lon, _DECIMALS))
        if not kept or point != kept[-1]:
            kept.append(point)
    while len(kept) > 1 and kept[-1] == kept[0]:
        kept.pop()
    if len(kept) < 3:
        raise WrongUse(f"{len(kept)} points enclose nothing", "give at least three different ones")
    return [*kept, kept[0]]


def _unrolled(ring: Sequence[Point]) -> list[Point]:
    """Longitudes that go on beyond 180, each step the shorter way; a ring around a pole led there and back."""
    walked = [ring[0]]
    for (_lat, before), (lat, lon) in pairwise(ring):
        step = (lon - before + 180.0) % 360.0 - 180.0
        walked.append((lat, round(walked[-1][1] + step, _DECIMALS)))
    turn = round((walked[-1][1] - walked[0][1]) / 360.0)
    if abs(turn) > 1:
        raise WrongUse("the ring goes more than once round the globe", "draw the area as pieces")
    if turn:
        pole = 90.0 if sum(lat for lat, _lon in walked) >= 0 else -90.0
        walked += [(pole, walked[-1][1]), (pole, walked[0][1]), walked[0]]
    _refuse_crossed(crossing(walked))
    lons = [lon for _lat, lon in walked]
    if max(lons) - min(lons) > 360.0:
        raise WrongUse("the area goes round the globe and over itself", "draw it as pieces")
    return walked


def _refuse_crossed(found: Crossing | None) -> None:
    if found is not None:
        lat, lon = found.at
        raise WrongUse(
            f"the edge from point {found.first + 1} and the edge from point {found.second + 1} meet at "
            f"{lat:.5g}, {_wrapped(lon):.5g}",
            "move one of these points, or draw the area as pieces: an edge of an area meets no other",
        )


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def _within_180(ring: list[Point]) -> Iterator[list[Point]]:
    """Pieces between two passings of the 180th meridian, their longitudes brought back between -180 and 180."""
    east = max(lon for _lat, lon in ring)
    line = 360.0 * floor((min(lon for _lat, lon in ring) + 180.0) / 360.0) + 180.0
    rest = [ring]
    while rest:
        halves = [cut(piece, 1, line + BESIDE) for piece in rest] if line < east else [(rest, [])]
        for west, _later in halves:
            for piece in west:
                yield [(lat, min(max(lon - (line - 180.0), -180.0), 180.0)) for lat, lon in piece]
        rest = [piece for _west, later in halves for piece in later]
        line += 360.0


def _pieces(
    ring: Sequence[Point], within_m: float, *, room: int, kept: frozenset[Point] = frozenset()
) -> Iterator[tuple[tuple[Point, ...], float]]:
    """Each polygon with its distance. Points on the lines of a cut stay, so that neighbours share their edge."""
    kept = kept | {point for point in ring if abs(point[1]) == 180.0}
    told = simplified(ring, within_m=within_m, kept=kept)
    if told.within_m <= within_m and len(told.ring) <= POINTS_MAX:
        yield _printed(told.ring), told.within_m
        return
    if room < 2:
        raise WrongUse(
            f"the area cannot be said within {within_m:g} m by {PIECES_MAX} polygons of under 100 points",
            "allow a longer distance, or draw it with fewer corners",
        )
    halves, line = _halved(ring)
    for half in halves:
        ends = frozenset(point for point in half if point in line)
        for polygon, off in _pieces(half, within_m, room=room - 1, kept=kept | ends):
            room -= 1
            yield polygon, off


def _halved(ring: Sequence[Point]) -> tuple[list[list[Point]], frozenset[Point]]:
    """Cut across the longer side, with the points where the cut meets the ring."""
    lats, lons = [lat for lat, _lon in ring], [lon for _lat, lon in ring]
    axis = 0 if max(lats) - min(lats) > max(lons) - min(lons) else 1
    along = lats if axis == 0 else lons
    at = sorted(along)[len(along) // 2]  # half of the points on either side
    if at >= max(along):
        at = (min(along) + max(along)) / 2
    below, above = cut(ring, axis, round(at, _DECIMALS) + BESIDE)  # type: ignore[arg-type]
    known = set(ring)
    halves = [*below, *above]
    return halves, frozenset(point for piece in halves for point in piece if point not in known)


def _printed(ring: Sequence[Point]) -> tuple[Point, ...]:
    """As it is written: to six decimals, and finer where a cut left two corners nearer than that."""
    for decimals in (_DECIMALS, _FINEST):
        points = [(round(lat, decimals), round(lon, decimals)) for lat, lon in ring]
        if len(set(points)) == len(ring) - 1 and crossing(points) is None:
            break
    return tuple(points)
