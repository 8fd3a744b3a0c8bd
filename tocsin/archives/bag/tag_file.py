"""Tag files as lines of text: manifests, fetch.txt, bag-info.txt (RFC 8493, 2.1.3, 2.2.2, 2.2.3)."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

#: in characters; a path may have 4096 bytes on Linux, an address is seldom longer
LINE_MAX = 16_384
#: lines of one tag file: what is listed is held in memory, about 300 bytes each
LINES_MAX = 1_000_000
_LISTED = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)", re.DOTALL)
_FETCHED = re.compile(r"(\S+)[ \t]+(-|\d{1,20})[ \t]+(.+)", re.DOTALL)


class BadTagFile(Exception):
    """Why its lines cannot be read."""


class Listed(NamedTuple):
    digest: bytes
    path: str
    #: written by md5sum and its like, with a star for "binary"
    starred: bool


class ToFetch(NamedTuple):
    url: str
    #: None where it is not said
    size_bytes: int | None
    path: str


def past_mark(stream: BinaryIO, encoding: str) -> bool:
    """Steps over a byte order mark at the beginning; whether there was one. In UTF-16 and 32 it belongs to the encoding."""
    if encoding != "utf-8":
        return False
    if stream.read(3) == codecs.BOM_UTF8:
        return True
    stream.seek(0)
    return False


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Without their ends: CR, LF or both. Empty ones are left out. Raises BadTagFile."""
    text = io.TextIOWrapper(stream, encoding=encoding, newline=None)
    count = 0
    try:
        while line := text.readline(LINE_MAX + 2):
            count += 1
            if len(line) > LINE_MAX or count > LINES_MAX:
                raise BadTagFile(
                    f"line {count:,} is beyond what is read ({LINES_MAX:,} of {LINE_MAX:,} signs)"
                )
            if line.strip():
                yield line.removesuffix("\n")
    except UnicodeError as error:
        raise BadTagFile(f"it is not in {encoding}, as bagit.txt declares") from error


def listed(line: str, digest_bytes: int) -> Listed:
    """A line of a manifest. Raises BadTagFile."""
    found = _LISTED.fullmatch(line)
    if not found or len(found[1]) != 2 * digest_bytes:
        raise BadTagFile(f"{line[:120]!r} is no hash of {digest_bytes} bytes and a path")
    return Listed(bytes.fromhex(found[1]), found[3], bool(found[2]))


def to_fetch(line: str) -> ToFetch:
    """A line of fetch.txt. Raises BadTagFile."""
    found = _FETCHED.fullmatch(line)
    if not found:
        raise BadTagFile(f"{line[:120]!r} is no address, length and path")
    return ToFetch(found[1], None if found[2] == "-" else int(found[2]), found[3])


class Labelled(NamedTuple):
    label: str
    value: str
    #: whether the colon stands as version 1.0 asks: after the label, before one space or tab
    plain: bool


def labelled(rows: Iterator[str]) -> Iterator[Labelled]:
    """What bag-info.txt says, with continued lines joined by a blank. Raises BadTagFile."""
    current: Labelled | None = None
    for row in rows:
        if row[0] in " \t" and current is not None:
            current = current._replace(value=f"{current.value} {row.strip()}"[:LINE_MAX])
            continue
        if current is not None:
            yield current
        label, colon, value = row.partition(":")
        if not colon or not label.strip():
            raise BadTagFile(f"{row[:120]!r} is no label and value")
        current = Labelled(label.strip(), value.strip(), label == label.strip() and value[:1] in (" ", "\t"))
    if current is not None:
        yield current
