"""The alerts' feed over the store: whoever polls sees every act."""

from dataclasses import replace

import pytest

from tests.alerts.desk import at, drafted, finding, issued, login, situation
from tocsin import alerts
from tocsin.errors import WrongUse
from tocsin.publishing import alert_feed, atom, rss
from tocsin.publishing.bulletins import Site, stamp
from tocsin.publishing.feeds import Entry
from tocsin.publishing.wanted import wanted

pytestmark = pytest.mark.django_db


SITE = Site(
    address="https://desk.example", organisation="Example Desk", sender="desk@desk.example", hub_url=""
)


def _entries(minutes: int = 50) -> list[Entry]:
    return list(alert_feed(SITE, path="/alerts/feed.atom", now=at(minutes)).entries)


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
    cancel, update, old = sorted(_entries(), key=lambda entry: entry.published_at, reverse=True)
    assert old.id == before.id
    assert old.updated_at == change.issued_at > before.updated_at
    assert old.title.endswith("(updated since)") and f"/alerts/{change.identifier}/" in old.summary
    assert update.title.endswith("(cancelled since)") and update.updated_at == end.issued_at
    assert update.summary.startswith("Cancelled on 30 September 2023, 12:20")
    assert cancel.title == "Exercise: Cancelled: Danger for people on the road"
    assert [entry.cap["urgency"] for entry in (cancel, update, old)] == ["Past", "Immediate", "Immediate"]
    assert [cancel.predecessor_url, update.predecessor_url, old.predecessor_url] == [
        update.page_url,
        old.page_url,
        "",
    ]
    assert [cancel.successor_url, update.successor_url, old.successor_url] == [
        "",
        cancel.page_url,
        update.page_url,
    ]


def test_what_changed_last_stands_first() -> None:
    """An alert of long ago that is cancelled comes back to the first page: a poller reads no further."""
    crisis = situation()
    first = issued(drafted(crisis))
    issued(drafted(crisis), 5)
    end = issued(alerts.cancel(first, by=login("writer", "analyst"), now=at(15), reason="It is over."), 20)
    found = [entry.page_url.rsplit("/", 2)[1] for entry in _entries()]
    assert found == [end.identifier, first.identifier, "artsakh-2023-sos-exercise-2"]


def test_ids_stay_when_the_site_moves() -> None:
    """They are tags of the sender, the day of issue and the identifier, and no address."""
    issued(drafted(situation()))
    elsewhere = replace(SITE, address="http://127.0.0.1:8000")
    (moved,) = alert_feed(elsewhere, path="/alerts/feed.rss", now=at(50)).entries
    (entry,) = _entries()
    assert entry.id == moved.id == "tag:desk@desk.example,2023-09-30:artsakh-2023-sos-exercise-1"
    odd = replace(SITE, sender="https://desk.example/who")
    assert alert_feed(odd, path="/", now=at(50)).entries[0].id == entry.page_url


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, {1, 2, 3}),
        ({"level": "sos"}, {1, 3}),
        ({"level": "sos", "language": "hy"}, {3}),
        ({"situation": "artsakh-2023"}, {1, 2}),
        ({"situation": "artsakh-2023", "level": "red-flag", "status": "Exercise"}, {2}),
        ({"status": "Actual"}, set()),
    ],
)
def test_a_feed_lists_what_it_is_asked_for(asked: dict[str, str], numbers: set[int]) -> None:
    """All that is named must fit; the feed's own address says what was asked."""
    here, there = situation(), situation("elsewhere-2023")
    rows = [
        issued(drafted(here)),
        issued(drafted(here, level="red-flag")),
        issued(drafted(there, language="hy")),
    ]
    chosen = wanted(asked)
    feed = alert_feed(SITE, path="/alerts/feed.atom", now=at(50), wanted=chosen)
    shown = {entry.page_url.rsplit("/", 2)[1] for entry in feed.entries}
    assert shown == {rows[number - 1].identifier for number in numbers}
    assert feed.self_url.partition("?")[2] == chosen.query


def test_what_no_feed_knows_is_refused() -> None:
    """A misspelt filter that found nothing would look like quiet."""
    for asked in ({"levle": "sos"}, {"level": "sos&x"}, {"situation": "a" * 81}):
        with pytest.raises(WrongUse):
            wanted(asked)


def test_the_stamp_moves_with_every_change_and_with_nothing_else() -> None:
    """Issue, update, cancel and expiry change it; a draft, an approval and time alone do not."""
    crisis, writer = situation(), login("writer", "analyst")
    seen = [stamp(at(2))]
    first = issued(drafted(crisis))
    seen.append(stamp(at(3)))
    other = drafted(crisis, expires_at=at(60))
    assert stamp(at(4)) == seen[-1]
    change = issued(alerts.update(first, by=writer, now=at(5)), 10)
    seen.append(stamp(at(10)))
    issued(other, 12)
    seen.append(stamp(at(12)))
    assert stamp(at(59)) == seen[-1]
    seen.append(stamp(at(60)))
    issued(alerts.cancel(change, by=writer, now=at(15), reason="It is over."), 70)
    seen.append(stamp(at(70)))
    assert len(set(seen)) == len(seen) == 6


def test_an_expired_alert_comes_again() -> None:
    """With the time at which it expired: the clock decides, and the worker's round changes nothing."""
    issued(drafted(situation(), expires_at=at(60)))
    assert _entries(59)[0].updated_at == at(3)
    (entry,) = _entries(60)
    assert (entry.updated_at, entry.title) == (at(60), "Exercise: Danger for people on the road (expired)")
    assert entry.summary.startswith("Expired on 30 September 2023, 13:00 (+00:00).")
    alerts.expire(now=at(75))
    assert _entries(75) == [entry]


def test_the_size_of_the_enclosure_is_that_of_the_bytes_served() -> None:
    """Feed readers compare it with what they fetch."""
    alert = issued(drafted(situation()))
    (entry,) = _entries()
    assert entry.cap_size_bytes == len(bytes(alert.cap_xml))


def test_a_feed_of_many_alerts_takes_two_queries(django_assert_num_queries) -> None:
    """However many alerts there are."""
    crisis = situation()
    for _ in range(3):
        issued(drafted(crisis))
    with django_assert_num_queries(2):
        feed = alert_feed(SITE, path="/alerts/feed.rss", now=at(50))
    assert atom(feed).count(b"<entry") == rss(feed).count(b"<item>") == 3
