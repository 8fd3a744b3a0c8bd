"""Alerts of a situation that were issued elsewhere, recorded at the desk, so that ours take the numbers after them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin import alerts as step
from tocsin.alerts.models import Alert, EarlierAlert
from tocsin.alerts.schemes import schemes
from tocsin.errors import Conflict, TocsinError, WrongUse
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page, insist, told
from tocsin.web.numbers import whole

#: rows on the page: a series longer than this was not recorded by hand
SHOWN_MAX = 200


@desk()
def earlier(request: HttpRequest, slug: str) -> HttpResponse:
    """What is recorded, and the form. Where storing fails, all that was typed is shown again."""
    situation = get_object_or_404(Situation, slug=slug)
    if request.method != "POST":
        return _page(request, situation)
    insist(request, "draft alert")
    try:
        _record(request, situation)
    except TocsinError as error:
        messages.error(request, str(error))
        return _page(request, situation, status=409 if isinstance(error, Conflict) else 400)
    messages.success(request, _("It is recorded. Alerts issued here take the numbers after it."))
    return redirect("desk_earlier", slug=slug)


@require_POST
@desk("draft alert")
def withdraw(request: HttpRequest, slug: str, earlier_id: int) -> HttpResponse:
    row = get_object_or_404(EarlierAlert, pk=earlier_id, situation__slug=slug)
    with told(request):
        reason = request.POST.get("reason", "")[:2000]
        step.withdraw_earlier(row, reason=reason, by=insist(request, "draft alert"), now=timezone.now())
        messages.success(request, _("The record is withdrawn; its number does not count any more."))
    return redirect("desk_earlier", slug=slug)


def _record(request: HttpRequest, situation: Situation) -> EarlierAlert:
    asked = request.POST
    scheme, _slash, level = asked.get("level", "").partition("/")
    status, number = asked.get("status", ""), whole(asked.get("number", "")) or 0
    last = _stands(situation).filter(scheme=scheme, level=level, status=status, number=number).first()
    return step.record_earlier(
        situation,
        scheme=scheme,
        level=level,
        status=status,
        number=number,
        headline=asked.get("headline", ""),
        issued_on=_day(asked.get("issued_on", "")),
        link=asked.get("link", "")[:600],
        reference=asked.get("reference", "")[:600],
        report_id=_report(asked),
        reason=asked.get("reason", "")[:2000],
        by=insist(request, "draft alert"),
        now=timezone.now(),
        # a number that was withdrawn may be recorded again; one that stands is withdrawn first
        seen=last.pk if last and last.withdrawn else None,
    )


def _stands(situation: Situation) -> Any:
    return EarlierAlert.objects.filter(situation=situation, superseded_by=None)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise WrongUse(f"{typed!r} is no day", "write it as 2023-08-09") from None


def _report(asked: Mapping[str, str]) -> int | None:
    typed = asked.get("report", "").strip()
    number = whole(typed)
    if typed and number is None:
        raise WrongUse(f"{typed!r} is no report", "write the report's number, or leave it empty")
    return number


def _page(request: HttpRequest, situation: Situation, *, status: int = 200) -> HttpResponse:
    statuses = [each for each in Alert.Status.values if not (situation.demonstration and each == "Actual")]
    rows = _stands(situation).filter(withdrawn=False).select_related("report", "by")
    context = {
        "here": "situations",
        "situation": situation,
        "schemes": schemes(),
        "statuses": statuses,
        "rows": rows.order_by("scheme", "level", "status", "number")[:SHOWN_MAX],
        "typed": request.POST,
    }
    return desk_page(request, "tocsin/desk/earlier.html", context, status=status)
