"""What goes over the wire is kept as WARC 1.1, and the report follows from it. Servers listen on loopback."""

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from tests.reports.https import HOST, serving_https
from tests.reports.serving import Answer, answer, serving
from tocsin.archives import warc as strictly
from tocsin.errors import FetchFailed, FetchRefused, ReportRefused
from tocsin.outside.wire import Exchange, Tape
from tocsin.reports.fetch import ASIDE_BYTES_MAX, Limits, fetch
from tocsin.reports.warc import page_of, write_warc

PAGE = b"<p>Invented page.</p>" * 50
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BYTES_MAX = 100_000


def chunked(body: bytes, size: int, **headers: str) -> bytes:
    """An answer in chunks of that many bytes."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    lines = [
        "HTTP/1.1 200 OK",
        "Transfer-Encoding: chunked",
        *(f"{n.replace('_', '-')}: {v}" for n, v in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + framed


def fetched(answers: dict[str, Answer]) -> tuple[bytes, bytes]:
    """The page at /, and the WARC of how it was fetched."""
    with serving(answers) as server, _tape() as tape:
        content = fetch(server.url(), guard=server.guard(), limits=Limits(total_s=5), tape=tape).content
        return content, warc_of(tape.exchanges)


def _tape() -> Any:
    from contextlib import closing

    return closing(Tape(2**22))


def warc_of(exchanges: Sequence[Exchange]) -> bytes:
    out = BytesIO()
    write_warc(exchanges, out, made_at=AT)
    return out.getvalue()


def records(warc: bytes) -> list[tuple[str, dict[str, str], bytes]]:
    """Of each record its type, headers and block, as they are."""
    return [
        (record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read())
        for record in ArchiveIterator(BytesIO(warc), no_record_parse=True)
    ]


def checked(warc: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `warcio check` says."""
    path = folder / "page.warc.gz"
    path.write_bytes(warc)
    return subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True, check=False
    )  # fmt: skip


ANSWERS = {
    "plain": answer(PAGE, kind="text/html"),
    "packed": answer(gzip.compress(PAGE), kind="text/html", Content_Encoding="gzip"),
    "in chunks": chunked(PAGE, 100),
    "packed, in chunks": chunked(gzip.compress(PAGE), 7, Content_Encoding="gzip"),
    "until the end": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "odd head": b"HTTP/1.1 200  Fine \r\nX-Odd:    many   blanks\t\r\nx-odd: again\r\nContent-Length: %d\r\n\r\n%b"
    % (len(PAGE), PAGE),
    "hints before": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(PAGE),
}


@pytest.mark.parametrize("sort", ANSWERS)
def test_the_answer_is_kept_as_it_came_and_the_page_follows_from_it(sort: str, tmp_path: Path) -> None:
    """Whatever the packing and framing: the block is the wire's bytes, and the page is what the block carries."""
    page, warc = fetched({"/": ANSWERS[sort]})
    assert page == PAGE == page_of(BytesIO(warc), BYTES_MAX)
    assert [(kind, block) for kind, _, block in records(warc) if kind == "response"] == [
        ("response", ANSWERS[sort])
    ]
    assert checked(warc, tmp_path).returncode == 0
    verdict = strictly.check(BytesIO(warc))
    assert verdict.valid and not verdict.warnings, (verdict.faults, verdict.warnings)


