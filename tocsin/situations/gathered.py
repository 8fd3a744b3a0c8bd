"""The reports of a situation as its pages list them."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from tocsin.record.levels import Viewer
from tocsin.record.models import Finding
from tocsin.record.titles import has_masked, titles_shown
from tocsin.reports.models import Report
from tocsin.reports.publishers import group_of
from tocsin.situations.models import Situation
from tocsin.situations.standing import STANDING

Numbers = tuple[int | None, int | None]


class ReportRow(NamedTuple):
    """A tuple, because a page makes thousands of them."""

    report_id: int
    title: str
    publisher: str
    published_at: datetime | None
    sha256: str
    language: str
    #: findings that stand, and all that were read or marked; None where they were not asked for, and never public
    standing: int | None
    findings: int | None
    #: group of copies that it is one of; None where it is none
    group_id: int | None = None
    #: group of publishers, not independent of each other, that its publisher is of; empty for none
    kin: str = ""


def report_rows(
    situation: Situation, *, public: bool, numbered_max: int | None = None
) -> tuple[ReportRow, ...]:
    """The latest first. `public` leaves out what is restricted, and tells no numbers.

    `numbered_max` reports, the latest, come with their numbers; None is all of them. One query, two for the
    numbers, and one where something is masked.
    """
    reports = Report.objects.filter(gatherings__situation=situation).order_by("-published_at", "-pk")
    if public:
        reports = reports.filter(sensitivity=Report.Sensitivity.OPEN)
    else:  # that it is there is told on its own page; its title may tell what it says
        reports = reports.exclude(sensitivity=Report.Sensitivity.HIGHLY)
    listed = reports.values_list(
        "pk",
        "title",
        "publisher",
        "published_at",
        "sha256",
        "language",
        "membership__group",
        group_of("publisher"),
        has_masked("pk"),
    )
    columns = list(listed)
    viewer = Viewer.PUBLIC if public else Viewer.DESK
    titles = titles_shown({row[0]: row[1] for row in columns if row[-1]}, viewer)
    numbers = {} if public or numbered_max == 0 else _numbers(reports[:numbered_max])
    return tuple(
        _report_row(row, titles.get(row[0], row[1]), numbers.get(row[0], (None, None))) for row in columns
    )


def _report_row(columns: tuple[Any, ...], title: str, numbers: Numbers) -> ReportRow:
    report_id, _, publisher, published_at, sha256, language, group_id, kin, _ = columns
    findings, standing = numbers
    return ReportRow(
        report_id=report_id,
        title=title,
        publisher=publisher,
        published_at=published_at,
        sha256=sha256,
        language=language,
        standing=standing,
        findings=findings,
        group_id=group_id,
        kin=kin or "",
    )


def _numbers(reports: QuerySet[Report]) -> dict[int, Numbers]:
    """Report -> findings, and those that stand. Beside the reports' own columns they would be sorted by all of them."""
    numbers: dict[int, Numbers] = dict.fromkeys(reports.values_list("pk", flat=True), (0, 0))
    findings = Finding.objects.filter(report__in=reports.values("pk")).order_by()
    counted = findings.values_list("report_id").annotate(
        found=Count("pk"), standing=Count("pk", filter=Q(state__in=STANDING))
    )
    return numbers | {report_id: (found, standing) for report_id, found, standing in counted}
