"""The files of a zip, every byte of which is accounted for.

1. the end record is the last thing in the file, without a comment; 2. the central directory ends where it begins;
3. each local header says what the directory says; 4. one file begins where the one before ends, the first at 0.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from itertools import pairwise
from typing import BinaryIO

from tocsin.archives.limits import DEFAULT, Limits
from tocsin.archives.names import folded, leads_out_on
from tocsin.archives.zip.entry import BadZip, Entry, read_entry

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_MAGIC, _END_64_MAGIC, _LOCATOR_MAGIC = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LOCAL_MAGIC, _DESCRIPTOR_MAGIC = b"PK\x03\x04", b"PK\x07\x08"
_COMMENT_MAX = 2**16
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF


def listed(stream: BinaryIO, limits: Limits = DEFAULT) -> list[Entry]:
    """In the order of the central directory. Raises BadZip."""
    count, start, end = _directory(stream)
    if count > limits.entries_max:
        raise BadZip(f"it lists {count:,} files, and at most {limits.entries_max:,} are read")
    stream.seek(start)
    entries = []
    for _ in range(count):
        entries.append(read_entry(stream))
        if stream.tell() > end:
            raise BadZip("its listing of files is longer than it says")
    if stream.tell() != end:
        raise BadZip("its listing of files is shorter than it says")
    _look_at_names(entries)
    _look_at_places(stream, entries, start)
    return entries


def _directory(stream: BinaryIO) -> tuple[int, int, int]:
    """Files, and where the central directory begins and ends."""
    size = stream.seek(0, os.SEEK_END)
    if size < _END.size:
        raise BadZip("it is no zip file")
    stream.seek(size - _END.size)
    magic, disk, first, here, count, length, start, comment = _END.unpack(stream.read(_END.size))
    if magic != _END_MAGIC or comment:
        raise BadZip(_no_end(stream, size))
    end = size - _END.size
    if end >= _LOCATOR.size:
        stream.seek(end - _LOCATOR.size)
        locator = stream.read(_LOCATOR.size)
        if locator.startswith(_LOCATOR_MAGIC):
            return _directory_64(stream, locator, end - _LOCATOR.size, (here, count, length, start))
    if disk or first or here != count:
        raise BadZip("it is one part of several")
    if start + length != end:
        raise BadZip("its listing of files is not where its end says")
    return count, start, end


def _directory_64(
    stream: BinaryIO, locator: bytes, end: int, small: tuple[int, int, int, int]
) -> tuple[int, int, int]:
    """The same by the larger end record; what both say must agree."""
    _, disk, place, disks = _LOCATOR.unpack(locator)
    if disk or disks > 1 or place + _END_64.size != end:
        raise BadZip("its zip64 end is not where it says")
    stream.seek(place)
    magic, length_after, _, _, at, first, here, count, length, start = _END_64.unpack(
        stream.read(_END_64.size)
    )
    if magic != _END_64_MAGIC or length_after != _END_64.size - 12 or at or first or here != count:
        raise BadZip("its zip64 end is broken")
    full = (_FULL_16, _FULL_16, _FULL_32, _FULL_32)
    if any(
        each not in (large, most)
        for each, large, most in zip(small, (here, count, length, start), full, strict=True)
    ):
        raise BadZip("its two ends say different things")
    if start + length != place:
        raise BadZip("its listing of files is not where its end says")
    return count, start, place


def _no_end(stream: BinaryIO, size: int) -> str:
    stream.seek(max(0, size - _END.size - _COMMENT_MAX))
    tail = stream.read(_END.size + _COMMENT_MAX)
    found = tail.rfind(_END_MAGIC)
    if found < 0:
        return "it is no zip file, or it is cut short"
    return f"{len(tail) - found - _END.size:,} bytes follow its end, which no file in it accounts for"


def _look_at_names(entries: Iterable[Entry]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.name
        if not name or "\\" in name or leads_out_on(name) or "" in name.removesuffix("/").split("/"):
            raise BadZip("the name leads out of the zip, or nowhere", name or "''")
        if any(not sign.isprintable() for sign in name):
            raise BadZip("the name has signs that cannot be seen", name)
        other = seen.setdefault(folded(name), name)
        if other is not name:
            same = (
                "it is in the zip twice" if other == name else f"{other!r} is the same name on some systems"
            )
            raise BadZip(same, name)


def _look_at_places(stream: BinaryIO, entries: list[Entry], directory: int) -> None:
    ordered = sorted(entries, key=lambda each: each.offset)
    starts = [each.offset for each in ordered]
    if starts and starts[0]:
        raise BadZip(f"{starts[0]:,} bytes stand before its first file")
    for entry, (start, following) in zip(ordered, pairwise([*starts, directory]), strict=True):
        content_end = content_start(stream, entry) + entry.packed_bytes
        between = following - content_end
        if between < 0 or start >= following:
            raise BadZip("it overlaps with what follows it", entry.name)
        if entry.is_described_after and _is_descriptor(stream, entry, content_end, between):
            continue
        if between:
            raise BadZip(f"{between:,} bytes after it belong to no file", entry.name)


def content_start(stream: BinaryIO, entry: Entry) -> int:
    """Behind the local header. Raises BadZip where that says something else than the directory."""
    stream.seek(entry.offset)
    data = stream.read(_LOCAL.size)
    if len(data) < _LOCAL.size or not data.startswith(_LOCAL_MAGIC):
        raise BadZip("it does not begin where it is listed", entry.name)
    _, _, flags, method, _, _, crc32, packed, unpacked, name_size, extra_size = _LOCAL.unpack(data)
    if stream.read(name_size) != entry.raw_name or flags != entry.flags or method != entry.method:
        raise BadZip("its own header says something else than the listing", entry.name)
    listing = (entry.crc32, entry.packed_bytes, entry.unpacked_bytes)
    for own, said in zip((crc32, packed, unpacked), listing, strict=True):
        if own not in (said, _FULL_32) and not (entry.is_described_after and own == 0):
            raise BadZip("its own header says something else than the listing", entry.name)
    return int(entry.offset + _LOCAL.size + name_size + extra_size)


def _is_descriptor(stream: BinaryIO, entry: Entry, place: int, size: int) -> bool:
    """Whether checksum and sizes stand there again, in 32 or 64 bits, with their mark or without."""
    stream.seek(place)
    data = stream.read(size) if size <= 24 else b""
    said = (entry.crc32, entry.packed_bytes, entry.unpacked_bytes)
    forms = [b"".join((said[0].to_bytes(4, "little"), *(each.to_bytes(8, "little") for each in said[1:])))]
    if max(said) <= _FULL_32:
        forms.append(b"".join(each.to_bytes(4, "little") for each in said))
    return any(data in (form, _DESCRIPTOR_MAGIC + form) for form in forms)
