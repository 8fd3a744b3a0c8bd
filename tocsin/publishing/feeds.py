"""Feeds of alerts, from plain entries to bytes: Atom (RFC 4287), Atom for readers of CAP, and RSS 2.0.

Who polls must see every act: an update and a cancel are entries of their own, and the entry of the alert that was
replaced comes again, first and with a later `updated`, to say so. Ids never change, so that no reader shows an entry
twice. Long feeds come in pages (RFC 5005, section 3): what changed last stands on the first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

ATOM, CAP = "http://www.w3.org/2005/Atom", "urn:oasis:names:tc:emergency:cap:1.2"
ATOM_TYPE, RSS_TYPE = "application/atom+xml", "application/rss+xml"
CAP_TYPE = "application/cap+xml"
#: what a feed that has no entry says of its age: RFC 4287 wants an instant
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

#: what XML 1.0 cannot hold, section 2.2
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One issued message."""

    #: an address or tag that never changes (RFC 4287, section 4.2.6)
    id: str
    #: an exercise says so here, at the very beginning
    title: str
    #: plain text: what the reader needs to know before the page
    summary: str
    #: when everybody could first read it
    published_at: datetime
    #: when it last came to say something new: published, replaced or expired
    updated_at: datetime
    page_url: str
    cap_url: str
    cap_size_bytes: int
    #: ISO 639-1
    language: str
    #: the level's title and "Exercise", "Update" ...
    categories: tuple[str, ...] = ()
    #: pages of the message that this one replaced, and of the one that replaced it; empty where there is none
    predecessor_url: str = ""
    successor_url: str = ""
    #: CAP element -> its value, for who chooses messages by the feed alone
    cap: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    title: str
    #: who issues the alerts
    author: str
    #: the page that lists what the feed lists
    page_url: str
    #: the feed's own address without a page, which is its id too
    self_url: str
    #: this page's entries, what changed last first
    entries: Sequence[Entry]
    #: pages count from 1
    page: int = 1
    pages: int = 1
    #: where to subscribe to pushes (WebSub); empty where there is none
    hub_url: str = ""

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """(relation, address) of what belongs to the feed: itself, its other pages, its hub."""
        yield "self", self._page_url(self.page)
        if self.pages > 1:
            yield "first", self._page_url(1)
            if self.page > 1:
                yield "previous", self._page_url(self.page - 1)
            if self.page < self.pages:
                yield "next", self._page_url(self.page + 1)
            yield "last", self._page_url(self.pages)
        if self.hub_url:
            yield "hub", self.hub_url

    def _page_url(self, number: int) -> str:
        joint = "&" if "?" in self.self_url else "?"
        return self.self_url if number == 1 else f"{self.self_url}{joint}page={number}"


def atom(feed: Feed) -> bytes:
    """The feed as Atom in UTF-8. The same feed gives the same bytes."""
    return _atom(feed, for_cap=False)


def cap_atom(feed: Feed) -> bytes:
    """As Atom for programs that read CAP: an entry's own link is the message, and what it says stands beside it.

    The form in which weather services list their messages (CAP Feeds 1.0, OASIS committee note of 2014).
    """
    return _atom(feed, for_cap=True)


def _atom(feed: Feed, *, for_cap: bool) -> bytes:
    from lxml import etree

    spaces = {None: ATOM, "cap": CAP} if for_cap else {None: ATOM}
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=spaces)  # type: ignore[arg-type]
    _add(root, f"{{{ATOM}}}id", feed.self_url)
    _add(root, f"{{{ATOM}}}title", feed.title)
    _add(root, f"{{{ATOM}}}updated", _rfc3339(feed.updated_at))
    _add(_add(root, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", feed.author)
    _links(root, feed, ATOM_TYPE)
    _add(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=feed.page_url)
    for entry in feed.entries:
        _atom_entry(_add(root, f"{{{ATOM}}}entry"), entry, for_cap=for_cap)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _atom_entry(node: etree._Element, entry: Entry, *, for_cap: bool) -> None:
    node.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
    _add(node, f"{{{ATOM}}}id", entry.id)
    _add(node, f"{{{ATOM}}}title", entry.title)
    _add(node, f"{{{ATOM}}}updated", _rfc3339(entry.updated_at))
    _add(node, f"{{{ATOM}}}published", _rfc3339(entry.published_at))
    page, message = ("related", "alternate") if for_cap else ("alternate", "enclosure")
    size = {} if for_cap else {"length": str(entry.cap_size_bytes)}
    _add(node, f"{{{ATOM}}}link", rel=message, type=CAP_TYPE, href=entry.cap_url, **size)
    _add(node, f"{{{ATOM}}}link", rel=page, type="text/html", href=entry.page_url)
    for relation, address in (  # RFC 5829
        ("predecessor-version", entry.predecessor_url),
        ("successor-version", entry.successor_url),
    ):
        if address:
            _add(node, f"{{{ATOM}}}link", rel=relation, type="text/html", href=address)
    for category in entry.categories:
        _add(node, f"{{{ATOM}}}category", term=category)
    _add(node, f"{{{ATOM}}}summary", entry.summary, type="text")
    for name, value in entry.cap.items() if for_cap else ():
        _add(node, f"{{{CAP}}}{name}", value)


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0 in UTF-8. The same feed gives the same bytes."""
    from lxml import etree

    root = etree.Element("rss", nsmap={"atom": ATOM}, version="2.0")
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page_url)
    _add(channel, "description", feed.title)
    _add(channel, "lastBuildDate", _rfc822(feed.updated_at))
    _links(channel, feed, RSS_TYPE)
    for entry in feed.entries:
        _rss_item(_add(channel, "item"), entry)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _rss_item(node: etree._Element, entry: Entry) -> None:
    _add(node, "title", entry.title)
    _add(node, "link", entry.page_url)
    _add(node, "description", entry.summary)
    for category in entry.categories:
        _add(node, "category", category)
    _add(node, "enclosure", url=entry.cap_url, length=str(entry.cap_size_bytes), type=CAP_TYPE)
    _add(node, "guid", entry.id, isPermaLink="false")
    _add(node, "pubDate", _rfc822(entry.published_at))
    _add(node, f"{{{ATOM}}}updated", _rfc3339(entry.updated_at))


def _links(node: etree._Element, feed: Feed, media_type: str) -> None:
    for relation, address in feed.links:
        kind = {} if relation == "hub" else {"type": media_type}
        _add(node, f"{{{ATOM}}}link", rel=relation, href=address, **kind)


def _rfc3339(at: datetime) -> str:
    assert at.tzinfo is not None, at
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rfc822(at: datetime) -> str:
    """Such as: Fri, 29 Sep 2023 14:00:00 GMT."""
    assert at.tzinfo is not None, at
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    from lxml import etree

    child = etree.SubElement(parent, name, {key: _fit(value) for key, value in attributes.items()})
    child.text = None if text is None else _fit(text)
    return child


def _fit(text: str) -> str:
    """U+FFFD in the place of every character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
