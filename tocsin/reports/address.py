"""What an http(s) address brings: one page, or, where it is a feed, the pages that the feed announces."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from tocsin.errors import ReportRefused
from tocsin.outside.guard import Guard
from tocsin.outside.wire import Tape
from tocsin.reports import media
from tocsin.reports.arrivals import Arrival, Said
from tocsin.reports.capturing import new_tape
from tocsin.reports.confinement import Reader
from tocsin.reports.extract import Hints
from tocsin.reports.extracted import PUBLISHER_MAX, Extracted, FeedLink
from tocsin.reports.fetch import Fetched, Limits, fetch
from tocsin.reports.picturing import pictured
from tocsin.reports.taken_in import TakenIn, refused


def read_address(url: str, reader: Reader, guard: Guard | None) -> Iterator[Arrival | TakenIn]:
    """Raises ReportRefused where the address itself can't be fetched or read; a page of a feed is refused by itself."""
    tape = new_tape()
    fetched = fetch(url, guard=guard, limits=limits(), tape=tape)
    if not is_feed(fetched):
        yield arrival_of(url, fetched, tape, guard)
        return
    tape.close()
    feed = read_feed(fetched, reader)
    if not feed.links:
        raise ReportRefused("the feed announces no page", "name a feed whose entries have links")
    for link in feed.links:
        try:
            yield fetch_announced(link, feed.publisher, guard)
        except ReportRefused as error:
            yield refused(link.link, error)


def limits() -> Limits:
    return Limits(body_bytes=settings.TOCSIN_REPORT_BYTES_MAX)


def is_feed(fetched: Fetched) -> bool:
    return (
        media.recognise(fetched.content[: media.HEAD_BYTES], fetched.url, fetched.content_type) == media.FEED
    )


def read_feed(fetched: Fetched, reader: Reader) -> Extracted:
    """Raises ReportRefused for what is no feed."""
    return reader.extract(fetched.content, Hints(media_type=media.FEED, url=fetched.url))


def fetch_announced(link: FeedLink, publisher: str, guard: Guard | None) -> Arrival:
    """The page behind an entry. Title, publisher and time as the feed has them stand where the page says none."""
    tape = new_tape()
    fetched = fetch(link.link, guard=guard, limits=limits(), tape=tape)
    if is_feed(fetched):
        raise ReportRefused("an entry of a feed leads to a feed", "take in that feed by itself")
    said = Said(title=link.title, publisher=publisher[:PUBLISHER_MAX], published=link.published)
    return arrival_of(link.link, fetched, tape, guard, kind="feed", announced=said)


def arrival_of(
    url: str,
    fetched: Fetched,
    tape: Tape,
    guard: Guard | None,
    *,
    kind: str = "url",
    announced: Said | None = None,
) -> Arrival:
    """With the picture of its page, where pictures are switched on: what that asks for is fetched now."""
    return Arrival(
        kind="feed" if kind == "feed" else "url",
        address=url,
        content=fetched.content,
        content_type=fetched.content_type,
        hops=fetched.hops,
        announced=announced or Said(),
        tape=tape,
        pictured=pictured(fetched, tape, guard),
    )
