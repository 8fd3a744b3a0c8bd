"""A map in lines and words: places, and arrows for people who went from one to another. Pure: values in, SVG out.

Drawn once for wide and once for narrow pages, like a chart; it prints, needs no script and asks nobody for anything.
All that it shows stands in the table beside it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Literal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from tocsin.web.clipping import clipped_stretch
from tocsin.web.map_labels import LINE_PX, Box, Wish, around, placed
from tocsin.web.map_scale import scale, scale_box
from tocsin.web.outlines import paths
from tocsin.web.projection import Place, Plane, plane_of, span_degrees

#: a town; the middle of a country or region; a crossing point; where something happened
Shape = Literal["town", "area", "crossing", "event"]
#: px between a mark's middle and the arrow that begins or ends there
_GAP = 9.0
_HEAD = 9.0
#: an arrow shorter than this would be nothing but its head
ARROW_MIN = 24.0
#: px between the edge and the outermost mark
_MARGIN = 72
_EDGE = 10.0
#: degrees of latitude: a map shows no less than this, so that something known lies around a place
SPAN_MIN = 1.6
#: degrees: ways longer than this lead out of the picture
SPAN_MAX = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """One way to draw: a class for the style sheet, and px; the places decide between the least and the greatest height."""

    name: str
    width: int
    heights: tuple[int, int]


#: a page is drawn for wide and for narrow screens
SCREEN = (
    Size(name="wide", width=760, heights=(320, 520)),
    Size(name="narrow", width=360, heights=(300, 420)),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    lon: float
    lat: float
    #: the place's names, one below the other
    lines: tuple[str, ...]
    shape: Shape
    #: number in the table
    row: int
    #: unconfirmed or denied: drawn broken
    doubt: bool = False

    @property
    def place(self) -> Place:
        return (self.lon, self.lat)


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrow:
    origin: Mark
    destination: Mark
    #: the figure, with what limits it and what it counts
    words: str
    #: people or so: the more, the thicker
    value: float
    doubt: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Curve:
    """A bent line in px; the second point draws it to its side and lies off it."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

    def at(self, share: float) -> tuple[float, float]:
        (x0, y0), (x1, y1), (x2, y2) = self.points
        a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
        return (a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2)


def map_of(
    marks: Sequence[Mark], arrows: Sequence[Arrow], *, label: str, sizes: Sequence[Size] = SCREEN
) -> SafeString:
    """A drawing of each size, or nothing where there is no place. The first marks and arrows are the most important ones."""
    seen = in_view(marks, arrows)
    if not seen:
        return SafeString("")
    return SafeString("".join(_drawing(seen, marks, arrows, label, size) for size in sizes))


def in_view(marks: Sequence[Mark], arrows: Sequence[Arrow]) -> list[Mark]:
    """Marks that the picture is fitted to. One that would shrink all others to a speck is left out, and named at the edge.

    The ends of ways come first; a place beside them may widen the picture by half, or to six degrees.
    """
    ends = [mark for arrow in arrows for mark in (arrow.origin, arrow.destination)]
    chosen: list[Mark] = []
    for mark in dict.fromkeys([*ends, *marks]):
        now = span_degrees([each.place for each in chosen]) if chosen else 0.0
        limit = SPAN_MAX if mark in ends[:2] else max(now * (2.5 if mark in ends else 1.5), 6.0)
        if not chosen or span_degrees([each.place for each in (*chosen, mark)]) <= min(limit, SPAN_MAX):
            chosen.append(mark)
    return chosen


