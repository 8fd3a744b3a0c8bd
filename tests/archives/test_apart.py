"""Strangers' archives in a process apart: what is good comes through unchanged, what is hostile is refused in time."""

import gzip
import io
import os
import resource
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archives import wacz_damage as damage
from tests.archives.captured import CREATED, HTML, URL, key_signer, wacz, warc
from tests.archives.certified import DOMAIN, Authority, owner
from tocsin.archives import apart
from tocsin.archives.apart import check_wacz, check_warc, gunzip, page_of, unpack
from tocsin.archives.limits import Limits
from tocsin.archives.wacz import Trust, check
from tocsin.errors import ArchiveRefused, Conflict

#: of this process, while a bomb is opened by another: what passes through the pipe, and what Python keeps
MEMORY_GROWN_MAX_KB = 64 * 1024


def test_verdicts_come_through_unchanged(tmp_path: Path) -> None:
    """With signature, pages and what could not be checked; with faults; with the caller's trust."""
    domains, clocks = Authority.make("Domains"), Authority.make("Clocks")
    path = wacz(tmp_path, signer=owner(domains, clocks))
    for trust in (
        None,
        Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate]),
        Trust(domain_roots=[]),
    ):
        assert check_wacz(path, trust=trust) == check(path, trust=trust)
    trusted = check_wacz(
        path, trust=Trust(domain_roots=[domains.certificate], timestamp_roots=[clocks.certificate])
    )
    assert (
        trusted.valid
        and trusted.signature
        and (trusted.signature.domain, trusted.signature.stamped_at) == (DOMAIN, CREATED)
    )
    (tmp_path / "key").mkdir()
    signed = wacz(tmp_path / "key", signer=key_signer())
    assert check_wacz(signed) == check(signed)
    assert check_warc(tmp_path / "pages.warc.gz").responses == 2


def test_the_page_comes_through(tmp_path: Path) -> None:
    """Of a WACZ, and of a bare WARC."""
    path = wacz(tmp_path)
    for each in (path, tmp_path / "pages.warc.gz"):
        page = page_of(each)
        assert (page.url, page.body, page.media_type) == (URL, HTML, "text/html")
    (tmp_path / "none").write_bytes(warc(kinds="is"))
    with pytest.raises(ArchiveRefused, match="no page in it"):
        page_of(tmp_path / "none")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML)[2:-4]),
    ],
)
def test_a_page_that_was_sent_packed_is_unpacked(tmp_path: Path, encoding: str, body: bytes) -> None:
    """As servers send them, with and without the frame that the standard asks."""
    (tmp_path / "x.warc").write_bytes(warc(zipped=False, encoding=encoding, body=body))
    assert check_warc(tmp_path / "x.warc").valid and page_of(tmp_path / "x.warc").body == HTML


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzip.compress(bytes(40 * 2**20), mtime=0), "the page has more than"),
        ("gzip", b"junk", "it cannot be read"),
        ("br", b"x", "packed as br, which is not read"),
    ],
)
def test_a_page_that_unfolds_without_end_is_refused(
    tmp_path: Path, encoding: str, body: bytes, reason: str
) -> None:
    """A bomb within the record, which itself is as long as it says."""
    (tmp_path / "x.warc").write_bytes(warc(zipped=False, encoding=encoding, body=body))
    with pytest.raises(ArchiveRefused, match=reason):
        page_of(tmp_path / "x.warc")


def test_a_zip_and_a_gzip_are_unpacked(tmp_path: Path) -> None:
    """Byte for byte; an archive within stays packed."""
    path = wacz(tmp_path)
    names = unpack(path, tmp_path / "out")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names} == damage.files_of(path)
    outer = tmp_path / "outer.zip"
    outer.write_bytes(damage.packed([("a/", b""), ("a/inner.zip", path.read_bytes()), ("empty.txt", b"")]))
    assert unpack(outer, tmp_path / "again") == ["a/inner.zip", "empty.txt"]
    assert (tmp_path / "again" / "a" / "inner.zip").read_bytes() == path.read_bytes()
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"one ") + gzip.compress(b"two"))
    assert gunzip(tmp_path / "x.gz", tmp_path / "x") == 7 and (tmp_path / "x").read_bytes() == b"one two"
    for place in ("out", "x"):
        with pytest.raises(Conflict, match="exists already"):
            (unpack if place == "out" else gunzip)(path, tmp_path / place)


