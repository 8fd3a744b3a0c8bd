"""Feeds: what feed readers need of RFC 4287 and RSS 2.0, over any text."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tocsin.publishing.feeds import Entry, Feed, atom, cap_atom, rss

SITE = "https://desk.example"
ISSUED = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
A = "{http://www.w3.org/2005/Atom}"


def _entry(name: str, **fields: object) -> Entry:
    page = f"{SITE}/alerts/{name}/"
    plain = {
        "id": page,
        "title": f"Alert {name}",
        "summary": "Who is at risk & why <b>not</b>",
        "published_at": ISSUED,
        "updated_at": ISSUED,
        "page_url": page,
        "cap_url": f"{SITE}/alerts/{name}.cap.xml",
        "cap_size_bytes": 1234,
        "language": "en",
        "categories": ("SOS Alert",),
    }
    return Entry(**{**plain, **fields})


def _feed(*entries: Entry) -> Feed:
    return Feed(
        title="Alerts of Example Desk",
        author="Example Desk",
        page_url=f"{SITE}/alerts/",
        self_url=f"{SITE}/alerts/feed.atom",
        entries=entries,
    )


def test_atom_has_what_rfc_4287_demands() -> None:
    """One id, title, updated and author of the feed; of each entry one id, title, updated, and an alternate link."""
    root = etree.fromstring(atom(_feed(_entry("x-1"), _entry("x-2"))))
    for node in (root, *root.iter(f"{A}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{A}{name}")) == 1
        assert len(node.findall(f"{A}link[@rel='alternate']")) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", node.findtext(f"{A}updated"))
    assert root.findtext(f"{A}author/{A}name") == "Example Desk"
    assert root.find(f"{A}link[@rel='self']").get("href") == f"{SITE}/alerts/feed.atom"
    ids = [node.text for node in root.iter(f"{A}id")]
    assert len(ids) == len(set(ids)) == 3


def test_the_feed_is_as_new_as_its_newest_change() -> None:
    """An old alert that was cancelled today makes the feed new."""
    later = ISSUED + timedelta(days=9)
    root = etree.fromstring(atom(_feed(_entry("x-2"), _entry("x-1", updated_at=later))))
    assert root.findtext(f"{A}updated") == "2023-10-09T12:00:00Z"


def test_an_empty_feed_is_a_valid_feed() -> None:
    """Nothing issued is no error, and the bytes do not move with the clock."""
    for write in (atom, rss):
        parsed = feedparser.parse(write(_feed()))
        assert not parsed.bozo
        assert parsed.entries == []
        assert write(_feed()) == write(_feed())


def test_feed_readers_find_page_and_cap() -> None:
    """In both forms: the page as the link, the CAP message as the enclosure with its type and size."""
    for write in (atom, rss):
        parsed = feedparser.parse(write(_feed(_entry("x-1"))))
        assert not parsed.bozo
        (entry,) = parsed.entries
        assert (entry.title, entry.link, entry.id) == (
            "Alert x-1",
            f"{SITE}/alerts/x-1/",
            f"{SITE}/alerts/x-1/",
        )
        (enclosure,) = entry.enclosures
        assert (enclosure.href, enclosure.type, enclosure.length) == (
            f"{SITE}/alerts/x-1.cap.xml",
            "application/cap+xml",
            "1234",
        )
        assert entry.published_parsed[:5] == (2023, 9, 30, 12, 0)


@given(text=st.text(st.characters()))
def test_any_title_makes_a_feed_that_can_be_read(text: str) -> None:
    """Markup is text, and what XML cannot hold is shown as U+FFFD."""
    for write in (atom, cap_atom, rss):
        root = etree.fromstring(write(_feed(_entry("x-1", title=text, summary=text, categories=(text,)))))
        assert len(root.findall(".//{*}entry") + root.findall(".//item")) == 1


def test_rss_dates_are_rfc_822() -> None:
    """In GMT, whatever zone the entry came with."""
    root = etree.fromstring(rss(_feed(_entry("x-1"))))
    assert root.findtext("channel/item/pubDate") == "Sat, 30 Sep 2023 12:00:00 GMT"
    assert root.find("channel/item/guid").get("isPermaLink") == "false"


def test_pages_lead_to_one_another() -> None:
    """RFC 5005: first, previous, next and last, with the filter kept; the id is the same on every page."""
    asked = replace(_feed(_entry("x-1")), self_url=f"{SITE}/alerts/feed.atom?level=sos", page=2, pages=3)
    for write in (atom, rss):
        links = {
            node.get("rel"): node.get("href") for node in etree.fromstring(write(asked)).iter(f"{A}link")
        }
        assert links["self"] == f"{SITE}/alerts/feed.atom?level=sos&page=2"
        assert links["first"] == links["previous"] == f"{SITE}/alerts/feed.atom?level=sos"
        assert links["next"] == links["last"] == f"{SITE}/alerts/feed.atom?level=sos&page=3"
    assert etree.fromstring(atom(asked)).findtext(f"{A}id") == f"{SITE}/alerts/feed.atom?level=sos"


def test_a_feed_of_one_page_names_no_other() -> None:
    """And no hub where there is none; with one, both forms name it."""
    for write in (atom, rss):
        rels = {node.get("rel") for node in etree.fromstring(write(_feed())).iter(f"{A}link")}
        assert rels <= {"self", "alternate"}
        pushed = write(replace(_feed(), hub_url="https://hub.example/"))
        (hub,) = etree.fromstring(pushed).findall(f".//{A}link[@rel='hub']")
        assert hub.get("href") == "https://hub.example/"


def test_a_feed_for_cap_leads_to_the_message_itself() -> None:
    """The entry's link is the CAP message, the page is related, and elements of CAP stand beside it by their own names."""
    entry = _entry("x-1", cap={"msgType": "Cancel", "sent": "2023-09-30T12:00:00-00:00"})
    written = cap_atom(_feed(entry))
    (parsed,) = feedparser.parse(written).entries
    assert parsed.cap_msgtype == "Cancel"
    assert {link.rel: link.href for link in parsed.links}["alternate"] == f"{SITE}/alerts/x-1.cap.xml"
    node = etree.fromstring(written).find(f"{A}entry")
    assert node.findtext("{urn:oasis:names:tc:emergency:cap:1.2}sent") == "2023-09-30T12:00:00-00:00"
    assert node.find(f"{A}link[@rel='related']").get("href") == f"{SITE}/alerts/x-1/"
    assert b"cap:" not in atom(_feed(entry))


def test_versions_lead_to_one_another() -> None:
    """RFC 5829: from the replaced entry to what took its place, and back."""
    entry = _entry("x-2", predecessor_url=f"{SITE}/alerts/x-1/", successor_url=f"{SITE}/alerts/x-3/")
    node = etree.fromstring(atom(_feed(entry))).find(f"{A}entry")
    found = {link.get("rel"): link.get("href") for link in node.findall(f"{A}link")}
    assert found["predecessor-version"].endswith("x-1/") and found["successor-version"].endswith("x-3/")