def _drawing(
    seen: Sequence[Mark],
    marks: Sequence[Mark],
    arrows: Sequence[Arrow],
    label: str,
    size: Size,
) -> SafeString:
    margin = min(_MARGIN, size.width // 5)
    plane = plane_of(
        [mark.place for mark in seen],
        width=size.width,
        heights=size.heights,
        margin=margin,
        span_min=SPAN_MIN,
    )
    shown = [mark for mark in marks if _is_inside(plane, mark)]
    curves = [(arrow, curve) for arrow in arrows if (curve := _curve(plane, arrow))]
    return format_html(
        '<svg class="map {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}</svg>',
        size.name,
        plane.width,
        plane.height,
        label,
        ground(plane),
        format_html_join("", "{}", ((_arrow(plane, arrow, curve, arrows),) for arrow, curve in curves)),
        format_html_join("", "{}", ((_mark(plane, mark),) for mark in _upward(shown))),
        _labels(plane, shown, curves),
        scale(plane),
    )


def _upward(marks: Sequence[Mark]) -> list[Mark]:
    """The ring of a region under the towns that lie in its middle; the important ones above the others."""
    last_first = list(reversed(marks))
    return sorted(last_first, key=lambda mark: mark.shape != "area")


def ground(plane: Plane) -> SafeString:
    drawn = paths(plane)
    return format_html(
        '<rect class="sea" width="{}" height="{}"/><path class="land" d="{}"/><path class="coast" d="{}"/>'
        '<path class="border" d="{}"/><path class="border undetermined" d="{}"/>',
        plane.width,
        plane.height,
        *drawn,
    )


def _is_inside(plane: Plane, mark: Mark) -> bool:
    x, y = plane.xy(*mark.place)
    return _EDGE <= x <= plane.width - _EDGE and _EDGE <= y <= plane.height - _EDGE


def _curve(plane: Plane, arrow: Arrow) -> _Curve | None:
    """Bent to the left of its way, so that a way and its way back lie apart. What lies outside is led to the edge."""
    box = (_EDGE, _EDGE, plane.width - _EDGE, plane.height - _EDGE)
    start, end = plane.xy(*arrow.origin.place), plane.xy(*arrow.destination.place)
    length = hypot(end[0] - start[0], end[1] - start[1])
    stretch = clipped_stretch(start, end, box)
    if stretch is None or length < ARROW_MIN:
        return None
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    (x1, y1), (x2, y2) = stretch
    if stretch[0] == start:
        x1, y1 = x1 + across * _GAP, y1 + down * _GAP
    if stretch[1] == end:
        x2, y2 = x2 - across * _GAP, y2 - down * _GAP
    bend = 0.16 * hypot(x2 - x1, y2 - y1)
    bent = ((x1 + x2) / 2 + down * bend, (y1 + y2) / 2 - across * bend)
    return _Curve(points=((x1, y1), _kept(bent, box), (x2, y2)))


def _kept(point: tuple[float, float], box: tuple[float, float, float, float]) -> tuple[float, float]:
    left, top, right, bottom = box
    return (min(max(point[0], left), right), min(max(point[1], top), bottom))


def _arrow(plane: Plane, arrow: Arrow, curve: _Curve, arrows: Sequence[Arrow]) -> SafeString:
    (x1, y1), (x2, y2), (x3, y3) = curve.points
    length = hypot(x3 - x2, y3 - y2) or 1.0
    across, down = (x3 - x2) / length, (y3 - y2) / length
    base_x, base_y = x3 - across * _HEAD, y3 - down * _HEAD
    half = _HEAD * 0.55
    corners = (
        (x3, y3),
        (base_x - down * half, base_y + across * half),
        (base_x + down * half, base_y - across * half),
    )
    return format_html(
        '<g class="way{}"><title>{}</title><path stroke-width="{}" d="M{},{}Q{},{} {},{}"/><polygon points="{}"/></g>',
        " doubt" if arrow.doubt else "",
        f"{_names(arrow.origin)} → {_names(arrow.destination)}: {arrow.words}",
        _thickness(arrow, arrows),
        *(round(each, 1) for each in (x1, y1, x2, y2, base_x, base_y)),
        " ".join(f"{round(x, 1)},{round(y, 1)}" for x, y in corners),
    )


def _thickness(arrow: Arrow, arrows: Sequence[Arrow]) -> float:
    """1.5 to 5 px, as the root of the number: twice the people is not twice the ink."""
    largest = max(each.value for each in arrows) or 1.0
    return round(1.5 + 3.5 * sqrt(max(arrow.value, 0) / largest), 1)


def _names(mark: Mark) -> str:
    return " / ".join(mark.lines)


def _mark(plane: Plane, mark: Mark) -> SafeString:
    x, y = (round(each, 1) for each in plane.xy(*mark.place))
    doubt = " doubt" if mark.doubt else ""
    title = escape(_names(mark))
    if mark.shape == "crossing":
        body = f'<rect x="{round(x - 4, 1)}" y="{round(y - 4, 1)}" width="8" height="8"/>'
    elif mark.shape == "event":
        corners = f"{x},{round(y - 5.5, 1)} {round(x + 5, 1)},{round(y + 3.5, 1)} {round(x - 5, 1)},{round(y + 3.5, 1)}"
        body = f'<polygon points="{corners}"/>'
    else:
        body = f'<circle cx="{x}" cy="{y}" r="{6 if mark.shape == "area" else 3.6}"/>'
    return SafeString(f'<g class="mark {mark.shape}{doubt}"><title>{title}</title>{body}</g>')


def _labels(plane: Plane, shown: Sequence[Mark], curves: Sequence[tuple[Arrow, _Curve]]) -> SafeString:
    """Names first, then the numbers of the ways. A place whose name finds no room shows its number in the table."""
    frame = Box(3.0, 3.0, plane.width - 3.0, plane.height - 3.0)
    points = [plane.xy(*mark.place) for mark in shown]
    marks = [around(*point, 7.0) for point in points]
    lines = [around(*curve.at(share / 24), 5.0) for _arrow, curve in curves for share in range(25)]
    taken = [*marks, scale_box(plane)]
    names = [Wish(lines=mark.lines, points=(point,)) for mark, point in zip(shown, points, strict=True)]
    numbers = [_number_wish(plane, arrow, curve) for arrow, curve in curves]
    boxes = placed(names, within=frame, taken=taken, lightly=lines)
    given = [box for box in boxes if box]
    number_boxes = placed(numbers, within=frame, taken=[*taken, *given])
    rows = [
        Wish(lines=(str(mark.row),), points=(point,))
        for mark, point, box in zip(shown, points, boxes, strict=True)
        if box is None
    ]
    row_boxes = placed(rows, within=frame, taken=[*taken, *given, *(box for box in number_boxes if box)])
    written = [
        *(("name", wish.lines, box) for wish, box in zip(names, boxes, strict=True)),
        *(("number", wish.lines, box) for wish, box in zip(numbers, number_boxes, strict=True)),
        *(("name", wish.lines, box) for wish, box in zip(rows, row_boxes, strict=True)),
    ]
    return format_html_join("", "{}", ((_text(kind, texts, box),) for kind, texts, box in written if box))


def _number_wish(plane: Plane, arrow: Arrow, curve: _Curve) -> Wish:
    """Upon the arrow; where it leads out of the picture, with the name of where to or where from."""
    shares = (0.5, 0.4, 0.6, 0.3, 0.7)
    outside = [mark for mark in (arrow.origin, arrow.destination) if not _is_inside(plane, mark)]
    beyond = tuple(
        (f"→ {mark.lines[0]}" if mark is arrow.destination else f"← {mark.lines[0]}") for mark in outside
    )
    return Wish(lines=(arrow.words, *beyond), points=tuple(curve.at(share) for share in shares), upon=True)


def _text(kind: str, lines: Sequence[str], box: Box) -> SafeString:
    """Centred: so a name in a right-to-left script needs no other anchor."""
    left, top, right, bottom = (round(each, 1) for each in box)
    x = round(box.middle, 1)
    return format_html(
        '<g class="{}"><rect class="under" x="{}" y="{}" width="{}" height="{}" rx="2"/>{}</g>',
        kind,
        left,
        top,
        round(right - left, 1),
        round(bottom - top, 1),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="middle">{}</text>',
            ((x, round(top + LINE_PX * (place + 1) - 2, 1), line) for place, line in enumerate(lines)),
        ),
    )
