"""What became of an alert, at the desk and in public, as page and as JSON. No recipient is named or counted here."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from tocsin.alerts.afterwards import Afterwards, afterwards
from tocsin.alerts.announcing import key_of
from tocsin.alerts.models import Alert
from tocsin.alerts.public import public_alerts
from tocsin.delivery.models import Dispatch
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
    rows = public_alerts(timezone.now()).select_related("situation")
    row = get_object_or_404(rows, identifier=identifier, situation__published_at__isnull=False)
    return render(request, "tocsin/public/afterwards.html", _context(row, public=True))


@public
def public_afterwards_json(request: HttpRequest, identifier: str) -> HttpResponse:
    rows = public_alerts(timezone.now()).select_related("situation")
    row = get_object_or_404(rows, identifier=identifier, situation__published_at__isnull=False)
    return JsonResponse(_as_json(row, _found(row, public=True)))


@require_safe
@desk()
def desk_afterwards(request: HttpRequest, alert_id: int) -> HttpResponse:
    row = get_object_or_404(Alert.objects.select_related("situation"), pk=alert_id)
    return desk_page(request, "tocsin/desk/afterwards.html", _context(row, public=False))


def _found(row: Alert, *, public: bool) -> Afterwards:
    return afterwards(row, delivered_at=_delivered_at(row), public=public)


def _delivered_at(row: Alert) -> datetime | None:
    """When the first recipient's server, hook or browser took it; of whom nothing is said."""
    if row.identifier is None:
        return None
    reached = (Dispatch.State.SENT, Dispatch.State.DELIVERED)
    found = Dispatch.objects.filter(message__key=key_of(row), state__in=reached)
    at: datetime | None = found.aggregate(at=Min("changed_at"))["at"]
    return at


def _context(row: Alert, *, public: bool) -> dict[str, Any]:
    found = _found(row, public=public)
    return {
        "here": "alerts",
        "row": row,
        "zone": ZoneInfo(row.situation.time_zone),
        "steps": [(STEPS[step.name], step, duration(step.after)) for step in found.steps],
        "asked": [(each, [_ANSWERS[answer] for answer in each.answers]) for each in found.asked],
        "since": found.since,
        "finding_page": "passage" if public else "desk_finding",
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


def _as_json(row: Alert, found: Afterwards) -> dict[str, Any]:
    return {
        "alert": row.identifier,
        "headline": row.headline,
        "steps": [
            {
                "step": step.name,
                "at": step.at and step.at.isoformat(),
                "after_s": None if step.after is None else round(step.after.total_seconds()),
            }
            for step in found.steps
        ],
        "asked": [
            {"text": each.text, "of": each.addressees, "came_of_it": each.answers} for each in found.asked
        ],
        "since": [
            {
                "finding": figure.finding_id,
                "measure": figure.measure,
                "value": figure.shown,
                "as_of": figure.as_of,
                "publisher": figure.publisher,
                "published": figure.published_at and figure.published_at.isoformat(),
            }
            for figure in found.since
        ],
    }
