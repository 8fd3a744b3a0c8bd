"""How a report's page was fetched, what the captures hold, and what became of the page since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tocsin import reports
from tocsin.errors import Conflict, TocsinError
from tocsin.record.levels import Viewer
from tocsin.record.titles import veil_titles
from tocsin.reports.capture_models import Capture, Recapture
from tocsin.reports.capturing import open_capture, picture_of
from tocsin.reports.content_check import WALLS, Verdict
from tocsin.reports.content_judging import said, standing
from tocsin.reports.looking_again import Outcome
from tocsin.reports.models import Report
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.numbers import whole
from tocsin.web.sight import unseen

#: on one page, the newest; all of them: `tocsin report captures`
SHOWN_MAX = 50
VERDICTS = {
    Verdict.ARTICLE: gettext_lazy("the article"),
    Verdict.DOCUMENT: gettext_lazy("a document"),
    Verdict.COOKIES: gettext_lazy("a cookie wall"),
    Verdict.LOGIN: gettext_lazy("a login or paywall"),
    Verdict.ERROR: gettext_lazy("an error page"),
    Verdict.ROBOT: gettext_lazy("a check for robots"),
    Verdict.EMPTY: gettext_lazy("an empty shell"),
}
OUTCOMES = {
    Outcome.UNCHANGED: gettext_lazy("unchanged"),
    Outcome.CHANGED: gettext_lazy("changed"),
    Outcome.GONE: gettext_lazy("deleted"),
    Outcome.UNREACHABLE: gettext_lazy("not reachable"),
    Outcome.WALL: gettext_lazy("something stands before it"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What the desk's page of a report says in one line of its capture."""

    words: str
    is_wall: bool
    #: the login of whoever said so; empty where the program did
    by: str
    #: the look at its page that says how it stands now; None where it stands as it was taken in
    look: Recapture | None
    look_words: str
    looks: int


def held(report: Report) -> Held | None:
    """None for a report that was not fetched, or before captures were kept."""
    found = standing([report.pk]).get(report.pk)
    looks = list(report.recaptures.order_by("-at", "-pk")[:SHOWN_MAX])
    if found is None and not looks:
        return None
    look = _telling(looks)
    return Held(
        words=str(VERDICTS[found.verdict]) if found else "",
        is_wall=found is not None and found.is_wall,
        by=found.judgement.by.get_username() if found and found.judgement else "",
        look=look,
        look_words=str(OUTCOMES[Outcome(look.outcome)]) if look else "",
        looks=len(looks),
    )


def _telling(looks: Sequence[Recapture]) -> Recapture | None:
    """The newest look, or, where that found nothing new, the one that found the text that still stands there."""
    for look in looks:
        if look.outcome == Outcome.CHANGED:
            return None if look.version_id == look.report_id else look
        if look.outcome != Outcome.UNCHANGED and look is looks[0]:
            return look
    return None


@require_safe
@desk()
def captures(request: HttpRequest, report_id: int) -> HttpResponse:
    row = get_object_or_404(Report, pk=report_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    return desk_page(request, "tocsin/desk/captures.html", _context(row))


@require_POST
@desk("review")
def judge(request: HttpRequest, report_id: int) -> HttpResponse:
    """Stores the person's word. Where somebody else came first, nothing is stored and nothing typed is lost."""
    row = get_object_or_404(Report, pk=report_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    typed = {name: request.POST.get(name, "")[:2000] for name in ("verdict", "reason")}
    try:
        reports.judge_content(
            row.pk,
            **typed,
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except (Conflict, TocsinError) as error:
        context = {**_context(row), "error": str(error), "typed": typed}
        return desk_page(
            request, "tocsin/desk/captures.html", context, status=409 if isinstance(error, Conflict) else 400
        )
    messages.success(request, _("Your word is stored, and the program does not take it back."))
    return redirect("desk_captures", report_id=row.pk)


@require_safe
@desk("download captures")
def warc(request: HttpRequest, report_id: int, capture_id: int) -> HttpResponse:
    """The WARC file as it was sealed, as a file to keep: a browser must not open what a stranger sent."""
    if (page_instead := _unseen(request, report_id)) is not None:
        return page_instead
    capture = _found(report_id, capture_id)
    response = HttpResponse(open_capture(capture), content_type="application/octet-stream")
    name = f"report-{report_id}-capture-{capture.pk}.warc.gz"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@desk()
def picture(request: HttpRequest, report_id: int, capture_id: int) -> HttpResponse:
    """As our browser drew it: no stranger's file."""
    if (page_instead := _unseen(request, report_id)) is not None:
        return page_instead
    return _shown(_picture(report_id, capture_id)[0], "image/png")


@require_safe
@desk()
def picture_text(request: HttpRequest, report_id: int, capture_id: int) -> HttpResponse:
    if (page_instead := _unseen(request, report_id)) is not None:
        return page_instead
    return _shown(_picture(report_id, capture_id)[1].encode(), "text/plain; charset=utf-8")


def _shown(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _unseen(request: HttpRequest, report_id: int) -> HttpResponse | None:
    """A capture and its picture show all of the report's words."""
    return unseen(request, get_object_or_404(Report, pk=report_id), whole=True)


def _found(report_id: int, capture_id: int) -> Capture:
    capture: Capture = get_object_or_404(_of(report_id).select_related("sealed"), pk=capture_id)
    if capture.is_erased:
        raise Http404(_("The capture was erased with its report."))
    return capture


def _picture(report_id: int, capture_id: int) -> tuple[bytes, str]:
    capture = _found(report_id, capture_id)
    if capture.picture is None:
        raise Http404(_("No picture was made of this page."))
    return picture_of(capture)


def _of(report_id: int) -> Any:
    """Captures of the report's arrivals, and of looks at its page."""
    return Capture.objects.filter(Q(origin__report=report_id) | Q(recapture__report=report_id))


def _shown_once(capture: Capture) -> list[dict[str, Any]]:
    """Redirects within one site show the same certificate again."""
    return list({seen["sha256"]: seen for seen in capture.certificates}.values())


def _context(row: Report) -> dict[str, Any]:
    veil_titles([row], Viewer.DESK)
    found = _of(row.pk).filter(origin__report=row.pk).select_related("origin").order_by("-pk")[:SHOWN_MAX]
    looks = row.recaptures.select_related("capture").order_by("-at", "-pk")[:SHOWN_MAX]
    return {
        "here": "inbox",
        "report": row,
        "standing": standing([row.pk]).get(row.pk),
        "last": said([row.pk]).get(row.pk),
        "captures": [(capture, _shown_once(capture)) for capture in found],
        "looks": looks,
        "verdicts": [(verdict.value, str(words)) for verdict, words in VERDICTS.items()],
        "verdict_words": {verdict.value: str(words) for verdict, words in VERDICTS.items()},
        "outcome_words": {outcome.value: str(words) for outcome, words in OUTCOMES.items()},
        "walls": [verdict.value for verdict in WALLS],
    }
