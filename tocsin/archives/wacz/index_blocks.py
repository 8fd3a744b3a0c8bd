"""`indexes/*.idx`: the blocks of a compressed index cover it whole, one after the other, and hash to what is said."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import BinaryIO

from tocsin.archives.limits import Meter
from tocsin.archives.wacz.index import LINE_MAX, BadIndex, Block, read_blocks
from tocsin.archives.wacz.opened import Opened, text_lines
from tocsin.archives.zip import Entry

_GZIP_WINDOW = 31
_FIRST_LINE_BYTES = 2**16
_BLOCK_BYTES_MAX = 16 * 2**20


def check_blocks(stream: BinaryIO, entry: Entry, files: Mapping[str, Entry], meter: Meter) -> None:
    """Raises BadIndex."""
    opened = Opened(stream, entry, meter)
    name, blocks = read_blocks(text_lines(opened, entry.name, meter, LINE_MAX))
    index = files.get(f"indexes/{name}")
    if index is None:
        raise BadIndex(f"it is of indexes/{name[:200]}, which is not there")
    data, place = Opened(stream, index, meter), 0
    for block in blocks:
        if block.offset != place or not 0 < block.length <= _BLOCK_BYTES_MAX:
            raise BadIndex(
                f"a block of indexes/{name} is said to be {block.length:,} bytes at {block.offset:,}"
            )
        _check_block(block, _exactly(data, block.length), name)
        place += block.length
    if data.read(1):
        raise BadIndex(f"its blocks cover {place:,} of {index.unpacked_bytes:,} bytes of indexes/{name}")


def _exactly(opened: Opened, size: int) -> bytes:
    """Fewer only at the end."""
    parts = bytearray()
    while len(parts) < size and (part := opened.read(size - len(parts))):
        parts += part
    return bytes(parts)


def _check_block(block: Block, data: bytes, name: str) -> None:
    where = f"the block of indexes/{name} at {block.offset:,}"
    if block.digest and block.digest != f"sha256:{sha256(data).hexdigest()}":
        raise BadIndex(f"{where} does not hash to what is said")
    try:
        inflater = zlib.decompressobj(_GZIP_WINDOW)
        first = inflater.decompress(data, _FIRST_LINE_BYTES)
    except zlib.error as error:
        raise BadIndex(f"{where} is not well compressed ({error})") from error
    if not first.startswith(f"{block.first.key} {block.first.timestamp} ".encode()):
        raise BadIndex(f"{where} does not begin with {block.first.key[:200]!r}")
