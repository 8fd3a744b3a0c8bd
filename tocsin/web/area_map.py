"""The areas of an alert on a map, as SVG for wide and for narrow pages, beside what was given; their words stand below."""

from collections.abc import Iterator, Sequence
from math import cos, pi, radians, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.alerts.given_shapes import outlines_of
from tocsin.alerts.shown import AreaView
from tocsin.web.clipping import clipped_area
from tocsin.web.map import SCREEN, SPAN_MIN, Size, ground
from tocsin.web.map_scale import scale
from tocsin.web.projection import KM_PER_DEGREE, Place, Plane, plane_of

_MARGIN = 40
#: corners with which a circle is drawn
_CORNERS = 72
#: a degree of longitude near a pole, as a share of one at the equator, no less
_NARROWEST = 0.02
#: px: smaller than this a shape is drawn as a dot
_DOT = 3.0


def area_map(
    areas: Sequence[AreaView], *, given: Sequence[Sequence[Place]] = (), sizes: Sequence[Size] = SCREEN
) -> SafeString:
    """A drawing of each size; nothing where no area has a shape. `given` are rings before they were simplified."""
    rings = [ring for area in areas for ring in rings_of(area)]
    if not rings:
        return SafeString("")
    label = _("Map of the alert's areas: %(names)s") % {"names": "; ".join(area.name for area in areas)}
    return SafeString("".join(_drawing(rings, given, label, size) for size in sizes))


def given_rings(areas: Sequence[AreaView]) -> list[list[Place]]:
    """Of the areas that say something else than what was given, what was given."""
    rings = outlines_of(area.given_sha256 for area in areas if area.within_m)
    return [[(lon, lat) for lat, lon in ring] for ring in rings]


def rings_of(area: AreaView) -> Iterator[list[Place]]:
    """Longitude first, as maps draw them; a circle as a ring of many corners."""
    for ring in area.polygons:
        yield [(lon, lat) for lat, lon in ring]
    if area.circle is not None:
        lat, lon, radius_km = area.circle
        up = radius_km / KM_PER_DEGREE
        across = up / max(cos(radians(lat)), _NARROWEST)
        turns = [2 * pi * n / _CORNERS for n in range(_CORNERS)]
        yield [(lon + across * cos(turn), min(max(lat + up * sin(turn), -90.0), 90.0)) for turn in turns]


def _drawing(
    rings: Sequence[Sequence[Place]], given: Sequence[Sequence[Place]], label: str, size: Size
) -> SafeString:
    plane = plane_of(
        [place for ring in rings for place in ring],
        width=size.width,
        heights=size.heights,
        margin=min(_MARGIN, size.width // 8),
        span_min=SPAN_MIN,
    )
    return format_html(
        '<svg class="map {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        size.name,
        plane.width,
        plane.height,
        label,
        ground(plane),
        format_html_join("", "{}", ((_shape(plane, ring, "area"),) for ring in rings)),
        format_html_join("", "{}", ((_shape(plane, ring, "given"),) for ring in given if len(ring) > 2)),
        scale(plane),
    )


def _shape(plane: Plane, ring: Sequence[Place], kind: str) -> SafeString:
    """Led on from point to point, so that a ring that ends at the 180th meridian is not drawn across the whole picture."""
    x0, _y0 = plane.xy(*ring[0])
    turn = (x0 - plane.flat(*ring[0])[0]) / plane.px_per_degree_east
    flat = clipped_area([plane.flat(lon + turn, lat) for lon, lat in ring], plane.width, plane.height)
    if not flat:
        return SafeString("")
    xs, ys = [x for x, _y in flat], [y for _x, y in flat]
    if max(max(xs) - min(xs), max(ys) - min(ys)) < _DOT:
        return format_html(
            '<circle class="{}" cx="{}" cy="{}" r="{}"/>', kind, round(xs[0], 1), round(ys[0], 1), _DOT
        )
    points = " ".join(f"{round(x, 1)},{round(y, 1)}" for x, y in flat)
    return format_html('<polygon class="{}" points="{}"/>', kind, points)
