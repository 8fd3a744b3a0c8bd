"""What is drawn of one line: bands of uncertainty, its steps or bars, a mark for each figure. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from tocsin.web.chart.frame import Frame
from tocsin.web.chart.points import Line, Point
from tocsin.web.chart.shapes import shape

#: past so many points marks would cover the line: then the line stands alone
MARKS_MAX = 150
#: colour and dashes of each line
STYLES = (("#1f4e79", ""), ("#5f5c55", "5 3"), ("#2f6b3a", "1.5 3"))
INK, PAPER, DOUBT, DOUBT_PAPER = "#1d1c1a", "#fbfaf6", "#8a5a00", "#fbf3df"
#: px that an open end points up or down, in dashes that fade
_OPEN = 24
_FADING = "5 2 4 3 3 4 1 9"
#: px that the last count's band goes on, for nothing follows it
_LAST = 8


def series(frame: Frame, place: int, line: Line, shapes: Mapping[str, int]) -> SafeString:
    colour, dashes = STYLES[place % len(STYLES)]
    marked = len(line.points) <= MARKS_MAX
    return format_html(
        '<g class="series s{}" stroke="{}" fill="{}" stroke-width="1.5">{}{}{}</g>{}{}',
        place,
        colour,
        colour,
        _bands(frame, line),
        _bars(frame, line.points) if line.bars else _steps(frame, line.points, dashes),
        _marks(frame, line, shapes) if marked else "",
        _rings(frame, line),
        _doubts(frame, line),
    )


def _steps(frame: Frame, points: Sequence[Point], dashes: str) -> SafeString:
    """A figure of a whole day has no place in a line of clock times: there it is a bar of its own."""
    placed = [point for point in points if point.since is None] or points
    drawn = f"M{frame.x(placed[0].at)},{frame.y(placed[0].value)}" + "".join(
        f"H{frame.x(point.at)}V{frame.y(point.value)}" for point in placed[1:]
    )
    broken = format_html(' stroke-dasharray="{}"', dashes) if dashes else ""
    return format_html('<path d="{}" fill="none" stroke-width="2"{}/>', drawn, broken)


def _bars(frame: Frame, points: Iterable[Point]) -> SafeString:
    """What came in a time, over that time, and never joined: the next time counts other people."""
    drawn = []
    for point in points:
        begin, end, y = _begin(frame, point), frame.x(point.at), frame.y(point.value)
        size = f'width="{max(round(end - begin, 1), 1)}" height="{round(frame.y(0) - y, 1)}"'
        drawn.append(f'<rect x="{begin}" y="{y}" {size} fill-opacity="0.25" stroke-width="1"/>')
    return SafeString("".join(drawn))


def _begin(frame: Frame, point: Point) -> float:
    return max(frame.x(point.since or point.at), frame.left)


def _bands(frame: Frame, line: Line) -> SafeString:
    """From the least to the most that each figure allows, as far as its step goes: a count holds until the next one."""
    nexts = [frame.x(point.at) for point in line.points[1:]]
    nexts.append(min(frame.x(line.points[-1].at) + _LAST, frame.width))
    pieces = [_band(frame, point, after) for point, after in zip(line.points, nexts, strict=True)]
    if not any(pieces):
        return SafeString("")
    return format_html(
        '<path class="band" d="{}" stroke="none" fill-opacity="0.16"/>', SafeString("".join(pieces))
    )


def _band(frame: Frame, point: Point, after: float) -> str:
    if point.low is None or point.high is None or point.low == point.high:
        return ""
    lasts = point.since is not None
    begin, end = (_begin(frame, point), frame.x(point.at)) if lasts else (frame.x(point.at), after)
    return f"M{begin},{frame.y(point.low)}H{max(end, begin + 2)}V{frame.y(point.high)}H{begin}z"


def _marks(frame: Frame, line: Line, shapes: Mapping[str, int]) -> SafeString:
    # hundreds of them on a page: numbers need no escaping, and only the title is given any
    return SafeString("".join(_mark(frame, point, line, shapes) for point in line.points))


def _mark(frame: Frame, point: Point, line: Line, shapes: Mapping[str, int]) -> str:
    x, y = _middle(frame, point), frame.y(point.value)
    hollow = f' class="hollow" fill="{PAPER}"' if point.approximate else ""
    title = f"<title>{escape(point.title)}</title>"
    placed = _open_ends(frame, point)
    if point.since is not None and not line.bars:
        begin = _begin(frame, point)
        wide = round(frame.x(point.at) - begin, 1)
        placed += (
            f'<rect x="{begin}" y="{round(y - 1.5, 1)}" width="{wide}" height="3"{hollow}>{title}</rect>'
        )
    if point.since is None or point.publisher:
        placed += shape(shapes.get(point.publisher, 0), x, y, hollow.replace(' class="hollow"', ""), title)
    return placed


def _middle(frame: Frame, point: Point) -> float:
    """Where its mark stands: at its instant, or amid the time that it holds for."""
    end = frame.x(point.at)
    return end if point.since is None else round((_begin(frame, point) + end) / 2, 1)


def _open_ends(frame: Frame, point: Point) -> str:
    """ "At least" goes up and "up to" goes down, nobody knows how far."""
    x, y = _middle(frame, point), frame.y(point.value)
    ends = []
    if point.open_up:
        ends.append(max(y - _OPEN, 2))
    if point.open_down:
        ends.append(min(y + _OPEN, frame.y(0)))
    return "".join(
        f'<line class="open" x1="{x}" x2="{x}" y1="{y}" y2="{round(end, 1)}" stroke-dasharray="{_FADING}"/>'
        for end in ends
    )


def _rings(frame: Frame, line: Line) -> SafeString:
    """Round each figure that the desk goes by for its day."""
    return format_html_join(
        "",
        '<circle class="preferred" cx="{}" cy="{}" r="7" fill="none" stroke="{}" stroke-width="1.5"/>',
        ((_middle(frame, each), frame.y(each.value), INK) for each in line.points if each.preferred),
    )


def _doubts(frame: Frame, line: Line) -> SafeString:
    """A numbered circle above the first point of each contradiction; several at one point stand side by side."""
    placed = (
        (min(_middle(frame, point) + 19 * place, frame.width), max(frame.y(point.value) - 18, 9), doubt)
        for point in line.points
        for place, doubt in enumerate(point.doubts[:4])
    )
    return format_html_join(
        "",
        '<g class="doubt"><circle cx="{0}" cy="{1}" r="8" fill="{4}" stroke="{5}"/>'
        '<text x="{0}" y="{2}" text-anchor="middle" fill="{5}">{3}</text></g>',
        ((x, y, y + 4, doubt, DOUBT_PAPER, DOUBT) for x, y, doubt in placed),
    )
