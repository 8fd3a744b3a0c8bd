"""The feeds of alerts over HTTP. A poller that has the newest asks in vain cheaply: one query, and no feed is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin import __version__
from tocsin.alerts.schemes import schemes
from tocsin.publishing import alert_feed, atom, cap_atom, rss
from tocsin.publishing.bulletins import Site, Stamp, pages, stamp
from tocsin.publishing.feeds import ATOM_TYPE, RSS_TYPE, Feed
from tocsin.web.alerts_asked import alerts_asked

#: form of a feed -> who writes it, and its media type
FORMS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom, ATOM_TYPE),
    "cap.atom": (cap_atom, ATOM_TYPE),
    "rss": (rss, RSS_TYPE),
}
#: a date tells two states of a feed apart only once no act of the same moment can still be on its way into the store
DATED_AFTER = timedelta(seconds=60)


@require_safe
def alerts_feed(request: HttpRequest, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(_("There is no such feed."))
    now = timezone.now()
    state = stamp(now)
    etag = _etag(request, state)
    last_modified = _last_modified(state, now)
    answer = get_conditional_response(request, etag, last_modified)
    if answer is None:
        answer = _written(request, form, now)
    answer["ETag"] = etag
    if last_modified is not None:
        answer["Last-Modified"] = http_date(last_modified)
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def _written(request: HttpRequest, form: str, now: datetime) -> HttpResponse:
    write, media_type = FORMS[form]
    asked = alerts_asked(request.GET.dict(), now)
    count = pages(now, asked)
    page = _page(request, count)
    feed = alert_feed(site(), path=request.path, now=now, wanted=asked, page=page, pages=count)
    answer = HttpResponse(write(feed), content_type=media_type)
    shown = [(rel, url) for rel, url in feed.links if rel in ("self", "hub")] if feed.hub_url else []
    if shown:  # WebSub, section 4: discovery by headers
        answer["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in shown)
    return answer


def site() -> Site:
    return Site(
        address=settings.TOCSIN_SITE,
        organisation=settings.TOCSIN_ORGANISATION,
        sender=settings.TOCSIN_SENDER,
        hub_url=settings.TOCSIN_WEBSUB_HUB,
    )


def _page(request: HttpRequest, count: int) -> int:
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    if not 1 <= page <= count:
        raise Http404(_("There is no such page."))
    return page


def _etag(request: HttpRequest, state: Stamp) -> str:
    """Of all that the bytes are made from: the state of the store, the address, the program and its settings.

    The state is that of all alerts: an update that is written in another language changes a feed that does not list it.
    """
    parts = (state, site(), request.get_full_path(), __version__, get_language(), schemes())
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _last_modified(state: Stamp, now: datetime) -> int | None:
    """Seconds since 1970; None where the feed changed a moment ago, when only the ETag tells its states apart."""
    if state.changed_at is None or now - state.changed_at < DATED_AFTER:
        return None
    return int(state.changed_at.timestamp())
