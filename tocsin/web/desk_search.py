"""Search at the desk: findings by their words, reports by title and publisher."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin import record
from tocsin.errors import WrongUse
from tocsin.reports.models import Report
from tocsin.web.desk_access import desk, desk_page
from tocsin.web.finding_words import KINDS, STATES

FINDINGS_MAX = 50
REPORTS_MAX = 20


@require_safe
@desk()
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:200]
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    context: dict[str, Any] = {
        "here": "search",
        "asked": asked,
        "kind": kind,
        "state": state,
        "kinds": KINDS,
        "states": STATES,
    }
    if asked:
        context |= _found(asked, [kind] if kind in KINDS else [], [state] if state in STATES else [])
    return desk_page(request, "tocsin/desk/search.html", context)


def _found(asked: str, kinds: list[str], states: list[str]) -> dict[str, Any]:
    try:
        findings = record.search(asked, kinds=kinds, states=states, most=FINDINGS_MAX)
    except WrongUse as error:
        return {"error": str(error)}
    titled = Q(title__icontains=asked) | Q(publisher__icontains=asked)
    reports = Report.objects.filter(titled).order_by("-fetched_at", "-pk")[:REPORTS_MAX]
    return {"findings": findings, "reports": reports, "more": len(findings) == FINDINGS_MAX}
