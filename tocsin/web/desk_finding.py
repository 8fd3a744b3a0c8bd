"""One finding at the desk: what was read, what people decided, and the decision of who looks at it now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import record
from tocsin.errors import Conflict, TocsinError, WrongUse
from tocsin.record.assigning import in_force
from tocsin.record.levels import Viewer, blocked
from tocsin.record.masking import masked_findings, masked_words
from tocsin.record.models import Finding, Review
from tocsin.record.titles import veil_titles
from tocsin.web.coming_back import back_of
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.desk_report import open_count
from tocsin.web.finding_forms import finding_form, typed_fields
from tocsin.web.judged import judged
from tocsin.web.numbers import whole
from tocsin.web.sight import unseen

#: code points of the text shown before and after the passage
AROUND = 400


@require_safe
@desk()
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    row = _found(finding_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    context = _context(row, finding_form(row.kind, fields=row.current)) | {"back": back_of(request)}
    return desk_page(request, _template(request), context)


@require_POST
@desk("review")
def review(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Carries out the decision. Where somebody else came first, nothing is stored and nothing typed is lost."""
    row = _found(finding_id)
    if (page_instead := unseen(request, row)) is not None:
        return page_instead
    decision = request.POST.get("decision", "")
    form = finding_form(row.kind, data=request.POST) if decision == Review.Decision.CORRECTED else None
    try:
        _decide(request, row, decision, form)
    except TocsinError as error:
        return _refused(request, finding_id, form, error)
    return _done(request, finding_id, _("Your decision about finding %(id)s is stored.") % {"id": finding_id})


@require_POST
@desk("review")
def undo(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Withdraws the person's own decision: the finding is again what it was before."""
    if (page_instead := unseen(request, _found(finding_id))) is not None:
        return page_instead
    try:
        record.withdraw(
            finding_id,
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
            reason=request.POST.get("reason", "")[:2000],
        )
    except TocsinError as error:
        return _refused(request, finding_id, None, error)
    return _done(request, finding_id, _("Your decision about finding %(id)s is undone.") % {"id": finding_id})


def _done(request: HttpRequest, finding_id: int, what: str) -> HttpResponse:
    """The card alone for a script, else the page that the person came from."""
    row, back = _found(finding_id), back_of(request)
    if _is_htmx(request):
        context = {
            "finding": row,
            "assignments": in_force([f"finding:{row.pk}"]),
            "open_count": open_count(row.text),
            "told": what,
            "back": back,
        }
        return desk_page(request, "tocsin/desk/card.html", context)
    messages.success(request, what)
    report = f"{reverse('desk_report', args=[row.report_id])}?text={row.text_id}"
    return redirect(f"{back or report}#finding-{finding_id}")


def _decide(request: HttpRequest, row: Finding, decision: str, form: forms.Form | None) -> None:
    if form is not None and not form.is_valid():
        raise WrongUse(_("a field cannot be read"), _("correct it below"))
    record.review(
        row.pk,
        decision=decision,
        by=person(request),
        now=timezone.now(),
        seen=whole(request.POST.get("seen", "")),
        fields=None if form is None else typed_fields(form, row.current),
        reason=request.POST.get("reason", "")[:2000],
    )


def _refused(
    request: HttpRequest, finding_id: int, form: forms.Form | None, error: TocsinError
) -> HttpResponse:
    """The finding as it stands by now, what was typed, and why it was not stored. No form: nothing was corrected."""
    row = _found(finding_id)
    context = {
        **_context(row, form),
        "error": str(error),
        "reason": request.POST.get("reason", ""),
        "back": back_of(request),
    }
    return desk_page(request, _template(request), context, status=409 if isinstance(error, Conflict) else 400)


def _context(row: Finding, form: forms.Form | None) -> dict[str, Any]:
    # whoever sees this finding may still not see what is masked in others of its report
    others = [each for each in masked_findings(row.report_id) if each.pk != row.pk]
    veil_titles([row.report], Viewer.DESK)
    text = blocked(row.text.text, masked_words(others, Viewer.DESK))
    return {
        "here": "inbox",
        "finding": row,
        "report": row.report,
        "form": form,
        "before": text[max(0, row.start - AROUND) : row.start],
        "after": text[row.end : row.end + AROUND],
        **judged(row),
        "reviews": _reviews(row),
        "assignments": in_force([f"finding:{row.pk}"]),
    }


def _reviews(row: Finding) -> QuerySet[Review]:
    return row.reviews.select_related("reviewer").order_by("-at", "-pk")


def _found(finding_id: int) -> Finding:
    rows = Finding.objects.select_related("report", "text", "review__reviewer", "marked_by", "mask")
    return get_object_or_404(rows, pk=finding_id)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _template(request: HttpRequest) -> str:
    return "tocsin/desk/card.html" if _is_htmx(request) else "tocsin/desk/finding.html"
