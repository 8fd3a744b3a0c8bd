"""A report at the desk: its text with the findings marked, its texts, its sealed bytes, what happened to it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import custody, record, reports, situations
from tocsin.record.assigning import in_force
from tocsin.record.levels import Viewer, blocked
from tocsin.record.masking import masked_findings, masked_words, veil
from tocsin.record.models import Finding
from tocsin.record.titles import veil_titles
from tocsin.reports.models import Report, ReportText
from tocsin.web.desk_access import desk, desk_page, insist, person, told
from tocsin.web.desk_captures import held
from tocsin.web.desk_copies import others_of
from tocsin.web.finding_words import KINDS
from tocsin.web.judged import judged
from tocsin.web.marked_text import Mark, marked_html
from tocsin.web.marking import marking_form
from tocsin.web.sight import unseen, viewer_of

CARDS_PER_PAGE = 60
#: entries of the custody log shown on the page; all of them: `tocsin custody show report:ID`
ENTRIES_MAX = 50
#: copies of the report named beside it; all of them stand on a page of their own
COPIES_SHOWN = 5
_DOUBTFUL = ("unconfirmed", "denied")


@require_safe
@desk()
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    row = get_object_or_404(Report.objects.select_related("archive_check"), pk=report_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    viewer = viewer_of(request, row)
    veil_titles([row], viewer)
    texts = list(row.texts.order_by("pk").defer("text"))
    text = _chosen(row, texts, request.GET.get("text"))
    shown = request.GET.get("show", "")
    cards = [veil(card, viewer) for card in _cards(text, shown)]
    hidden = masked_words(masked_findings(row.pk), viewer)
    if text:
        text.text = blocked(text.text, hidden)
    page = Paginator(cards, CARDS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "inbox",
        "report": row,
        "check": getattr(row, "archive_check", None),
        "held": held(row),
        "texts": texts,
        "text": text,
        "marked": marked_html(text.text, _marks(text)) if text else "",
        "page": page,
        "shown": shown,
        "query": f"text={text.pk}&show={shown}" if text else "",
        "kinds": _kinds(text),
        "open_count": open_count(text) if text else 0,
        "marking": marking_form(text, request.GET) if text else None,
        "copies": _copies(row),
        "assignments": in_force([f"report:{row.pk}", *(f"finding:{card.pk}" for card in page)]),
        **judged(row),
        "origins": row.origins.order_by("pk")[:20],
        "entries": custody.entries(f"report:{row.pk}", ENTRIES_MAX),
    }
    return desk_page(request, "tocsin/desk/report.html", context)


def _copies(row: Report) -> list[Report]:
    found = list(others_of(row.pk)[:COPIES_SHOWN])
    veil_titles(found, Viewer.DESK)
    return found


@require_POST
@desk("take in")
def add_text(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keeps a transcript or translation, and reads it."""
    if (page_instead := unseen(request, get_object_or_404(Report, pk=report_id))) is not None:
        return page_instead
    by = person(request).get_username()
    with told(request):
        text = reports.add_text(
            report_id,
            kind=request.POST.get("kind", ""),
            text=request.POST.get("text", ""),
            written_by=request.POST.get("written_by", "").strip() or by,
            by=by,
            now=timezone.now(),
            language=request.POST.get("language", "").strip(),
        )
        record.read_reports([report_id], by=by, now=timezone.now())
        situations.notice(now=timezone.now())
        messages.success(request, _("The text is kept beside the report, and was read."))
        return redirect(f"{reverse('desk_report', args=[report_id])}?text={text.pk}")
    return redirect("desk_report", report_id=report_id)


@require_POST
@desk()
def set_sensitivity(request: HttpRequest, report_id: int) -> HttpResponse:
    """Restricts the report, which whoever reviews may do, or opens it again, which is to publish."""
    wanted = request.POST.get("sensitivity", "")
    by = insist(request, "publish" if wanted == Report.Sensitivity.OPEN else "review")
    with told(request):
        reason = request.POST.get("reason", "")[:2000]
        record.set_level(f"report:{report_id}", wanted, by=by, now=timezone.now(), reason=reason)
        messages.success(request, _("Kept, with the reason, in the custody log."))
    return redirect("desk_report", report_id=report_id)


@require_safe
@desk()
def sealed(request: HttpRequest, report_id: int) -> HttpResponse:
    """The bytes as they came, as a file to keep: a browser must not open what a stranger sent."""
    row = get_object_or_404(Report.objects.select_related("sealed"), pk=report_id)
    if (page_instead := unseen(request, row, whole=True)) is not None:
        return page_instead
    response = HttpResponse(reports.open_sealed(row), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="report-{row.pk}-{row.sha256[:12]}.bin"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def open_count(text: ReportText) -> int:
    return text.findings.filter(state=Finding.State.OPEN).count()


def _chosen(row: Report, texts: list[ReportText], wanted: str | None) -> ReportText | None:
    """The text asked for, else the first; None for a picture that nobody has transcribed."""
    if wanted is None:
        return row.texts.order_by("pk").first()
    if wanted not in {str(text.pk) for text in texts}:
        raise Http404(_("The report has no such text."))
    return row.texts.get(pk=wanted)


def _cards(text: ReportText | None, shown: str) -> list[Finding]:
    """In the order of the text: all, those still open, or those of one kind."""
    if text is None:
        return []
    found = text.findings.select_related("report", "review__reviewer", "mask").order_by("start", "-end", "pk")
    if shown == Finding.State.OPEN:
        found = found.filter(state=Finding.State.OPEN)
    elif shown in Finding.Kind.values:
        found = found.filter(kind=shown)
    return list(found)


def _marks(text: ReportText) -> list[Mark]:
    rows = text.findings.exclude(state=Finding.State.REFUSED).values_list(
        "pk", "start", "end", "kind", "fields__certainty"
    )
    return [
        Mark(finding_id=pk, start=start, end=end, kind=kind, doubtful=certainty in _DOUBTFUL)
        for pk, start, end, kind, certainty in rows
    ]


def _kinds(text: ReportText | None) -> list[tuple[str, str, int]]:
    """(kind, its word, how many) for each kind that the text has."""
    if text is None:
        return []
    counted = text.findings.order_by().values_list("kind").annotate(n=Count("pk"))
    numbers: dict[str, int] = dict(counted)
    return [(kind, str(word), numbers[kind]) for kind, word in KINDS.items() if kind in numbers]
