"""Feeds that are followed: polled when due, every page once."""

from datetime import timedelta

import pytest

from tests.alerts.cap_messages import changed
from tests.reports.documents import NOW, page, rss
from tests.reports.serving import Server, answer, serving
from tocsin.custody.models import Entry
from tocsin.errors import WrongUse
from tocsin.reports import TakenIn, add_feed, due_feeds, feeds, poll
from tocsin.reports.models import Feed, FeedEntry, Origin, Report

pytestmark = pytest.mark.django_db
RSS = "application/rss+xml"


def follow(server: Server, **said: object) -> Feed:
    return add_feed(server.url("/feed"), by="ani", now=NOW, **said)  # type: ignore[arg-type]


def poll_again(feed: Feed, server: Server, minutes: int) -> list[TakenIn]:
    return poll(Feed.objects.get(pk=feed.pk), now=NOW + timedelta(minutes=minutes), guard=server.guard())


def test_a_feed_is_polled_and_its_pages_are_taken_in_once() -> None:
    """The second poll finds one new page; the first is left alone."""
    with serving(
        {path: answer(page(f"{path} has news of the bridge."), kind="text/html") for path in ("/1", "/2")}
    ) as server:
        server.answers["/feed"] = answer(rss(server.url("/1")), kind=RSS)
        feed = follow(server, publisher="Sample Wire")
        assert [result.fresh for result in poll_again(feed, server, 0)] == [True]
        server.answers["/feed"] = answer(rss(server.url("/1"), server.url("/2")), kind=RSS)
        assert [result.address for result in poll_again(feed, server, 20)] == [server.url("/2")]
    assert Report.objects.count() == 2 and FeedEntry.objects.exclude(report=None).count() == 2
    assert set(Origin.objects.values_list("kind", "publisher", "taken_in_by")) == {
        ("feed", "Sample Wire", "worker")
    }


def test_of_a_warning_the_message_is_taken_in_and_not_the_page_beside_it() -> None:
    """Once, though the feed has an entry for each of its areas, and again when it was updated."""

    def entry(area: str, day: int) -> str:
        links = '<link href="/page.html"/><link type="application/cap+xml" href="/warning"/>'
        return f"<entry><title>{area}</title><id>{area}</id><updated>2023-09-{day}T12:00:00Z</updated>{links}</entry>"

    def feed_of(*entries: str) -> bytes:
        text = (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>t</id>{"".join(entries)}</feed>'
        )
        return answer(text.encode(), kind="application/atom+xml")

    with serving({"/warning": answer(changed(), kind="application/cap+xml")}) as server:
        server.answers["/feed"] = feed_of(entry("north", 29), entry("south", 29))
        feed = follow(server)
        assert [result.address for result in poll_again(feed, server, 0)] == [server.url("/warning")]
        assert Report.objects.get().media_type == "application/cap+xml"
        server.answers["/feed"] = feed_of(entry("north", 30), entry("south", 30))
        assert [result.fresh for result in poll_again(feed, server, 20)] == [False]


def test_an_unchanged_feed_costs_one_request() -> None:
    """The validators of the last answer go out with the next question."""
    with serving({"/1": answer(page(), kind="text/html")}) as server:
        server.answers["/feed"] = answer(
            rss(server.url("/1")), kind=RSS, ETag='"a"', Last_Modified="Fri, 29 Sep 2023"
        )
        feed = follow(server)
        poll_again(feed, server, 0)
        server.answers["/feed"] = answer(status=304)
        assert poll_again(feed, server, 20) == []
    assert 'If-None-Match: "a"' in server.asked[-1] and len(server.asked) == 3
    feed.refresh_from_db()
    assert (feed.trouble, feed.etag, feed.polled_at) == ("", '"a"', NOW + timedelta(minutes=20))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (answer(b"no feed"), "the feed is not XML"),
        (answer(status=500), "answers 500"),
        (answer(status=302, Location="http://10.0.0.1/"), "no public address"),
    ],
    ids=["no XML", "500", "inward"],
)
def test_trouble_of_a_feed_is_kept_and_cleared(body: bytes, message: str) -> None:
    """The desk sees why a feed is silent, until it speaks again."""
    with serving({"/feed": body, "/1": answer(page(), kind="text/html")}) as server:
        feed = follow(server)
        assert poll_again(feed, server, 0) == []
        assert message in Feed.objects.get().trouble
        server.answers["/feed"] = answer(rss(server.url("/1")), kind=RSS)
        assert len(poll_again(feed, server, 20)) == 1
    assert Feed.objects.get().trouble == ""


