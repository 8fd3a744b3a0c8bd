"""Situations at the desk: opening one, gathering reports for it, publishing it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tocsin import situations as step
from tocsin.errors import TocsinError
from tocsin.record.levels import Viewer
from tocsin.record.masking import unsearchable_reports
from tocsin.record.titles import veil_titles
from tocsin.reports.models import Report
from tocsin.situations.brief import brief_of
from tocsin.situations.models import Situation
from tocsin.web.alert_pages import boxes, issued
from tocsin.web.desk_access import desk, desk_page, insist, person, told
from tocsin.web.doubts import doubts_of
from tocsin.web.situation_page import DOUBTS_MAX

#: reports offered for gathering, the newest; others are found by what their title or publisher holds
OFFERED_MAX = 60
#: gathered reports that the page lists with their numbers of findings, the newest
LISTED_MAX = 200


@desk()
def situations(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _open(request)
    return _list(request)


def _open(request: HttpRequest) -> HttpResponse:
    by = insist(request, "open situation").get_username()
    asked = {name: request.POST.get(name, "").strip() for name in ("slug", "title", "summary", "time_zone")}
    try:
        opened = step.open_situation(
            asked["slug"],
            title=asked["title"][:200],
            summary=asked["summary"],
            time_zone=asked["time_zone"] or "UTC",
            by=by,
            now=timezone.now(),
        )
    except TocsinError as error:
        messages.error(request, str(error))
        return _list(request, asked, status=400)
    return redirect("desk_situation", slug=opened.slug)


def _list(request: HttpRequest, typed: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    rows = Situation.objects.annotate(reports_count=Count("gatherings")).order_by("-opened_at", "-pk")
    context = {"here": "situations", "situations": rows, "typed": typed or {}}
    return desk_page(request, "tocsin/desk/situations.html", context, status=status)


@require_safe
@desk()
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    shown = brief_of(row, public=False, rows_max=0, numbered_max=LISTED_MAX)
    wanted = request.GET.get("search", "").strip()[:100]
    context: dict[str, Any] = {
        "here": "situations",
        "situation": row,
        "brief": shown,
        "reports": shown.reports[:LISTED_MAX],
        "zone": shown.zone,
        "counts": dict(shown.counts).items(),
        "doubts": doubts_of(shown, DOUBTS_MAX),
        "offered": _offered(row, wanted),
        "search": wanted,
        "alerts": row.alerts.order_by("-pk").defer("cap_xml")[:20],
        "issued": boxes(issued().filter(situation=row)[:20]),
    }
    return desk_page(request, "tocsin/desk/situation.html", context)


def _offered(row: Situation, wanted: str) -> list[Report]:
    """None that is highly sensitive: what its title says is for few, and is not found out by asking either."""
    reports = Report.objects.exclude(gatherings__situation=row).order_by("-fetched_at", "-pk")
    reports = reports.exclude(sensitivity=Report.Sensitivity.HIGHLY)
    if wanted:
        reports = reports.exclude(pk__in=unsearchable_reports())
        reports = reports.filter(title__icontains=wanted) | reports.filter(publisher__icontains=wanted)
    found = list(reports[:OFFERED_MAX])
    veil_titles(found, Viewer.DESK)
    return found


@require_POST
@desk("open situation")
def gather(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    chosen = [int(each) for each in request.POST.getlist("report") if each.isascii() and each.isdigit()]
    with told(request):
        count = step.gather(
            row,
            chosen,
            by=person(request).get_username(),
            now=timezone.now(),
            reason=request.POST.get("reason", "")[:2000],
        )
        text = ngettext("%(n)s report is gathered.", "%(n)s reports are gathered.", count)
        messages.success(request, text % {"n": count})
    return redirect("desk_situation", slug=slug)


@require_POST
@desk("publish")
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    with told(request):
        step.publish(row, by=person(request), now=timezone.now())
        messages.success(
            request, _("The situation is public: everybody sees its accepted findings from now on.")
        )
    return redirect("desk_situation", slug=slug)
