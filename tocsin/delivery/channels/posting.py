"""POST to an address that a stranger named: guarded, over one kept connection, no redirect followed.

A redirect would carry a signed body to a host that nobody subscribed; whoever moved subscribes anew.
"""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address

import httpx
from django.conf import settings

from tocsin import __version__
from tocsin.delivery.states import Outcome, Result
from tocsin.errors import FetchFailed, FetchRefused, WrongUse
from tocsin.outside.guard import Guard, is_public
from tocsin.outside.pinned import Deadline, PinnedTransport

#: for the whole request; a receiver that works longer answers first and works then
WITHIN_S = 15.0
#: how long an idle connection is kept
KEPT_S = 15.0
URL_LENGTH_MAX = 2000
#: of an answer, which nobody reads
ANSWER_BYTES_MAX = 65_536


def guard() -> Guard:
    """Public addresses, and those of this organisation that TOCSIN_WEBHOOK_INSIDE names."""
    inside = settings.TOCSIN_WEBHOOK_INSIDE
    return Guard(permits=lambda address, port: f"{address}:{port}" in inside or is_public(address))


def checked_url(text: str) -> str:
    """Raises WrongUse for what is no plain https address (http only to addresses inside)."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise WrongUse("this is no address", "check how it is spelled") from None
    inside = f"{url.host}:{url.port or 80}" in settings.TOCSIN_WEBHOOK_INSIDE
    if url.scheme != "https" and not (url.scheme == "http" and inside):
        raise WrongUse("this address is not https", "name an https address")
    if not url.host or url.userinfo or "%" in url.host or len(text) > URL_LENGTH_MAX:
        raise WrongUse(
            "this address cannot be called", "leave out passwords, and use at most 2,000 characters"
        )
    if _is_number(url.host) and not guard().permits(url.host, url.port or 443):
        raise WrongUse("this address is not on the public internet", "name one that is")
    return str(url.copy_with(fragment=None))


def _is_number(host: str) -> bool:
    """Whether it needs no resolving: such a one is judged at once, a name each time that it is called."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Poster:
    """One kept connection at most, to one host after another."""

    def __init__(self) -> None:
        self._deadline = Deadline.after(WITHIN_S)
        self._transport = PinnedTransport(guard(), self._deadline, kept_s=KEPT_S)

    def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response | Outcome:
        """The answer (its body unread), or what came of it where none came."""
        self._deadline.renew(WITHIN_S)
        backend = self._transport.backend
        backend.sent = False
        request = httpx.Request(
            "POST", url, content=content, headers={"User-Agent": f"Tocsin/{__version__}", **headers}
        )
        try:
            response = self._transport.handle_request(request)
        except FetchRefused as error:
            return _unanswered(error, backend.sent)
        try:
            _read_away(response)
        except FetchFailed:
            pass  # the answer's head is what counts
        finally:
            response.close()
        return response

    def close(self) -> None:
        self._transport.close()


def _unanswered(error: FetchRefused, sent: bool) -> Outcome:
    if sent:
        return Outcome(result=Result.UNKNOWN, reason="sent, and no answer came")
    if isinstance(error, FetchFailed):
        return Outcome(result=Result.TEMPORARY, reason="the host cannot be reached", lane_down=True)
    return Outcome(result=Result.TEMPORARY, reason="the host leads to no public address", lane_down=True)


def _read_away(response: httpx.Response) -> None:
    """Reads a short answer to its end, so that the connection can be kept; a long one is cut off."""
    assert isinstance(response.stream, httpx.SyncByteStream)
    got = 0
    for part in response.stream:
        got += len(part)
        if got > ANSWER_BYTES_MAX:
            return


def judged(response: httpx.Response, *, taken: Result, now: datetime | None = None) -> Outcome:
    """What an answer means. Only 410 is final: a host that answers 404 while it is set up anew must miss no warning."""
    status = response.status_code
    if 200 <= status < 300:
        return Outcome(result=taken, reason=f"HTTP {status}")
    if status == 410:
        return Outcome(result=Result.PERMANENT, reason="HTTP 410: the address is gone", ends=True)
    if 300 <= status < 400:
        reason = f"HTTP {status}: redirects are not followed, name the final address"
        return Outcome(result=Result.TEMPORARY, reason=reason)
    wait_s = retry_after_s(response.headers.get("retry-after", ""), now or datetime.now(UTC))
    return Outcome(
        result=Result.TEMPORARY, reason=f"HTTP {status}", retry_after_s=wait_s, lane_down=status in (429, 503)
    )


def retry_after_s(text: str, now: datetime) -> float | None:
    """Seconds from a Retry-After header: a number or a date (RFC 9110, 10.2.3); None for anything else.

    >>> noon = datetime(2023, 9, 30, 12, 0, tzinfo=UTC)
    >>> retry_after_s("120", noon), retry_after_s("Sat, 30 Sep 2023 12:01:00 GMT", noon), retry_after_s("soon", noon)
    (120.0, 60.0, None)
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else max(0.0, (at - now).total_seconds())
