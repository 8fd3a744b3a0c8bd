"""What a situation's page shows, chosen from its brief: the newest of each kind, and how many there are in all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow, Series
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.gathered import ReportRow
from tocsin.situations.preferred import Preferred, beside, shown_of
from tocsin.situations.steps import Step
from tocsin.web.doubts import Doubt, doubts_of
from tocsin.web.series_charts import chart_of, drawn_together, main_series, panels_of, people_counts
from tocsin.web.series_page import explained

#: numbers that open the page
BIG_MAX = 3
#: other numbers of its day beside a preferred one
BESIDE_MAX = 3
FIGURES_MAX = 25
SERIES_MAX = 12
DOUBTS_MAX = 12
TIMELINE_MAX = 25
#: of statements, crimes named, calls and appeals, each
SIDE_MAX = 8
REPORTS_MAX = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class BigNumber:
    """The figure that stands for a series: of its latest day the preferred one, else the latest."""

    row: FigureRow
    #: why the desk goes by it; None where nobody chose
    preferred: Preferred | None
    #: other numbers of that day, one of each, beside a preferred one
    beside: tuple[FigureRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SituationPage:
    brief: Brief
    big: tuple[BigNumber, ...]
    chart: SafeString
    #: small drawings of other series
    panels: SafeString
    main: Series | None
    #: of the main series, the latest first
    main_rows: tuple[FigureRow, ...]
    #: steps of the main series whose reason a person said, by the figure that they lead to
    steps: Mapping[int, Step]
    #: figures of the main series that the desk goes by
    preferred: Mapping[int, Preferred]
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
    def finding_ids(self) -> list[int]:
        """All that stand on the page."""
        quoted = (*self.timeline, *self.said, *self.crimes, *self.calls, *self.appeals)
        figures = (*(number.row for number in self.big), *self.main_rows, *self.others)
        return [row.finding_id for row in quoted] + [row.finding_id for row in figures]


def situation_page(brief: Brief) -> SituationPage:
    doubts = doubts_of(brief, DOUBTS_MAX)
    main = main_series(brief.series)
    stories = brief.stories
    together = drawn_together(brief.series, main)
    rows = tuple(reversed(main.rows))[:FIGURES_MAX] if main else ()
    return SituationPage(
        brief=brief,
        big=tuple(_big(series, brief) for series in people_counts(brief.series)[:BIG_MAX]),
        chart=chart_of(brief, main, doubts),
        panels=panels_of(brief, [one for one in brief.series if not any(one is each for each in together)]),
        main=main,
        main_rows=rows,
        steps=explained(brief, [main]) if main else {},
        preferred=_of(rows, brief.preferred),
        others=tuple(series.latest for series in brief.series if series is not main)[:SERIES_MAX],
        figures_count=brief.counts["figure"],
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


def _big(series: Series, brief: Brief) -> BigNumber:
    shown = shown_of(series, brief.preferred, brief.zone)
    preferred = brief.preferred.get(shown.finding_id)
    others = {each.shown: each for each in beside(series, shown, brief.zone) if each.shown != shown.shown}
    return BigNumber(
        row=shown, preferred=preferred, beside=tuple(others.values())[-BESIDE_MAX:] if preferred else ()
    )


def _of(rows: Iterable[FigureRow], preferred: Mapping[int, Preferred]) -> dict[int, Preferred]:
    return {row.finding_id: preferred[row.finding_id] for row in rows if row.finding_id in preferred}


def newest(rows: Mapping[str, tuple[FindingRow, ...]], kind: str) -> tuple[FindingRow, ...]:
    """Rows stand in order of time, those without one last: the latest first, then those without."""
    dated = [row for row in rows[kind] if row.instant]
    return (*reversed(dated), *(row for row in rows[kind] if not row.instant))
