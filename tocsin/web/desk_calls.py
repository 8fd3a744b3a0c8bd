"""Calls of a situation at the desk: who was asked to do what, what came of it, and a form to say so."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin import situations as step
from tocsin.errors import Conflict, TocsinError
from tocsin.record.assigning import in_force as assigned
from tocsin.situations import answering
from tocsin.situations.finding_rows import FindingRow, newest_rows, numbers_of
from tocsin.situations.models import Situation
from tocsin.situations.standing import standing
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.numbers import whole
from tocsin.web.outcomes import ANSWERS
from tocsin.web.situation_page import newest

PER_PAGE = 20
#: responses offered as what shows an outcome
OFFERED_MAX = 12


@require_safe
@desk()
def calls(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    return desk_page(request, "tocsin/desk/calls.html", _context(row, request.GET.get("page")))


def _context(row: Situation, page: str | None) -> dict[str, Any]:
    zone = ZoneInfo(row.time_zone)
    found = newest_rows(numbers_of(standing(row, public=False), ("call", "response")), None, zone)
    rows = Paginator(newest(found, "call"), PER_PAGE).get_page(page)
    outcomes = answering.in_force(each.finding_id for each in found["call"])
    return {
        "here": "situations",
        "situation": row,
        "zone": zone,
        "calls": rows,
        "outcomes": outcomes,
        "said": answering.last_said(each.finding_id for each in rows),
        "assignments": assigned(f"finding:{call.finding_id}" for call in rows),
        "offered": {call.finding_id: offered(call, found["response"]) for call in rows},
        "answers": list(ANSWERS.items()),
        "unanswered": sum(1 for each in found["call"] if each.finding_id not in outcomes),
    }


def offered(call: FindingRow, responses: tuple[FindingRow, ...]) -> list[FindingRow]:
    """Responses by a body that was asked, then the newest others: a person decides whether one shows the outcome."""
    asked = {word for word in (call.fields.get("addressee") or "").casefold().split() if len(word) > 3}

    def of_the_asked(response: FindingRow) -> bool:
        return not asked.isdisjoint((response.fields.get("body") or "").casefold().split())

    newest_first = responses[::-1]
    return sorted(newest_first, key=lambda response: not of_the_asked(response))[:OFFERED_MAX]


@require_POST
@desk("review")
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Stores the outcome. Where somebody else came first, nothing is stored and nothing typed is lost."""
    row = get_object_or_404(Situation, slug=slug)
    typed = {name: request.POST.get(name, "")[:2000] for name in ("call", "answer", "reason", "shown_by")}
    try:
        step.answer(
            whole(typed["call"]) or 0,
            answer=typed["answer"],
            reason=typed["reason"],
            shown_by=whole(typed["shown_by"]),
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        context = {**_context(row, request.POST.get("page")), "error": str(error), "typed": typed}
        status = 409 if isinstance(error, Conflict) else 400
        return desk_page(request, "tocsin/desk/calls.html", context, status=status)
    messages.success(request, _("What became of the call is stored beside it."))
    page = whole(request.POST.get("page", "")) or 1
    return redirect(f"{reverse('desk_calls', args=[slug])}?page={page}#call-{typed['call']}")
