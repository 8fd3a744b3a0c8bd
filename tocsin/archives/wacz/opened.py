"""The files inside a WACZ, as streams that are measured and hashed while they are read."""

from __future__ import annotations

import codecs
import hashlib
import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from tocsin.archives.limits import Meter
from tocsin.archives.wacz.verdict import BadWacz
from tocsin.archives.zip import Entry, content

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP_WINDOW = 31
_PART_BYTES = 2**16


class Opened(io.RawIOBase):
    """One file, from its beginning to its end. Raises BadZip and Unbounded while it is read."""

    def __init__(self, archive: BinaryIO, entry: Entry, meter: Meter, algorithm: str = "sha256") -> None:
        self._parts = content(archive, entry, meter)
        self._hash = hashlib.new(algorithm, usedforsecurity=False)
        self._ready = b""
        self.size_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        if not self._ready:
            self._ready = next((part for part in self._parts if part), b"")
            self._hash.update(self._ready)
            self.size_bytes += len(self._ready)
        part, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(part)] = part
        return len(part)

    def drain(self) -> bytes:
        """The digest of all of it, read to its end."""
        while self.read(_PART_BYTES):
            pass
        return self._hash.digest()


def whole(archive: BinaryIO, entry: Entry, meter: Meter, size_max: int) -> bytes:
    """Raises BadWacz for one that is larger than `size_max`."""
    if entry.unpacked_bytes > size_max:
        raise BadWacz(entry.name, f"it has {entry.unpacked_bytes:,} bytes, and at most {size_max:,} are read")
    return b"".join(content(archive, entry, meter))


def text_lines(opened: Opened, name: str, meter: Meter, line_max: int) -> Iterator[str]:
    """In UTF-8, unpacked where the name says gzip; empty lines are left out. Raises BadWacz."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    left = ""
    try:
        for part in (
            _unzipped(opened, meter) if name.endswith(".gz") else iter(lambda: opened.read(_PART_BYTES), b"")
        ):
            *lines, left = (left + decoder.decode(part)).split("\n")
            yield from (line for line in lines if line.strip())
            if len(left) > line_max:
                raise BadWacz(name, f"a line has more than {line_max:,} signs")
        left += decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise BadWacz(name, "it is not in UTF-8") from error
    except zlib.error as error:
        raise BadWacz(name, f"it is not well compressed ({error})") from error
    if left.strip():
        yield left


def _unzipped(opened: Opened, meter: Meter) -> Iterator[bytes]:
    """Any number of gzip members."""
    inflater, raw, made = zlib.decompressobj(_GZIP_WINDOW), b"", 0
    while raw := raw or opened.read(_PART_BYTES):
        part = inflater.decompress(raw, _PART_BYTES)
        raw = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        made += len(part)
        meter.unpacked(len(part), of_packed=opened.size_bytes, of_unpacked=made)
        yield part
        if inflater.eof:
            inflater = zlib.decompressobj(_GZIP_WINDOW)
            if not raw and not (raw := opened.read(_PART_BYTES)):
                return
    raise zlib.error("it has no end")
