"""Addresses fetched within bounds. Every server here listens on loopback."""

import gzip
import socket
from contextlib import suppress

import pytest

from tests.reports.serving import answer, serving
from tocsin.errors import FetchFailed, FetchRefused
from tocsin.outside.guard import Guard
from tocsin.reports.fetch import Limits, fetch

SHORT = Limits(total_s=1.0, body_bytes=100_000)


def test_a_page_is_fetched_with_every_address_on_the_way() -> None:
    """The name stays in the Host header while the socket goes to the checked address."""
    with serving({"/a": answer(status=302, Location="/b"), "/b": answer(b"words", ETag='"1"')}) as server:
        fetched = fetch(server.url("/a", "wire.example"), guard=server.guard({"wire.example": ["127.0.0.1"]}))
    assert (fetched.content, fetched.etag, fetched.content_type) == (
        b"words",
        '"1"',
        "text/plain; charset=utf-8",
    )
    assert [(hop["url"], hop["status"], hop["ip"]) for hop in fetched.hops] == [
        (f"http://wire.example:{server.port}/a", 302, "127.0.0.1"),
        (f"http://wire.example:{server.port}/b", 200, "127.0.0.1"),
    ]
    assert all(f"Host: wire.example:{server.port}" in head for head in server.asked)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433:1/", "http://0x7f.1:1/",
        "http://[::ffff:127.0.0.1]:1/", "http://[64:ff9b::7f00:1]:1/", "http://[2002:7f00:1::]:1/", "http://[fec0::1]:1/",
        "http://[::127.0.0.1]:1/", "http://169.254.169.254/latest/meta-data/", "http://192.0.0.192/", "https://10.0.0.1/",
        "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_a_private_address_is_never_called(url: str) -> None:
    """Whichever way it is written, the system's resolver makes it numeric and the guard sees it."""
    with pytest.raises(FetchRefused, match="no public address"):
        fetch(url, limits=SHORT)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "no http"),
        ("gopher://wire.example/", "no http"),
        ("http://", "no http"),
        ("http://user:secret@wire.example/", "holds a password"),
        ("http://wire.example:99999999/", "no address"),
        ("http://[::1%25eth0]/", "no"),
        ("https://wire.example/" + "a" * 2000, "longer than"),
    ],
)
def test_what_is_no_plain_address_is_refused(url: str, message: str) -> None:
    """Other schemes, passwords and overlong ones; the password is not repeated."""
    with pytest.raises(FetchRefused, match=message) as caught:
        fetch(url, limits=SHORT)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://inward.example/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/", "//[fec0::1]/",
     "http://169.254.169.254/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_not_followed(target: str) -> None:
    """By 302, by a name whose address is private, and by IPv6 forms of a private address."""
    with serving({"/": answer(status=302, Location=target)}) as server:
        guard = server.guard({"inward.example": ["10.0.0.1"]})
        with pytest.raises(FetchRefused, match="no public address"):
            fetch(server.url(), guard=guard, limits=SHORT)


