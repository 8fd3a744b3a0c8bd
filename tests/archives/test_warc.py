"""WARCs of our own making, by another program's writer; then each lie that a record can tell."""

import gzip
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from tests.archives.captured import HTML, URL, warc
from tocsin.archives.limits import Limits, Meter
from tocsin.archives.warc import check, records
from tocsin.archives.warc.digest import read_digest
from tocsin.archives.warc.http_block import Chunks, HttpBlock


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("chunked", [True, False])
def test_what_another_program_writes_is_read_alike(zipped: bool, chunked: bool) -> None:
    """Kind, address and content of every record, by another reader as the oracle; raw bytes by their offsets."""
    data = warc(zipped=zipped, chunked=chunked, kinds="iqrsv")
    ours = list(records(io.BytesIO(data)))
    theirs = [
        (each.rec_type, each.rec_headers.get_header("WARC-Target-URI") or "")
        for each in ArchiveIterator(io.BytesIO(data))
    ]
    assert [(each.kind, each.uri) for each in ours] == theirs
    assert [each.offset for each in ours] == [sum(one.length for one in ours[:at]) for at in range(len(ours))]
    assert sum(each.length for each in ours) == len(data)
    verdict = check(io.BytesIO(data))
    assert verdict.valid and verdict.records == 5 and verdict.responses == 3 and not verdict.warnings


def test_the_payload_is_what_the_page_held() -> None:
    """Without head and chunks; with its status and type."""
    taken: list[bytes] = []
    data = warc(chunked=True)
    (response,) = [
        each
        for each in records(
            io.BytesIO(data), visit=lambda fields: taken.append if fields["warc-type"] == "response" else None
        )
        if each.kind == "response"
    ]
    assert b"".join(taken) == HTML and response.status == 200 and response.media_type == "text/html"


def _plain(change: Callable[[bytes], bytes]) -> bytes:
    return change(warc(zipped=False))


