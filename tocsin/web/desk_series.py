"""Figure series at the desk: their list, and one series with why it changes, what the desk goes by, whom it counts."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import situations as step
from tocsin.errors import Conflict, TocsinError
from tocsin.situations import naming, preferring
from tocsin.situations.brief import Brief, brief_of
from tocsin.situations.figures import Series
from tocsin.situations.models import Situation
from tocsin.situations.preferred import shown_of
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.doubts import doubts_of
from tocsin.web.numbers import whole
from tocsin.web.series_charts import chart_of_series, panels_of
from tocsin.web.series_page import REASONS, SeriesEntry, labels_in, same_said, series_rows
from tocsin.web.situation_pages import languages_of

PER_PAGE = 25
REASON_MAX = 2000


@require_safe
@desk()
def series_list(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    return desk_page(request, "tocsin/desk/series_list.html", _list_context(row))


def _list_context(row: Situation) -> dict[str, Any]:
    brief = brief_of(row, public=False, rows_max=0, numbered_max=0)
    addresses = {one.key: reverse("desk_series", args=[row.slug, one.key]) for one in brief.series}
    said = naming.in_force(row)
    return {
        "here": "situations",
        "situation": row,
        "zone": brief.zone,
        "entries": [_entry(one, brief) for one in brief.series],
        "panels": panels_of(brief, brief.series, addresses),
        "labels": labels_in(brief),
        "said": [each for each in said if each.same],
        "last_said": same_said(said),
    }


def _entry(series: Series, brief: Brief) -> SeriesEntry:
    shown = shown_of(series, brief.preferred, brief.zone)
    steps = brief.steps([series]).values()
    return SeriesEntry(
        series=series,
        shown=shown,
        preferred=brief.preferred.get(shown.finding_id),
        unexplained=sum(1 for each in steps if each.reason is None),
    )


@require_safe
@desk()
def series(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    return desk_page(request, "tocsin/desk/series.html", _context(row, key, request.GET.get("page")))


def _context(row: Situation, key: str, page: str | None) -> dict[str, Any]:
    brief = brief_of(row, public=False, rows_max=0, numbered_max=0)
    found = next((one for one in brief.series if one.key == key), None)
    if found is None:
        raise Http404(_("There is no such series: its figures changed, or its people were taken for others."))
    doubts = doubts_of(brief)
    rows = series_rows(found, brief, doubts, preferring.in_force(row))
    shown = Paginator(rows, PER_PAGE).get_page(page)
    return {
        "here": "situations",
        "situation": row,
        "zone": brief.zone,
        "languages": languages_of([each.row.finding_id for each in shown]),
        "series": found,
        "chart": chart_of_series([found], brief, doubts),
        "rows": shown,
        "unexplained": sum(1 for each in rows if each.step and each.step.reason is None),
        "reasons": list(REASONS.items()),
    }


@require_POST
@desk("review")
def explain(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Stores why a count changed. Where somebody else came first, nothing is stored and nothing typed is lost."""
    row = get_object_or_404(Situation, slug=slug)
    typed = {name: request.POST.get(name, "")[:REASON_MAX] for name in ("before", "after", "type", "reason")}
    try:
        step.explain(
            row,
            whole(typed["before"]) or 0,
            whole(typed["after"]) or 0,
            type=typed["type"],
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        return _told(request, row, key, error, {"form": "explain", **typed})
    messages.success(request, _("Why it changed is stored. Both figures stay as they are."))
    return _back(request, slug, key, typed["after"])


@require_POST
@desk("review")
def prefer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Stores by which figure the desk goes for a day, or that it goes by none any more."""
    row = get_object_or_404(Situation, slug=slug)
    typed = {name: request.POST.get(name, "")[:REASON_MAX] for name in ("after", "finding", "day", "reason")}
    try:
        step.prefer(
            row,
            key,
            _day(typed["day"]),
            finding=whole(typed["finding"]),
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        return _told(request, row, key, error, {"form": "prefer", **typed})
    messages.success(request, _("By which figure the desk goes is stored. The others stay beside it."))
    return _back(request, slug, key, typed["after"])


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Http404(_("There is no such day.")) from None


def _told(
    request: HttpRequest, row: Situation, key: str, error: TocsinError, typed: dict[str, str]
) -> HttpResponse:
    context = {**_context(row, key, request.POST.get("page")), "error": str(error), "typed": typed}
    status = 409 if isinstance(error, Conflict) else 400
    return desk_page(request, "tocsin/desk/series.html", context, status=status)


def _back(request: HttpRequest, slug: str, key: str, finding: str) -> HttpResponse:
    page = whole(request.POST.get("page", "")) or 1
    return redirect(f"{reverse('desk_series', args=[slug, key])}?page={page}#figure-{whole(finding) or ''}")


@require_POST
@desk("review")
def same_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Stores that a label means the same people as another, or that it stands apart again."""
    row = get_object_or_404(Situation, slug=slug)
    typed = {
        name: request.POST.get(name, "")[:REASON_MAX] for name in ("measure", "label", "means", "reason")
    }
    try:
        step.same_people(
            row,
            typed["measure"],
            typed["label"],
            means=typed["means"] or None,
            same=request.POST.get("same", "") != "no",
            reason=typed["reason"],
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        context = {**_list_context(row), "error": str(error), "typed": typed}
        status = 409 if isinstance(error, Conflict) else 400
        return desk_page(request, "tocsin/desk/series_list.html", context, status=status)
    messages.success(
        request, _("Whom the label means is stored. Every figure keeps the label it was printed with.")
    )
    return redirect("desk_series_list", slug=slug)
