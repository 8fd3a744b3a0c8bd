"""A shape for each publisher, so that nobody needs colours to tell them apart. Pure."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

#: round a mark's middle, as relative steps of an SVG path; the circle is an element of its own
_SHAPES = (
    "",
    "m-3,-3h6v6h-6z",
    "m0,-4.2l4,7h-8z",
    "m0,-4.4l4.4,4.4l-4.4,4.4l-4.4,-4.4z",
    "m0,4.2l4,-7h-8z",
    "m-1.3,-4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z",
)
#: publishers beyond them share a dot
SHAPES_MAX = len(_SHAPES)
OTHERS = SHAPES_MAX


def shapes_of(publishers: Sequence[str]) -> dict[str, int]:
    """Publisher -> number of its shape; those past the last shape share the dot of all others."""
    alone = len(publishers) <= SHAPES_MAX
    return {name: place if alone or place < SHAPES_MAX else OTHERS for place, name in enumerate(publishers)}


def shape(number: int, x: float, y: float, rest: str, inside: str = "") -> str:
    """The mark as SVG; `rest` are further attributes, safe already, and `inside` its content."""
    if 0 < number < len(_SHAPES):
        return f'<path class="mark" d="M{x},{y}{_SHAPES[number]}"{rest}>{inside}</path>'
    radius = 2 if number == OTHERS else 3.2
    return f'<circle cx="{x}" cy="{y}" r="{radius}"{rest}>{inside}</circle>'


def legend(shapes: Mapping[str, int], *, preferred: bool) -> SafeString:
    """Which shape is whose; nothing where one publisher printed all and nothing is preferred."""
    alone = [name for name, number in shapes.items() if number != OTHERS]
    entries = [(shape(shapes[name], 7, 7, ""), name) for name in alone]
    others = [name for name, number in shapes.items() if number == OTHERS]
    if others:
        told = _("%(n)s other publishers") % {"n": len(others)} if len(others) > 1 else others[0]
        entries.append((shape(OTHERS, 7, 7, ""), told))
    if len(entries) < 2:
        entries = []
    if preferred:
        ring = '<circle cx="7" cy="7" r="6" fill="none" stroke="#1d1c1a" stroke-width="1.5"/>'
        entries.append((ring + shape(0, 7, 7, ""), _("preferred by the desk for its day")))
    if not entries:
        return SafeString("")
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 14 14" width="14" height="14" fill="#1f4e79" aria-hidden="true">{}</svg> '
        '<span dir="auto">{}</span></li>',
        ((SafeString(drawn), name) for drawn, name in entries),
    )
    return format_html('<ul class="plain legend">{}</ul>', items)
