"""Headers of Bitcoin's blocks, as somebody who has the chain hands them over: `HEIGHT HEX` a line, 80 bytes each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from tocsin.errors import WrongUse

FILE_BYTES_MAX = 2**24
_HEADER_BYTES = 80
_FORM = "write a block a line: its height, a space, and the 160 hexadecimal digits of its header"


@dataclass(frozen=True, slots=True)
class Header:
    raw: bytes

    @property
    def merkle_root(self) -> bytes:
        return self.raw[36:68]

    @property
    def time(self) -> datetime:
        """As the miner says: it may be two hours off."""
        return datetime.fromtimestamp(int.from_bytes(self.raw[68:72], "little"), UTC)

    @property
    def block_hash(self) -> str:
        """As block explorers print it."""
        return sha256(sha256(self.raw).digest()).digest()[::-1].hex()


def read_headers(data: bytes) -> Mapping[int, Header]:
    """Raises WrongUse. Empty lines are passed over."""
    if len(data) > FILE_BYTES_MAX:
        raise WrongUse(f"the file of headers is larger than {FILE_BYTES_MAX:,} bytes", _FORM)
    found: dict[int, Header] = {}
    for line in data.split(b"\n"):
        if line.strip():
            height, header = _read(line)
            if found.setdefault(height, header) != header:
                raise WrongUse(f"the file has two headers of block {height}", "keep the one that is right")
    return found


def _read(line: bytes) -> tuple[int, Header]:
    parts = line.split()
    try:
        height, written = parts
        raw = bytes.fromhex(written.decode("ascii"))
    except ValueError:
        raise WrongUse(f"{line[:60]!r} is no header of a block", _FORM) from None
    if not (height.isdigit() and len(height) <= 10 and len(raw) == _HEADER_BYTES):
        raise WrongUse(f"{line[:60]!r} is no header of a block", _FORM)
    return int(height), Header(raw)