def _again(change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """The members of a zipped one, changed unpacked and packed again."""
    data = warc()
    parts = [data[each.offset : each.offset + each.length] for each in records(io.BytesIO(data))]
    return b"".join(gzip.compress(part) for part in change([gzip.decompress(part) for part in parts]))


def _length(data: bytes, by: int) -> bytes:
    """Of the response, which lies about its length from now on."""
    start = data.index(b"WARC-Type: response")
    at = data.index(b"Content-Length: ", start) + 16
    end = data.index(b"\r\n", at)
    return data[:at] + str(int(data[at:end]) + by).encode() + data[end:]


_BROKEN = {
    "nothing": (b"", "nothing was captured"),
    "no WARC": (b"<!doctype html>" + b"x" * 100, "a record begins with WARC/1.1"),
    "only a warcinfo": (warc(kinds="i"), "nothing was captured"),
    "an ARC": (b"http://a.example/ 1.2.3.4 20260301120000 text/html 5\nhello", "this is an ARC file"),
    "a version to come": (_plain(lambda d: d.replace(b"WARC/1.1", b"WARC/9.9", 1)), "no version that is known"),
    "a length too long": (_plain(lambda d: _length(d, 7)), "not as long as it says"),
    "a length too short": (_plain(lambda d: _length(d, -7)), "not as long as it says"),
    "a length beyond the file": (_plain(lambda d: _length(d, 10**9)), "bytes, and has"),
    "a length beyond the member": (
        _again(lambda parts: [_length(each, 9) if b"Type: response" in each else each for each in parts]), "bytes, and has"),
    "a negative length": (_plain(lambda d: d.replace(b"Content-Length: ", b"Content-Length: -", 1)), "no number"),
    "two lengths": (_plain(lambda d: d.replace(b"Content-Length: ", b"Content-Length: 3\r\nContent-Length: ", 1)), "twice"),
    "no length": (_plain(lambda d: d.replace(b"Content-Length: ", b"Content-Lengte: ", 1)), "it has no content-length"),
    "no id": (_plain(lambda d: d.replace(b"WARC-Record-ID: ", b"WARC-Record-XX: ", 1)), "it has no warc-record-id"),
    "a date that is none": (_plain(lambda d: d.replace(b"WARC-Date: 2026-03-01", b"WARC-Date: 2026-13-01", 1)), "is none"),
    "a payload changed": (_plain(lambda d: d.replace(b"1,200 people", b"1,300 people")), "does not hash to"),
    "a digest changed": (
        _plain(lambda d: d.replace(b"Payload-Digest: sha1:", b"Payload-Digest: sha1:A", 1)), "none that can be checked"),
    "an unknown digest": (_plain(lambda d: d.replace(b"Block-Digest: sha1:", b"Block-Digest: xyz:", 1)), "none that can"),
    "cut off": (warc()[:-20], "the file ends within it"),
    "cut off, plain": (warc(zipped=False)[:-2], "two line ends ought to follow"),
    "cut off early, plain": (warc(zipped=False)[:-6], "bytes, and has"),
    "one gzip for all": (gzip.compress(warc(zipped=False)), "each record needs a member of its own"),
    "a checksum of gzip changed": (warc()[:-8] + b"\0" * 8, "not well compressed"),
    "bytes behind": (warc() + b"hidden", "not well compressed"),
    "bytes behind, plain": (warc(zipped=False) + b"hidden", "a record begins with WARC/1.1"),
    "a field without a colon": (_plain(lambda d: d.replace(b"WARC-Type: ", b"WARC-Type ", 1)), "is no field"),
    "a header without end": (b"WARC/1.1\r\nA: " + b"x" * 200_000, "its header is longer"),
    "a header cut off": (b"WARC/1.1\r\nA: b", "its fields have no end"),
}  # fmt: skip


@pytest.mark.parametrize("name", _BROKEN)
def test_each_lie_of_a_record_is_found_for_its_reason(name: str) -> None:
    """The fault says at which byte the record begins that does not hold."""
    data, reason = _BROKEN[name]
    verdict = check(io.BytesIO(data))
    assert not verdict.valid and reason in str(verdict.faults[0]), verdict.faults


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_bit_of_a_payload_flips_unseen(data: st.DataObject) -> None:
    """Anywhere in the content of the response."""
    whole = bytearray(warc(zipped=False))
    start = whole.index(HTML)
    at = data.draw(st.integers(start, start + len(HTML) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    assert not check(io.BytesIO(bytes(whole))).valid


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_get_a_verdict(data: bytes, zipped: bool) -> None:
    """Never an error of another kind."""
    check(io.BytesIO(gzip.compress(b"WARC/1.1\r\n" + data) if zipped else b"WARC/1.1\r\n" + data))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A gigabyte of nothing in a megabyte: by its ratio; and all records together by their bytes."""
    bomb = warc(body=bytes(40 * 2**20))
    assert "a bomb" in str(check(io.BytesIO(bomb)).faults[0])
    limits = Limits(bytes_max=500)
    assert "unfolds to more than 500 bytes" in str(
        check(io.BytesIO(warc(kinds="r")), Meter(limits)).faults[0]
    )
    limits = Limits(entries_max=2)
    assert "more than 2 entries" in str(check(io.BytesIO(warc(kinds="iqrs")), Meter(limits)).faults[0])


def test_what_is_odd_is_said() -> None:
    """Angle brackets round an address, and white space in it, hold."""
    data = warc(zipped=False, kinds="r").replace(URL.encode(), b"<https://a.example/b c>", 1)
    (record,) = records(io.BytesIO(data))
    assert record.uri == "https://a.example/b c" and len(record.warnings) == 2


def test_digests_are_read_in_both_forms() -> None:
    """Base 32 or hexadecimal, labelled or not."""
    assert read_digest("sha1:" + "a" * 40) != read_digest("sha1:" + "A" * 32)
    assert str(read_digest("A" * 32, unlabelled="sha1")) == "sha1:" + "A" * 32
    assert read_digest("A" * 32) is None and read_digest("sha256:ff") is None


@given(st.binary(max_size=200), st.integers(1, 7))
def test_chunks_are_joined_wherever_they_are_cut(body: bytes, size: int) -> None:
    """In parts of any size."""
    sent = b"".join(
        b"%X;note\r\n%b\r\n" % (len(part), part)
        for part in [body[at : at + 9] for at in range(0, len(body), 9)]
    )
    sent += b"0\r\n\r\n"
    chunks = Chunks()
    assert (
        b"".join(chunks.update(sent[at : at + size]) for at in range(0, len(sent), size)) == body
        and not chunks.broken
    )


@pytest.mark.parametrize(
    "line", [b"A: " + b" " * 200_000 + b"x", b"a" * 200_000, b" " * 200_000, b":" * 200_000]
)
def test_a_head_costs_no_more_than_its_length(line: bytes) -> None:
    """Lines that make a careless pattern try every way to split them; a test that hangs is one that fails."""
    block = HttpBlock({"sha1"}, has_head=True)
    assert block.update(b"HTTP/1.1 200 OK\r\n" + line + b"\r\nLocation:  /x \r\n\r\nbody") == b"body"
    assert (block.status, block.fields["location"]) == (200, "/x")
