"""`pages/*.jsonl`: the pages that a WACZ holds (WACZ 1.1.1, pages.jsonl)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.archives.wacz.strict_json import NotOneMeaning, read_object

MAIN = "pages/pages.jsonl"
#: that a verdict names; all are checked
PAGES_MAX = 1000
_TITLE_MAX = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class PageEntry:
    url: str
    #: with its zone
    at: datetime
    title: str = ""
    #: as whoever captured the page took it out; empty where they did not
    text: str = ""


class BadPage(Exception):
    """Why a line is no page."""


def read_pages(lines: Iterable[str]) -> Iterator[PageEntry]:
    """Raises BadPage. The first line may say what the list is."""
    for number, line in enumerate(lines, 1):
        try:
            plain = read_object(line)
        except NotOneMeaning as error:
            raise BadPage(f"line {number}: {error}") from error
        if number == 1 and "format" in plain and "url" not in plain:
            continue
        yield _page(plain, number)


def _page(plain: dict[str, object], number: int) -> PageEntry:
    url, at, title = plain.get("url"), plain.get("ts"), plain.get("title") or ""
    if not isinstance(url, str) or not url or not isinstance(at, str):
        raise BadPage(f"line {number}: a page has an address (url) and a time (ts)")
    try:
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise BadPage(f"line {number}: its time {at[:40]!r} has no zone")
        instant.astimezone(UTC)  # beyond the calendar there is none
    except (ValueError, OverflowError) as error:
        raise BadPage(f"line {number}: its time {at[:40]!r} is none") from error
    text = plain.get("text")
    return PageEntry(
        url=url, at=instant, title=str(title)[:_TITLE_MAX], text=text if isinstance(text, str) else ""
    )


def page_lines(pages: Iterable[PageEntry]) -> Iterator[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}) + "\n"
    for page in pages:
        at = page.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        plain = {"url": page.url, "ts": at, "title": page.title} | ({"text": page.text} if page.text else {})
        yield json.dumps(plain, ensure_ascii=False) + "\n"
