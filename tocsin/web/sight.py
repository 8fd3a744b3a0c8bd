"""What a signed-in person sees of what is highly sensitive: nothing, unless another person let them; then it is logged."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tocsin import record
from tocsin.record.access import running
from tocsin.record.levels import Viewer
from tocsin.record.masking import masked_findings
from tocsin.record.models import Finding
from tocsin.record.verification_models import Access
from tocsin.reports.models import Report
from tocsin.web.desk_access import desk_page, person

_HIGHLY = Report.Sensitivity.HIGHLY


def viewer_of(request: HttpRequest, row: Report | Finding) -> Viewer:
    """Up to which level the person sees this row. What they see as highly sensitive is logged by this."""
    report = row if isinstance(row, Report) else row.report
    items = (
        [f"report:{report.pk}"] if isinstance(row, Report) else [f"finding:{row.pk}", f"report:{report.pk}"]
    )
    if not holds_highly(row):
        return Viewer.DESK
    by, now = person(request), timezone.now()
    if not any(running(item, by, Access.Use.VIEW, now) for item in items):
        return Viewer.DESK
    record.note_viewing(items[0], by, now)
    return Viewer.ALLOWED


def unseen(request: HttpRequest, row: Report | Finding, *, whole: bool = False) -> HttpResponse | None:
    """The page that says that this is withheld; None where the person may see it.

    `whole`: all of the report's words would be shown, so that nothing masked in any of its findings can be withheld.
    """
    report = row if isinstance(row, Report) else row.report
    kept = report.sensitivity == _HIGHLY if isinstance(row, Report) else holds_highly(row)
    if not kept and not (whole and _part(report)):
        return None
    if viewer_of(request, row) == Viewer.ALLOWED:
        return None
    noun = "report" if isinstance(row, Report) else "finding"
    context = {"here": "inbox", "item": f"{noun}:{row.pk}", "noun": noun, "row": row, "name": row.pk}
    return desk_page(request, "tocsin/desk/withheld.html", context, status=403)


def holds_highly(row: Report | Finding) -> bool:
    """Whether the row, its report, or anything in it is highly sensitive."""
    report = row if isinstance(row, Report) else row.report
    if report.sensitivity == _HIGHLY:
        return True
    if isinstance(row, Report):
        return _part(report)
    mask = getattr(row, "mask", None)
    return mask is not None and mask.highest == _HIGHLY


def _part(report: Report) -> bool:
    return any(each.mask.highest == _HIGHLY for each in masked_findings(report.pk))
