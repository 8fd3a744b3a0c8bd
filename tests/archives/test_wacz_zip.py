"""What may be done to the zip round a WACZ: two programs that read one zip must never see two archives."""

import io
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archives import wacz_damage as damage
from tests.archives.captured import wacz
from tests.archives.wacz_damage import BLOCKS, PAGES, WARC, refused
from tocsin.archives.limits import Limits
from tocsin.archives.wacz import check


def _twice(good: bytes) -> bytes:
    files = list(damage.files_of_bytes(good).items())
    with pytest.warns(UserWarning, match="Duplicate"):
        return damage.packed(
            [*files, (PAGES, b'{"url": "https://other.example/", "ts": "2026-03-01T12:00:00Z"}\n')]
        )


def _bomb(good: bytes) -> bytes:
    files = damage.files_of_bytes(good)
    files["notes.txt"] = bytes(32 * 2**20)
    damage.relist(files)
    return damage.packed(files.items(), {"notes.txt"})


def _overlap(good: bytes) -> bytes:
    """A stored file that is said to go on into the next, by both of its headers."""
    listed = damage.central(good, WARC)
    size = struct.unpack_from("<L", good, listed + 20)[0] + 10
    place = struct.unpack_from("<L", good, listed + 42)[0]
    for at in (listed + 20, listed + 24, place + 18, place + 22):
        good = damage.poke(good, at, "<L", size)
    return good


def _at(name: str, offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    return lambda good: damage.poke(good, damage.central(good, name) + offset, form, value)


def _end(offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    return lambda good: damage.poke(good, good.rindex(b"PK\x05\x06") + offset, form, value)


def _locator(good: bytes) -> bytes:
    """A zip64 end that is not there."""
    end = good.rindex(b"PK\x05\x06")
    return good[:end] + struct.pack("<4sLQL", b"PK\x06\x07", 0, 5, 1) + good[end:]


def _second_end(good: bytes) -> bytes:
    """A zip64 end that says something else than the end."""
    end = good.rindex(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HLL", good, end + 10)
    larger = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count - 1, count - 1, length, start)
    return good[:end] + larger + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + good[end:]


def _renamed(name: str, to: str) -> Callable[[bytes], bytes]:
    assert len(name) == len(to)
    return lambda good: good.replace(name.encode(), to.encode())


_ZIPPED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no zip": (lambda good: b"x" * 100, "it is no zip file"),
    "nothing": (lambda good: b"", "it is no zip file"),
    "cut short": (lambda good: good[:-30], "it is no zip file, or it is cut short"),
    "trailing data": (lambda good: good + b"hidden", "6 bytes follow its end"),
    "a comment": (lambda good: _end(20, "<H", 6)(good) + b"hidden", "6 bytes follow its end"),
    "bytes before it": (lambda good: damage.with_prefix(good, b"#!/bin/sh\n"), "10 bytes stand before its first file"),
    "bytes before it, untold": (lambda good: b"#!/bin/sh\n" + good, "not where its end says"),
    "bytes between": (lambda good: damage.with_gap(good, b"hidden"), "6 bytes after it belong to no file"),
    "a name twice": (_twice, "it is in the zip twice"),
    "a name twice but for case": (_renamed("pages/pages.jsonl", "indexes/INDEX.IDX"), "the same name on some systems"),
    "a path out": (_renamed("indexes/index.idx", "../xes/index.idxx"[:17]), "leads out of the zip"),
    "an absolute path": (_renamed("indexes/index.idx", "/ndexes/index.idx"), "leads out of the zip"),
    "a path of Windows": (_renamed("indexes/index.idx", "C:\\exes/index.idx"), "leads out of the zip"),
    "an unseen sign": (_renamed("indexes/index.idx", "indexes/ind\x08x.idx"), "signs that cannot be seen"),
    "a link": (lambda good: _at(BLOCKS, 38, "<L", 0o120777 << 16)(_at(BLOCKS, 4, "<H", 3 << 8)(good)), "but a link"),
    "an encrypted file": (_at(BLOCKS, 8, "<H", 1), "it is encrypted"),
    "an unknown method": (_at(BLOCKS, 10, "<H", 12), "packed by method 12"),
    "another method than its own": (_at(BLOCKS, 10, "<H", 0), "says something else than the listing"),
    "overlapping files": (_overlap, "it overlaps with what follows it"),
    "a file that is listed as shorter": (_at(WARC, 20, "<L", 20), "says something else than the listing"),
    "a file that is listed as longer": (_at(PAGES, 24, "<L", 2**31), "says something else than the listing"),
    "a checksum changed": (_at(PAGES, 16, "<L", 5), "says something else than the listing"),
    "a place outside": (_at(PAGES, 42, "<L", 2**31), "belong to no file"),
    "a place within another file": (_at(PAGES, 42, "<L", 5), "it overlaps with what follows it"),
    "sizes that zip64 lacks": (_at(PAGES, 24, "<L", 2**32 - 1), "its zip64 sizes are missing"),
    "a zip64 end that is not there": (_locator, "its zip64 end is not where it says"),
    "a zip64 end that says something else": (_second_end, "its two ends say different things"),
    "another disk": (_end(4, "<H", 1), "one part of several"),
    "more files than listed": (lambda good: _end(8, "<H", 9)(_end(10, "<H", 9)(good)), "its listing of files is broken"),
    "fewer files than listed": (lambda good: _end(8, "<H", 2)(_end(10, "<H", 2)(good)), "shorter than it says"),
    "a bomb": (_bomb, "a bomb"),
    "a WARC packed twice": (
        lambda good: damage.packed(damage.files_of_bytes(good).items(), {WARC}), "it is packed twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", _ZIPPED)
def test_a_zip_that_lies_is_refused(tmp_path: Path, name: str) -> None:
    """Two readers of one zip must never see two archives."""
    lie, reason = _ZIPPED[name]
    verdict = check(io.BytesIO(lie(wacz(tmp_path).read_bytes())))
    assert refused(verdict, reason), verdict.faults


def test_limits_are_the_callers(tmp_path: Path) -> None:
    """Of bytes and of entries."""
    path = wacz(tmp_path)
    assert refused(check(path, limits=Limits(bytes_max=2000)), "unfolds to more than 2,000 bytes")
    assert refused(check(path, limits=Limits(entries_max=3)), "at most 3 are read")
