"""Asking authorities over HTTP (RFC 3161, section 3.4): guarded, bounded, all at once, and none waits for another.

No redirect is followed: whoever moved is named anew in the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tocsin import __version__
from tocsin.custody.timestamps.authorities import Authority
from tocsin.custody.timestamps.token import RESPONSE_BYTES_MAX
from tocsin.errors import FetchFailed, FetchRefused, TocsinError
from tocsin.outside.guard import Guard

if TYPE_CHECKING:
    import httpx

#: for the whole of one question: name, connection, TLS, answer
WITHIN_S = 15.0
AT_ONCE = 8
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
_LATER, _CHECK = "it is asked again later", "check the authority's address in TOCSIN_TIMESTAMP_AUTHORITIES"
_HEADERS = {
    "User-Agent": f"Tocsin/{__version__}",
    "Content-Type": QUERY,
    "Accept": REPLY,
    "Accept-Encoding": "identity",
    "Connection": "close",
}

#: of an authority, the request (DER) that it is asked; the answer (DER)
Ask = Callable[[Authority, bytes], bytes]


def ask(
    authority: Authority, request: bytes, *, guard: Guard | None = None, within_s: float = WITHIN_S
) -> bytes:
    """The answer's bytes, not judged yet. Raises FetchRefused, or FetchFailed where a later try may succeed."""
    import httpx

    from tocsin.outside.pinned import Deadline, PinnedTransport

    try:
        asked = httpx.Request("POST", authority.url, content=request, headers=_HEADERS)
    except httpx.InvalidURL as error:
        raise FetchRefused(f"{authority.url!r} is no address ({error})", "check how it is spelled") from None
    transport = PinnedTransport(guard or Guard(), Deadline.after(within_s))
    try:
        with _told():
            response = transport.handle_request(asked)
        try:
            _check_head(response)
            with _told():
                body = _body(response)
        finally:
            response.close()
    finally:
        transport.close()
    if len(body) > RESPONSE_BYTES_MAX:
        raise FetchRefused(f"it answers with more than {RESPONSE_BYTES_MAX:,} bytes", _CHECK)
    return body


def ask_all(requests: Mapping[Authority, bytes], how: Ask = ask) -> dict[Authority, bytes | TocsinError]:
    """Of each authority its answer, or what the matter was."""

    def one(authority: Authority) -> bytes | TocsinError:
        try:
            return how(authority, requests[authority])
        except TocsinError as error:
            return error

    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        return dict(zip(requests, threads.map(one, requests), strict=True))


@contextmanager
def _told() -> Iterator[None]:
    """Trouble of the network, with what comes next for an authority."""
    try:
        yield
    except FetchFailed as error:
        raise FetchFailed(error.what, _LATER) from error
    except FetchRefused as error:
        raise FetchRefused(error.what, _CHECK) from error


def _check_head(response: httpx.Response) -> None:
    status, headers = response.status_code, response.headers
    if 300 <= status < 400:
        to = headers.get("location", "nowhere")[:200]
        raise FetchRefused(
            f"it redirects ({status}) to {to!r}", "put the authority's new address into the settings"
        )
    if status != 200:
        raise FetchFailed(f"the server answers {status}", _LATER)
    said = headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != REPLY:
        raise FetchRefused(f"it answers with {said[:100]!r}, not with {REPLY}", _CHECK)
    if headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise FetchRefused("it packs its answer unasked", _CHECK)


def _body(response: httpx.Response) -> bytes:
    """All of it, or somewhat more than is read of it at all."""
    body = bytearray()
    for part in response.iter_raw():
        body += part
        if len(body) > RESPONSE_BYTES_MAX:
            break
    return bytes(body)
