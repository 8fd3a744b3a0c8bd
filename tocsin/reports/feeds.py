"""Feeds that are followed: which are due, and one poll of one feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tocsin.errors import FetchFailed, ReportRefused, WrongUse
from tocsin.reports.address import fetch_announced, limits, read_feed
from tocsin.reports.arrivals import Said
from tocsin.reports.confinement import Reader
from tocsin.reports.extracted import PUBLISHER_MAX, FeedLink, one_line
from tocsin.reports.fetch import URL_LENGTH_MAX, Fetched, fetch
from tocsin.reports.guard import Guard
from tocsin.reports.keep import keep
from tocsin.reports.models import Feed, FeedEntry
from tocsin.reports.prepared import Prepared, prepare
from tocsin.reports.store_trouble import store_trouble
from tocsin.reports.taken_in import TakenIn, refused

INTERVAL_S_MIN = 60


def add_feed(url: str, *, by: str, now: datetime, publisher: str = "", interval_s: int = 900) -> Feed:
    """Follow a feed from now on; one that is followed already stays as it is. Raises WrongUse for no http(s) address."""
    if not url.startswith(("http://", "https://")) or len(url) > URL_LENGTH_MAX:
        raise WrongUse(f"{url[:200]!r} is no address of a feed", "write one that begins with https://")
    if interval_s < INTERVAL_S_MIN:
        raise WrongUse(
            f"an interval of {interval_s} s is too short", f"poll every {INTERVAL_S_MIN} s at most"
        )
    feed, _ = Feed.objects.get_or_create(
        url=url,
        defaults={
            "publisher": one_line(publisher, PUBLISHER_MAX),
            "added_by": by,
            "added_at": now,
            "interval_s": interval_s,
        },
    )
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
            news = [_Page(link=link) for link in _unseen(feed, found.links)]
            pages = [_open(page, feed.publisher or found.publisher, reader, now, guard) for page in news]
    except ReportRefused as error:
        _remember(feed, trouble=str(error))
        return []
    return _keep(feed, fetched, pages, by, now)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """One entry on its way in: prepared, or refused."""

    link: FeedLink
    prepared: Prepared | None = None
    result: TakenIn | None = None
    #: it failed for now: the next poll tries again
    again: bool = False


def _open(page: _Page, publisher: str, reader: Reader, now: datetime, guard: Guard | None) -> _Page:
    try:
        arrival = fetch_announced(page.link, publisher, guard)
        prepared = prepare(arrival, Said(), reader, now=now, bytes_max=settings.TOCSIN_REPORT_BYTES_MAX)
        return replace(page, prepared=prepared)
    except ReportRefused as error:
        return replace(page, result=refused(page.link.link, error), again=isinstance(error, FetchFailed))


def _keep(feed: Feed, fetched: Fetched, pages: Sequence[_Page], by: str, now: datetime) -> list[TakenIn]:
    """Reports, entries dealt with and the feed's state, together."""
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
        # Without validators the next poll gets the whole feed again, and with it the pages that failed for now.
        validators = ("", "") if failing else (fetched.etag, fetched.modified)
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
