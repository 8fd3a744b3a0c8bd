"""The alerts' feed over the store: whoever polls sees every act."""

import pytest

from tests.alerts.desk import at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.publishing import alert_feed, atom, rss
from tocsin.publishing.feeds import Entry

pytestmark = pytest.mark.django_db


def _entries() -> list[Entry]:
    feed = alert_feed(site="https://desk.example", organisation="Example Desk", feed_path="/alerts/feed.atom")
    return list(feed.entries)


def test_only_issued_alerts_are_listed() -> None:
    """A draft is nobody's business; an exercise says so at the beginning of its title."""
    crisis = situation()
    drafted(crisis)
    assert _entries() == []
    issued(drafted(crisis, finding(crisis)))
    (entry,) = _entries()
    assert entry.title == "Exercise: Danger for people on the road"
    assert entry.page_url == "https://desk.example/alerts/artsakh-2023-sos-exercise-1/"


def test_pollers_see_updates_and_cancels() -> None:
    """Each is an entry of its own, and the replaced alert comes again, newer, with what took its place. Ids stay."""
    crisis = situation()
    first = issued(drafted(crisis))
    (before,) = _entries()
    change = issued(alerts.update(first, by=login("writer", "analyst"), now=at(5)), 10)
    end = issued(
        alerts.cancel(change, by=login("writer", "analyst"), now=at(15), reason="The road is open."), 20
    )
    cancel, update, old = _entries()
    assert old.id == before.id
    assert old.updated_at == change.issued_at > before.updated_at
    assert old.title.endswith("(updated since)") and f"/alerts/{change.identifier}/" in old.summary
    assert update.title.endswith("(cancelled since)") and update.updated_at == end.issued_at
    assert cancel.title == "Exercise: Cancelled: Danger for people on the road"


def test_an_expired_alert_comes_again() -> None:
    """With the time at which it expired."""
    issued(drafted(situation(), expires_at=at(60)))
    alerts.expire(now=at(75))
    (entry,) = _entries()
    assert (entry.updated_at, entry.title) == (at(60), "Exercise: Danger for people on the road (expired)")


def test_the_size_of_the_enclosure_is_that_of_the_bytes_served() -> None:
    """Feed readers compare it with what they fetch."""
    alert = issued(drafted(situation()))
    (entry,) = _entries()
    assert entry.cap_size_bytes == len(bytes(alert.cap_xml))


def test_a_feed_of_many_alerts_takes_one_query(django_assert_num_queries) -> None:
    """However many alerts there are."""
    crisis = situation()
    for _ in range(3):
        issued(drafted(crisis))
    with django_assert_num_queries(1):
        feed = alert_feed(site="https://desk.example", organisation="Desk", feed_path="/alerts/feed.rss")
    assert atom(feed).count(b"<entry") == rss(feed).count(b"<item>") == 3
