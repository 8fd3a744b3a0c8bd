"""What people judged of a finding and of its publisher, side by side on a page and never reckoned together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from tocsin.record.crediting import credibilities
from tocsin.record.models import Finding
from tocsin.record.taking_back import in_force, taken_back
from tocsin.record.verification_models import Credibility, TakenBack
from tocsin.reports.models import Report
from tocsin.reports.publisher_models import Reliability
from tocsin.reports.publishers import grades


def judged(row: Report | Finding) -> dict[str, Any]:
    """Reliability A to F, credibility 1 to 6, and what took it back; None where nobody said so. Three queries."""
    report = row if isinstance(row, Report) else row.report
    if isinstance(row, Report):
        back = in_force([f"report:{row.pk}"]).get(f"report:{row.pk}")
        credibility = None
    else:
        back = taken_back([(row.pk, row.report_id)]).get(row.pk)
        credibility = credibilities([row.pk]).get(row.pk)
    return {
        "reliability": grades([report.publisher]).get(report.publisher),
        "credibility": credibility,
        "taken_back": back.verdict if back else None,
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a list tells beside a finding."""

    #: of the text that its passage stands in
    language: str
    #: of its publisher, A to F, and of what it says, 1 to 6; None where nobody judged
    reliability: str | None
    credibility: int | None
    #: what took it or its report back; None where it holds
    taken_back: str | None


def shown_beside(finding_ids: Iterable[int]) -> dict[int, Shown]:
    """By finding; one query, for pages have few to spend."""
    columns = ("pk", "text__language", "reliability", "credibility", "taken_back")
    rows = Finding.objects.filter(pk__in=list(finding_ids)).annotate(
        reliability=_last(Reliability, "grade", publisher=OuterRef("report__publisher")),
        credibility=_last(Credibility, "grade", finding=OuterRef("pk")),
        taken_back=Coalesce(_back("finding:", "pk"), _back("report:", "report_id")),
    )
    return {
        pk: Shown(language=language, reliability=reliability, credibility=credibility, taken_back=back)
        for pk, language, reliability, credibility, back in rows.values_list(*columns)
    }


def _last(model: type[Reliability] | type[Credibility], field: str, **line: OuterRef) -> Subquery:
    """The word in force of a line."""
    return Subquery(model._default_manager.filter(superseded_by=None, **line).values(field)[:1])


def _back(noun: str, number: str) -> Subquery:
    item = Concat(Value(noun), Cast(OuterRef(number), CharField()))
    rows = TakenBack.objects.filter(superseded_by=None, item=item).exclude(verdict=TakenBack.Verdict.HOLDS)
    return Subquery(rows.values("verdict")[:1])


def judged_rows(rows: Iterable[tuple[int, int, str]]) -> dict[int, dict[str, Any]]:
    """The same of many, from (finding, report, publisher); three queries, however many there are."""
    listed = list(rows)
    reliability = grades(publisher for _, _, publisher in listed)
    credibility = credibilities(finding for finding, _, _ in listed)
    back = taken_back((finding, report) for finding, report, _ in listed)
    return {
        finding: {
            "reliability": reliability.get(publisher),
            "credibility": credibility.get(finding),
            "taken_back": back[finding].verdict if finding in back else None,
        }
        for finding, _, publisher in listed
    }