def _gzip_bomb(size: int) -> bytes:
    packer, parts = zlib.compressobj(9, zlib.DEFLATED, 31), []
    for _ in range(size // 2**20):
        parts.append(packer.compress(bytes(2**20)))
    return b"".join([*parts, packer.flush()])


def _zip_bomb(size: int) -> bytes:
    """By hand: another program's writer would refuse to lie."""
    data, checksum, length = damage.bomb_member("a", size)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", data)
    made = stream.getvalue()
    at = damage.central(made, "a")
    for place, form, value in (
        (8, "<H", 8), (14, "<L", checksum), (22, "<L", length),
        (at + 10, "<H", 8), (at + 16, "<L", checksum), (at + 24, "<L", length),
    ):  # fmt: skip
        made = damage.poke(made, place, form, value)
    return made


def warc_bomb(size: int) -> bytes:
    head = (
        b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:x>\r\nWARC-Date: 2026-03-01T12:00:00Z\r\n"
        b"WARC-Target-URI: urn:x\r\n"
    )
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(head + b"Content-Length: %d\r\n\r\n" % size)]
    parts += [packer.compress(bytes(2**20)) for _ in range(size // 2**20)]
    return b"".join([*parts, packer.compress(b"\r\n\r\n"), packer.flush()])


#: `make conformance` asks for the gigabyte, which takes seconds to make
SIZES = [2**20, 2**25, *([2**30] if "TOCSIN_TEST_BOMBS" in os.environ else [])]


@pytest.mark.parametrize("size", SIZES)
def test_bombs_of_every_size_are_refused_and_cost_little(tmp_path: Path, size: int) -> None:
    """A megabyte to a gigabyte of nothing, as gzip, as zip, as WARC: by what it would unfold to; nothing is left behind."""
    for make, open_it in ((_gzip_bomb, gunzip), (_zip_bomb, unpack)):
        (tmp_path / "bomb").write_bytes(make(size))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(ArchiveRefused, match="a bomb"):
            open_it(tmp_path / "bomb", tmp_path / "out")
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_GROWN_MAX_KB
    (tmp_path / "bomb").write_bytes(warc_bomb(size))
    assert "a bomb" in str(check_warc(tmp_path / "bomb").faults[0])
    assert [each.name for each in tmp_path.iterdir()] == ["bomb"]


def test_many_small_files_are_a_bomb_too(tmp_path: Path) -> None:
    """Each within its ratio, together beyond the bytes; and more of them than are opened."""
    path = tmp_path / "x.zip"
    path.write_bytes(damage.packed([(f"{each}.txt", os.urandom(1000)) for each in range(50)]))
    with pytest.raises(ArchiveRefused, match="unfolds to more than 20,000 bytes"):
        unpack(path, tmp_path / "out", limits=Limits(bytes_max=20_000))
    with pytest.raises(ArchiveRefused, match="it lists 50 files"):
        unpack(path, tmp_path / "out", limits=Limits(entries_max=10))
    assert not (tmp_path / "out").exists() and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../x", "leads out of the zip"),
        ("/etc/x", "leads out of the zip"),
        ("a/../../x", "leads out of the zip"),
        ("C:\\x", "leads out of the zip"),
        ("~root/x", "leads out of the zip"),
        ("a\\..\\..\\x", "leads out of the zip"),
        ("a\x1b[2Jx", "signs that cannot be seen"),
        ("a//x", "leads out of the zip"),
    ],
)
def test_no_name_leads_out_of_its_folder(tmp_path: Path, name: str, reason: str) -> None:
    """Whatever system the name was made for."""
    path = tmp_path / "x.zip"
    path.write_bytes(damage.packed([("good.txt", b"1"), (name, b"2")]))
    with pytest.raises(ArchiveRefused, match=reason):
        unpack(path, tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"]


def test_a_file_cannot_stand_where_a_folder_is(tmp_path: Path) -> None:
    """`a` and `a/b`: one of them would be lost."""
    path = tmp_path / "x.zip"
    path.write_bytes(damage.packed([("a", b"1"), ("a/b", b"2")]))
    with pytest.raises(ArchiveRefused, match="the name of a folder"):
        unpack(path, tmp_path / "out")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is cut short"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "it is cut short"),
        (gzip.compress(b"x", mtime=0) + b"junk", "it is not well compressed"),
        (b"junk", "it is not well compressed"),
        (gzip.compress(b"x", mtime=0)[:-8] + bytes(8), "it is not well compressed"),
    ],
)
def test_a_gzip_that_is_none_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    """Cut short, followed by something else, with a wrong checksum."""
    (tmp_path / "x.gz").write_bytes(data)
    with pytest.raises(ArchiveRefused, match=reason):
        gunzip(tmp_path / "x.gz", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def stand_in(monkeypatch: pytest.MonkeyPatch, behaviour: str) -> None:
    """Start a process that behaves so, confined as the real one, in its place."""
    code = f"import sys, time, os; from tocsin.apart import fence; fence.confine(2**30); {behaviour}"
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        return real([command[0], "-P", "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", start)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("os.abort()", "its reader crashed"),
        ("sys.exit(3)", "its reader stopped"),
        ("fence.allow_processor_time(1); exec('while True: pass')", "its reader used up"),
        ("os.write(1, bytes([127] * 16)); time.sleep(60)", "its reader stopped answering"),
        ("x = bytearray(4 * 2**30)", "its reader stopped"),
        ("time.sleep(60)", "took longer than 0.5 s"),
        ("fence.write_frame(sys.stdout.buffer, b'Fa'); os.abort()", "its reader crashed"),
    ],
)
def test_whatever_becomes_of_its_reader_the_archive_is_refused(
    tmp_path: Path, behaviour: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash, an exit, too much time or memory, an answer without end, no answer; and nothing is left behind."""
    path = wacz(tmp_path)
    if "0.5" in reason:
        monkeypatch.setattr(apart, "WALL_S_MAX", 0.5)
    stand_in(monkeypatch, behaviour)
    with pytest.raises(ArchiveRefused, match=f"cannot be opened safely: .*{reason}"):
        unpack(path, tmp_path / "out")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["good.wacz", "pages.warc.gz"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"Content-Length: ", b"Content-Length: 9", 1),
        lambda data: data.replace(b"Content-Length: ", b"Content-Length: 99999999999", 1),
    ],
)
def test_a_length_that_lies_costs_nothing(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """No memory is set aside for what a record says of itself."""
    (tmp_path / "x.warc").write_bytes(change(warc(zipped=False)))
    assert not check_warc(tmp_path / "x.warc").valid


def test_a_zip_that_claims_to_be_large_is_no_larger(tmp_path: Path) -> None:
    """A stored file of 2 GiB in 200 bytes."""
    data = damage.packed([("a", b"x")], ())
    at = damage.central(data, "a")
    for place in (18, 22, at + 20, at + 24):
        data = damage.poke(data, place, "<L", 2**31)
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(ArchiveRefused, match="overlaps with what follows"):
        unpack(tmp_path / "x.zip", tmp_path / "out")
    assert struct.unpack_from("<L", data, 18)[0] == 2**31
