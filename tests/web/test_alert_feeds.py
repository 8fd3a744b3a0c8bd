"""Feeds over HTTP: conditional, in pages, chosen by what is asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.utils import timezone
from django.utils.http import http_date

from tests.alerts.desk import keys
from tests.alerts.test_translating import ARABIC, translated
from tests.web.site import Site, build
from tocsin import alerts
from tocsin.alerts.areas import around
from tocsin.alerts.models import Alert
from tocsin.publishing import bulletins

pytestmark = pytest.mark.django_db
FORMS = ("feed.atom", "feed.cap.atom", "feed.rss")


def _cancelled(site: Site) -> None:
    analyst, issuer, now = site.logins["analyst"], site.logins["issuer"], timezone.now()
    end = alerts.cancel(site.alert, by=analyst, now=now, reason="The road is open.")
    end = alerts.submit(end, by=analyst, now=now)
    end = alerts.approve(end, by=issuer, now=now, ticked=keys(end))
    alerts.issue(end, by=issuer, now=now)


@pytest.mark.parametrize("form", FORMS)
def test_a_poller_that_has_the_newest_is_told_so(site: Site, form: str) -> None:
    """304 with no feed, by ETag; after a cancel the same question is answered with the feed, which says so."""
    client = site.client(None)
    first = client.get(f"/alerts/{form}")
    assert first.status_code == 200 and first["Cache-Control"] == "public, no-cache"
    again = client.get(f"/alerts/{form}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    _cancelled(site)
    after = client.get(f"/alerts/{form}", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200 and after["ETag"] != first["ETag"]
    cancelled = next(
        entry for entry in feedparser.parse(after.content).entries if "cancelled since" in entry.title
    )
    assert cancelled.id == feedparser.parse(first.content).entries[0].id
    assert "Cancelled on" in cancelled.summary


def test_a_date_counts_only_once_the_feed_has_been_quiet(site: Site, monkeypatch: Any) -> None:
    """Two changes in one second have one date: while a change is fresh there is none, and pollers by date get the feed."""
    client, now = site.client(None), site.alert.issued_at
    monkeypatch.setattr("tocsin.web.alert_feeds.timezone.now", lambda: now + timedelta(seconds=59))
    fresh = client.get("/alerts/feed.atom", headers={"If-Modified-Since": http_date(now.timestamp())})
    assert fresh.status_code == 200 and "Last-Modified" not in fresh
    monkeypatch.setattr("tocsin.web.alert_feeds.timezone.now", lambda: now + timedelta(seconds=61))
    quiet = client.get("/alerts/feed.atom")
    assert quiet["Last-Modified"] == http_date(now.timestamp())
    assert (
        client.get("/alerts/feed.atom", headers={"If-Modified-Since": quiet["Last-Modified"]}).status_code
        == 304
    )


def test_a_conditional_get_reads_no_alert(site: Site, django_assert_num_queries: Any) -> None:
    """One query counts; none fetches entries."""
    client = site.client(None)
    etag = client.get("/alerts/feed.rss")["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/alerts/feed.rss", headers={"If-None-Match": etag}).status_code == 304
    with django_assert_num_queries(4):
        assert client.get("/alerts/feed.rss").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_page_is_written_once(transactional_db: None, django_assert_num_queries: Any) -> None:
    """Whoever asks next gets the same bytes and headers for one query; after a cancel it is written anew, and says so."""
    site = build()
    client = site.client(None)
    first = client.get("/alerts/feed.atom")
    with django_assert_num_queries(1):
        again = client.get("/alerts/feed.atom")
    assert (again.content, again.headers) == (first.content, first.headers)
    assert client.get("/alerts/feed.rss").content != first.content
    assert client.get("/alerts/feed.atom?level=sos").content != first.content
    _cancelled(site)
    assert b"cancelled since" in client.get("/alerts/feed.atom").content


def test_long_feeds_come_in_pages(site: Site, monkeypatch: Any) -> None:
    """Every message stands on one page or another, and a page that is not there is not found."""
    monkeypatch.setattr(bulletins, "ENTRIES_MAX", 1)
    _cancelled(site)
    client, seen, address = site.client(None), [], "/alerts/feed.atom"
    while address:
        parsed = feedparser.parse(client.get(address).content)
        seen += [entry.id for entry in parsed.entries]
        address = next((link.href for link in parsed.feed.links if link.rel == "next"), "")
    assert len(seen) == len(set(seen)) == 2
    for page in ("0", "3", "x", "-1", "99999999999"):
        assert client.get(f"/alerts/feed.atom?page={page}").status_code == 404


def test_feeds_are_chosen_by_level_language_status_and_situation(site: Site) -> None:
    """What no feed lists is not found; a situation that is not public is answered like one that never was."""
    client = site.client(None)
    for query, count in (
        ("level=sos", 1),
        ("level=red-flag", 0),
        ("situation=displacement-2023&language=en&status=Exercise", 1),
        ("language=hy", 0),
    ):
        answer = client.get(f"/alerts/feed.cap.atom?{query}")
        assert len(feedparser.parse(answer.content).entries) == count, query
    for query in ("level=loud", "situation=not-yet-public", "situation=none", "colour=red"):
        answers = client.get(f"/alerts/feed.atom?{query}")
        assert answers.status_code == 404, query


def test_the_hub_is_named_in_the_headers_too(site: Site, settings: Any) -> None:
    """WebSub finds it without reading the feed; a narrowed feed names none, for the hub is not told of it."""
    assert "Link" not in site.client(None).get("/alerts/feed.atom")
    settings.TOCSIN_WEBSUB_HUB = "https://hub.example/"
    link = site.client(None).get("/alerts/feed.atom")["Link"]
    assert '<https://hub.example/>; rel="hub"' in link and 'feed.atom>; rel="self"' in link
    assert "Link" not in site.client(None).get("/alerts/feed.atom?level=sos")


def _around(site: Site, place: str) -> Alert:
    """One more alert of the situation, for a circle around the place, and in Arabic too."""
    analyst, issuer, now = site.logins["analyst"], site.logins["issuer"], timezone.now()
    row = alerts.draft(
        site.situation,
        scheme="lemkin-institute",
        level="sos",
        status="Exercise",
        headline=f"Danger around {place}",
        area="People on the road",
        findings=[site.figure.pk],
        by=analyst,
        now=now,
    )
    row = alerts.add_area(row, around(place, 5), by=analyst, now=now)
    said = replace(
        ARABIC,
        sentences=["ناس على الطريق" for _ in row.sentences.all()],
        phrases={**ARABIC.phrases, "unclear": "ما ليس واضحا", "asked": "ما نطلبه"},
    )
    row = translated(row, said, by=analyst, now=now)
    row = alerts.submit(row, by=analyst, now=now)
    row = alerts.approve(row, by=issuer, now=now, ticked=keys(row))
    return alerts.issue(row, by=issuer, now=now)


@pytest.mark.parametrize("form", FORMS)
def test_feeds_and_the_page_are_chosen_by_place(site: Site, form: str) -> None:
    """A country by code or name holds what is inside it, a town goes by any of its names; a misspelt one is not found."""
    row, client = _around(site, "Stepanakert"), site.client(None)
    for place, count in (("AZE", 1), ("azerbaijan", 1), ("Stepanakert", 1), ("Khankendi", 1), ("SDN", 0)):
        answer = client.get(f"/alerts/{form}", {"place": place})
        assert len(feedparser.parse(answer.content).entries) == count, place
        page = client.get("/alerts/", {"place": place}).content.decode()
        assert page.count(f'href="/alerts/{row.identifier}/"') == count, place
    for misspelt in ("Azerbaidschaan", "x" * 81, "a\x00b"):
        assert client.get(f"/alerts/{form}", {"place": misspelt}).status_code == 404
        refused = client.get("/alerts/", {"place": misspelt})
        assert refused.status_code == 404 and b'role="alert"' in refused.content
    assert f"{form}?place=AZE" in client.get("/alerts/?place=AZE").content.decode()


def test_a_translated_alert_is_found_by_its_further_language(site: Site) -> None:
    """Asked for in Arabic it is there, and once; in a language that nobody said it in, not."""
    _around(site, "Goris")
    client = site.client(None)
    for language, count in (("ar", 1), ("en", 2), ("hy", 0)):
        parsed = feedparser.parse(client.get(f"/alerts/feed.atom?language={language}").content)
        assert len(parsed.entries) == count, language


def test_what_others_write_into_an_address_does_not_hide_the_page(site: Site) -> None:
    """Letters and networks hang marks of their own on a link."""
    assert site.client(None).get("/alerts/?utm_source=letter&page=99").status_code == 200
