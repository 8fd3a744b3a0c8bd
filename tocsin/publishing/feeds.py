"""Feeds of alerts: Atom (RFC 4287) and RSS 2.0, from plain entries to bytes.

Who polls must see every act: an update and a cancel are entries of their own, and the entry of the alert that was
replaced comes again, with a later `updated`, to say so. Ids never change, so that no reader shows an entry twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE, RSS_TYPE = "application/atom+xml", "application/rss+xml"
CAP_TYPE = "application/cap+xml"
#: what a feed that has no entry says of its age: RFC 4287 wants an instant
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

#: what XML 1.0 cannot hold, section 2.2
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One issued message."""

    #: an absolute address or tag that never changes (RFC 4287, section 4.2.6)
    id: str
    #: an exercise says so here, at the very beginning
    title: str
    #: plain text: what the reader needs to know before the page
    summary: str
    issued_at: datetime
    #: when it was issued, or replaced since
    updated_at: datetime
    page_url: str
    cap_url: str
    cap_size_bytes: int
    #: ISO 639-1
    language: str
    #: the level's title and "Exercise", "Update" ...
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    title: str
    #: who issues the alerts
    author: str
    #: the page that lists what the feed lists
    page_url: str
    #: the feed's own address, which is its id too
    self_url: str
    #: the newest first
    entries: Sequence[Entry]

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)


def atom(feed: Feed) -> bytes:
    """The feed as Atom in UTF-8. The same feed gives the same bytes."""
    from lxml import etree

    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})  # type: ignore[dict-item]
    _add(root, f"{{{ATOM}}}id", feed.self_url)
    _add(root, f"{{{ATOM}}}title", feed.title)
    _add(root, f"{{{ATOM}}}updated", _rfc3339(feed.updated_at))
    _add(_add(root, f"{{{ATOM}}}author"), f"{{{ATOM}}}name", feed.author)
    _add(root, f"{{{ATOM}}}link", rel="self", type=ATOM_TYPE, href=feed.self_url)
    _add(root, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=feed.page_url)
    for entry in feed.entries:
        _atom_entry(_add(root, f"{{{ATOM}}}entry"), entry)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _atom_entry(node: etree._Element, entry: Entry) -> None:
    node.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
    _add(node, f"{{{ATOM}}}id", entry.id)
    _add(node, f"{{{ATOM}}}title", entry.title)
    _add(node, f"{{{ATOM}}}updated", _rfc3339(entry.updated_at))
    _add(node, f"{{{ATOM}}}published", _rfc3339(entry.issued_at))
    _add(node, f"{{{ATOM}}}link", rel="alternate", type="text/html", href=entry.page_url)
    _add(
        node,
        f"{{{ATOM}}}link",
        rel="enclosure",
        type=CAP_TYPE,
        href=entry.cap_url,
        length=str(entry.cap_size_bytes),
    )
    for category in entry.categories:
        _add(node, f"{{{ATOM}}}category", term=category)
    _add(node, f"{{{ATOM}}}summary", entry.summary, type="text")


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0 in UTF-8. The same feed gives the same bytes."""
    from lxml import etree

    root = etree.Element("rss", nsmap={"atom": ATOM}, version="2.0")
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page_url)
    _add(channel, "description", feed.title)
    _add(channel, "lastBuildDate", _rfc822(feed.updated_at))
    _add(channel, f"{{{ATOM}}}link", rel="self", type=RSS_TYPE, href=feed.self_url)
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
    _add(node, "pubDate", _rfc822(entry.issued_at))
    _add(node, f"{{{ATOM}}}updated", _rfc3339(entry.updated_at))


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