def test_every_digest_of_a_record_is_of_its_bytes() -> None:
    """Block and payload by SHA-256; an answer in chunks has none of the payload in its head, for two are meant by it."""
    for sort, has_payload in (("packed", True), ("in chunks", False)):
        for kind, headers, block in records(fetched({"/": ANSWERS[sort]})[1]):
            assert headers["WARC-Block-Digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
            if kind == "response":
                assert ("WARC-Payload-Digest" in headers) == has_payload
            if kind == "response" and has_payload:
                payload = hashlib.sha256(block.partition(b"\r\n\r\n")[2])
                assert headers["WARC-Payload-Digest"] == f"sha256:{payload.hexdigest()}"


def test_every_hop_stands_with_its_request_address_and_time(tmp_path: Path) -> None:
    """A redirect is a pair of records of its own, its body among them."""
    moved = answer(b"moved there", status=302, Location="/there")
    with serving({"/": moved, "/there": answer(PAGE)}) as server, _tape() as tape:
        fetch(server.url(), guard=server.guard(), tape=tape)
        warc = warc_of(tape.exchanges)
        asked = server.asked
    found = records(warc)
    assert [kind for kind, _, _ in found] == ["warcinfo"] + 2 * ["response", "request", "metadata"]
    sent = [block.decode().partition("\r\n\r\n")[0] for kind, _, block in found if kind == "request"]
    assert sent == [head.partition("\r\n\r\n")[0] for head in asked]
    assert found[1][2] == moved
    for kind, headers, _ in found[1:]:
        assert headers["WARC-IP-Address"] == "127.0.0.1"
        assert headers["WARC-Target-URI"].startswith(server.url())
        assert headers["WARC-Date"].endswith("Z")
        assert kind == "response" or headers["WARC-Concurrent-To"].startswith("<urn:uuid:")
    assert checked(warc, tmp_path).returncode == 0


def test_the_certificate_that_was_seen_stands_beside_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protocol, cipher and the server's certificate; what is recorded is what was said within TLS."""
    with serving_https({"/": answer(PAGE)}, tmp_path, monkeypatch) as (server, der), _tape() as tape:
        fetch(server.url("/", HOST), guard=server.guard({HOST: ["127.0.0.1"]}), tape=tape)
        warc = warc_of(tape.exchanges)
    _, response, _, metadata = records(warc)
    assert response[2] == answer(PAGE)
    assert response[1]["WARC-Protocol"] == "tls/1.3"
    told = json.loads(metadata[2])
    assert told["tls"]["protocol"] == "TLSv1.3"
    from ssl import PEM_cert_to_DER_cert

    assert PEM_cert_to_DER_cert(told["tls"]["certificates"][0]) == der
    assert told["entity-sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert checked(warc, tmp_path).returncode == 0


def test_an_error_is_on_tape_though_the_fetch_fails() -> None:
    """What a page that is gone answered is what shows that it is gone."""
    with serving({"/": answer(b"no longer here", status=410)}) as server, _tape() as tape:
        with pytest.raises(FetchRefused, match="410"):
            fetch(server.url(), guard=server.guard(), tape=tape)
        found = records(warc_of(tape.exchanges))
    assert found[1][2] == answer(b"no longer here", status=410)
    assert "WARC-Truncated" not in found[1][1]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"HTTP/1.1 404 X\r\nContent-Length: 9999999\r\n\r\n" + b"x" * (ASIDE_BYTES_MAX + 1), "length"),
        (b"HTTP/1.1 404 X\r\nContent-Length: 9\r\n\r\nshort", "disconnect"),
    ],
)
def test_an_answer_that_is_cut_says_so(body: bytes, why: str, tmp_path: Path) -> None:
    """An error page of gigabytes, and one that breaks off: kept as far as it was read, and named as cut."""
    with serving({"/": body}) as server, _tape() as tape:
        with pytest.raises(FetchRefused, match="404"):
            fetch(server.url(), guard=server.guard(), limits=Limits(total_s=5), tape=tape)
        warc = warc_of(tape.exchanges)
    assert records(warc)[1][1]["WARC-Truncated"] == why
    assert checked(warc, tmp_path).returncode == 0


def test_a_page_whose_tape_does_not_hold_it_is_refused() -> None:
    """In chunks of one byte a page takes six times its size on the wire: whole or not at all."""
    with (
        serving({"/": chunked(PAGE, 1)}) as server,
        pytest.raises(ReportRefused, match="more around the page"),
    ):
        fetch(server.url(), guard=server.guard(), tape=Tape(2 * len(PAGE)))


def test_where_nothing_answers_nothing_is_written() -> None:
    """A server that hangs up leaves its request; a port where nobody listens leaves nothing."""
    with serving({"/": lambda connection: connection.close()}) as server, _tape() as tape:
        with pytest.raises(FetchFailed):
            fetch(server.url(), guard=server.guard(), tape=tape)
        assert [kind for kind, _, _ in records(warc_of(tape.exchanges))] == [
            "warcinfo",
            "request",
            "metadata",
        ]
        closed = server.url()
        guard = server.guard()
    with _tape() as tape:
        with pytest.raises(FetchFailed):
            fetch(closed, guard=guard, tape=tape)
        assert [kind for kind, _, _ in records(warc_of(tape.exchanges))] == ["warcinfo"]


@settings(deadline=None, max_examples=60)
@given(
    body=st.binary(min_size=1, max_size=3000), size=st.integers(1, 700), pack=st.booleans(), cut=st.booleans()
)
def test_any_page_follows_from_its_records(body: bytes, size: int, pack: bool, cut: bool) -> None:
    """Whatever the bytes, chunks and packing: written as records and read back, the page is the one that was sent."""
    packed = gzip.compress(body) if pack else body
    coding = {"Content_Encoding": "gzip"} if pack else {}
    raw = chunked(packed, size, **coding) if cut else answer(packed, **coding)
    exchange = Exchange(url="http://wire.example/", at=AT, answer=BytesIO(), truncated="")
    exchange.request += b"GET / HTTP/1.1\r\nHost: wire.example\r\n\r\n"
    exchange.answer.write(raw)
    warc = warc_of([exchange])
    assert page_of(BytesIO(warc), BYTES_MAX) == body
    assert records(warc)[1][2] == raw
