"""Calls to a card provider: guarded, bounded, JSON back. Keys stand in headers or forms, and in no message of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from tocsin import __version__
from tocsin.errors import (
    FetchFailed,
    FetchRefused,
    MoneyRefused,
    ProviderFailed,
    ProviderRefused,
    WrongUse,
)
from tocsin.outside.guard import Guard, is_public
from tocsin.outside.pinned import Deadline, PinnedTransport

#: for one call; a giver waits for it
WITHIN_S = 20.0
ANSWER_BYTES_MAX = 2 * 2**20

Pairs = Sequence[tuple[str, str]]
#: what Python raises where a name is missing, or a value is of another kind or size than it should be
_NOT_OF_THE_SHAPE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    status: int
    #: a JSON object
    body: Mapping[str, Any] = field(repr=False)


class Calls(Protocol):
    """How an adapter calls its provider. Each may raise ProviderFailed or ProviderRefused."""

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer: ...

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer: ...

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer: ...


@dataclass(frozen=True, kw_only=True)
class Wire:
    """One provider's address. Only https, except to a simulator on this machine."""

    #: of the provider, for messages
    title: str
    base_url: str

    def __post_init__(self) -> None:
        url = httpx.URL(self.base_url)
        if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
            raise WrongUse(f"{self.base_url} is not https", f"set the https address of {self.title}")

    @property
    def local(self) -> bool:
        return is_loopback(httpx.URL(self.base_url).host)

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, b"", headers or {})

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        typed = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._call("POST", path, urlencode(form).encode(), {**(headers or {}), **typed})

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._call("DELETE", path, b"", headers or {})

    def _call(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """Raises ProviderFailed where no answer came: what was asked may have been done all the same."""
        transport = PinnedTransport(self._guard(), Deadline.after(WITHIN_S))
        named = {"User-Agent": f"Tocsin/{__version__}", "Accept": "application/json", **headers}
        request = httpx.Request(method, self.base_url.rstrip("/") + path, content=content, headers=named)
        try:
            response = transport.handle_request(request)
            try:
                return Answer(status=response.status_code, body=self._json(response))
            finally:
                response.close()
        except FetchFailed as error:
            raise ProviderFailed(f"{self.title} does not answer ({error.what})", "try again later") from None
        except FetchRefused as error:
            raise ProviderRefused(f"{self.title} is not called ({error.what})", "check its address") from None
        finally:
            transport.close()

    def _guard(self) -> Guard:
        if not self.local:
            return Guard()
        url = httpx.URL(self.base_url)
        here = (url.port or 80,)
        return Guard(
            permits=lambda address, port: is_public(address) or (is_loopback(address) and port in here)
        )

    def _json(self, response: httpx.Response) -> Mapping[str, Any]:
        assert isinstance(response.stream, httpx.SyncByteStream)
        content = bytearray()
        for part in response.stream:
            content += part
            if len(content) > ANSWER_BYTES_MAX:
                raise ProviderRefused(
                    f"{self.title} answers with more than {ANSWER_BYTES_MAX} bytes", "check its address"
                )
        try:
            body = json.loads(bytes(content))
        except (ValueError, RecursionError):
            raise ProviderFailed(
                f"{self.title} answers HTTP {response.status_code} with what is no JSON", "try again later"
            ) from None
        if not isinstance(body, dict):
            raise ProviderRefused(f"{self.title} answers with no JSON object", "check its address")
        return body


@contextmanager
def understood(title: str) -> Iterator[None]:
    """While an answer is taken apart: one that is not of the shape is the provider's fault, and stops nothing else.

    Raises ProviderRefused, which quotes nothing: what a provider writes may hold a person's data.
    """
    try:
        yield
    except (*_NOT_OF_THE_SHAPE, MoneyRefused, httpx.InvalidURL):
        raise ProviderRefused(
            f"{title} answers what cannot be read", "look at the payment on its own pages; nothing was booked"
        ) from None


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def origin(address: str) -> str:
    """Scheme, host and port of an address.

    >>> origin("https://checkout.example.org/c/pay/1?x")
    'https://checkout.example.org'
    """
    url = httpx.URL(address)
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