def test_a_page_that_fails_for_now_is_tried_again() -> None:
    """And the feed is asked for whole, though it did not change; one that is gone is not asked for again."""
    with serving({"/1": answer(status=503)}) as server:
        server.answers["/feed"] = answer(rss(server.url("/1"), server.url("/2")), kind=RSS, ETag='"a"')
        feed = follow(server)
        first, second = poll_again(feed, server, 0)
        assert "answers 503" in str(first.trouble) and "answers 404" in str(second.trouble)
        assert "answers 503" in Feed.objects.get().trouble
        server.answers["/1"] = answer(page(), kind="text/html")
        assert [result.fresh for result in poll_again(feed, server, 20)] == [True]
    assert "If-None-Match" not in "".join(server.asked) and Feed.objects.get().trouble == ""
    assert [entry.report_id is None for entry in FeedEntry.objects.order_by("id")] == [True, False]


def test_a_long_feed_is_taken_in_over_several_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the time of a poll is used up the rest is left to the next, which asks for the whole feed again."""
    monkeypatch.setattr(feeds, "POLL_S_MAX", -1.0)
    paths = ("/1", "/2", "/3")
    with serving({path: answer(page(f"{path} has news."), kind="text/html") for path in paths}) as server:
        server.answers["/feed"] = answer(rss(*map(server.url, paths)), kind=RSS, ETag='"a"')
        feed = follow(server)
        taken = [
            [result.address for result in poll_again(feed, server, minutes)] for minutes in (0, 20, 40, 60)
        ]
    assert taken == [[server.url("/1")], [server.url("/2")], [server.url("/3")], []]
    assert Feed.objects.get().etag == '"a"'


def test_of_two_workers_the_second_leaves_the_feed_alone() -> None:
    """Both read the feed before either began."""
    with serving({"/feed": answer(rss(), kind=RSS)}) as server:
        feed = follow(server)
        one, other = (Feed.objects.get(pk=feed.pk) for _ in range(2))
        for worker in (one, other):
            poll(worker, now=NOW, guard=server.guard())
    assert len(server.asked) == 1


def test_feeds_are_due_when_their_interval_is_over() -> None:
    """New ones at once; the longest waiting first."""
    slow = add_feed("https://a.example/feed", by="ani", now=NOW, interval_s=3600)
    quick = add_feed("https://b.example/feed", by="ani", now=NOW)
    assert due_feeds(NOW) == [slow, quick]
    Feed.objects.update(polled_at=NOW)
    assert due_feeds(NOW + timedelta(seconds=899)) == []
    assert due_feeds(NOW + timedelta(seconds=900)) == [quick]
    assert due_feeds(NOW + timedelta(seconds=3600)) == [quick, slow]


def test_a_feed_is_followed_once() -> None:
    """Adding it again changes nothing; the log has who began."""
    first, second = (add_feed("https://a.example/f", by=by, now=NOW) for by in ("ani", "bo"))
    assert (first.pk, second.added_by) == (second.pk, "ani")
    entry = Entry.objects.get()
    assert (entry.item, entry.action, entry.actor) == (f"feed:{first.pk}", "followed", "ani")


@pytest.mark.parametrize(
    ("url", "interval_s"), [("ftp://a.example/f", 900), ("a.example", 900), ("https://a.example/f", 5)]
)
def test_what_is_no_feed_to_follow_is_a_wrong_use(url: str, interval_s: int) -> None:
    """Another scheme, no scheme, or polled without pause."""
    with pytest.raises(WrongUse):
        add_feed(url, by="ani", now=NOW, interval_s=interval_s)
