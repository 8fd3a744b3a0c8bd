"""The situation as it stands: what the page, the terminal and every export show.

The same few queries, whatever the number of findings. Figures are read whole, for a series with gaps would mislead; of
the other kinds the newest stand here with the number of all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from tocsin.reports.independence import independent, kin_among, stories
from tocsin.situations import deciding, explaining, naming, preferring
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.figures import Series
from tocsin.situations.finding_rows import FindingRow, newest_rows, numbers_of
from tocsin.situations.gathered import ReportRow, report_rows
from tocsin.situations.models import Change, Decision, Situation
from tocsin.situations.preferred import Preferred, preferred_of
from tocsin.situations.standing import standing
from tocsin.situations.standing_figures import standing_figures
from tocsin.situations.steps import Step, falls_of, steps_of

#: kinds beside figures that a brief shows
SHOWN_KINDS = ("statement", "event", "call", "response", "qualification", "appeal")
#: of each of them, the newest: more than anybody reads on one page
ROWS_MAX = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    situation: Situation
    zone: tzinfo
    reports: tuple[ReportRow, ...]
    series: tuple[Series, ...]
    contradictions: tuple[Contradiction, ...]
    #: key of a contradiction -> what a person last decided about it
    decisions: Mapping[str, Decision]
    #: what people last said of the steps along the series
    changes: tuple[Change, ...]
    #: figure -> why the desk goes by it for its day
    preferred: Mapping[int, Preferred]
    #: kind -> rows that stand, in order of time; of each the newest, as many as were asked for
    rows: Mapping[str, tuple[FindingRow, ...]]
    #: kind -> number of all that stand; places and times, which no page lists, are not counted
    counts: Mapping[str, int]

    @property
    def publishers(self) -> tuple[str, ...]:
        return tuple(sorted({report.publisher for report in self.reports if report.publisher}))

    @property
    def stories(self) -> tuple[tuple[ReportRow, ...], ...]:
        """Copies of one story together, the first published in front. In a public brief of what is public alone."""
        return tuple(map(tuple, stories(self.reports)))

    @property
    def independent(self) -> frozenset[str]:
        """Publishers who were first with a story: a story counts once, whoever printed it."""
        return independent(self.stories, kin_among(self.reports))

    def steps(self, series: Iterable[Series]) -> dict[int, Step]:
        """Finding -> the step that leads to it, along each of these series."""
        falls = falls_of(self.contradictions)
        return {
            number: step
            for one in series
            for number, step in steps_of(
                one, falls=falls, decisions=self.decisions, changes=self.changes
            ).items()
        }

    @property
    def timeline(self) -> tuple[FindingRow, ...]:
        """Events, responses and appeals that have a time, the latest first."""
        dated = [row for kind in ("event", "response", "appeal") for row in self.rows[kind] if row.instant]
        return tuple(sorted(dated, key=lambda row: (row.instant.at, row.finding_id), reverse=True))  # type: ignore[union-attr]


def brief_of(
    situation: Situation, *, public: bool, rows_max: int | None = ROWS_MAX, numbered_max: int | None = None
) -> Brief:
    """What stands in the situation. `public` leaves out all that rests on a restricted report.

    `rows_max` of each kind beside figures, the newest; None is all of them. At the desk the newest `numbered_max` reports
    come with their numbers of findings.
    """
    zone = ZoneInfo(situation.time_zone)
    figures = standing_figures(situation, same=naming.same_of(situation), public=public)
    decisions = deciding.in_force(situation)
    numbers = numbers_of(standing(situation, public=public), SHOWN_KINDS)
    counts = Counter({kind: len(each) for kind, each in numbers.items()})
    counts["figure"] = sum(len(one.rows) for one in figures.series)
    return Brief(
        situation=situation,
        zone=zone,
        reports=report_rows(situation, public=public, numbered_max=numbered_max),
        series=figures.series,
        contradictions=figures.contradictions,
        decisions=decisions,
        changes=explaining.in_force(situation),
        preferred=preferred_of(
            figures.series,
            zone,
            preferences=preferring.in_force(situation),
            found=figures.contradictions,
            decisions=decisions,
        ),
        rows=newest_rows(numbers, rows_max, zone),
        counts=counts,
    )
