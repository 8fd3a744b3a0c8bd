"""Public pages of issued alerts: their list, each with its notes, and its CAP bytes as they were issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from tocsin.alerts import alert_view
from tocsin.alerts.embargo import public_at
from tocsin.alerts.kicker import kicker
from tocsin.alerts.models import Alert
from tocsin.alerts.public import alerts_in_force, public_alerts, state_in_public
from tocsin.alerts.schemes import level_shown
from tocsin.errors import NotFound
from tocsin.publishing.bulletins import alerts_wanted
from tocsin.publishing.feeds import CAP_TYPE
from tocsin.publishing.wanted import FIELDS, Wanted
from tocsin.situations.models import Situation
from tocsin.web.alerts_asked import alerts_asked
from tocsin.web.area_map import area_map, given_rings
from tocsin.web.public_access import public
from tocsin.web.signature_pages import signature_of
from tocsin.web.subscribing_choices import filter_choices, place_in_words

if TYPE_CHECKING:
    from tocsin.alerts.public import PublicAlert

ALERTS_PER_PAGE = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertBox:
    """An issued alert in a list: what it is called and when it was issued."""

    identifier: str
    headline: str
    kicker: str
    status: str
    message_type: str
    state: str
    situation_title: str
    issued_at: datetime
    #: in which its times are shown
    zone: tzinfo


def issued() -> QuerySet[PublicAlert]:
    """Every message that is public by now, the latest first, without its bytes."""
    return public_alerts(timezone.now()).select_related("situation").order_by("-public_since", "-pk")


def in_force(situation: Situation | None = None) -> list[AlertBox]:
    """Alerts and updates that nothing has replaced in public and that have not expired by the clock."""
    rows = alerts_in_force(timezone.now()).select_related("situation").order_by("-public_since", "-pk")
    return boxes(rows.filter(situation=situation) if situation else rows)


def boxes(alerts: Iterable[PublicAlert]) -> list[AlertBox]:
    now = timezone.now()
    return [_box(alert, now) for alert in alerts]


def _box(alert: PublicAlert, now: datetime) -> AlertBox:
    assert alert.identifier is not None and alert.issued_at is not None, alert.pk
    return AlertBox(
        identifier=alert.identifier,
        headline=alert.headline,
        kicker=kicker(level_shown(alert.scheme, alert.level).title, alert.number, alert.message_type),
        status=alert.status,
        message_type=alert.message_type,
        state=state_in_public(alert, now),
        situation_title=alert.situation.title,
        issued_at=alert.issued_at,
        zone=ZoneInfo(alert.situation.time_zone),
    )


@public
def alerts(request: HttpRequest) -> HttpResponse:
    """All of them, or those that are asked for. What else stands in the address is nobody's business here."""
    now, error, rows = timezone.now(), "", public_alerts(timezone.now()).none()
    given = {name: request.GET[name] for name in FIELDS if name in request.GET}
    try:
        asked = alerts_asked(given, now)
        rows = alerts_wanted(now, asked).select_related("situation").order_by("-public_since", "-pk")
    except Http404 as refused:
        asked, error = Wanted(), str(refused)
    page = Paginator(rows, ALERTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "alerts",
        "page": page,
        "alerts": boxes(page.object_list),
        "asked": asked,
        "query": asked.query,
        "place": place_in_words(given.get("place", "")),
        "choices": filter_choices(),
        "error": error,
    }
    return render(request, "tocsin/public/alerts.html", context, status=404 if error else 200)


@public
def alert(request: HttpRequest, identifier: str) -> HttpResponse:
    return _alert(request, identifier, "")


@public
def alert_in(request: HttpRequest, identifier: str, language: str) -> HttpResponse:
    """The alert in one of its further languages."""
    return _alert(request, identifier, language)


def _alert(request: HttpRequest, identifier: str, language: str) -> HttpResponse:
    now = timezone.now()
    row = get_object_or_404(public_alerts(now).select_related("situation"), identifier=identifier)
    try:
        view = alert_view(row, language, public_by=now)
    except NotFound as error:
        raise Http404(str(error)) from None
    if language and view.shown_language.original:
        return redirect("alert", identifier)
    given = given_rings(view.areas)
    context = {
        "here": "alerts",
        "alert": replace(view, state=state_in_public(row, now)),
        "areas_drawing": area_map(view.areas, given=given),
        "areas_given": bool(given),
        "zone": ZoneInfo(row.situation.time_zone),
        "situation_is_public": row.situation.published_at is not None,
        "signature": signature_of(identifier),
    }
    return render(request, "tocsin/public/alert.html", context)


@public
def alert_cap(request: HttpRequest, identifier: str) -> HttpResponse:
    """The frozen bytes, exactly."""
    row = get_object_or_404(
        Alert.objects.filter(public_at(timezone.now())).only("cap_xml"), identifier=identifier
    )
    assert row.cap_xml is not None, identifier
    return HttpResponse(bytes(row.cap_xml), content_type=CAP_TYPE)
