"""The situation as it stands: what the page, the terminal and every export show.

Eight queries, whatever the number of findings. Figures are read whole, for a series with gaps would mislead; of
the other kinds the newest stand here with the number of all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from tocsin.record.models import Finding
from tocsin.reports.independence import independent, stories
from tocsin.reports.models import Report
from tocsin.situations import deciding, explaining, naming, preferring
from tocsin.situations.contradiction import Contradiction
from tocsin.situations.contradictions import contradictions
from tocsin.situations.figure_rows import COLUMNS, Columns, figure_rows
from tocsin.situations.figures import Series, series_of
from tocsin.situations.instants import Instant, instant_of
from tocsin.situations.models import Change, Decision, Situation
from tocsin.situations.peoples import as_taken, by_people
from tocsin.situations.preferred import Preferred, preferred_of

STANDING = (Finding.State.ACCEPTED, Finding.State.CORRECTED)
#: kinds beside figures that a brief shows
SHOWN_KINDS = ("statement", "event", "call", "response", "qualification", "appeal")
#: of each of them, the newest: more than anybody reads on one page
ROWS_MAX = 100
Numbers = tuple[int | None, int | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingRow:
    """One finding that stands, with who printed it."""

    finding_id: int
    kind: str
    report_id: int
    publisher: str
    published_at: datetime | None
    quote: str
    #: in force: as corrected, else as read
    fields: Mapping[str, Any]
    #: when it happened or was said, where the finding tells; else None
    instant: Instant | None
    #: for a statement: finding that denies it, where one does
    denied_by: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportRow:
    report_id: int
    title: str
    publisher: str
    published_at: datetime | None
    sha256: str
    language: str
    #: findings that stand, and all that were read or marked; None in a public brief, which does not tell them
    standing: int | None
    findings: int | None
    #: group of copies that it is one of; None where it is none
    group_id: int | None = None


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
    #: kind -> number of all that stand
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
        return independent(self.stories)

    @property
    def timeline(self) -> tuple[FindingRow, ...]:
        """Events, responses and appeals that have a time, the latest first."""
        dated = [row for kind in ("event", "response", "appeal") for row in self.rows[kind] if row.instant]
        return tuple(sorted(dated, key=lambda row: (row.instant.at, row.finding_id), reverse=True))  # type: ignore[union-attr]


def brief_of(situation: Situation, *, public: bool, rows_max: int | None = ROWS_MAX) -> Brief:
    """What stands in the situation. `public` leaves out all that rests on a restricted report.

    `rows_max` of each kind beside figures, the newest; None is all of them.
    """
    zone = ZoneInfo(situation.time_zone)
    listed = _report_rows(situation, public=public)
    reports = {report.report_id: report for report in listed}
    findings = Finding.objects.filter(report__gatherings__situation=situation, state__in=STANDING).order_by()
    if public:
        findings = findings.filter(report__sensitivity=Report.Sensitivity.OPEN)
    counts = Counter(dict(findings.values_list("kind").annotate(Count("pk"))))
    found = _by_kind(findings, rows_max, reports)
    figures = series_of(as_taken(figure_rows(found["figure"], reports, zone), naming.same_of(situation)))
    series, doubtful = by_people(figures), contradictions(figures, zone)
    decisions, chosen = deciding.in_force(situation), preferring.in_force(situation)
    return Brief(
        situation=situation,
        zone=zone,
        reports=listed,
        series=series,
        contradictions=doubtful,
        decisions=decisions,
        changes=explaining.in_force(situation),
        preferred=preferred_of(series, zone, preferences=chosen, found=doubtful, decisions=decisions),
        rows={kind: _finding_rows(found[kind], reports, zone) for kind in SHOWN_KINDS},
        counts=counts,
    )


def _report_rows(situation: Situation, *, public: bool) -> tuple[ReportRow, ...]:
    reports = Report.objects.filter(gatherings__situation=situation)
    if public:
        reports = reports.filter(sensitivity=Report.Sensitivity.OPEN)
    rows = reports.order_by("-published_at", "-pk").values(
        "title",
        "publisher",
        "published_at",
        "sha256",
        "language",
        report_id=F("pk"),
        group_id=F("membership__group"),
    )
    numbers = {} if public else _numbers(situation)
    nobody: Numbers = (None, None) if public else (0, 0)
    return tuple(
        ReportRow(**row, findings=findings, standing=standing)
        for row in rows
        for findings, standing in [numbers.get(row["report_id"], nobody)]
    )


def _numbers(situation: Situation) -> dict[int, Numbers]:
    """Report -> findings, and those that stand. Beside the reports' own columns they would be sorted by all of them."""
    findings = Finding.objects.filter(report__gatherings__situation=situation).order_by()
    counted = findings.values_list("report_id").annotate(
        found=Count("pk"), standing=Count("pk", filter=Q(state__in=STANDING))
    )
    return {report_id: (found, standing) for report_id, found, standing in counted}


def _by_kind(
    findings: Any, rows_max: int | None, reports: Mapping[int, ReportRow]
) -> Mapping[str, list[Columns]]:
    """All figures, and the newest of each other kind. A report that was gathered a moment ago waits for the next brief."""
    shown = findings.filter(kind__in=("figure", *SHOWN_KINDS))
    if rows_max is not None:
        place = Window(RowNumber(), partition_by=F("kind"), order_by=F("pk").desc())
        shown = shown.annotate(place=place).filter(Q(kind="figure") | Q(place__lte=rows_max))
    found: dict[str, list[Columns]] = {kind: [] for kind in ("figure", *SHOWN_KINDS)}
    for columns in shown.order_by("-pk").values_list(*COLUMNS):
        if columns[0] in reports:
            found[columns[2]].append(columns)
    return found


def _finding_rows(
    listed: Sequence[Columns], reports: Mapping[int, ReportRow], zone: tzinfo
) -> tuple[FindingRow, ...]:
    denials = {
        (run, fields["denies"]): pk
        for _, pk, kind, run, _, _, fields in listed
        if kind == "statement" and fields.get("denies") is not None
    }
    rows = [_finding_row(columns, reports[columns[0]], denials, zone) for columns in listed]
    return tuple(
        sorted(rows, key=lambda row: (row.instant is None, row.instant and row.instant.at, row.finding_id))
    )


def _finding_row(
    columns: Columns, report: ReportRow, denials: Mapping[tuple[Any, Any], int], zone: tzinfo
) -> FindingRow:
    _, pk, kind, run, ordinal, quote, fields = columns
    return FindingRow(
        finding_id=pk,
        kind=kind,
        report_id=report.report_id,
        publisher=report.publisher,
        published_at=report.published_at,
        quote=quote,
        fields=fields,
        instant=instant_of(fields.get("when") or fields.get("said_at"), zone),
        denied_by=denials.get((run, ordinal)),
    )
