"""What a signed-in person sees of what is highly sensitive: nothing, unless another person let them; then it is logged."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tocsin import record
from tocsin.record.access import running
from tocsin.record.levels import Viewer
from tocsin.record.masking import holds_highly, in_part_highly
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
    if not kept and not (whole and in_part_highly(report)):
        return None
    if viewer_of(request, row) == Viewer.ALLOWED:
        return None
    noun = "report" if isinstance(row, Report) else "finding"
    context = {"here": "inbox", "item": f"{noun}:{row.pk}", "noun": noun, "row": row, "name": row.pk}
    return desk_page(request, "tocsin/desk/withheld.html", context, status=403)
