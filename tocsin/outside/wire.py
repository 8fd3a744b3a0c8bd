"""What went over connections, byte for byte: sent, received, to which address and behind which certificate."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any, Literal

#: why an answer is not whole, in the words of WARC 1.1 (`WARC-Truncated`); empty where it is whole
Truncated = Literal["", "length", "time", "disconnect"]
#: of an answer, held in memory; what is more goes to the disk
MEMORY_BYTES_MAX = 2**20
#: X509_FILETYPE_ASN1 of OpenSSL, which Python calls `_ssl.ENCODING_DER`
_DER = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Secured:
    """What TLS agreed on, and the certificates that the server showed."""

    #: such as "TLSv1.3"
    protocol: str
    cipher: str
    #: DER, the server's own in front; those behind it where Python tells them
    certificates: tuple[bytes, ...]


@dataclass(kw_only=True, slots=True)
class Exchange:
    """One request and its answer."""

    url: str
    at: datetime
    #: as they were sent, within TLS
    request: bytearray = field(default_factory=bytearray)
    #: as they were received, within TLS
    answer: IO[bytes]
    #: the address that was connected to; empty where none was
    ip: str = ""
    #: None over plain HTTP
    secured: Secured | None = None
    truncated: Truncated = "disconnect"


def spooled(folder: str | None = None) -> IO[bytes]:
    """A file that is in memory until it grows. In `folder`, which is made for this; else where the system has such files."""
    return tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES_MAX, dir=folder)


class Tape:
    """Records what a transport sends and receives, one exchange after the other. Use as a context manager."""

    def __init__(self, bytes_max: int, open_file: Callable[[], IO[bytes]] = spooled) -> None:
        """`bytes_max` bounds all answers together: what comes after is not kept, and its answer is truncated."""
        self.exchanges: list[Exchange] = []
        self._left = bytes_max
        self._open = open_file

    def begin(self, url: str) -> None:
        self.exchanges.append(Exchange(url=url, at=datetime.now(UTC), answer=self._open()))

    def connected(self, ip: str) -> None:
        self.exchanges[-1].ip = ip

    def secured(self, connection: Any) -> None:
        """`connection` is what httpcore calls the `ssl_object`, after the handshake."""
        self.exchanges[-1].secured = Secured(
            protocol=connection.version() or "",
            cipher=(connection.cipher() or ("",))[0],
            certificates=_certificates(connection),
        )

    def sent(self, data: bytes) -> None:
        self.exchanges[-1].request += data

    def received(self, data: bytes) -> None:
        last = self.exchanges[-1]
        if len(data) > self._left:
            self._left, last.truncated = 0, "length"
        else:
            self._left -= len(data)
            last.answer.write(data)

    def ended(self, truncated: Truncated = "") -> None:
        """The last answer is over; one that was too long stays so."""
        last = self.exchanges[-1]
        if last.truncated != "length":
            last.truncated = truncated

    @property
    def is_whole(self) -> bool:
        """Whether the last answer is kept to its end."""
        return bool(self.exchanges) and not self.exchanges[-1].truncated

    def close(self) -> None:
        for exchange in self.exchanges:
            exchange.answer.close()


def _certificates(connection: Any) -> tuple[bytes, ...]:
    """As the server showed them, its own in front; that one alone where this Python does not tell the others."""
    chain = getattr(connection, "get_unverified_chain", None)
    if chain is None:
        leaf = connection.getpeercert(True)
        return (leaf,) if leaf else ()
    return tuple(each if isinstance(each, bytes) else each.public_bytes(_DER) for each in chain() or ())
