"""Figure series as a chart in steps, because nothing is known between two counts. Pure: points in, SVG out.

It is drawn once for wide and once for narrow pages, so that letters stay readable on a phone. Every mark is text
and lines only: it prints, needs no script, and every number in it stands in the table beside it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from math import ceil, floor, log10

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from tocsin.web.dates import month
from tocsin.web.finding_words import number

#: past so many points marks would cover the line: then the line stands alone
MARKS_MAX = 150
#: columns in which a line of more points than twice as many is thinned
COLUMNS_MAX = 150
#: px that two labels at line ends stay apart
_LABEL_GAP = 15
_DAY_STEPS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652)


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    at: datetime
    value: float
    #: said in full when pointed at: number, as of, publisher
    title: str
    #: about, at least, a range ...: drawn hollow
    approximate: bool = False
    #: where it holds for some moment of a whole day, month or year that ends `at`: the beginning of that time
    since: datetime | None = None
    #: numbers of the contradictions that it takes part in
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    name: str
    #: at least one, in order of time
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Frame:
    """Where the drawing's plane lies, in px, and what its edges stand for."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    begin: datetime
    end: datetime
    highest: float

    def x(self, at: datetime) -> float:
        span = (self.end - self.begin).total_seconds() or 1.0
        inside = self.width - self.left - self.right
        return round(self.left + inside * (at - self.begin).total_seconds() / span, 1)

    def y(self, value: float) -> float:
        inside = self.height - self.top - self.bottom
        return round(self.height - self.bottom - inside * value / self.highest, 1)


def chart(lines: Sequence[Line], *, zone: tzinfo, label: str) -> SafeString:
    """Both drawings, or nothing where no line has two different instants."""
    drawn = [_thinned(line, COLUMNS_MAX) for line in lines if line.points]
    instants = [point.at for line in drawn for point in line.points]
    if not instants or min(instants) == max(instants):
        return SafeString("")
    return SafeString(
        _drawing(drawn, zone, label, "wide", width=760, height=330)
        + _drawing(drawn, zone, label, "narrow", width=360, height=300)
    )


def _drawing(
    lines: Sequence[Line], zone: tzinfo, label: str, kind: str, *, width: int, height: int
) -> SafeString:
    frame = _frame(lines, zone, width, height)
    return format_html(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        kind,
        width,
        height,
        label,
        _levels(frame),
        _days(frame, zone, labels_max=6 if kind == "wide" else 3),
        format_html_join("", "{}", ((_series(frame, place, line),) for place, line in enumerate(lines))),
        _end_labels(frame, lines),
    )


def _frame(lines: Sequence[Line], zone: tzinfo, width: int, height: int) -> _Frame:
    points = [point for line in lines for point in line.points]
    top = max(point.value for point in points)
    longest = max(len(line.name) for line in lines)
    return _Frame(
        width=width,
        height=height,
        left=8 + 7 * len(number(_level_step(top) * 4)),
        right=min(16 + 7 * longest, width // 4),
        top=26,
        bottom=34,
        begin=_midnight(min(point.since or point.at for point in points), zone),
        end=max(point.at for point in points),
        highest=top * 1.02 or 1,
    )


def _levels(frame: _Frame) -> SafeString:
    step = _level_step(frame.highest)
    values = [step * count for count in range(floor(frame.highest / step) + 1)]
    return format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (frame.left, frame.width - frame.right, y, y, frame.left - 8, y + 4, number(value))
            for value in values
            for y in [frame.y(value)]
        ),
    )


def _level_step(highest: float) -> float:
    """A round step that cuts the height in four or so: 1, 2, 2.5 or 5 times a power of ten, never below one.

    >>> _level_step(98_625), _level_step(7)
    (25000, 2)
    """
    rough = max(highest / 4, 1)
    power = 10 ** floor(log10(rough))
    step = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough) * power
    return int(step) if step == int(step) else ceil(step)


