"""RSS and Atom, by feedparser: which pages a feed announces. An entry's own summary is not the article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tocsin.errors import ReportRefused
from tocsin.reports.extracted import TITLE_MAX, Extracted, FeedLink, one_line
from tocsin.reports.media import CAP
from tocsin.reports.published import Published, parse_mail_date, parse_published
from tocsin.reports.xml_guard import refuse_entities

#: entries that are looked at, newest first as feeds have them
ENTRIES_MAX = 200
LINK_MAX = 2000


def extract_feed(content: bytes, url: str = "") -> Extracted:
    """The feed's title as publisher, its links (made whole with `url`), and as text what its entries say.

    Raises ReportRefused for what is not well-formed XML, declares entities, or is no feed.
    """
    if not content.strip():
        raise ReportRefused("the feed is empty")
    refuse_entities(content, "the feed")
    _refuse_broken(content)
    import feedparser

    base = {"content-location": url} if url else {}
    parsed = feedparser.parse(io.BytesIO(content), response_headers=base, sanitize_html=True)
    if not parsed.version:
        raise ReportRefused("it is XML and no feed", "name an RSS or Atom feed")
    entries = parsed.entries[:ENTRIES_MAX]
    title = one_line(parsed.feed.get("title", ""), TITLE_MAX)
    return Extracted(
        media_type="application/atom+xml" if parsed.version.startswith("atom") else "application/rss+xml",
        text="\n\n".join(filter(None, [title, *map(_entry_text, entries)])) + "\n",
        title=title,
        publisher=title,
        published=_date(parsed.feed),
        language=parsed.feed.get("language", ""),
        links=tuple(_links(entries)),
    )


def _refuse_broken(content: bytes) -> None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # `&nbsp;` is XML only with a DTD; feeds are full of it, and feedparser knows it
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_UNDECLARED_ENTITY:
            return
        reason = one_line(str(error), 120)
        raise ReportRefused(f"the feed is not XML ({reason})", "check the address of the feed") from error


def _links(entries: list[Any]) -> Iterator[FeedLink]:
    seen = set()
    for entry in entries:
        warning = _warning_link(entry)
        link = warning or str(entry.get("link", "")).strip()
        if not link.startswith(("http://", "https://")) or len(link) > LINK_MAX:
            continue
        updated = entry["updated"] if "updated" in entry else ""  # noqa: SIM401  get() gives the published time
        # MeteoAlarm has an entry for each area of a warning, and one file for all of them
        named = f"{warning or entry.get('id') or link}\n{updated}"
        key = sha256(named.encode("utf-8", "replace")).hexdigest()
        if key not in seen:
            seen.add(key)
            title = one_line(entry.get("title", ""), TITLE_MAX)
            yield FeedLink(link=link, key=key, title=title, published=_date(entry))


def _warning_link(entry: Any) -> str:
    """Of the entry's CAP message, where it names one beside a page for people; else empty."""
    links = (link for link in entry.get("links", ()) if str(link.get("type", "")).lower() == CAP)
    return next((str(link.get("href", "")).strip() for link in links), "")


def _date(node: Any) -> Published | None:
    """RSS writes mail dates, Atom ISO 8601; a feed may write either."""
    text = str(node.get("published") or node.get("updated") or "")[:100]
    return parse_published(text) or parse_mail_date(text)


def _entry_text(entry: Any) -> str:
    """Title and summary without markup, as paragraphs."""
    from lxml import html

    summary = str(entry.get("summary", "")).strip()
    plain = "".join(map(str, html.fromstring(f"<div>{summary}</div>").itertext())) if summary else ""
    lines = (one_line(entry.get("title", ""), TITLE_MAX), *(line.strip() for line in plain.splitlines()))
    return "\n".join(line for line in lines if line)
