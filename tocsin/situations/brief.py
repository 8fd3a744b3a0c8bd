"""The situation as it stands: what the page, the terminal and every export show.

Three queries, whatever the number of findings. Figures are read whole, for a series with gaps would mislead; of
the other kinds the newest stand here with the number of all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations.contradictions import Contradiction, contradictions
from tocsin.situations.figures import FigureRow, Series, series_of
from tocsin.situations.instants import Instant, instant_of
from tocsin.situations.models import Situation

STANDING = (Finding.State.ACCEPTED, Finding.State.CORRECTED)
#: kinds beside figures that a brief shows
SHOWN_KINDS = ("statement", "event", "call", "response", "qualification", "appeal")
#: of each of them, at most so many, the newest: more than anybody reads on one page
ROWS_MAX = 200
_COLUMNS = (
    "pk", "kind", "run_id", "ordinal", "report_id", "quote", "fields", "review__fields", "state",
    "report__publisher", "report__published_at",
)  # fmt: skip


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
    #: findings that stand, and all that were read or marked
    standing: int
    findings: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    situation: Situation
    zone: tzinfo
    reports: tuple[ReportRow, ...]
    series: tuple[Series, ...]
    contradictions: tuple[Contradiction, ...]
    #: kind -> rows that stand, in order of time; at most ROWS_MAX of each
    rows: Mapping[str, tuple[FindingRow, ...]]
    #: kind -> number of all that stand
    counts: Mapping[str, int]

    @property
    def publishers(self) -> tuple[str, ...]:
        return tuple(sorted({report.publisher for report in self.reports if report.publisher}))

    @property
    def timeline(self) -> tuple[FindingRow, ...]:
        """Events, responses and appeals that have a time, the latest first."""
        dated = [row for kind in ("event", "response", "appeal") for row in self.rows[kind] if row.instant]
        return tuple(sorted(dated, key=lambda row: (row.instant.at, row.finding_id), reverse=True))  # type: ignore[union-attr]


def brief_of(situation: Situation, *, public: bool) -> Brief:
    """What stands in the situation. `public` leaves out all that rests on a restricted report."""
    zone = ZoneInfo(situation.time_zone)
    findings = Finding.objects.filter(report__gatherings__situation=situation, state__in=STANDING)
    reports = Report.objects.filter(gatherings__situation=situation)
    if public:
        findings = findings.filter(report__sensitivity=Report.Sensitivity.OPEN)
        reports = reports.filter(sensitivity=Report.Sensitivity.OPEN)
    counts: Counter[str] = Counter()
    for kind, number in findings.order_by().values_list("kind").annotate(n=Count("pk")):
        counts[kind] = number
    figures = series_of(figure_rows(_newest(findings, ("figure",), None), zone))
    rows = {
        kind: _finding_rows(_newest(findings, (kind,), ROWS_MAX), zone)
        for kind in SHOWN_KINDS
        if counts[kind]
    }
    return Brief(
        situation=situation,
        zone=zone,
        reports=_report_rows(reports),
        series=figures,
        contradictions=contradictions(figures),
        rows={kind: rows.get(kind, ()) for kind in SHOWN_KINDS},
        counts=counts,
    )


def _newest(findings: Any, kinds: tuple[str, ...], limit: int | None) -> list[tuple[Any, ...]]:
    chosen = findings.filter(kind__in=kinds).order_by("-pk").values_list(*_COLUMNS)
    return list(chosen[:limit] if limit else chosen)


def _report_rows(reports: Any) -> tuple[ReportRow, ...]:
    counted = reports.annotate(
        found=Count("findings"), standing=Count("findings", filter=Q(findings__state__in=STANDING))
    ).order_by("-published_at", "-pk")
    return tuple(
        ReportRow(
            report_id=report.pk,
            title=report.title,
            publisher=report.publisher,
            published_at=report.published_at,
            sha256=report.sha256,
            language=report.language,
            standing=report.standing,
            findings=report.found,
        )
        for report in counted
    )


def figure_rows(columns: Iterable[tuple[Any, ...]], zone: tzinfo) -> list[FigureRow]:
    """Figure rows from `_COLUMNS`; `part_of` is turned from a place in the reading into a finding, where that stands."""
    listed = list(columns)
    at_place = {(run, ordinal): pk for pk, _, run, ordinal, *_ in listed if run is not None}
    return [_figure_row(row, at_place, zone) for row in listed]


def _figure_row(row: tuple[Any, ...], at_place: Mapping[tuple[int, int], int], zone: tzinfo) -> FigureRow:
    pk, _, run, _, report_id, quote, read, corrected, _, publisher, published_at = row
    fields = read if corrected is None else corrected
    roles = {place["role"]: place["name"] for place in fields["places"] if place.get("role")}
    part_of = fields.get("part_of")
    return FigureRow(
        finding_id=pk,
        report_id=report_id,
        publisher=publisher,
        published_at=published_at,
        value=fields["value"],
        low=fields["low"],
        high=fields["high"],
        quantifier=fields["quantifier"],
        unit=fields["unit"],
        measure=fields["term"] or "other",
        kind=fields["kind"],
        as_of=fields["as_of"],
        instant=instant_of(fields["as_of"], zone),
        since=fields["since"],
        until=fields["until"],
        origin=roles.get("origin"),
        destination=roles.get("destination"),
        population=fields["population"],
        speaker=fields["speaker"],
        quote=quote,
        part_of=None if part_of is None else at_place.get((run, part_of)),
    )


def _finding_rows(columns: list[tuple[Any, ...]], zone: tzinfo) -> tuple[FindingRow, ...]:
    denials = {
        (run, fields["denies"]): pk
        for pk, kind, run, _, _, _, read, corrected, *_ in columns
        if kind == "statement"
        and (fields := read if corrected is None else corrected).get("denies") is not None
    }
    rows = [_finding_row(row, denials, zone) for row in columns]
    return tuple(
        sorted(rows, key=lambda row: (row.instant is None, row.instant and row.instant.at, row.finding_id))
    )


def _finding_row(row: tuple[Any, ...], denials: Mapping[tuple[int, int], int], zone: tzinfo) -> FindingRow:
    pk, kind, run, ordinal, report_id, quote, read, corrected, _, publisher, published_at = row
    fields = read if corrected is None else corrected
    return FindingRow(
        finding_id=pk,
        kind=kind,
        report_id=report_id,
        publisher=publisher,
        published_at=published_at,
        quote=quote,
        fields=fields,
        instant=instant_of(fields.get("when") or fields.get("said_at"), zone),
        denied_by=denials.get((run, ordinal)),
    )
