"""A passage as printed, with the report that it stands in: where every footnote leads."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tocsin.alerts.models import Alert, Footnote
from tocsin.record.models import Finding
from tocsin.reports.models import Origin, Report
from tocsin.situations.models import Gathering, Situation
from tocsin.web.public_access import public

#: origins whose address the public may see; names of files and mails may tell who sent them
_PUBLIC_ORIGINS = (Origin.Kind.URL, Origin.Kind.FEED)


def public_findings() -> QuerySet[Finding]:
    """Findings that stand in a published situation, or that an issued alert cites; none of a restricted report."""
    gathered = Gathering.objects.filter(report=OuterRef("report"), situation__published_at__isnull=False)
    cited = Footnote.objects.filter(finding=OuterRef("pk"), sentence__alert__identifier__isnull=False)
    stands = Q(state__in=(Finding.State.ACCEPTED, Finding.State.CORRECTED))
    return Finding.objects.filter(
        (stands & Exists(gathered)) | Exists(cited), report__sensitivity=Report.Sensitivity.OPEN
    )


@public
def passage(request: HttpRequest, finding_id: int) -> HttpResponse:
    finding = get_object_or_404(public_findings().select_related("report", "text", "review"), pk=finding_id)
    context = {
        "finding": finding,
        "origins": _addresses(finding.report),
        "situations": _situations(finding),
        "alerts": Alert.objects.filter(
            identifier__isnull=False, sentences__footnotes__finding=finding
        ).distinct(),
    }
    return render(request, "tocsin/public/passage.html", context)


def _situations(finding: Finding) -> QuerySet[Situation]:
    """Published ones that show the finding; none where it does not stand any more and only an alert cites it."""
    rows = Situation.objects.filter(published_at__isnull=False, gatherings__report=finding.report)
    return rows if finding.stands else rows.none()


def _addresses(report: Report) -> list[str]:
    """Where the report was fetched from, each address once."""
    found = report.origins.filter(kind__in=_PUBLIC_ORIGINS).order_by("pk").values_list("address", flat=True)
    return list(dict.fromkeys(found))[:5]
