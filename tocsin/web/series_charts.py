"""Figure series of a brief as charts: the main ones in one plane, each other in a small drawing of its own."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.instants import Instant
from tocsin.situations.preferred import Preferred, shown_of
from tocsin.web import finding_words
from tocsin.web.chart import MARKS_MAX, SCREEN, Line, Panel, Point, chart, multiples
from tocsin.web.chart.frame import Size
from tocsin.web.doubts import Doubt

#: series drawn in one chart: more lines could not be told apart in print
LINES_MAX = 3
#: small drawings beside it
PANELS_MAX = 6
#: a figure of such a precision is drawn as a bar over all the time that it may hold for
LASTING = frozenset({"day", "month", "year"})


def people_counts(series: Sequence[Series]) -> list[Series]:
    """Counts of people so far, the best documented first: what a reader asks for before all else."""
    return [one for one in series if one.unit == "person" and one.kind == "stock" and one.latest.instant]


def main_series(series: Sequence[Series]) -> Series | None:
    people = people_counts(series)
    return people[0] if people else (series[0] if series else None)


def drawn_together(series: Sequence[Series], main: Series | None) -> list[Series]:
    """The main series and those that share its unit, kind and people: stock and flow never meet in one drawing."""
    if main is None:
        return []
    beside = [one for one in series if one is not main and _alike(one, main)]
    return [main, *beside[: LINES_MAX - 1]]


def _alike(one: Series, main: Series) -> bool:
    return (one.unit, one.kind, one.population) == (main.unit, main.kind, main.population)


def chart_of(
    brief: Brief, main: Series | None, doubts: Sequence[Doubt], sizes: Sequence[Size] = SCREEN
) -> SafeString:
    return chart_of_series(drawn_together(brief.series, main), brief, doubts, sizes)


def chart_of_series(
    series: Sequence[Series], brief: Brief, doubts: Sequence[Doubt], sizes: Sequence[Size] = SCREEN
) -> SafeString:
    """These series in one plane; empty where nothing can be drawn."""
    marked = _marked(series, doubts)
    lines = [_line(one, marked, brief.preferred) for one in series]
    drawn = [line for line in lines if line.points]
    if not drawn:
        return SafeString("")
    said = (
        _("%(measures)s over time, as bars; every number stands in the table below")
        if drawn[0].bars
        else _("%(measures)s over time, in steps; every number stands in the table below")
    )
    label = said % {"measures": ", ".join(line.name for line in drawn)}
    return chart(drawn, zone=brief.zone, label=label, sizes=sizes)


def panels_of(
    brief: Brief, series: Iterable[Series], addresses: Mapping[str, str] | None = None
) -> SafeString:
    """A small drawing for each of the first that can be drawn; `addresses` by a series' key, where it has a page."""
    lines = ((one, _line(one, {}, brief.preferred)) for one in series)
    drawn = islice(((one, line) for one, line in lines if line.is_drawn), PANELS_MAX)
    panels = [
        Panel(
            line=line,
            latest=_latest(shown_of(one, brief.preferred, brief.zone)),
            address=(addresses or {}).get(one.key, ""),
        )
        for one, line in drawn
    ]
    return multiples(panels, zone=brief.zone)


def _latest(row: FigureRow) -> str:
    time = finding_words.time_of_figure(row.as_of, row.since, row.until)
    return f"{number_of(row)}, {time}" if time else number_of(row)


def _line(series: Series, marked: Mapping[int, tuple[int, ...]], preferred: Mapping[int, Preferred]) -> Line:
    drawn = _drawn(series)
    points = [
        Point(
            at=end.at,
            value=row.shown,
            # past so many points no mark is drawn that could be pointed at
            title=_title(row) if len(drawn) <= MARKS_MAX else "",
            approximate=row.quantifier != "exact",
            low=None if row.quantifier in ("up_to", "less_than") else row.lowest,
            high=None if row.quantifier in ("more_than", "at_least") else row.highest,
            open_up=row.quantifier in ("more_than", "at_least"),
            open_down=row.quantifier in ("up_to", "less_than"),
            since=begin.begins if begin else None,
            publisher=row.publisher or _("publisher not printed"),
            preferred=row.finding_id in preferred,
            doubts=marked.get(row.finding_id, ()),
        )
        for row, begin, end in drawn
    ]
    return Line(name=series_name(series), points=tuple(points), bars=series.kind == "flow")


def series_name(series: Series) -> str:
    """What it counts, in words: "crossed: children"."""
    measure = finding_words.measure_words(series.measure)
    if series.unit not in (None, "person"):
        measure = f"{finding_words.unit_words(series.unit)} {measure}"
    named = _("%(measure)s, span by span") % {"measure": measure} if series.kind == "flow" else measure
    return f"{named}: {series.population}" if series.population else named


def _drawn(series: Series) -> list[tuple[FigureRow, Instant | None, Instant]]:
    """Rows that have a time, with where it begins (None for a clock time) and ends, in the order of their ends.

    Those that count only some of the series' people stand below it and are left out.
    """
    rows = [row for row in series.rows if not row.subset]
    if series.kind == "flow":
        known = [span for row in rows if (span := _span(row))]
        return sorted(known, key=lambda each: (each[2].at, each[0].finding_id))
    held = [(row, row.instant) for row in rows if row.instant]
    return [(row, instant if instant.precision in LASTING else None, instant) for row, instant in held]


def _span(row: FigureRow) -> tuple[FigureRow, Instant, Instant] | None:
    if row.begins and row.ends and row.begins.begins < row.ends.at:
        return (row, row.begins, row.ends)
    return None


def _title(row: FigureRow) -> str:
    time = finding_words.time_of_figure(row.as_of, row.since, row.until)
    return f"{number_of(row)}, {time}, {row.publisher or _('publisher not printed')}"


def _marked(series: Sequence[Series], doubts: Sequence[Doubt]) -> dict[int, tuple[int, ...]]:
    """Finding -> numbers of the doubts that are marked at it: each doubt once, at the first figure that is drawn."""
    drawn = {row.finding_id for one in series for row, _begin, _end in _drawn(one)}
    marked: dict[int, tuple[int, ...]] = {}
    for doubt in doubts:
        place = next((each for each in doubt.contradiction.finding_ids if each in drawn), None)
        if place is not None:
            marked[place] = (*marked.get(place, ()), doubt.number)
    return marked


def number_of(row: FigureRow) -> str:
    return finding_words.quantity(row.value, row.low, row.high, row.quantifier)
