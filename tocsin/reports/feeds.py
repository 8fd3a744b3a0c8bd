"""Feeds that are followed: which are due, and one poll of one feed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tocsin.custody import Act, log
from tocsin.errors import FetchFailed, ReportRefused, WrongUse
from tocsin.outside.guard import Guard
from tocsin.reports.address import fetch_announced, limits, read_feed
from tocsin.reports.arrivals import Said
from tocsin.reports.confinement import Reader
from tocsin.reports.extracted import PUBLISHER_MAX, FeedLink, one_line
from tocsin.reports.fetch import URL_LENGTH_MAX, Fetched, fetch
from tocsin.reports.keep import keep
from tocsin.reports.models import Feed, FeedEntry
from tocsin.reports.prepared import Prepared, prepare
from tocsin.reports.store_trouble import store_trouble
from tocsin.reports.taken_in import TakenIn, refused
from tocsin.reports.taking_in import BATCH_BYTES_MAX

INTERVAL_S_MIN = 60
#: after this no further page is fetched in one poll: other feeds wait
POLL_S_MAX = 300.0


def add_feed(url: str, *, by: str, now: datetime, publisher: str = "", interval_s: int = 900) -> Feed:
    """Follow a feed from now on; one that is followed already stays as it is. Raises WrongUse for no http(s) address."""
    if not url.startswith(("http://", "https://")) or len(url) > URL_LENGTH_MAX:
        raise WrongUse(f"{url[:200]!r} is no address of a feed", "write one that begins with https://")
    if interval_s < INTERVAL_S_MIN:
        raise WrongUse(
            f"an interval of {interval_s} s is too short", f"poll every {INTERVAL_S_MIN} s at most"
        )
    name = one_line(publisher, PUBLISHER_MAX)
    said: dict[str, str | int] = {"publisher": name, "interval_s": interval_s}
    with store_trouble(), transaction.atomic():
        feed, is_new = Feed.objects.get_or_create(url=url, defaults={**said, "added_by": by, "added_at": now})
        if is_new:
            act = Act(item=f"feed:{feed.pk}", action="followed", actor=by, at=now, after={**said, "url": url})
            log([act])
    return feed


def due_feeds(now: datetime) -> list[Feed]:
    """Feeds whose last poll is an interval ago, the longest waiting first."""
    waiting = [feed for feed in Feed.objects.order_by("id") if _due_at(feed) <= now]
    return sorted(waiting, key=_due_at)


def poll(feed: Feed, *, now: datetime, by: str = "worker", guard: Guard | None = None) -> list[TakenIn]:
    """Take in what the feed newly announces. Its trouble, if any, is kept with the feed and not raised.

    Of two workers that poll one feed at once the second does nothing. A page that fails for now is tried at the next
    poll, one that is refused never again. Raises StoreTrouble where the store refuses.
    """
    if not _claim(feed, now):
        return []
    try:
        with Reader() as reader:
            fetched = fetch(feed.url, guard=guard, limits=limits(), etag=feed.etag, modified=feed.modified)
            if fetched.unchanged:
                _remember(feed, trouble="")
                return []
            found = read_feed(fetched, reader)
            unseen = _unseen(feed, found.links)
            pages = list(_open_some(unseen, feed.publisher or found.publisher, reader, now, guard))
    except ReportRefused as error:
        _remember(feed, trouble=str(error))
        return []
    return _keep(feed, pages, by, now, fetched if len(pages) == len(unseen) else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """One entry on its way in: prepared, or refused."""

    link: FeedLink
    prepared: Prepared | None = None
    result: TakenIn | None = None
    #: it failed for now: the next poll tries again
    again: bool = False


def _open_some(
    links: Sequence[FeedLink], publisher: str, reader: Reader, now: datetime, guard: Guard | None
) -> Iterator[_Page]:
    """One page after the other until time or memory of this poll is used up; the rest is for the next."""
    began, held_bytes = time.monotonic(), 0
    for link in links:
        page = _open(link, publisher, reader, now, guard)
        yield page
        held_bytes += page.prepared.held_bytes() if page.prepared else 0
        if held_bytes > BATCH_BYTES_MAX or time.monotonic() - began > POLL_S_MAX:
            return


def _open(link: FeedLink, publisher: str, reader: Reader, now: datetime, guard: Guard | None) -> _Page:
    try:
        arrival = fetch_announced(link, publisher, guard)
        prepared = prepare(arrival, Said(), reader, now=now, bytes_max=settings.TOCSIN_REPORT_BYTES_MAX)
        return _Page(link=link, prepared=prepared)
    except ReportRefused as error:
        return _Page(link=link, result=refused(link.link, error), again=isinstance(error, FetchFailed))


def _keep(feed: Feed, pages: Sequence[_Page], by: str, now: datetime, whole: Fetched | None) -> list[TakenIn]:
    """Reports, entries dealt with and the feed's state, together. `whole` is None where pages were left."""
    with store_trouble(), transaction.atomic():
        ready = [page.prepared for page in pages if page.prepared]
        kept = iter(keep(ready, by=by, now=now) if ready else ())
        results = [page.result or next(kept) for page in pages]
        FeedEntry.objects.bulk_create(
            [
                FeedEntry(
                    feed=feed,
                    key=page.link.key,
                    seen_at=now,
                    report_id=result.report_id,
                    trouble=result.trouble or "",
                )
                for page, result in zip(pages, results, strict=True)
                if not page.again
            ],
            ignore_conflicts=True,
        )
        failing = [result.trouble for page, result in zip(pages, results, strict=True) if page.again]
        # Without validators the next poll gets the whole feed again, and with it the pages that are left.
        validators = (whole.etag, whole.modified) if whole and not failing else ("", "")
        _remember(
            feed, trouble=str(failing[0] or "") if failing else "", etag=validators[0], modified=validators[1]
        )
    return results


def _claim(feed: Feed, now: datetime) -> bool:
    """Only one of several workers finds the feed as it was read."""
    before = Q(polled_at__isnull=True) if feed.polled_at is None else Q(polled_at=feed.polled_at)
    with store_trouble():
        claimed = Feed.objects.filter(before, pk=feed.pk).update(polled_at=now)
    feed.polled_at = now
    return claimed == 1


def _remember(feed: Feed, *, trouble: str, etag: str | None = None, modified: str | None = None) -> None:
    feed.trouble = trouble
    feed.etag = feed.etag if etag is None else etag
    feed.modified = feed.modified if modified is None else modified
    with store_trouble():
        feed.save(update_fields=["trouble", "etag", "modified"])


def _unseen(feed: Feed, links: Sequence[FeedLink]) -> list[FeedLink]:
    keys = [link.key for link in links]
    seen = set(feed.entries.filter(key__in=keys).values_list("key", flat=True))
    return [link for link in links if link.key not in seen]


def _due_at(feed: Feed) -> datetime:
    return feed.added_at if feed.polled_at is None else feed.polled_at + timedelta(seconds=feed.interval_s)
