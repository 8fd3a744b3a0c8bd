"""A passage as printed, with the report that it stands in: where every footnote leads."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from tocsin.alerts.embargo import public_at
from tocsin.alerts.models import Footnote
from tocsin.record import masking
from tocsin.record.levels import Viewer
from tocsin.record.models import Finding
from tocsin.record.titles import veil_titles
from tocsin.reports.models import Origin, Report
from tocsin.situations.models import Gathering, Situation
from tocsin.web import assessment_pages
from tocsin.web.alert_pages import issued
from tocsin.web.judged import judged
from tocsin.web.public_access import public

#: origins whose address the public may see; names of files and mails may tell who sent them
_PUBLIC_ORIGINS = (Origin.Kind.URL, Origin.Kind.FEED)


def public_findings() -> QuerySet[Finding]:
    """Findings that stand in a published situation, or that a public alert or a published assessment cites.

    None that is restricted, or of a restricted report.
    """
    gathered = Gathering.objects.filter(report=OuterRef("report"), situation__published_at__isnull=False)
    out = public_at(timezone.now(), "sentence__alert__")
    cited = Footnote.objects.filter(out, finding=OuterRef("pk"))
    stands = Q(state__in=(Finding.State.ACCEPTED, Finding.State.CORRECTED))
    weighed = assessment_pages.cited().filter(finding=OuterRef("pk"))
    return Finding.objects.filter(
        (stands & Exists(gathered)) | Exists(cited) | Exists(weighed), masking.public()
    )


@public
def passage(request: HttpRequest, finding_id: int) -> HttpResponse:
    rows = public_findings().select_related("report", "text", "review", "mask")
    finding = masking.veil(get_object_or_404(rows, pk=finding_id), Viewer.PUBLIC)
    veil_titles([finding.report], Viewer.PUBLIC)
    context = {
        "finding": finding,
        **judged(finding),
        "origins": _addresses(finding.report),
        "situations": _situations(finding),
        "alerts": issued().filter(sentences__footnotes__finding=finding).distinct(),
        "assessments": assessment_pages.citing(finding),
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
