"""Public pages of issued alerts: their list, each with its notes, and its CAP bytes as they were issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from tocsin.alerts import alert_view
from tocsin.alerts.models import Alert
from tocsin.alerts.schemes import level_of
from tocsin.alerts.view import kicker
from tocsin.publishing import alert_feed, atom, rss
from tocsin.publishing.feeds import ATOM_TYPE, CAP_TYPE, RSS_TYPE, Feed
from tocsin.situations.models import Situation
from tocsin.web.public_access import public

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


def issued() -> QuerySet[Alert]:
    """Every message that was issued, the latest first, without its bytes."""
    rows = Alert.objects.filter(identifier__isnull=False)
    return rows.select_related("situation").defer("cap_xml").order_by("-issued_at", "-pk")


def in_force(situation: Situation | None = None) -> list[AlertBox]:
    """Alerts and updates that nothing has replaced and that have not expired by the clock."""
    now = timezone.now()
    rows = issued().filter(Q(expires_at=None) | Q(expires_at__gt=now), state=Alert.State.ISSUED)
    rows = rows.exclude(message_type=Alert.MessageType.CANCEL)
    return boxes(rows.filter(situation=situation) if situation else rows)


def boxes(alerts: Iterable[Alert]) -> list[AlertBox]:
    return [_box(alert) for alert in alerts]


def _box(alert: Alert) -> AlertBox:
    assert alert.identifier is not None and alert.issued_at is not None, alert.pk
    return AlertBox(
        identifier=alert.identifier,
        headline=alert.headline,
        kicker=kicker(level_of(alert.scheme, alert.level).title, alert.number, alert.message_type),
        status=alert.status,
        message_type=alert.message_type,
        state=alert.state,
        situation_title=alert.situation.title,
        issued_at=alert.issued_at,
        zone=ZoneInfo(alert.situation.time_zone),
    )


@public
def alerts(request: HttpRequest) -> HttpResponse:
    page = Paginator(issued(), ALERTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"here": "alerts", "page": page, "alerts": boxes(page.object_list)}
    return render(request, "tocsin/public/alerts.html", context)


@public
def alert(request: HttpRequest, identifier: str) -> HttpResponse:
    row = get_object_or_404(issued(), identifier=identifier)
    context = {
        "here": "alerts",
        "alert": alert_view(row),
        "zone": ZoneInfo(row.situation.time_zone),
        "situation_is_public": row.situation.published_at is not None,
    }
    return render(request, "tocsin/public/alert.html", context)


@public
def alert_cap(request: HttpRequest, identifier: str) -> HttpResponse:
    """The frozen bytes, exactly."""
    row = get_object_or_404(Alert.objects.only("cap_xml"), identifier=identifier)
    assert row.cap_xml is not None, identifier
    return HttpResponse(bytes(row.cap_xml), content_type=CAP_TYPE)


@public
def alerts_atom(request: HttpRequest) -> HttpResponse:
    return HttpResponse(atom(_feed(request)), content_type=ATOM_TYPE)


@public
def alerts_rss(request: HttpRequest) -> HttpResponse:
    return HttpResponse(rss(_feed(request)), content_type=RSS_TYPE)


def _feed(request: HttpRequest) -> Feed:
    return alert_feed(
        site=settings.TOCSIN_SITE, organisation=settings.TOCSIN_ORGANISATION, feed_path=request.path
    )
