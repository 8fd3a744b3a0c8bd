"""Erasing paragraphs of a report at the desk: first what would go and what stays, then for good."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin import reports
from tocsin.custody.commitments import paragraphs
from tocsin.errors import Conflict, NotAllowed, TocsinError, WrongUse
from tocsin.record.masking import holds_highly
from tocsin.reports.models import Report
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.numbers import whole
from tocsin.web.sight import unseen
from tocsin.whole_store.erasing import carry_out
from tocsin.whole_store.erasure_plan import Plan, plan

#: paragraphs that the page offers, from the first; others go by `tocsin erase`
SHOWN_MAX = 500
REASON_SIGNS_MAX = 200


@require_http_methods(["GET", "HEAD", "POST"])
@desk("erase")
def erase_paragraphs(request: HttpRequest, report_id: int) -> HttpResponse:
    """Without `sure` nothing is done: the plan is shown. What was planned is carried out, or nothing is."""
    row = get_object_or_404(Report, pk=report_id)
    if (page_instead := unseen(request, row, whole=True)) is not None:
        return page_instead
    if request.method != "POST":
        return _page(request, row)
    try:
        numbers = _numbers(request.POST.getlist("paragraph"))
        told = plan(f"report:{row.pk}", _fields(numbers))
        if "sure" not in request.POST:
            return _page(request, row, numbers=numbers, plan=told, seen=_said(told))
        if request.POST.get("seen") != _said(told):
            raise Conflict("what would go is no longer what you were shown", "look at it again, then say yes")
        reason = request.POST.get("reason", "")
        carry_out(told.item, told.fields, reason=reason, by=person(request), now=timezone.now())
    except TocsinError as error:
        return _page(request, row, status=_STATUS.get(type(error), 400), error=str(error))
    messages.success(
        request,
        _(
            "It is erased, and nobody can bring it back from here. The worker overwrites its bytes on the disk."
        ),
    )
    return redirect("desk_report", report_id=row.pk)


_STATUS: Mapping[type[TocsinError], int] = {Conflict: 409, NotAllowed: 403}


def _page(request: HttpRequest, row: Report, *, status: int = 200, **more: Any) -> HttpResponse:
    chosen = more.get("numbers") or [whole(each) for each in request.POST.getlist("paragraph")]
    listed = paragraphs(reports.text_of(row) or "")
    context = {
        "here": "inbox",
        "report": row,
        "paragraphs": [(place, text, place in chosen) for place, text in enumerate(listed[:SHOWN_MAX])],
        "more": max(0, len(listed) - SHOWN_MAX),
        "two_people": holds_highly(row),
        "reason": request.POST.get("reason", "")[:REASON_SIGNS_MAX],
        "reason_max": REASON_SIGNS_MAX,
        **more,
    }
    return desk_page(request, "tocsin/desk/erase.html", context, status=status)


def _numbers(typed: Sequence[str]) -> list[int]:
    found = [whole(each) for each in typed[:SHOWN_MAX]]
    if not found or None in found:
        raise WrongUse("no paragraph is chosen", "tick at least one")
    return sorted({each for each in found if each is not None})


def _fields(numbers: Sequence[int]) -> list[str]:
    return [f"text.{each}" for each in numbers]


def _said(plan: Plan) -> str:
    """Of all that the person is shown: another erasure, review or capture meanwhile makes it another plan."""
    return sha256("\n".join([*plan.goes, "", *plan.stays]).encode()).hexdigest()
