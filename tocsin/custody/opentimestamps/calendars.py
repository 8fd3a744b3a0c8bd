"""The calendars of the settings, and how they are asked: guarded, bounded, following nobody elsewhere.

A calendar learns a hash that a random nonce went into, our address, and when we ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from tocsin import __version__
from tocsin.custody.opentimestamps.proof import Node, read_node
from tocsin.errors import FetchFailed, FetchRefused, WrongUse
from tocsin.outside.guard import Guard

if TYPE_CHECKING:
    import httpx

ANSWER_BYTES_MAX = 10_000
CALENDARS_MAX = 8
WITHIN_S = 15.0
_HEADERS = {
    "User-Agent": f"Tocsin/{__version__}",
    "Content-Type": "application/octet-stream",
    "Accept": "application/vnd.opentimestamps.v1",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_LATER, _CHECK = "ask again later", "check the calendars of TOCSIN_OPENTIMESTAMPS_CALENDARS"

#: of a method, an address and what is sent; the answer, or None where there is none yet (404)
Call = Callable[[str, str, bytes], bytes | None]


def configured() -> Sequence[str]:
    """Raises WrongUse for a setting that cannot be meant."""
    return read_calendars(settings.TOCSIN_OPENTIMESTAMPS_CALENDARS)


def read_calendars(text: str) -> Sequence[str]:
    """Raises WrongUse.

    >>> read_calendars("https://a.example.org https://b.example.org/")
    ['https://a.example.org', 'https://b.example.org']
    """
    found = list(dict.fromkeys(each.rstrip("/") for each in text.split()))
    for each in found:
        if not is_address(each):
            raise WrongUse(
                f"{each[:200]!r} in TOCSIN_OPENTIMESTAMPS_CALENDARS is no address of a calendar",
                "use https, without a password, a question mark or a fragment",
            )
    if len(found) > CALENDARS_MAX:
        raise WrongUse(f"TOCSIN_OPENTIMESTAMPS_CALENDARS names {len(found)}", f"name at most {CALENDARS_MAX}")
    return found


def is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        plain = parts.username is None and parts.port != 0 and not parts.query and not parts.fragment
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and plain and url.isascii()


def submit(calendar: str, digest: bytes, how: Call) -> Node:
    """What leads on from the digest, as the calendar promises. Raises what `call` raises, and ProofRefused."""
    answer = how("POST", f"{calendar}/digest", digest)
    if answer is None:
        raise FetchFailed("the calendar answers 404", _CHECK)
    return read_node(answer)


def completion(calendar: str, message: bytes, how: Call) -> Node | None:
    """What leads on from a message that it promised to complete; None while it has not. Raises as `submit`."""
    if not is_address(calendar):
        raise FetchRefused(f"{calendar!r} is no address of a calendar", "nobody is asked there")
    answer = how("GET", f"{calendar.rstrip('/')}/timestamp/{message.hex()}", b"")
    return None if answer is None else read_node(answer)


def call(
    method: str, url: str, content: bytes, *, guard: Guard | None = None, within_s: float = WITHIN_S
) -> bytes | None:
    """Raises FetchRefused, or FetchFailed where a later try may succeed."""
    import httpx

    from tocsin.outside.pinned import Deadline, PinnedTransport

    try:
        asked = httpx.Request(method, url, content=content or None, headers=_HEADERS)
    except httpx.InvalidURL as error:
        raise FetchRefused(f"{url[:200]!r} is no address ({error})", _CHECK) from None
    transport = PinnedTransport(guard or Guard(), Deadline.after(within_s))
    try:
        response = transport.handle_request(asked)
        try:
            return _answer(response)
        finally:
            response.close()
    finally:
        transport.close()


def _answer(response: httpx.Response) -> bytes | None:
    status = response.status_code
    if status == 404:
        return None
    if 300 <= status < 400:
        raise FetchRefused(f"the calendar redirects ({status})", _CHECK)
    if status != 200:
        raise FetchFailed(f"the calendar answers {status}", _LATER)
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise FetchRefused("the calendar packs its answer unasked", _CHECK)
    body = bytearray()
    for part in response.iter_raw():
        body += part
        if len(body) > ANSWER_BYTES_MAX:
            raise FetchRefused(f"the calendar answers with more than {ANSWER_BYTES_MAX:,} bytes", _CHECK)
    return bytes(body)