def _days(frame: _Frame, zone: tzinfo, *, labels_max: int) -> SafeString:
    days = max((frame.end - frame.begin) / timedelta(days=1), 1)
    step = next((step for step in _DAY_STEPS if days / step <= labels_max), ceil(days / labels_max))
    ticks = [_midnight(frame.begin + timedelta(days=count), zone) for count in range(0, ceil(days) + 1, step)]
    low = frame.height - frame.bottom
    return format_html_join(
        "",
        '<line class="day" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text x="{3}" y="{4}">{5}</text>',
        (
            (frame.x(tick), frame.top - 12, low, frame.x(tick) + 4, low + 18, _tick_label(tick, step))
            for tick in ticks
            if tick < frame.end
        ),
    )


def _tick_label(tick: datetime, step: int) -> str:
    if step < 182:
        return f"{tick.day} {month(tick.month)}"
    return f"{month(tick.month)} {tick.year}"


def _midnight(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _series(frame: _Frame, place: int, line: Line) -> SafeString:
    return format_html(
        '<g class="series s{}"><path d="{}"/>{}</g>{}',
        place,
        _steps(frame, line.points),
        _marks(frame, line.points) if len(line.points) <= MARKS_MAX else "",
        _doubts(frame, line.points),
    )


def _steps(frame: _Frame, points: Sequence[Point]) -> str:
    """A figure of a whole day has no place in a line of clock times: there it is a bar of its own."""
    placed = [point for point in points if point.since is None] or points
    first = f"M{frame.x(placed[0].at)},{frame.y(placed[0].value)}"
    return first + "".join(f"H{frame.x(point.at)}V{frame.y(point.value)}" for point in placed[1:])


def _thinned(line: Line, columns: int) -> Line:
    """Of all points in one column of pixels the first, the lowest, the highest and the last: more cannot be told apart."""
    if len(line.points) <= 2 * columns:
        return line
    begin, span = line.points[0].at, (line.points[-1].at - line.points[0].at).total_seconds() or 1.0
    kept: list[Point] = []
    for _column, group in groupby(
        line.points, key=lambda point: int(columns * (point.at - begin).total_seconds() / span)
    ):
        points = list(group)
        ends = (points[0], min(points, key=_value), max(points, key=_value), points[-1])
        # a point that takes part in a contradiction is marked, and stays
        kept += sorted({*ends, *(point for point in points if point.doubts)}, key=lambda point: point.at)
    return Line(name=line.name, points=tuple(kept))


def _value(point: Point) -> float:
    return point.value


def _marks(frame: _Frame, points: Sequence[Point]) -> SafeString:
    # hundreds of them on a page: numbers need no escaping, and only the title is given any
    return SafeString("".join(_mark(frame, point) for point in points))


def _mark(frame: _Frame, point: Point) -> str:
    x, y = frame.x(point.at), frame.y(point.value)
    hollow = ' class="hollow"' if point.approximate else ""
    rest = f"{hollow}><title>{escape(point.title)}</title>"
    if point.since is None:
        return f'<circle cx="{x}" cy="{y}" r="3.2"{rest}</circle>'
    begin = max(frame.x(point.since), frame.left)
    return f'<rect x="{begin}" y="{round(y - 1.5, 1)}" width="{round(x - begin, 1)}" height="3"{rest}</rect>'


def _doubts(frame: _Frame, points: Iterable[Point]) -> SafeString:
    """A numbered circle above the first point of each contradiction; several at one point stand side by side."""
    placed = (
        (frame.x(point.at) + 19 * place, max(frame.y(point.value) - 16, 9), doubt)
        for point in points
        for place, doubt in enumerate(point.doubts[:4])
    )
    return format_html_join(
        "",
        '<g class="doubt"><circle cx="{0}" cy="{1}" r="8"/>'
        '<text x="{0}" y="{2}" text-anchor="middle">{3}</text></g>',
        ((x, y, y + 4, doubt) for x, y, doubt in placed),
    )


def _end_labels(frame: _Frame, lines: Sequence[Line]) -> SafeString:
    """Each line's name at its end, moved down where two would meet."""
    ends = sorted((frame.y(line.points[-1].value) + 4, place) for place, line in enumerate(lines))
    labels, lowest = [], float("-inf")
    for wanted, place in ends:
        lowest = max(wanted, lowest + _LABEL_GAP)
        x = frame.x(lines[place].points[-1].at) + 8
        labels.append((place, x, round(lowest, 1), lines[place].name))
    return format_html_join("", '<g class="series s{}"><text x="{}" y="{}">{}</text></g>', labels)
