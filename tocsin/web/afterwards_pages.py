"""What became of an alert, at the desk and in public, as page and as JSON. No recipient is named or counted here."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from tocsin.alerts.afterwards import Afterwards
from tocsin.alerts.models import Alert
from tocsin.alerts.public import public_alerts
from tocsin.publishing.outcomes import ALERTS_MAX, as_json, outcomes_of
from tocsin.situations.models import Situation
from tocsin.web.desk_access import desk, desk_page
from tocsin.web.outcomes import ANSWERS
from tocsin.web.public_access import public

_ANSWERS = {str(answer): words for answer, words in ANSWERS.items()}
STEPS = {
    "first report": gettext_lazy("First report that it rests on came in"),
    "drafted": gettext_lazy("Drafted"),
    "approved": gettext_lazy("Approved"),
    "issued": gettext_lazy("Issued"),
    "first delivered": gettext_lazy("First delivered"),
}


@public
def public_afterwards(request: HttpRequest, identifier: str) -> HttpResponse:
    return render(request, "tocsin/public/afterwards.html", _context([_public(identifier)], public=True))


@public
def public_afterwards_json(request: HttpRequest, identifier: str) -> HttpResponse:
    ((row, found),) = outcomes_of([_public(identifier)], public=True)
    return JsonResponse(as_json(row, found))


@public
def public_situation(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of all alerts of a situation."""
    situation, rows = _public_alerts_of(slug)
    context = {**_context(rows, public=True), "situation": situation}
    return render(request, "tocsin/public/situation_afterwards.html", context)


@public
def public_situation_json(request: HttpRequest, slug: str) -> HttpResponse:
    situation, rows = _public_alerts_of(slug)
    found = outcomes_of(rows, public=True)
    return JsonResponse({"situation": situation.slug, "alerts": [as_json(*each) for each in found]})


@require_safe
@desk()
def desk_afterwards(request: HttpRequest, alert_id: int) -> HttpResponse:
    row = get_object_or_404(Alert.objects.select_related("situation"), pk=alert_id)
    return desk_page(request, "tocsin/desk/afterwards.html", _context([row], public=False))


@require_safe
@desk()
def desk_situation(request: HttpRequest, slug: str) -> HttpResponse:
    situation = get_object_or_404(Situation, slug=slug)
    rows = situation.alerts.filter(identifier__isnull=False).defer("cap_xml").select_related("situation")
    context = {**_context(list(rows[:ALERTS_MAX]), public=False), "situation": situation}
    return desk_page(request, "tocsin/desk/situation_afterwards.html", context)


def _public(identifier: str) -> Alert:
    rows = public_alerts(timezone.now()).select_related("situation")
    return get_object_or_404(rows, identifier=identifier, situation__published_at__isnull=False)


def _public_alerts_of(slug: str) -> tuple[Situation, list[Alert]]:
    """The newest, each with the situation at hand."""
    situation = get_object_or_404(Situation, slug=slug, published_at__isnull=False)
    rows = public_alerts(timezone.now()).filter(situation=situation).select_related("situation")
    return situation, list(rows.order_by("-public_since", "-pk")[:ALERTS_MAX])


def _context(rows: Sequence[Alert], *, public: bool) -> dict[str, Any]:
    told = [_told(row, found) for row, found in outcomes_of(rows, public=public)]
    return {"here": "alerts", "told": told, "finding_page": "passage" if public else "desk_finding"}


def _told(row: Alert, found: Afterwards) -> dict[str, Any]:
    return {
        "row": row,
        "zone": ZoneInfo(row.situation.time_zone),
        "steps": [(STEPS[step.name], step, duration(step.after)) for step in found.steps],
        "asked": [(each, [_ANSWERS[answer] for answer in each.answers]) for each in found.asked],
        "since": found.since,
    }


def duration(span: timedelta | None) -> str:
    """Days, hours and minutes, the two that count; empty where there is no span.

    >>> duration(timedelta(hours=3, minutes=5)), duration(timedelta(seconds=-60))
    ('3 h 5 min', '−1 min')
    >>> duration(timedelta(seconds=-20))
    '0 min'
    """
    if span is None:
        return ""
    minutes = round(abs(span).total_seconds() / 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    told = [gettext("%(n)s d") % {"n": days}] if days else []
    told += [gettext("%(n)s h") % {"n": hours}] if hours else []
    told += [gettext("%(n)s min") % {"n": rest}] if not days and (rest or not hours) else []
    return ("−" if minutes and span < timedelta(0) else "") + " ".join(told)
