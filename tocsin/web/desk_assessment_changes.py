"""What changed from one assessment to the next of the same situation and framework, and which report changed it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin import assessment as step
from tocsin.assessment.differences import Difference
from tocsin.assessment.models import Assessment
from tocsin.assessment.sheet import Sheet
from tocsin.errors import NotFound
from tocsin.record.levels import Viewer
from tocsin.record.titles import veil_titles
from tocsin.reports.models import Report
from tocsin.web.desk_access import desk, desk_page
from tocsin.web.desk_assessments import found, of_assessment
from tocsin.web.numbers import whole


@require_safe
@desk()
def changes(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Against the one before, or against the one that `since` names by its number."""
    row = found(assessment_id)
    others = _earlier(row)
    since = request.GET.get("since", "")
    before = others.filter(number=whole(since) or 0).first() if since else others.first()
    if since and before is None:
        raise NotFound(f"there is no earlier assessment {since[:20]!r}", "choose one of the list")
    context = {**of_assessment(row), "before": before, "earlier": others, **_compared(before, row)}
    return desk_page(request, "tocsin/desk/assessment_changes.html", context)


def _earlier(row: Assessment) -> QuerySet[Assessment]:
    """Of the same situation and framework, the last first."""
    return (
        Assessment.objects.filter(
            situation=row.situation_id, framework__name=row.framework.name, number__lt=row.number
        )
        .select_related("framework")
        .order_by("-number")
    )


def _compared(before: Assessment | None, after: Assessment) -> dict[str, Any]:
    if before is None:
        return {"rows": []}
    old, new = step.sheet_of(before), step.sheet_of(after)
    differences = step.compared(old.rows, new.rows)
    reports = Report.objects.in_bulk({pk for each in differences for pk in each.report_ids})
    veil_titles(reports.values(), Viewer.DESK)
    return {
        "rows": [
            (each, _text(each, new, old), [reports[pk] for pk in each.report_ids]) for each in differences
        ],
        "other_version": before.framework_id != after.framework_id,
    }


def _text(difference: Difference, *sheets: Sheet) -> str:
    """The criterion's words in the later version, or in the earlier where the later one asks for it no more."""
    rows = (sheet.rows.get(difference.criterion) for sheet in sheets)
    return next(row.criterion.text for row in rows if row is not None)
