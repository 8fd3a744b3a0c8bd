"""Connections that go where the guard looked: the address is checked, and that very address is connected to.

A name that is resolved once to be checked and again to be connected to can give two answers. Here it is resolved
once; the socket gets the numeric address, while TLS and the Host header keep the name.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

from tocsin.errors import FetchFailed
from tocsin.outside.guard import Guard
from tocsin.outside.wire import Tape

# ruff: noqa: ARG002  httpcore and httpx give the methods their parameters

_LATER = "try again later, or save the page as a file"


@dataclass
class Deadline:
    """One moment that the whole fetch must be over by: a server that sends a byte now and then does not extend it."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    def renew(self, seconds: float) -> None:
        """From now on, for the next request over a connection that is kept."""
        self.at = time.monotonic() + seconds

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """For a part of the whole that must not use up all of it."""
        whole, self.at = self.at, min(self.at, time.monotonic() + seconds)
        try:
            yield
        finally:
            self.at = whole

    def is_over(self) -> bool:
        return time.monotonic() >= self.at

    def left(self) -> float:
        """Seconds, more than 0. Raises FetchFailed when it is over."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise FetchFailed("the server took too long", _LATER)
        return seconds


class _TimedStream(httpcore.NetworkStream):
    """Another stream, whose every wait ends at the deadline; it tells when something is sent, and fills the tape."""

    def __init__(
        self,
        inner: httpcore.NetworkStream,
        deadline: Deadline,
        wrote: Callable[[], None],
        tape: Tape | None = None,
    ) -> None:
        self._inner = inner
        self._deadline = deadline
        self._wrote = wrote
        self._tape = tape

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._deadline.left())
        if self._tape is not None:
            self._tape.received(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._wrote()
        if self._tape is not None:
            self._tape.sent(buffer)
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        if self._tape is not None:
            self._tape.secured(secured.get_extra_info("ssl_object"))
        return _TimedStream(secured, self._deadline, self._wrote, self._tape)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Resolves, asks the guard about every address, and connects to one that it admitted."""

    def __init__(self, guard: Guard, deadline: Deadline, tape: Tape | None = None) -> None:
        self._guard = guard
        self._deadline = deadline
        self._tape = tape
        self._inner = httpcore.SyncBackend()
        #: the address that was connected to last
        self.connected = ""
        #: whether anything of a request has been sent since this was last set to False
        self.sent = False

    def _wrote(self) -> None:
        self.sent = True

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._guard.admit(host, port, self._deadline.left())
        for index, address in enumerate(addresses, 1):
            share_s = self._deadline.left() / (len(addresses) - index + 1)
            try:
                stream = self._inner.connect_tcp(address, port, share_s, None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if index == len(addresses):
                    raise
                continue
            self.connected = address
            if self._tape is not None:
                self._tape.connected(address)
            return _TimedStream(stream, self._deadline, self._wrote, self._tape)
        raise AssertionError("the guard admits no host without addresses")


@cache
def _tls() -> ssl.SSLContext:
    """One for all connections: reading the certificates of all authorities takes 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


class _Body(httpx.SyncByteStream):
    def __init__(self, parts: Iterable[bytes], close: Callable[[], None]) -> None:
        self._parts = parts
        self._close = close

    def __iter__(self) -> Iterator[bytes]:
        with _told():
            yield from self._parts

    def close(self) -> None:
        self._close()


class PinnedTransport(httpx.BaseTransport):
    """httpx over `PinnedBackend`. No proxy, HTTP/1.1, TLS as httpx sets it up, nothing from the environment."""

    def __init__(
        self, guard: Guard, deadline: Deadline, *, kept_s: float = 0, tape: Tape | None = None
    ) -> None:
        """`kept_s`: how long an idle connection is kept for the next request; 0 keeps none. `tape` records all of it."""
        assert not (kept_s and tape), "an exchange on tape has a connection of its own"
        self.backend = PinnedBackend(guard, deadline, tape)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            network_backend=self.backend,
            max_keepalive_connections=1 if kept_s else 0,
            keepalive_expiry=kept_s,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _told():
            response = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        assert isinstance(response.stream, Iterable)
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response.stream, response.close)
        )

    def close(self) -> None:
        self._pool.close()


@contextmanager
def _told() -> Iterator[None]:
    """Trouble of the network as FetchFailed."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchFailed("the server took too long", _LATER) from error
    except httpcore.RemoteProtocolError as error:
        raise FetchFailed(
            f"the server does not speak HTTP rightly ({error})", "save the page as a file"
        ) from error
    except httpcore.LocalProtocolError:  # it quotes the header that cannot be sent, which may be a key
        raise FetchFailed(
            "what we ask cannot be sent as HTTP", "look at the address, and at the keys in the environment"
        ) from None
    except (httpcore.NetworkError, httpcore.UnsupportedProtocol, OSError) as error:
        raise FetchFailed(f"the server cannot be reached ({error})", _LATER) from error
