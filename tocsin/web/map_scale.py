"""The bar of kilometres in the corner of a map."""

from math import floor, log10

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.web.finding_words import number
from tocsin.web.map_labels import Box
from tocsin.web.projection import Plane


def scale(plane: Plane) -> SafeString:
    """A bar of a round number of kilometres, true in the middle of the picture."""
    km = scale_km(plane)
    y, end = plane.height - 12, round(14 + km / plane.km_per_px, 1)
    return format_html(
        '<g class="scale"><path d="M14,{}v5H{}v-5"/><text x="{}" y="{}">{}</text></g>',
        y - 5,
        end,
        end + 6,
        y,
        _("%(km)s km") % {"km": number(km)},
    )


def scale_km(plane: Plane) -> float:
    """The longest of 1, 2 and 5 times a power of ten that takes up at most a fifth of the width."""
    room = plane.width / 5 * plane.km_per_px
    power: float = 10 ** floor(log10(room))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= room)


def scale_box(plane: Plane) -> Box:
    """Where no name may stand."""
    return Box(8.0, plane.height - 26.0, plane.width / 5 + 90.0, plane.height)
