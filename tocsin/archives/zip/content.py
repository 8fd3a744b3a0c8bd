"""What a file of a zip holds: as long as listed, with the checksum listed, and within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.archives.limits import Meter
from tocsin.archives.zip.entry import STORED, BadZip, Entry
from tocsin.archives.zip.listing import content_start

_PART_BYTES = 2**16
_RAW_DEFLATE = -15


def content(stream: BinaryIO, entry: Entry, meter: Meter) -> Iterator[bytes]:
    """In parts. Raises BadZip, at the latest behind the last part, and Unbounded."""
    meter.entry()
    checksum = size = 0
    stream.seek(content_start(stream, entry))
    parts = _stored(stream, entry) if entry.method == STORED else _inflated(stream, entry)
    for part, used in parts:
        size += len(part)
        if size > entry.unpacked_bytes:
            raise BadZip(f"it unfolds to more than the {entry.unpacked_bytes:,} bytes listed", entry.name)
        checksum = zlib.crc32(part, checksum)
        meter.unpacked(len(part), of_packed=used, of_unpacked=size)
        yield part
    if size != entry.unpacked_bytes:
        raise BadZip(f"it has {size:,} bytes, and {entry.unpacked_bytes:,} are listed", entry.name)
    if checksum != entry.crc32:
        raise BadZip("its checksum is not the one listed", entry.name)


def _packed(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Of a shared stream: whoever reads elsewhere meanwhile does no harm."""
    place, left = stream.tell(), entry.packed_bytes
    while left:
        stream.seek(place)
        part = stream.read(min(left, _PART_BYTES))
        if not part:
            raise BadZip("the zip ends within it", entry.name)
        place, left = place + len(part), left - len(part)
        yield part


def _stored(stream: BinaryIO, entry: Entry) -> Iterator[tuple[bytes, int]]:
    used = 0
    for part in _packed(stream, entry):
        used += len(part)
        yield part, used


def _inflated(stream: BinaryIO, entry: Entry) -> Iterator[tuple[bytes, int]]:
    inflater, used = zlib.decompressobj(_RAW_DEFLATE), 0
    try:
        for packed in _packed(stream, entry):
            used += len(packed)
            rest = packed
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _PART_BYTES), used
                rest = inflater.unconsumed_tail
            if inflater.unused_data or rest:
                raise BadZip("bytes follow its packed content", entry.name)
        while not inflater.eof and (part := inflater.decompress(b"", _PART_BYTES)):
            yield part, used  # the last bits of the input may stand for much
    except zlib.error as error:
        raise BadZip(f"it is not well packed ({error})", entry.name) from error
    if not inflater.eof:
        raise BadZip("its packed content has no end", entry.name)
