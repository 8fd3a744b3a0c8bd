"""Saved searches at the desk: the list with how much is new of each, what is new of one, saving, dropping, marking read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.holding import page_of
from tocsin.record.masking import searchable, unsearchable_reports
from tocsin.record.models import Finding
from tocsin.reports.models import Report
from tocsin.situations import saved as step
from tocsin.situations.asking import Question
from tocsin.situations.saved_models import SavedSearch, SearchMatch
from tocsin.snippet import snippet
from tocsin.web.desk_access import desk, desk_page, person, told
from tocsin.web.desk_search import address_of, number_in, terms_shown
from tocsin.web.search_results import Hit, report_hits

MATCHES_PER_PAGE = 30


@require_safe
@desk()
def searches(request: HttpRequest) -> HttpResponse:
    rows = [(news, address_of(Question.of(news.saved.question))) for news in step.news_for(person(request))]
    return desk_page(request, "tocsin/desk/searches.html", {"here": "searches", "rows": rows})


@require_POST
@desk("review")
def save(request: HttpRequest) -> HttpResponse:
    """Back to the question where it is refused."""
    question = Question.of(request.POST.dict())
    with told(request):
        step.save_search(
            request.POST.get("name", ""),
            question,
            by=person(request),
            now=timezone.now(),
            shared=bool(request.POST.get("shared")),
        )
        messages.success(request, _("The search is saved: what comes in for it from now on is noticed."))
        return redirect("desk_searches")
    return redirect(f"{reverse('desk_search')}?{address_of(question)}")


@require_safe
@desk()
def matches(request: HttpRequest, saved_id: int) -> HttpResponse:
    """What came in since the search was saved, the newest first; what is new to this login is marked."""
    saved = _visible(request, saved_id)
    question = Question.of(saved.question)
    page = page_of(
        SearchMatch.objects.filter(saved=saved),
        most=MATCHES_PER_PAGE,
        before=number_in(request.GET.get("before", "")),
    )
    context = {
        "here": "searches",
        "saved": saved,
        "query": address_of(question),
        "asked": question.given(),
        "matches": _shown(page.rows, question),
        "older": page.older,
        "read_to": step.read_to(saved, login=person(request)),
        "newest": page.rows[0].pk if page.rows else 0,
        "mine": saved.owner_id == person(request).pk,
    }
    return desk_page(request, "tocsin/desk/search_matches.html", context)


@require_POST
@desk("review")
def mark_read(request: HttpRequest, saved_id: int) -> HttpResponse:
    """Up to the newest match that the page showed."""
    to = number_in(request.POST.get("to", "")) or 0
    step.mark_read(_visible(request, saved_id), login=person(request), to=to)
    return redirect("desk_searches")


@require_POST
@desk("review")
def drop(request: HttpRequest, saved_id: int) -> HttpResponse:
    with told(request):
        step.drop_search(saved_id, by=person(request))
        messages.success(request, _("The search is dropped."))
    return redirect("desk_searches")


def _visible(request: HttpRequest, saved_id: int) -> SavedSearch:
    saved = step.visible_to(person(request)).select_related("owner").filter(pk=saved_id).first()
    if saved is None:
        raise Http404
    return saved


def _shown(rows: list[SearchMatch], question: Question) -> list[tuple[SearchMatch, str, Hit]]:
    """Each with its noun and its words marked: three queries for a page."""
    terms = terms_shown(question)
    matched = [row.finding_id for row in rows if row.finding_id]
    findings = Finding.objects.filter(searchable()).select_related("report", "review").in_bulk(matched)
    whole = Report.objects.exclude(pk__in=unsearchable_reports())
    reports = whole.in_bulk([row.report_id for row in rows if row.report_id])
    hits = {hit.row.pk: hit for hit in report_hits(list(reports.values()), terms)}
    shown = []
    for row in rows:
        if row.finding_id in findings:
            finding = findings[row.finding_id]
            pieces = snippet(finding.quote, terms)
            hit = Hit(row=finding, pieces=pieces, language=finding.report.language)
            shown.append((row, "findings", hit))
        elif row.report_id in hits:
            shown.append((row, "reports", hits[row.report_id]))
    return shown