def test_a_name_is_resolved_once_and_the_checked_address_is_called() -> None:
    """A name that answers publicly first and privately then gets no second question."""
    asked: list[str] = []

    def rebind(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with serving({"/": answer(b"words")}) as server:
        guard = Guard(resolve=rebind, permits=server.guard().permits)
        assert fetch(server.url("/", "wire.example"), guard=guard, limits=SHORT).hops[0]["ip"] == "127.0.0.1"
    assert asked == ["wire.example"]


@pytest.mark.parametrize("location", ["", "http://[broken", "file:///etc/passwd", "http://u:p@wire.example/"])
def test_a_redirect_to_no_address_is_refused(location: str) -> None:
    """Nowhere, a broken one, another scheme, a password."""
    with serving({"/": answer(status=301, Location=location)}) as server, pytest.raises(FetchRefused):
        fetch(server.url(), guard=server.guard(), limits=SHORT)


def test_redirects_end() -> None:
    """A circle is left after five."""
    with serving({"/": answer(status=302, Location="/")}) as server:
        with pytest.raises(FetchRefused, match="redirects more than 5 times"):
            fetch(server.url(), guard=server.guard(), limits=SHORT)
        assert len(server.asked) == 6


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    with suppress(OSError):
        while True:
            connection.sendall(b"more " * 1000)


def _endless_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    with suppress(OSError):
        while True:
            connection.sendall(b"X-More: " + b"more " * 1000 + b"\r\n")


def _dripping(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    connection.settimeout(0.1)
    with suppress(OSError):
        while True:
            connection.sendall(b"x")
            with suppress(TimeoutError):
                connection.recv(1)


def _dripping_head(connection: socket.socket) -> None:
    connection.settimeout(0.1)
    with suppress(OSError):
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            with suppress(TimeoutError):
                connection.recv(1)


@pytest.mark.parametrize(
    ("serve", "message"),
    [
        (_endless, "more than 100,000 bytes"),
        (_endless_head, "does not speak HTTP rightly"),
        (_dripping, "took too long"),
        (_dripping_head, "took too long"),
        (answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"), "more than 100,000 bytes"),
        (answer(gzip.compress(b"words")[:-9], Content_Encoding="gzip"), "ends too early"),
        (answer(b"words", Content_Encoding="gzip"), "gzip is broken"),
        (answer(b"words", Content_Encoding="br"), "'br' unasked"),
        (b"SSH-2.0-OpenSSH\r\n", "does not speak HTTP rightly"),
        (b"", "does not speak HTTP rightly"),
        (answer(b"words")[:-2], "does not speak HTTP rightly"),
        (answer(status=404), "answers 404"),
        (answer(status=500), "answers 500; try again later"),
    ],
)
def test_an_answer_without_bounds_or_rules_is_left(serve: object, message: str) -> None:
    """Endless, dripping, a gzip bomb, broken, cut short, no HTTP at all."""
    with serving({"/": serve}) as server, pytest.raises(FetchRefused, match=message):  # type: ignore[dict-item]
        fetch(server.url(), guard=server.guard(), limits=SHORT)


def test_a_packed_page_is_unpacked() -> None:
    """gzip is asked for, and nothing else."""
    with serving({"/": answer(gzip.compress(b"words " * 1000), Content_Encoding="gzip")}) as server:
        assert fetch(server.url(), guard=server.guard(), limits=SHORT).content == b"words " * 1000
    assert "Accept-Encoding: gzip\r\n" in server.asked[0]


def test_a_conditional_request_may_be_answered_with_unchanged() -> None:
    """The validators go out as they came, and 304 has no content."""
    with serving({"/": answer(status=304)}) as server:
        fetched = fetch(
            server.url(), guard=server.guard(), limits=SHORT, etag='"1"', modified="Fri, 29 Sep 2023"
        )
    assert fetched.unchanged and fetched.content == b""
    assert (
        'If-None-Match: "1"' in server.asked[0] and "If-Modified-Since: Fri, 29 Sep 2023" in server.asked[0]
    )


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve names itself, behind the guard's back."""
    with serving({"/": answer(b"words")}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        assert fetch(server.url(), guard=server.guard(), limits=SHORT).content == b"words"


def test_a_closed_port_may_open_later() -> None:
    """Nobody listening is no refusal for good."""
    with serving({}) as server:
        pass
    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetch(server.url(), guard=server.guard(), limits=SHORT)


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    """A host with two addresses is reached over the second."""
    with serving({"/": answer(b"words")}) as server:
        guard = Guard(resolve=lambda _host, _port: ["127.0.0.9", "127.0.0.1"], permits=lambda *_: True)
        assert fetch(server.url("/", "wire.example"), guard=guard, limits=SHORT).hops[0]["ip"] == "127.0.0.1"
