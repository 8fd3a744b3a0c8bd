"""The process that opens strangers' archives: `python -m tocsin.archives.apart_child`.

It reads one question on stdin (a frame of JSON: the verb, and the number of a descriptor that the archive is open under),
answers in frames on stdout, and may do nothing else. The first byte of a frame says what it is: + a whole answer, - why
there is none, F a file's name, D some of its bytes, E the end.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO

from tocsin.apart import fence
from tocsin.archives.limits import Limits, Meter, Unbounded

MEMORY_BYTES_MAX = 1024 * 2**20
#: for one archive; hashing takes about 8 s for each GiB
PROCESSOR_S_MAX = 120
#: of a file's content
PART_BYTES = 2**18

Answer = Iterator[bytes]


def main() -> None:
    answers = fence.answering()
    question = fence.read_frame(sys.stdin.buffer)
    assert question is not None
    fence.confine(MEMORY_BYTES_MAX)
    fence.allow_processor_time(PROCESSOR_S_MAX)
    plain = json.loads(question)
    with os.fdopen(plain["descriptor"], "rb") as archive:
        archive.seek(0)
        for frame in _answer(plain, archive):
            fence.write_frame(answers, frame)


def _answer(plain: dict[str, Any], archive: BinaryIO) -> Answer:
    from tocsin.archives.warc import BadWarc
    from tocsin.archives.zip import BadZip

    try:
        yield from _VERBS[plain["verb"]](plain, archive)
    except (BadZip, BadWarc, Unbounded) as error:
        yield b"-" + str(error).encode()
    except MemoryError:
        yield b"-it needs more memory than one archive may"
    except Exception as error:  # hostile bytes may make a parser raise anything
        yield f"-it cannot be read ({type(error).__name__})".encode()


def _check_wacz(plain: dict[str, Any], archive: BinaryIO) -> Answer:
    from cryptography import x509

    from tocsin.archives.wacz import Trust, check

    domain, timestamp = plain["domain_roots"], plain["timestamp_roots"]
    trust = Trust(
        domain_roots=None
        if domain is None
        else x509.load_pem_x509_certificates(domain.encode())
        if domain
        else [],
        timestamp_roots=x509.load_pem_x509_certificates(timestamp.encode()) if timestamp else [],
    )
    yield b"+" + _json(asdict(check(archive, trust=trust, limits=_limits(plain))))


def _check_warc(plain: dict[str, Any], archive: BinaryIO) -> Answer:
    from tocsin.archives.warc import check

    yield b"+" + _json(asdict(check(archive, Meter(_limits(plain)))))


def _page(plain: dict[str, Any], archive: BinaryIO) -> Answer:
    """Of a WACZ its main page, of a WARC its first: what is said of it, then its body."""
    from tocsin.archives.wacz import main_page
    from tocsin.archives.warc.page import CapturedPage, captured_page

    is_zip = archive.read(2) == b"PK"
    archive.seek(0)
    limits = _limits(plain)
    page = main_page(archive, limits=limits) if is_zip else captured_page(archive, Meter(limits))
    if not isinstance(page, CapturedPage):
        yield b"-no page in it was captured as a document"
        return
    said = asdict(page)
    body = said.pop("body")
    yield b"+" + _json(said)
    yield b"D" + body


def _unzip(plain: dict[str, Any], archive: BinaryIO) -> Answer:
    from tocsin.archives.zip import content, listed

    meter = Meter(_limits(plain))
    for entry in listed(archive, meter.limits):
        yield b"F" + entry.name.encode()
        for part in content(archive, entry, meter):
            yield b"D" + part
    yield b"E"


def _gunzip(plain: dict[str, Any], archive: BinaryIO) -> Answer:
    """All members, as one file."""
    meter, used, made = Meter(_limits(plain)), 0, 0
    inflater, raw = zlib.decompressobj(31), b""
    yield b"F"
    while raw := raw or archive.read(PART_BYTES):
        try:
            part = inflater.decompress(raw, PART_BYTES)
        except zlib.error:
            raise Unbounded("it is not well compressed") from None
        left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        used, made, raw = used + len(raw) - len(left), made + len(part), left
        meter.unpacked(len(part), of_packed=used, of_unpacked=made)
        yield b"D" + part
        if inflater.eof and (raw := raw or archive.read(PART_BYTES)):
            inflater = zlib.decompressobj(31)
    if not inflater.eof:
        raise Unbounded("it is cut short")
    yield b"E"


_VERBS: dict[str, Callable[[dict[str, Any], BinaryIO], Answer]] = {
    "check wacz": _check_wacz,
    "check warc": _check_warc,
    "page": _page,
    "unzip": _unzip,
    "gunzip": _gunzip,
}


def _limits(plain: dict[str, Any]) -> Limits:
    return Limits(**plain["limits"])


def _json(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, default=datetime.isoformat).encode("ascii")


if __name__ == "__main__":
    main()
