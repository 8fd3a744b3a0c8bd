"""The feeds of alerts over HTTP. A poller that has the newest asks in vain cheaply: one query, and no feed is written.

For all others a page is written once: its ETag names all that its bytes are made from, so they are kept beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin import __version__
from tocsin.alerts.schemes import schemes_shown
from tocsin.publishing import alert_feed, atom, cap_atom, rss
from tocsin.publishing.bulletins import Site, Stamp, pages, stamp
from tocsin.publishing.feeds import ATOM_TYPE, RSS_TYPE, Feed
from tocsin.publishing.wanted import Wanted
from tocsin.situations.kept import Kept
from tocsin.web.alerts_asked import alerts_asked

#: form of a feed -> who writes it, and its media type
FORMS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom, ATOM_TYPE),
    "cap.atom": (cap_atom, ATOM_TYPE),
    "rss": (rss, RSS_TYPE),
}
#: a date tells two states of a feed apart only once no act of the same moment can still be on its way into the store
DATED_AFTER = timedelta(seconds=60)
#: of pages in memory: some forty of a hundred entries
KEPT_BYTES_MAX = 4_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    content: bytes
    #: WebSub, section 4: discovery by headers; empty where no hub is named
    link: str


#: by address, each beside its ETag
_kept: Kept[str, _Page] = Kept(KEPT_BYTES_MAX, lambda page: len(page.content))


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
        answer = _answer(request, form, now, etag)
    answer["ETag"] = etag
    if last_modified is not None:
        answer["Last-Modified"] = http_date(last_modified)
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def _answer(request: HttpRequest, form: str, now: datetime, etag: str) -> HttpResponse:
    """Whether there is such a feed is asked each time."""
    asked, address = alerts_asked(request.GET.dict(), now), request.get_full_path()
    page = _kept.get(address, etag)
    if page is None:
        page = _written(request, form, now, asked)
        if not connection.in_atomic_block:  # rows are seen within it that may never come to stand
            _kept.put(address, etag, page)
    answer = HttpResponse(page.content, content_type=FORMS[form][1])
    if page.link:
        answer["Link"] = page.link
    return answer


def _written(request: HttpRequest, form: str, now: datetime, asked: Wanted) -> _Page:
    count = pages(now, asked)
    page = _page(request, count)
    feed = alert_feed(site(), path=request.path, now=now, wanted=asked, page=page, pages=count)
    shown = [(rel, url) for rel, url in feed.links if rel in ("self", "hub")] if feed.hub_url else []
    return _Page(content=FORMS[form][0](feed), link=", ".join(f'<{url}>; rel="{rel}"' for rel, url in shown))


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
    parts = (state, site(), request.get_full_path(), __version__, get_language(), schemes_shown())
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _last_modified(state: Stamp, now: datetime) -> int | None:
    """Seconds since 1970; None where the feed changed a moment ago, when only the ETag tells its states apart."""
    if state.changed_at is None or now - state.changed_at < DATED_AFTER:
        return None
    return int(state.changed_at.timestamp())
