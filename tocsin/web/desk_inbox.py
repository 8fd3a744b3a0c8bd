"""The desk's inbox: what arrived, the newest first, and how much of it waits for a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from tocsin.record.assigning import in_force
from tocsin.record.levels import Viewer
from tocsin.record.models import Assignment, Finding
from tocsin.record.titles import veil_titles
from tocsin.reports.models import GroupMember, Report, ReportText
from tocsin.web.desk_access import desk, desk_page

REPORTS_PER_PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A report in the inbox."""

    report: Report
    findings: int
    open: int
    #: a picture or a recording for which nobody has typed a transcript yet
    wordless: bool
    #: other reports of the same story
    copies: int
    #: None where nobody was ever asked to look after it
    assignment: Assignment | None


@desk()
def inbox(request: HttpRequest) -> HttpResponse:
    only_open = request.GET.get("show") == "open"
    reports = Report.objects.order_by("-fetched_at", "-pk")
    if only_open:
        waiting = Finding.objects.filter(report=OuterRef("pk"), state=Finding.State.OPEN)
        reports = reports.filter(Exists(waiting))
    page = Paginator(reports, REPORTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "inbox",
        "page": page,
        "rows": _counted(page.object_list),
        "only_open": only_open,
        "query": "show=open" if only_open else "",
    }
    return desk_page(request, "tocsin/desk/inbox.html", context)


def _counted(reports: Iterable[Report] | QuerySet[Report]) -> list[Waiting]:
    """Six queries for a page of reports, however many findings they have."""
    rows = list(reports)
    veil_titles(rows, Viewer.DESK)
    numbers = {
        report_id: (found, left)
        for report_id, found, left in Finding.objects.filter(report__in=rows)
        .order_by()
        .values_list("report_id")
        .annotate(found=Count("pk"), left=Count("pk", filter=Q(state=Finding.State.OPEN)))
    }
    worded = set(ReportText.objects.filter(report__in=rows).values_list("report_id", flat=True))
    copies = _copies(rows)
    assigned = in_force(f"report:{row.pk}" for row in rows)
    return [
        Waiting(
            report=row,
            findings=numbers.get(row.pk, (0, 0))[0],
            open=numbers.get(row.pk, (0, 0))[1],
            wordless=row.pk not in worded,
            copies=copies.get(row.pk, 0),
            assignment=assigned.get(f"report:{row.pk}"),
        )
        for row in rows
    ]


def _copies(rows: Iterable[Report]) -> dict[int, int]:
    """Report -> how many others of its story there are."""
    member = GroupMember.objects.filter(report__in=rows)
    group_of = dict(member.values_list("pk", "group_id"))
    counted = GroupMember.objects.filter(group__in=set(group_of.values())).order_by().values_list("group_id")
    numbers: dict[int, int] = dict(counted.annotate(n=Count("pk")))
    return {report: numbers[group] - 1 for report, group in group_of.items()}
