"""One file of a zip, as the central directory lists it."""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass
from typing import BinaryIO

from tocsin.archives.fault import shown

CENTRAL = struct.Struct("<4s6H3L5H2L")
CENTRAL_MAGIC = b"PK\x01\x02"
STORED, DEFLATED = 0, 8
_UNIX = 3
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
#: how hard it was deflated, described after, in UTF-8: nothing else that a reader would have to know
_KNOWN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800
#: of the format, 6.3: what needs a later one is not what it seems
_VERSION_MAX = 63
_DESCRIBED_AFTER = 0x0008
_IN_UTF_8 = 0x0800
_ZIP64, _OTHER_NAME = 0x0001, 0x7075
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF


class BadZip(Exception):
    """What does not hold; `file` is empty where the zip as a whole is meant."""

    def __init__(self, reason: str, file: str = "") -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{shown(file)}: {reason}" if file else reason)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    name: str
    raw_name: bytes
    flags: int
    method: int
    crc32: int
    packed_bytes: int
    unpacked_bytes: int
    #: of its local header
    offset: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")

    @property
    def is_described_after(self) -> bool:
        """Its sizes and checksum follow its content, and may be missing before it."""
        return bool(self.flags & _DESCRIBED_AFTER)


def read_entry(stream: BinaryIO) -> Entry:
    """The next of the central directory. Raises BadZip."""
    data = stream.read(CENTRAL.size)
    if len(data) < CENTRAL.size or data[:4] != CENTRAL_MAGIC:
        raise BadZip("its listing of files is broken")
    (_, made_by, needed, flags, method, _, _, crc32, packed, unpacked, name_size, extra_size, comment_size, disk, _,
     attributes, offset) = CENTRAL.unpack(data)  # fmt: skip
    rest = stream.read(name_size + extra_size + comment_size)
    if len(rest) < name_size + extra_size + comment_size:
        raise BadZip("its listing of files is broken")
    raw_name, extra = rest[:name_size], rest[name_size : name_size + extra_size]
    name = _name(raw_name, flags)
    fields = _extra_fields(extra, name)
    if _OTHER_NAME in fields:
        raise BadZip("it is listed under two names", name)
    if disk not in (0, _FULL_16):
        raise BadZip("it lies on another disk", name)
    if flags & _ENCRYPTED:
        raise BadZip("it is encrypted", name)
    if flags & ~_KNOWN_FLAGS or needed & 0xFF > _VERSION_MAX:
        raise BadZip("it is packed in a way that is not known", name)
    if method not in (STORED, DEFLATED):
        raise BadZip(f"it is packed by method {method}, and only stored and deflated files are read", name)
    if made_by >> 8 == _UNIX and stat.S_IFMT(attributes >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadZip("it is no file but a link or a device", name)
    unpacked, packed, offset = _sizes(unpacked, packed, offset, fields.get(_ZIP64), name)
    return Entry(
        name=name,
        raw_name=raw_name,
        flags=flags,
        method=method,
        crc32=crc32,
        packed_bytes=packed,
        unpacked_bytes=unpacked,
        offset=offset,
    )


def _name(raw: bytes, flags: int) -> str:
    if flags & _IN_UTF_8 or not raw.isascii():
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            raise BadZip("the name is not in UTF-8", raw.decode("latin-1")) from error
    return raw.decode("ascii")


def _extra_fields(extra: bytes, name: str) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if len(extra) < 4 + size or kind in fields:
            raise BadZip("its extra fields are broken", name)
        fields[kind], extra = extra[4 : 4 + size], extra[4 + size :]
    return fields


def _sizes(unpacked: int, packed: int, offset: int, zip64: bytes | None, name: str) -> tuple[int, int, int]:
    """Those that do not fit 32 bits stand in the zip64 field, in this order."""
    given = (unpacked, packed, offset)
    wanted = given.count(_FULL_32)
    if not wanted:
        return given
    if zip64 is None or len(zip64) < 8 * wanted:
        raise BadZip("its zip64 sizes are missing", name)
    larger = iter(struct.unpack_from(f"<{wanted}Q", zip64))
    unpacked, packed, offset = (next(larger) if value == _FULL_32 else value for value in given)
    return unpacked, packed, offset
