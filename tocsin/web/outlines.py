"""The land, coasts and borders of a stretch of the globe, as paths of a picture. No country has a colour of its own."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from tocsin.situations.outlines_file import OutlinesFile, Point, outlines
from tocsin.web.clipping import Flat, clipped_area, clipped_line
from tocsin.web.projection import Plane

#: points that lie nearer to the one before are not drawn
STEP_PX = 1.2
#: islands and gaps smaller than this across are not drawn
SPECK_PX = 2.0
#: where Natural Earth cuts land in two that lies on both sides of the date line
_DATE_LINE = 179.99
Box = tuple[float, float, float, float]


class Paths(NamedTuple):
    """The `d` of each path; empty where there is nothing to draw."""

    land: str
    coast: str
    border: str
    undetermined: str


class _Ring(NamedTuple):
    #: each with the degrees east that it is moved by to go on where the one before ends
    arcs: tuple[tuple[int, float], ...]
    box: Box
    #: degrees that it turns around a pole: 360, -360 or 0
    turn: float


@lru_cache(maxsize=64)
def paths(plane: Plane) -> Paths:
    file, rings = _outlines()
    land: list[str] = []
    lines: dict[str, list[str]] = {"coast": [], "border": [], "undetermined": [], "none": []}
    for turn in (-360.0, 0.0, 360.0):
        view = _moved(plane.box, -turn)
        for ring in rings:
            if _meet(ring.box, view) and _is_seen(ring.box, plane):
                flat = [plane.flat(lon + turn, lat) for lon, lat in _points(file, ring, view)]
                land.append(_path(clipped_area(flat, plane.width, plane.height), closed=True))
        for arc, head in enumerate(file.heads):
            if head.size and _meet(head.box, view) and (head.kind != "coast" or _is_seen(head.box, plane)):
                lines[head.kind] += _drawn(file.points(arc), plane, turn)
    return Paths("".join(land), *("".join(lines[kind]) for kind in ("coast", "border", "undetermined")))


@cache
def _outlines() -> tuple[OutlinesFile, list[_Ring]]:
    file = outlines()
    return file, [_walked(file, ring) for shape in file.land for ring in shape]


def _walked(file: OutlinesFile, ring: Iterable[int]) -> _Ring:
    arcs: list[tuple[int, float]] = []
    boxes: list[Box] = []
    start = end = None
    for arc in ring:
        head = file.heads[arc if arc >= 0 else ~arc]
        first, last = (head.first, head.last) if arc >= 0 else (head.last, head.first)
        move = 360.0 * round((end - first[0]) / 360.0) if end is not None else 0.0
        arcs.append((arc, move))
        boxes.append(_moved(head.box, move))
        end = last[0] + move
        start = first[0] if start is None else start
    wests, souths, easts, norths = zip(*boxes, strict=True)
    turn = 360.0 * round(((end or 0.0) - (start or 0.0)) / 360.0)
    return _Ring(tuple(arcs), (min(wests), min(souths), max(easts), max(norths)), turn)


def _points(file: OutlinesFile, ring: _Ring, view: Box) -> Iterator[Point]:
    """Its points. An arc that lies wholly to one side of the view is not unfolded: its end says all that clipping needs."""
    lon = first = 0.0
    for place, (arc, move) in enumerate(ring.arcs):
        head = file.heads[arc if arc >= 0 else ~arc]
        outside = not _meet(_moved(head.box, move), view)
        points = [head.last if arc >= 0 else head.first] if outside else file.points(arc)
        first = points[0][0] + move if place == 0 else first
        yield from ((lon := at + move, lat) for at, lat in points)
    if ring.turn:  # Antarctica: down to the pole, and back along it
        yield from ((lon, -90.0), (first, -90.0))


def _drawn(points: Iterable[Point], plane: Plane, turn: float) -> Iterator[str]:
    """A line as pieces: without what lies outside, and without the seam at the date line."""
    for seam, steps in groupby(pairwise(points), key=_on_the_date_line):
        if not seam:
            pairs = list(steps)
            flat = [plane.flat(lon + turn, lat) for lon, lat in (pairs[0][0], *(end for _, end in pairs))]
            for piece in clipped_line(flat, plane.width, plane.height):
                yield _path(piece, closed=False)


def _on_the_date_line(step: tuple[Point, Point]) -> bool:
    return all(abs(lon) >= _DATE_LINE for lon, _lat in step)


def _path(points: Sequence[Flat], *, closed: bool) -> str:
    """In tenths of px, each as a step from the one before."""
    thin = _thinned([(round(x * 10), round(y * 10)) for x, y in points])
    if len(thin) < (3 if closed else 2):
        return ""
    (x, y), *_ = thin
    steps = "".join(f"{(x2 - x1) / 10:g},{(y2 - y1) / 10:g} " for (x1, y1), (x2, y2) in pairwise(thin))
    return f"M{x / 10:g},{y / 10:g}l{steps}" + ("z" if closed else "")


def _thinned(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for x, y in points:
        if not kept or max(abs(x - kept[-1][0]), abs(y - kept[-1][1])) >= STEP_PX * 10:
            kept.append((x, y))
    if points and len(kept) > 1 and kept[-1] != points[-1]:
        kept[-1] = points[-1]
    return kept


def _is_seen(box: Box, plane: Plane) -> bool:
    west, south, east, north = box
    return max((east - west) * plane.px_per_degree_east, (north - south) * plane.px_per_degree) >= SPECK_PX


def _moved(box: Box, degrees: float) -> Box:
    west, south, east, north = box
    return (west + degrees, south, east + degrees, north)


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
