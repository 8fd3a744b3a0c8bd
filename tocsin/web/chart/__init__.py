"""Figure series as charts in steps, because nothing is known between two counts. Pure: points in, SVG out.

Every mark is text and lines only: it prints, needs no script and no style sheet, and every number in it stands in the
table beside it too. `chart` draws up to three lines in one plane; `multiples` a small drawing for each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.web.chart.frame import PRINT, SCREEN, SMALL, Frame, Size, days, frame_of, levels
from tocsin.web.chart.marks import MARKS_MAX, STYLES, series
from tocsin.web.chart.points import Line, Point, publishers_of, thinned
from tocsin.web.chart.shapes import legend, shapes_of

__all__ = ["MARKS_MAX", "PRINT", "SCREEN", "Line", "Panel", "Point", "chart", "multiples"]
#: px that two labels at line ends stay apart
_LABEL_GAP = 15


def chart(lines: Sequence[Line], *, zone: tzinfo, label: str, sizes: Sequence[Size] = SCREEN) -> SafeString:
    """One drawing for each size and a legend, or nothing where all points have one instant; `PRINT` is for paper."""
    drawn = [thinned(line) for line in lines if line.points]
    instants = {point.at for line in drawn for point in line.points}
    if len(instants) < 2:
        return SafeString("")
    shapes = shapes_of(publishers_of(lines))
    told = _described(lines)
    drawings = "".join(_drawing(drawn, zone, (label, told), size, shapes) for size in sizes)
    return SafeString(drawings + _legend(drawn, shapes))


def _legend(lines: Iterable[Line], shapes: Mapping[str, int]) -> SafeString:
    """Shapes are told where they are drawn: past `MARKS_MAX` points a line stands without marks."""
    told = shapes if any(len(line.points) <= MARKS_MAX for line in lines) else {}
    return legend(told, preferred=any(point.preferred for line in lines for point in line.points))


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    line: Line
    #: in words: the latest figure
    latest: str
    #: address of the series; empty where it has no page
    address: str = ""


def multiples(panels: Iterable[Panel], *, zone: tzinfo) -> SafeString:
    """A small drawing for each series that has two instants, each with a scale of its own."""
    drawn = [panel for panel in panels if panel.line.is_drawn]
    if not drawn:
        return SafeString("")
    return format_html(
        '<ul class="plain multiples">{}</ul>',
        format_html_join("", "<li>{}</li>", ((_panel(panel, zone),) for panel in drawn)),
    )


def _panel(panel: Panel, zone: tzinfo) -> SafeString:
    line = thinned(panel.line)
    name = format_html('<a href="{}">{}</a>', panel.address, line.name) if panel.address else f"{line.name}"
    label = _("%(measure)s over time") % {"measure": line.name}
    return format_html(
        '<figure><figcaption><b dir="auto">{}</b> {}</figcaption>{}</figure>',
        name,
        panel.latest,
        _drawing([line], zone, (label, _described([panel.line])), SMALL[0], shapes_of(publishers_of([line]))),
    )


def _drawing(
    lines: Sequence[Line], zone: tzinfo, words: tuple[str, str], size: Size, shapes: Mapping[str, int]
) -> SafeString:
    """`words` are what it shows, in short and in more."""
    frame = frame_of(lines, zone, size)
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="sans-serif" font-size="12">'
        "<desc>{}</desc>{}{}{}{}</svg>",
        size.name,
        size.width,
        size.height,
        *words,
        levels(frame, size),
        days(frame, zone, size),
        format_html_join(
            "", "{}", ((series(frame, place, line, shapes),) for place, line in enumerate(lines))
        ),
        _names(frame, lines) if size.names else "",
    )


def _described(lines: Iterable[Line]) -> str:
    """For whoever listens to the page: what is drawn, and how much of it."""
    return "; ".join(
        _("%(name)s: %(n)s figures") % {"name": line.name, "n": len(line.points)} for line in lines
    )


def _names(frame: Frame, lines: Sequence[Line]) -> SafeString:
    """Each line's name at its end, moved down where two would meet."""
    ends = sorted((frame.y(line.points[-1].value) + 4, place) for place, line in enumerate(lines))
    labels, lowest = [], float("-inf")
    for wanted, place in ends:
        lowest = max(wanted, lowest + _LABEL_GAP)
        x = frame.x(lines[place].points[-1].at) + 8
        colour = STYLES[place % len(STYLES)][0]
        labels.append((place, colour, x, round(lowest, 1), lines[place].name))
    return format_html_join("", '<g class="series s{}" fill="{}"><text x="{}" y="{}">{}</text></g>', labels)
