"""A capture with the picture of its page, made without a browser."""

import struct
import zlib

from tests import made
from tocsin.apart.picture import Picture
from tocsin.outside.wire import Tape
from tocsin.reports.capturing import Captured, sealed_capture
from tocsin.reports.content_check import Checked, Verdict
from tocsin.reports.picturing import Pictured

WIDTH, HEIGHT = 1280, 900
PAGE_TEXT = "Buses through the night\nThe page as it was seen.\n"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


#: grey
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"\xd0" * WIDTH) * HEIGHT))
    + _chunk(b"IEND", b"")
)


def pictured() -> Captured:
    """A page and its picture, as a browser would have made it."""
    tape = Tape(2**20)
    tape.begin("https://wire.example/")
    tape.sent(b"GET / HTTP/1.1\r\nHost: wire.example\r\n\r\n")
    tape.received(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    tape.ended()
    checked = Checked(verdict=Verdict.ARTICLE, reasons=("it is long",))
    return sealed_capture(tape, checked, seen("https://wire.example/"))


def seen(url: str) -> Pictured:
    """As a browser would have told it."""
    picture = Picture(
        png=PNG, width_px=WIDTH, height_px=HEIGHT, cut=True, text=PAGE_TEXT, browser="Chrome/1", refused=2
    )
    return Pictured(url=url, at=made.NOW, picture=picture, asked=Tape(1))
