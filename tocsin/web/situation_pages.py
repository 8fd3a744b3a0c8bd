"""Public pages of situations: the front, their list, each with its figures and what was said."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.publishing.figure_tables import FORMS
from tocsin.record.models import Finding
from tocsin.relief.public.published import public_funds
from tocsin.reports.models import Report
from tocsin.situations import answering
from tocsin.situations.brief import brief_of
from tocsin.situations.listed_findings import ListedFindings
from tocsin.situations.models import Situation
from tocsin.web.alert_pages import boxes, in_force, issued
from tocsin.web.assessment_pages import newest_of
from tocsin.web.doubts import doubts_of
from tocsin.web.judged import shown_beside
from tocsin.web.public_access import public
from tocsin.web.series_page import explained
from tocsin.web.situation_map import map_of_situation
from tocsin.web.situation_page import situation_page
from tocsin.web.templatetags.tocsin import moment_words
from tocsin.web.timeline import CERTAINTIES, KINDS, Entry, timeline, wanted
from tocsin.web.timeline_strip import rows_of, strip

ROWS_PER_PAGE = 100
#: of each kind beside figures, the newest that are read for a page which shows a few of them
ROWS_READ = 40


def published_situations() -> QuerySet[Situation]:
    """Those that a person published, the latest first, each with the number of its reports that are not restricted."""
    open_reports = Q(reports__sensitivity=Report.Sensitivity.OPEN)
    return (
        Situation.objects.filter(published_at__isnull=False)
        .annotate(reports_count=Count("reports", filter=open_reports))
        .order_by("-published_at", "pk")
    )


@public
def front(request: HttpRequest) -> HttpResponse:
    context = {
        "situations": published_situations()[:50],
        "in_force": in_force()[:10],
        "funds": public_funds()[:5],
    }
    return render(request, "tocsin/public/front.html", context)


@public
def situations(request: HttpRequest) -> HttpResponse:
    context = {"situations": published_situations(), "here": "situations"}
    return render(request, "tocsin/public/situations.html", context)


@public
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    found = published_situation(slug)
    page = situation_page(brief_of(found, public=True, rows_max=ROWS_READ))
    beside = shown_beside(page.finding_ids)
    context = {
        "here": "situations",
        "situation": found,
        "page": page,
        "zone": page.brief.zone,
        "languages": {pk: each.language for pk, each in beside.items()},
        "judged": beside,
        "outcomes": answering.in_force(row.finding_id for row in page.calls),
        "in_force": in_force(found),
        "map": map_of_situation(found, page.brief.series, public=True),
        "finding_page": "passage",
        "funds": public_funds().filter(situation=found),
    }
    return render(request, "tocsin/public/situation.html", context)


@public
def situation_list(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One list of a situation in full, page by page."""
    if name not in _LISTS:
        raise Http404(_("There is no such list."))
    found = published_situation(slug)
    title, all_of = _LISTS[name]
    rows = Paginator(all_of(found), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": title, "list": name, "rows": rows}
    return _listed(request, found, context)


@public
def figure_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures, series by series, with what the desk says of them."""
    found = published_situation(slug)
    shown = brief_of(found, public=True, rows_max=0)
    rows = [row for series in shown.series for row in reversed(series.rows)]
    context = {
        "title": _("Figures"),
        "list": "figures",
        "rows": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "steps": explained(shown, shown.series),
        "preferred": shown.preferred,
    }
    return _listed(request, found, context)


@public
def timeline_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole timeline, or what of it the reader asks for."""
    found = published_situation(slug)
    shown = brief_of(found, public=True, rows_max=None)
    asked = wanted(request.GET.dict())
    outcomes = answering.in_force(row.finding_id for row in shown.rows["call"])
    entries = timeline(shown, outcomes, boxes(issued().filter(situation=found)), asked)
    context = {
        "title": _("Timeline"),
        "list": "timeline",
        "rows": Paginator(entries, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "wanted": asked,
        "strip": _strip(entries),
        "kinds": KINDS,
        "certainties": CERTAINTIES,
        "query": urlencode({key: value for key, value in asdict(asked).items() if value}),
    }
    return _listed(request, found, context)


def _strip(entries: Sequence[Entry]) -> SafeString:
    """Our own alerts aside: a day of theirs says when we spoke, and not what happened."""
    names = {kind: str(moment_words(kind)) for kind in KINDS if kind != "alert"}
    rows = rows_of(((entry.kind, entry.on) for entry in entries if entry.on), names)
    return strip(rows, label=_("Entries of each kind by day; all of them stand in the list below"))


def _listed(request: HttpRequest, found: Situation, context: dict[str, Any]) -> HttpResponse:
    numbers = [row.finding_id for row in context["rows"] if getattr(row, "finding_id", None)]
    beside = shown_beside(numbers)
    context |= {
        "here": "situations",
        "situation": found,
        "zone": ZoneInfo(found.time_zone),
        "languages": {pk: each.language for pk, each in beside.items()},
        "judged": beside,
        "outcomes": answering.in_force(numbers) if context["list"] == "calls" else {},
    }
    return render(request, "tocsin/public/situation_list.html", context)


@public
def figure_table(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """All figures of a situation as a table for other programs."""
    if form not in FORMS:
        raise Http404(_("There is no such table."))
    shown = brief_of(published_situation(slug), public=True, rows_max=0)
    answer = HttpResponse(FORMS[form](shown, settings.TOCSIN_SITE), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{form}.csv"'
    return answer


@public
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "tocsin/public/method.html", {"here": "method"})


def languages_of(finding_ids: Sequence[int]) -> dict[int, str]:
    """Finding -> language of the text that its passage stands in."""
    return dict(Finding.objects.filter(pk__in=finding_ids).values_list("pk", "text__language"))


def published_situation(slug: str) -> Situation:
    """With the number of its newest published assessment, if it has one (`newest_assessment`), and `has_funds`."""
    rows = Situation.objects.annotate(
        newest_assessment=Subquery(newest_of(OuterRef("pk"))),
        has_funds=Exists(public_funds().filter(situation=OuterRef("pk"))),
    )
    return get_object_or_404(rows, slug=slug, published_at__isnull=False)


_LISTS: dict[str, tuple[Any, Callable[[Situation], Any]]] = {
    "contradictions": (
        gettext_lazy("What does not fit"),
        lambda found: doubts_of(brief_of(found, public=True, rows_max=0)),
    ),
    "statements": (
        gettext_lazy("Who said what"),
        lambda found: ListedFindings(found, "statement", public=True),
    ),
    "calls": (gettext_lazy("Asked of the world"), lambda found: ListedFindings(found, "call", public=True)),
    "reports": (gettext_lazy("Reports"), lambda found: brief_of(found, public=True, rows_max=0).stories),
}
