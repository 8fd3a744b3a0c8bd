"""A fetched page as a reader would have seen it: a picture and its text, rendered out of what was captured of it.

The browser gets the page that the server sent to us, and nothing from the network. Where `TOCSIN_CHROMIUM_FETCH` is on,
what the page itself asks for (styles, pictures, scripts, data) is fetched for it by us: guarded, bounded, and captured.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings

from tocsin.apart.picture import Answer, Picture
from tocsin.errors import FetchRefused, PictureTrouble
from tocsin.outside.wire import Tape, spooled
from tocsin.reports import media
from tocsin.reports.fetch import Fetched, Limits, fetch
from tocsin.reports.seal import incoming_folder

if TYPE_CHECKING:
    from tocsin.outside.guard import Guard

#: of what a page asks for: how many answers, how many bytes together, for how long
ASKED_MAX = 80
ASKED_BYTES_MAX = 16 * 2**20
ASKED_S_MAX = 12.0
#: one of them
ONE_S_MAX = 5.0
ONE_BYTES_MAX = 4 * 2**20
#: names of a picture and of a text in an archive of the web, as other programs that capture pages write them
PICTURE_NAME = "urn:fullPage:"
TEXT_NAME = "urn:text:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pictured:
    #: the page's address
    url: str
    at: datetime
    picture: Picture
    #: what the page asked for, as it was fetched; empty where nothing was
    asked: Tape = field(repr=False)


def pictured(fetched: Fetched, tape: Tape, guard: Guard | None) -> Pictured | PictureTrouble | None:
    """None where it is no page, or pictures are not switched on. A page is taken in without its picture all the same."""
    if not settings.TOCSIN_CHROMIUM or not _is_page(fetched):
        return None
    from tocsin.apart.picture import picture

    asked, at = Tape(ASKED_BYTES_MAX, lambda: spooled(str(incoming_folder()))), datetime.now(UTC)
    answers = _Answers(fetched, tape, asked, guard)
    try:
        made = picture(Path(settings.TOCSIN_CHROMIUM), fetched.url, answers.answer)
    except PictureTrouble as trouble:
        asked.close()
        return trouble
    return Pictured(url=fetched.url, at=at, picture=made, asked=asked)


def _is_page(fetched: Fetched) -> bool:
    head = fetched.content[: media.HEAD_BYTES]
    return media.recognise(head, fetched.url, fetched.content_type) == media.HTML


class _Answers:
    """What the browser gets for each of its requests."""

    def __init__(self, fetched: Fetched, tape: Tape, asked: Tape, guard: Guard | None) -> None:
        self._url = fetched.url
        self._page = _answer(fetched, tape.exchanges[-1].answer)
        self._asked = asked
        self._guard = guard
        self._left = ASKED_MAX if settings.TOCSIN_CHROMIUM_FETCH else 0
        self._deadline = time.monotonic() + ASKED_S_MAX

    def answer(self, method: str, url: str, kind: str) -> Answer | None:
        """The page itself, from its capture. No other page: a script that leads elsewhere would show another one."""
        if method != "GET":
            return None
        if url == self._url:
            return self._page
        return None if kind == "Document" else self._fetched(url)

    def _fetched(self, url: str) -> Answer | None:
        left_s = self._deadline - time.monotonic()
        if self._left <= 0 or left_s <= 0 or not url.startswith(("http://", "https://")):
            return None
        self._left -= 1
        limits = Limits(total_s=min(ONE_S_MAX, left_s), redirects=3, body_bytes=ONE_BYTES_MAX)
        try:
            found = fetch(url, guard=self._guard, limits=limits, tape=self._asked)
        except FetchRefused:
            return None
        return _answer(found, self._asked.exchanges[-1].answer)


def _answer(fetched: Fetched, exchange: IO[bytes]) -> Answer:
    """Unpacked; its own headers say how."""
    from tocsin.reports.warc import read_answer

    head, _ = read_answer(exchange)
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers)
    return Answer(status=200, headers=headers, body=fetched.content)
