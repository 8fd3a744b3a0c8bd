"""Where a drawing's plane lies and what its edges stand for; its level lines and days. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil, floor, log10

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tocsin.web.chart.points import Line, Point
from tocsin.web.dates import month
from tocsin.web.finding_words import number

#: drawn where our style sheet is not: in a saved picture, in a printed brief
LINE, FAINT, SOFT = "#dcd8cc", "#ece8dd", "#5f5c55"
_DAY_STEPS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652)


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """One way to draw: a class for the style sheet, px, and how much is written."""

    name: str
    width: int
    height: int
    #: days that are named at most
    days_max: int
    #: parts that level lines cut the height in
    levels: int = 4
    #: each line's name at its end
    names: bool = True


#: a page is drawn for wide and for narrow screens, so that letters stay readable on a phone
WIDE = Size(name="wide", width=760, height=330, days_max=6)
NARROW = Size(name="narrow", width=360, height=300, days_max=3)
SCREEN = (WIDE, NARROW)
#: the width of a text column on paper
PRINT = (Size(name="print", width=680, height=280, days_max=6),)
#: one of several small drawings
SMALL = (Size(name="small", width=300, height=150, days_max=3, levels=2, names=False),)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
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


def frame_of(lines: Sequence[Line], zone: tzinfo, size: Size) -> Frame:
    points = [point for line in lines for point in line.points]
    top = max(_top(points), 0)
    longest = max(len(line.name) for line in lines) if size.names else 0
    return Frame(
        width=size.width,
        height=size.height,
        left=8 + 7 * len(number(level_step(top, size.levels) * size.levels)),
        right=min(16 + 7 * longest, size.width // 4),
        top=26,
        bottom=34,
        begin=_midnight(min(point.since or point.at for point in points), zone),
        end=max(point.at for point in points),
        highest=top * 1.02 or 1,
    )


def _top(points: Iterable[Point]) -> float:
    return max(max(point.value, point.high or 0) for point in points)


def levels(frame: Frame, size: Size) -> SafeString:
    step = level_step(frame.highest, size.levels)
    values = [step * count for count in range(floor(frame.highest / step) + 1)]
    return format_html_join(
        "",
        '<line class="grid" stroke="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text fill="{}" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LINE, frame.left, frame.width - frame.right, y, y, SOFT, frame.left - 8, y + 4, number(value))
            for value in values
            for y in [frame.y(value)]
        ),
    )


def level_step(highest: float, parts: int = 4) -> float:
    """A round step that cuts the height in four or so: 1, 2, 2.5 or 5 times a power of ten, never below one.

    >>> level_step(98_625), level_step(7)
    (25000, 2)
    """
    rough = max(highest / parts, 1)
    power = 10 ** floor(log10(rough))
    step = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough) * power
    return int(step) if step == int(step) else ceil(step)


def days(frame: Frame, zone: tzinfo, size: Size) -> SafeString:
    count = max((frame.end - frame.begin) / timedelta(days=1), 1)
    step = next((step for step in _DAY_STEPS if count / step <= size.days_max), ceil(count / size.days_max))
    ticks = [_midnight(frame.begin + timedelta(days=day), zone) for day in range(0, ceil(count) + 1, step)]
    low = frame.height - frame.bottom
    return format_html_join(
        "",
        '<line class="day" stroke="{6}" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>'
        '<text fill="{7}" x="{3}" y="{4}">{5}</text>',
        (
            (frame.x(tick), frame.top - 12, low, frame.x(tick) + 4, low + 18, _label(tick, step), FAINT, SOFT)
            for tick in ticks
            if tick < frame.end
        ),
    )


def _label(tick: datetime, step: int) -> str:
    if step < 182:
        return f"{tick.day} {month(tick.month)}"
    return f"{month(tick.month)} {tick.year}"


def _midnight(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
