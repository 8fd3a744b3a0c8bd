"""How much of each kind stands on each day: small multiples above a timeline. Pure: days in, SVG out.

One row of bars for each kind, all on one scale, so that a silence is seen beside what was said. Days are the situation's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from tocsin.web.dates import month
from tocsin.web.finding_words import number

#: bars of a row; more days than this share one
BARS_MAX = 90
_ROW_PX = 34
_BAR_PX = 22
_FOOT_PX = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    name: str
    #: of the days that have any
    counts: Mapping[date, int]


def rows_of(dated: Iterable[tuple[str, date]], names: Mapping[str, str]) -> list[Row]:
    """`dated` is the kind and day of each entry; rows stand in the order of `names`, and those of no entry are left out."""
    counts: dict[str, Counter[date]] = {}
    for kind, day in dated:
        counts.setdefault(kind, Counter())[day] += 1
    return [Row(name=name, counts=counts[kind]) for kind, name in names.items() if kind in counts]


def strip(rows: Sequence[Row], *, label: str) -> SafeString:
    """Both drawings, or nothing where all lies on one day."""
    days = {day for row in rows for day in row.counts}
    if len(days) < 2:
        return SafeString("")
    first, last = min(days), max(days)
    step = ceil(((last - first).days + 1) / BARS_MAX)
    return SafeString(
        _drawing(rows, first, last, step, label, "wide", width=760, left=150)
        + _drawing(rows, first, last, step, label, "narrow", width=360, left=104)
    )


def _drawing(
    rows: Sequence[Row], first: date, last: date, step: int, label: str, kind: str, *, width: int, left: int
) -> SafeString:
    bars = (last - first).days // step + 1
    grouped = [_grouped(row.counts, first, step) for row in rows]
    most = max(count for counts in grouped for count in counts.values())
    pitch = (width - left - 4) / bars
    height = _ROW_PX * len(rows) + _FOOT_PX
    lines = (
        (
            row.name,
            place * _ROW_PX + _ROW_PX - 6,
            width,
            left,
            _bars(counts, place, left, pitch, most, first, step),
        )
        for place, (row, counts) in enumerate(zip(rows, grouped, strict=True))
    )
    return format_html(
        '<svg class="strip {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<text x="{}" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text></svg>',
        kind,
        width,
        height,
        label,
        format_html_join(
            "",
            '<g><text x="0" y="{1}">{0}</text><line x1="{3}" x2="{2}" y1="{1}" y2="{1}"/>{4}</g>',
            lines,
        ),
        left,
        height - 5,
        _day(first),
        width,
        height - 5,
        _day(last),
    )


def _grouped(counts: Mapping[date, int], first: date, step: int) -> Counter[int]:
    grouped: Counter[int] = Counter()
    for day, count in counts.items():
        grouped[(day - first).days // step] += count
    return grouped


def _bars(
    counts: Mapping[int, int], place: int, left: int, pitch: float, most: int, first: date, step: int
) -> SafeString:
    base = place * _ROW_PX + _ROW_PX - 6
    wide = round(max(pitch - 1, 0.8), 1)
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        (
            (round(left + bar * pitch, 1), round(base - high, 1), wide, high, _title(bar, count, first, step))
            for bar, count in sorted(counts.items())
            for high in [round(max(_BAR_PX * count / most, 2.0), 1)]
        ),
    )


def _title(bar: int, count: int, first: date, step: int) -> str:
    begin = first + timedelta(days=bar * step)
    days = _day(begin) if step == 1 else f"{_day(begin)} – {_day(begin + timedelta(days=step - 1))}"
    return ngettext("%(days)s: %(count)s entry", "%(days)s: %(count)s entries", count) % {
        "days": days,
        "count": number(count),
    }


def _day(day: date) -> str:
    return f"{day.day} {month(day.month)} {day.year}"
