"""What does not fit in a situation, at the desk: every contradiction with what was decided, and a form to decide."""

from typing import Any

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
from tocsin.record.assigning import in_force
from tocsin.record.levels import Viewer
from tocsin.record.masking import veil
from tocsin.record.models import Finding
from tocsin.situations import deciding
from tocsin.situations.brief import brief_of
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page, person
from tocsin.web.doubts import DOUBTS_PER_PAGE, VERDICTS, doubts_of
from tocsin.web.numbers import whole


@require_safe
@desk()
def contradictions(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Situation, slug=slug)
    return desk_page(request, "tocsin/desk/contradictions.html", _context(row, request.GET.get("page")))


def _context(row: Situation, page: str | None) -> dict[str, Any]:
    shown = brief_of(row, public=False, rows_max=0, numbered_max=0)
    doubts = Paginator(doubts_of(shown), DOUBTS_PER_PAGE).get_page(page)
    taking_part = {number for doubt in doubts for number in doubt.contradiction.finding_ids}
    figures = Finding.objects.select_related("report", "review", "mask").in_bulk(taking_part)
    for figure in figures.values():
        veil(figure, Viewer.PUBLIC)
    return {
        "here": "situations",
        "situation": row,
        "zone": shown.zone,
        "doubts": doubts,
        "assignments": in_force(f"contradiction:{doubt.contradiction.key}" for doubt in doubts),
        "figures": figures,
        "verdicts": list(VERDICTS.items()),
        "said": deciding.last_said(row),
        "undecided": sum(1 for each in shown.contradictions if each.key not in shown.decisions),
    }


@require_POST
@desk("review")
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Stores the decision. Where somebody else came first, nothing is stored and nothing typed is lost."""
    row = get_object_or_404(Situation, slug=slug)
    key = request.POST.get("key", "")
    try:
        step.decide(
            row,
            key,
            verdict=request.POST.get("verdict", ""),
            reason=request.POST.get("reason", "")[:2000],
            preferred=whole(request.POST.get("preferred", "")),
            by=person(request),
            now=timezone.now(),
            seen=whole(request.POST.get("seen", "")),
        )
    except TocsinError as error:
        typed = {
            "key": key,
            **{name: request.POST.get(name, "") for name in ("verdict", "reason", "preferred")},
        }
        context = {**_context(row, request.POST.get("page")), "error": str(error), "typed": typed}
        status = 409 if isinstance(error, Conflict) else 400
        return desk_page(request, "tocsin/desk/contradictions.html", context, status=status)
    messages.success(request, _("Your decision is stored. Both figures stay as they are."))
    page = whole(request.POST.get("page", "")) or 1
    return redirect(f"{reverse('desk_contradictions', args=[slug])}?page={page}#doubt-{key[:12]}")
