import time
from collections.abc import Callable
from socket import socket

import pytest

from tests.custody.stamping import AT, TEXT, authority, served
from tests.reports.serving import Answer, answer, serving
from tocsin.custody.timestamps.asking import REPLY, ask, ask_all
from tocsin.custody.timestamps.authorities import Authority, read_authorities
from tocsin.custody.timestamps.judging import judge
from tocsin.custody.timestamps.request import new_request
from tocsin.custody.timestamps.token import RESPONSE_BYTES_MAX
from tocsin.errors import FetchFailed, FetchRefused, TocsinError, WrongUse
from tocsin.outside.guard import Guard

LOOPBACK = Guard(permits=lambda address, _port: address == "127.0.0.1")
REQUEST = new_request(TEXT)


def at(url: str, name: str = "Example") -> Authority:
    return Authority(name, url, "root.pem")


def test_an_authority_is_asked_and_answers() -> None:
    """A POST of the request; the answer's bytes come back as they are."""
    by = authority()
    with served(by) as url:
        got = ask(at(url), REQUEST, guard=LOOPBACK)
    assert judge(got, TEXT, by.roots, AT).holds


def test_the_request_names_the_sha512_of_the_text_and_asks_for_the_certificate() -> None:
    """With a nonce, which is another one each time."""
    from hashlib import sha512

    from tocsin.custody.timestamps.request import read_request

    first, second = read_request(REQUEST), read_request(new_request(TEXT))
    assert first.hash_oid == "2.16.840.1.101.3.4.2.3" and first.imprint == sha512(TEXT).digest()
    assert first.wants_certificate and first.nonce != second.nonce


REFUSED: dict[str, tuple[Answer, str]] = {
    "another kind of answer": (answer(b"<html>", kind="text/html"), "'text/html'"),
    "no kind": (b"HTTP/1.1 200 X\r\nContent-Length: 1\r\n\r\nx", "answers with ''"),
    "too large": (answer(bytes(RESPONSE_BYTES_MAX + 1), kind=REPLY), "more than 262,144 bytes"),
    "packed": (answer(b"x", kind=REPLY, Content_Encoding="gzip"), "packs its answer unasked"),
    "not there": (answer(b"", status=404), "answers 404"),
    "broken": (answer(b"", status=503), "answers 503"),
    "no HTTP": (b"220 mail.example ESMTP\r\n\r\n", "does not speak HTTP rightly"),
    "nothing": (b"", "does not speak HTTP rightly"),
    "ends too early": (
        b"HTTP/1.1 200 X\r\nContent-Type: application/timestamp-reply\r\nContent-Length: 9\r\n\r\nx",
        "does not speak HTTP rightly",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_is_refused_with_what_the_matter_was(name: str) -> None:
    """Within bounds, whatever comes."""
    found, told = REFUSED[name]
    with serving({"/tsr": found}) as server, pytest.raises(FetchRefused, match=told):
        ask(at(server.url("/tsr")), REQUEST, guard=LOOPBACK)


def test_an_answer_without_end_is_cut_off() -> None:
    """A server that goes on sending is left at the bound, or at the deadline where it sends slowly."""

    def flood(connection: socket) -> None:
        connection.sendall(b"HTTP/1.1 200 X\r\nContent-Type: application/timestamp-reply\r\n\r\n")
        for _ in range(100):
            connection.sendall(bytes(65_536))

    def drip(connection: socket) -> None:
        connection.sendall(b"HTTP/1.1 200 X\r\nContent-Type: application/timestamp-reply\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    _refused(flood, "more than", 10)
    _refused(drip, "too long", 0.4)


def _refused(how: Callable[[socket], None], told: str, within_s: float) -> None:
    with serving({"/tsr": how}) as server, pytest.raises(FetchRefused, match=told):
        ask(at(server.url("/tsr")), REQUEST, guard=LOOPBACK, within_s=within_s)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    """Wherever it leads, and least of all to an address inside our network: nobody is called there."""
    with serving({}) as inside:
        away = answer(status=status, Location=inside.url("/admin"))
        with serving({"/tsr": away}) as server, pytest.raises(FetchRefused, match="redirects"):
            ask(at(server.url("/tsr")), REQUEST, guard=LOOPBACK)
        assert not inside.asked


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/", "http://10.0.0.1/"]
)
def test_addresses_inside_are_not_called(url: str) -> None:
    """The guard of everything that goes outside stands here too."""
    with pytest.raises(FetchRefused, match="no public address"):
        ask(at(url), REQUEST)


def test_one_that_is_down_holds_up_no_other() -> None:
    """All are asked at once; each gets its own answer or its own trouble."""
    by = authority()

    def sleep(connection: socket) -> None:
        time.sleep(1)

    with serving({"/tsr": sleep}) as server, served(by) as url:
        slow, good, gone = at(server.url("/tsr"), "slow"), at(url, "good"), at(server.url("/gone"), "gone")
        began = time.monotonic()
        done: list[float] = []

        def how(each: Authority, request: bytes) -> bytes:
            got = ask(each, request, guard=LOOPBACK, within_s=0.5)
            done.append(time.monotonic() - began)
            return got

        answers = ask_all(dict.fromkeys((slow, gone, good), REQUEST), how)
    assert isinstance(answers[slow], FetchFailed) and isinstance(answers[gone], TocsinError)
    got = answers[good]
    assert isinstance(got, bytes) and judge(got, TEXT, by.roots, AT).holds
    assert len(done) == 1


def test_the_setting_names_address_name_and_root() -> None:
    """Spaces around the parts do no harm; nothing set is nobody asked."""
    first, second = read_authorities("https://a.example/tsr|A|a.pem , http://b.example|B & C|/etc/b.pem,")
    assert first == Authority("A", "https://a.example/tsr", "a.pem")
    assert second == Authority("B & C", "http://b.example", "/etc/b.pem")
    assert not read_authorities("") and read_authorities("local")[0].is_local


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example",
        "https://a.example|A",
        "https://a.example||a.pem",
        "ftp://a.example|A|a.pem",
        "https://user:word@a.example|A|a.pem",
        "https://[|A|a.pem",
        "https://a.example|local|a.pem",
        f"https://a.example|{'A' * 61}|a.pem",
        "https://a.example|A|a.pem,https://b.example|A|b.pem",
        "local,local",
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(text: str) -> None:
    """Each with the form that it must have."""
    with pytest.raises(WrongUse):
        read_authorities(text)
