"""One address fetched within bounds: guarded at every redirect, limited in time and size, unpacked as it comes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tocsin import __version__
from tocsin.errors import FetchFailed, FetchRefused
from tocsin.outside.guard import Guard
from tocsin.reports.arrivals import Hop

if TYPE_CHECKING:
    import httpx

    from tocsin.outside.pinned import Deadline
    from tocsin.outside.wire import Tape

URL_LENGTH_MAX = 2000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: answers that a later try may better
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
#: of an answer that is no page (a redirect, an error): read for the tape, and no further
ASIDE_BYTES_MAX = 2**20
ASIDE_S_MAX = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    #: for the whole: names, redirects, headers, body
    total_s: float = 30.0
    redirects: int = 5
    #: on the wire and unpacked alike
    body_bytes: int = 32 * 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    #: the last address, after redirects
    url: str
    content: bytes = field(repr=False)
    content_type: str = ""
    hops: tuple[Hop, ...] = ()
    #: validators for the next conditional request; empty where the server gave none
    etag: str = ""
    modified: str = ""
    #: the server says that nothing changed; there is no content then
    unchanged: bool = False


def fetch(
    url: str,
    *,
    guard: Guard | None = None,
    limits: Limits | None = None,
    etag: str = "",
    modified: str = "",
    tape: Tape | None = None,
) -> Fetched:
    """GET, following redirects. `etag` and `modified` make it conditional; `tape` keeps every exchange, also of what fails.

    Raises FetchRefused for an address that may not be fetched and an answer that is none, FetchFailed where a later
    try may succeed.
    """
    import httpx

    from tocsin.outside.pinned import Deadline, PinnedTransport

    bounds = limits or Limits()
    deadline = Deadline.after(bounds.total_s)
    transport = PinnedTransport(guard or Guard(), deadline, tape=tape)
    headers = _headers(etag, modified)
    hops: list[Hop] = []
    target = _checked(url)
    with httpx.Client(
        transport=transport, trust_env=False, follow_redirects=False, timeout=bounds.total_s
    ) as client:
        for _ in range(bounds.redirects + 1):
            if tape is not None:
                tape.begin(str(target))
            with client.stream("GET", target, headers=headers) as response:
                hops.append(Hop(url=str(target), status=response.status_code, ip=transport.backend.connected))
                if tape is not None and not response.is_success:
                    _read_aside(response, deadline, tape)
                if response.status_code not in _REDIRECTS:
                    return _fetched(response, tuple(hops), bounds.body_bytes, tape)
                target = _checked(_location(response))
            client.cookies.clear()
    raise FetchRefused(f"it redirects more than {bounds.redirects} times", "name the page that it ends at")


def _headers(etag: str, modified: str) -> Mapping[str, str]:
    headers = {
        "User-Agent": f"Tocsin/{__version__}",
        "Accept": "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/pdf,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    return (
        headers
        | ({"If-None-Match": etag} if etag else {})
        | ({"If-Modified-Since": modified} if modified else {})
    )


def _checked(text: str) -> httpx.URL:
    """Raises FetchRefused for what is no plain http(s) address."""
    import httpx

    if len(text) > URL_LENGTH_MAX:
        raise FetchRefused(f"the address is longer than {URL_LENGTH_MAX:,} signs")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefused(f"{text!r} is no address ({error})", "check how it is spelled") from error
    if url.scheme not in ("http", "https") or not url.host or "%" in url.host:
        raise FetchRefused(f"{text!r} is no http(s) address", "use http or https, or save it as a file")
    if url.userinfo:
        raise FetchRefused(
            f"the address for {url.host} holds a password", "leave it out: addresses are published"
        )
    return url.copy_with(fragment=None)


def _location(response: httpx.Response) -> str:
    """Where a redirect leads, joined with the address that gave it."""
    import httpx

    location = response.headers.get("location", "")
    if not location:
        raise FetchRefused(f"it redirects ({response.status_code}) to nowhere")
    try:
        return str(response.request.url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefused(f"it redirects to {location[:200]!r}, which is no address") from error


def _read_aside(response: httpx.Response, deadline: Deadline, tape: Tape) -> None:
    """The body of an answer that is no page, for the tape alone: it may be cut, and never makes the fetch fail."""
    read_bytes = 0
    with deadline.within(ASIDE_S_MAX):
        try:
            for part in response.iter_raw():
                read_bytes += len(part)
                if read_bytes > ASIDE_BYTES_MAX:
                    tape.ended("length")
                    return
            tape.ended()
        except FetchFailed:
            tape.ended("time" if deadline.is_over() else "disconnect")


def _fetched(response: httpx.Response, hops: tuple[Hop, ...], bytes_max: int, tape: Tape | None) -> Fetched:
    status, headers = response.status_code, response.headers
    if status in _PASSING:
        raise FetchFailed(f"the server answers {status}", "try again later")
    if status != 304 and not 200 <= status < 300:
        raise FetchRefused(f"the server answers {status}", "check the address, or save the page as a file")
    encoding = headers.get("content-encoding", "identity").strip().lower()
    content = b"" if status == 304 else unpacked(response.iter_raw(), encoding, bytes_max)
    if tape is not None and status != 304:
        _end(tape)
    return Fetched(
        url=hops[-1]["url"],
        content=content,
        content_type=headers.get("content-type", "")[:200],
        hops=hops,
        etag=headers.get("etag", "")[:500],
        modified=headers.get("last-modified", "")[:100],
        unchanged=status == 304,
    )


def _end(tape: Tape) -> None:
    """The page is there; its tape must be too. Raises FetchRefused where it did not fit."""
    tape.ended()
    if not tape.is_whole:
        raise FetchRefused("it sends more around the page than is kept", "save the page as a file")


def unpacked(parts: Iterable[bytes], encoding: str, bytes_max: int) -> bytes:
    """The body, never more than one byte over `bytes_max` unpacked, however much it would unfold to."""
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise FetchRefused(
            f"the server packs its answer as {encoding[:40]!r} unasked", "save the page as a file"
        )
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    body, wire_bytes = bytearray(), 0
    for part in parts:
        wire_bytes += len(part)
        try:
            body += unpack.decompress(part, bytes_max + 1 - len(body)) if unpack else part
        except zlib.error as error:
            raise FetchRefused(f"its gzip is broken ({error})", "save the page as a file") from error
        if len(body) > bytes_max or wire_bytes > bytes_max:
            raise FetchRefused(
                f"it sends more than {bytes_max:,} bytes", "save the part that matters as a file"
            )
    if unpack and not unpack.eof:
        raise FetchFailed("its gzip ends too early", "try again later")
    return bytes(body)
