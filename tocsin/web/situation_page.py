"""What a situation's page shows, chosen from its brief: the newest of each kind, and how many there are in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.situations.brief import Brief, FindingRow, ReportRow
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.instants import Instant
from tocsin.web import finding_words
from tocsin.web.chart import MARKS_MAX, Line, Point, chart
from tocsin.web.dates import stated
from tocsin.web.doubts import Doubt, doubts_of

#: numbers that open the page
BIG_MAX = 3
#: series drawn in one chart: more lines could not be told apart in print
LINES_MAX = 3
FIGURES_MAX = 25
SERIES_MAX = 12
DOUBTS_MAX = 12
TIMELINE_MAX = 25
#: of statements, crimes named, calls and appeals, each
SIDE_MAX = 8
REPORTS_MAX = 30
#: a figure of such a precision is drawn as a bar over all the time that it may hold for
LASTING = frozenset({"day", "month", "year"})


@dataclass(frozen=True, kw_only=True, slots=True)
class SituationPage:
    brief: Brief
    big: tuple[FigureRow, ...]
    chart: SafeString
    main: Series | None
    #: of the main series, the latest first
    main_rows: tuple[FigureRow, ...]
    #: the latest figure of each other series
    others: tuple[FigureRow, ...]
    figures_count: int
    doubts: tuple[Doubt, ...]
    doubts_count: int
    timeline: tuple[FindingRow, ...]
    said: tuple[FindingRow, ...]
    crimes: tuple[FindingRow, ...]
    calls: tuple[FindingRow, ...]
    appeals: tuple[FindingRow, ...]
    #: reports, copies of one story together; the newest
    stories: tuple[tuple[ReportRow, ...], ...]
    stories_count: int
    #: publishers who did not only carry what others wrote
    independent: int

    @property
    def quoted_ids(self) -> list[int]:
        """Findings whose words stand on the page."""
        shown = (*self.timeline, *self.said, *self.crimes, *self.calls, *self.appeals)
        return [row.finding_id for row in shown]


def situation_page(brief: Brief) -> SituationPage:
    doubts = doubts_of(brief, DOUBTS_MAX)
    main = _main(brief.series)
    stories = brief.stories
    return SituationPage(
        brief=brief,
        big=tuple(series.latest for series in _people(brief.series)[:BIG_MAX]),
        chart=_chart(brief, main, doubts),
        main=main,
        main_rows=tuple(reversed(main.rows))[:FIGURES_MAX] if main else (),
        others=tuple(series.latest for series in brief.series if series is not main)[:SERIES_MAX],
        figures_count=sum(len(series.rows) for series in brief.series),
        doubts=doubts,
        doubts_count=len(brief.contradictions),
        timeline=brief.timeline[:TIMELINE_MAX],
        said=newest(brief.rows, "statement")[:SIDE_MAX],
        crimes=newest(brief.rows, "qualification")[:SIDE_MAX],
        calls=newest(brief.rows, "call")[:SIDE_MAX],
        appeals=newest(brief.rows, "appeal")[:SIDE_MAX],
        stories=stories[:REPORTS_MAX],
        stories_count=len(stories),
        independent=len(brief.independent),
    )


def newest(rows: Mapping[str, tuple[FindingRow, ...]], kind: str) -> tuple[FindingRow, ...]:
    """Rows stand in order of time, those without one last: the latest first, then those without."""
    dated = [row for row in rows[kind] if row.instant]
    return (*reversed(dated), *(row for row in rows[kind] if not row.instant))


def _people(series: Sequence[Series]) -> list[Series]:
    """Counts of people so far, the best documented first: what a reader asks for before all else."""
    return [one for one in series if one.unit == "person" and one.kind == "stock" and one.latest.instant]


def _main(series: Sequence[Series]) -> Series | None:
    people = _people(series)
    return people[0] if people else (series[0] if series else None)


def _chart(brief: Brief, main: Series | None, doubts: Sequence[Doubt]) -> SafeString:
    """The main series and those that share its unit and kind: stock and flow never meet in one drawing."""
    if main is None:
        return SafeString("")
    alike = [one for one in brief.series if one.unit == main.unit and one.kind == main.kind]
    alike.sort(key=lambda one: one is not main)
    marked = _marked(alike[:LINES_MAX], doubts)
    lines = [_line(one, marked) for one in alike[:LINES_MAX]]
    drawn = [line for line in lines if line.points]
    label = _("%(measures)s over time, in steps; every number stands in the table below") % {
        "measures": ", ".join(line.name for line in drawn)
    }
    return chart(drawn, zone=brief.zone, label=label)


def _line(series: Series, marked: Mapping[int, tuple[int, ...]]) -> Line:
    rows = _drawn_rows(series)
    points = [
        Point(
            at=instant.at,
            value=row.shown,
            # past so many points no mark is drawn that could be pointed at
            title=_title(row) if len(rows) <= MARKS_MAX else "",
            approximate=row.quantifier != "exact",
            since=instant.begins if instant.precision in LASTING else None,
            doubts=marked.get(row.finding_id, ()),
        )
        for row, instant in rows
    ]
    return Line(name=finding_words.measure_words(series.measure), points=tuple(points))


def _drawn_rows(series: Series) -> list[tuple[FigureRow, Instant]]:
    """Rows that have an instant; those that count only some of the series' people stand below it and are left out."""
    return [(row, row.instant) for row in series.rows if row.instant and not row.subset]


def _title(row: FigureRow) -> str:
    return f"{number_of(row)}, {stated(row.as_of)}, {row.publisher or _('publisher not printed')}"


def _marked(series: Sequence[Series], doubts: Sequence[Doubt]) -> dict[int, tuple[int, ...]]:
    """Finding -> numbers of the doubts that are marked at it: each doubt once, at the first figure that is drawn."""
    drawn = {row.finding_id for one in series for row, _instant in _drawn_rows(one)}
    marked: dict[int, tuple[int, ...]] = {}
    for doubt in doubts:
        place = next((each for each in doubt.contradiction.finding_ids if each in drawn), None)
        if place is not None:
            marked[place] = (*marked.get(place, ()), doubt.number)
    return marked


def number_of(row: FigureRow) -> str:
    return finding_words.quantity(row.value, row.low, row.high, row.quantifier)
