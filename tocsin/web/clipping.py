"""Lines and areas cut at the edges of a picture. Pure: px in, px out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

#: (x, y) in px
Flat = tuple[float, float]


def clipped_area(ring: Sequence[Flat], width: float, height: float) -> list[Flat]:
    """What of a closed ring lies within 0..width and 0..height (Sutherland and Hodgman 1974)."""
    points = list(ring)
    edges: tuple[tuple[int, float, Callable[[float, float], bool]], ...] = (
        (0, 0.0, float.__ge__),
        (0, float(width), float.__le__),
        (1, 0.0, float.__ge__),
        (1, float(height), float.__le__),
    )
    for axis, edge, within in edges:
        points = list(_cut(points, axis, edge, within))
    return points


def _cut(
    points: Sequence[Flat], axis: int, edge: float, within: Callable[[float, float], bool]
) -> Iterator[Flat]:
    for before, point in zip((*points[-1:], *points[:-1]), points, strict=True):
        inside = within(float(point[axis]), edge)
        if inside != within(float(before[axis]), edge):
            yield _at(before, point, axis, edge)
        if inside:
            yield point


def _at(start: Flat, end: Flat, axis: int, edge: float) -> Flat:
    """Where the stretch crosses the edge."""
    share = (edge - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    return (edge, other) if axis == 0 else (other, edge)


def clipped_line(points: Iterable[Flat], width: float, height: float) -> list[list[Flat]]:
    """The pieces of a line that lie within 0..width and 0..height."""
    pieces: list[list[Flat]] = []
    for start, end in pairwise(points):
        stretch = clipped_stretch(start, end, (0.0, 0.0, width, height))
        if stretch is None:
            continue
        first, last = stretch
        if pieces and pieces[-1][-1] == first:
            pieces[-1].append(last)
        else:
            pieces.append([first, last])
    return pieces


def clipped_stretch(
    start: Flat, end: Flat, box: tuple[float, float, float, float]
) -> tuple[Flat, Flat] | None:
    """What of a stretch lies in the box of left, top, right, bottom; None where nothing does (Liang and Barsky 1984)."""
    left, top, right, bottom = box
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x - left), (dx, right - x), (-dy, y - top), (dy, bottom - y)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    first = start if enter == 0.0 else _inside(x + enter * dx, y + enter * dy, box)
    return (first, end if leave == 1.0 else _inside(x + leave * dx, y + leave * dy, box))


def _inside(x: float, y: float, box: tuple[float, float, float, float]) -> Flat:
    """Rounding may lead a hair beyond the edge."""
    left, top, right, bottom = box
    return (min(max(x, left), right), min(max(y, top), bottom))
