"""The bytes of a WARC, record by record: as they stand, or each record in a gzip member of its own."""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from hashlib import sha256
from typing import BinaryIO

from tocsin.archives.limits import Meter

_PART_BYTES = 2**16
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31


class BadWarc(Exception):
    """What does not hold, of the record that begins at `offset`."""

    def __init__(self, reason: str, offset: int = 0) -> None:
        self.reason = reason
        self.offset = offset
        super().__init__(f"record at {offset:,}: {reason}")


class Source(ABC):
    """A stream that knows where the record at hand began, and hashes its raw bytes. Raises BadWarc and Unbounded."""

    def __init__(self, stream: BinaryIO, first: bytes, meter: Meter) -> None:
        self._stream = stream
        self._raw = first
        self._meter = meter
        #: of the record at hand
        self.start = 0
        self.raw_bytes = 0
        self._hash = sha256()
        #: content not yet read
        self._ready = b""

    def begin(self) -> bool:
        """At the next record; False at the end of the file."""
        self.start += self.raw_bytes
        self.raw_bytes = 0
        self._hash = sha256()
        self._meter.entry()
        return self._begin()

    def raw_sha256(self) -> str:
        """Of the record at hand, so far."""
        return self._hash.hexdigest()

    def read(self, size: int) -> bytes:
        """At least one byte and at most `size`; nothing at the end of the record's member, or of the file."""
        self._ready = self._ready or self._more()
        return self._consume(size)

    def exactly(self, size: int) -> bytes:
        """Fewer only at the end."""
        parts = bytearray()
        while len(parts) < size and (part := self.read(size - len(parts))):
            parts += part
        return bytes(parts)

    def until(self, mark: bytes, size_max: int) -> bytes:
        """Up to and with `mark`, or to the end. Raises BadWarc beyond `size_max`."""
        while (found := self._ready.find(mark)) < 0:
            if len(self._ready) > size_max:
                raise BadWarc(f"its header is longer than {size_max:,} bytes", self.start)
            more = self._more()
            if not more:
                return self._consume(len(self._ready))
            self._ready += more
        return self._consume(found + len(mark))

    def _consume(self, size: int) -> bytes:
        part, self._ready = self._ready[:size], self._ready[size:]
        self._consumed(part)
        return part

    def _note_raw(self, part: bytes) -> None:
        self.raw_bytes += len(part)
        self._hash.update(part)

    @abstractmethod
    def _begin(self) -> bool: ...

    @abstractmethod
    def _more(self) -> bytes: ...

    @abstractmethod
    def _consumed(self, part: bytes) -> None: ...

    @abstractmethod
    def finish(self) -> None:
        """The record was read to its end."""


class _Plain(Source):
    def _begin(self) -> bool:
        self._ready = self._ready or self._more()
        return bool(self._ready)

    def _more(self) -> bytes:
        part, self._raw = self._raw or self._stream.read(_PART_BYTES), b""
        self._meter.unpacked(len(part), of_packed=1, of_unpacked=1)
        return part

    def _consumed(self, part: bytes) -> None:
        self._note_raw(part)

    def finish(self) -> None:
        pass


class _Zipped(Source):
    _inflater: zlib._Decompress
    _unpacked = 0

    def _begin(self) -> bool:
        self._raw = self._raw or self._stream.read(_PART_BYTES)
        self._inflater, self._unpacked = zlib.decompressobj(_GZIP_WINDOW), 0
        return bool(self._raw)

    def _more(self) -> bytes:
        inflater = self._inflater
        while not inflater.eof:
            raw = inflater.unconsumed_tail or self._raw or self._stream.read(_PART_BYTES)
            if not raw:
                raise BadWarc("the file ends within it", self.start)
            if not inflater.unconsumed_tail:
                self._raw = b""
            try:
                made = inflater.decompress(raw, _PART_BYTES)
            except zlib.error as error:
                raise BadWarc(f"it is not well compressed ({error})", self.start) from error
            left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            self._note_raw(raw[: len(raw) - len(left)])
            if inflater.eof:
                self._raw = left
            if made:
                self._unpacked += len(made)
                self._meter.unpacked(len(made), of_packed=self.raw_bytes, of_unpacked=self._unpacked)
                return made
        return b""

    def _consumed(self, part: bytes) -> None:
        pass

    def finish(self) -> None:
        if self.read(1):
            raise BadWarc(
                "its gzip member goes on after it: each record needs a member of its own", self.start
            )


def opened(stream: BinaryIO, meter: Meter) -> Source:
    first = stream.read(_PART_BYTES)
    kind = _Zipped if first.startswith(_GZIP_MAGIC) else _Plain
    return kind(stream, first, meter)
