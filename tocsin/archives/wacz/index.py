"""`indexes/`: where in the archive each capture stands (CDXJ 0.1.0, and its blocks in an .idx).

A line is `key timestamp {"url", "digest", "filename", "offset", "length", "recordDigest", ...}`, numbers as text or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from tocsin.archives.wacz.strict_json import NotOneMeaning, read_object

LINE_MAX = 2**20
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: signs that have their place in an address, the mark of an escape among them
_AS_WRITTEN = "!#$%&'()*+,/:;=?@[]~"
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")


class BadIndex(Exception):
    """Why a line is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexLine:
    key: str
    #: fourteen digits, UTC
    timestamp: str
    fields: dict[str, Any]

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """-1 where there is none."""
        value = str(self.fields.get(name, ""))
        return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else -1


def read_line(line: str) -> IndexLine:
    """Raises BadIndex."""
    key, _, rest = line.partition(" ")
    timestamp, _, plain = rest.partition(" ")
    if not key or not timestamp.isascii() or not timestamp.isdigit():
        raise BadIndex(f"{line[:80]!r} is no key, time and object")
    try:
        return IndexLine(key=key, timestamp=timestamp, fields=read_object(plain))
    except NotOneMeaning as error:
        raise BadIndex(f"{line[:80]!r}: {error}") from error


@dataclass(frozen=True, slots=True)
class Block:
    """A gzip member of a compressed index."""

    first: IndexLine
    offset: int
    length: int
    #: "sha256:..." of its bytes; empty where it is not said
    digest: str


def read_blocks(lines: Iterator[str]) -> tuple[str, list[Block]]:
    """The index that an .idx is of, and its blocks. Raises BadIndex."""
    head = next(lines, "")
    mark, _, rest = head.partition(" ")
    try:
        meta = read_object(rest.partition(" ")[2]) if mark == "!meta" else {}
    except NotOneMeaning:
        meta = {}
    if meta.get("format") != "cdxj-gzip-1.0" or not isinstance(meta.get("filename"), str):
        raise BadIndex("its first line does not say which index it is of")
    blocks = []
    for line in lines:
        first = read_line(line)
        blocks.append(Block(first, first.number("offset"), first.number("length"), first.text("digest")))
    return meta["filename"], blocks


def key_of(url: str) -> str:
    """The form that indexes are sorted by: the host's names from the right, then the path, in lower case.

    >>> key_of("https://www.Example.org:8080/A?b=2&a=1#part"), key_of("urn:text:1")
    ('org,example:8080)/a?a=1&b=2', 'urn:text:1')
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # of a host in brackets that is none
        return url.lower()
    if not parts.hostname:
        return url.lower()
    host = parts.hostname.lower()
    first, dot, rest = host.partition(".")
    if dot and first.startswith("www") and first[3:].isdigit() | (first == "www"):
        host = rest
    try:
        port = parts.port
    except ValueError:
        port = None
    shown = f":{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme) else ""
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = (parts.path or "/") + ("?" + query if query else "")
    return f"{','.join(reversed(host.split('.')))}{shown}){path.lower()}"


def normal_address(url: str) -> str:
    """One form of those that browsers take for the same address (RFC 3986, 6.2.2 and 6.2.3).

    >>> normal_address("HTTPS://News.example:443"), normal_address("https://news.example/%c3%a9?a=%2F")
    ('https://news.example/', 'https://news.example/%C3%A9?a=%2F')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    named, at, host = parts.netloc.rpartition("@")
    if port == _DEFAULT_PORTS[parts.scheme] or host.endswith(":"):
        host = host.rpartition(":")[0]
    path, query, part = (_escaped(each) for each in (parts.path or "/", parts.query, parts.fragment))
    return urlunsplit((parts.scheme, named + at + host.lower(), path, query, part))


def _escaped(text: str) -> str:
    """What stands for itself alone is written as itself, other signs by their bytes; what was escaped stays so."""
    whole = quote(text, safe=_AS_WRITTEN, errors="replace")
    return _ESCAPE.sub(lambda found: _plain(found[0]), whole)


def _plain(escape: str) -> str:
    sign = chr(int(escape[1:], 16))
    return sign if sign.isascii() and (sign.isalnum() or sign in "-._~") else escape.upper()


def same_address(indexed: str, captured: str) -> bool:
    """Whether an index means that capture: its address, or that with the fields of a request's body behind it."""
    if indexed == captured or unquote(indexed) == unquote(captured):
        return True
    query = indexed.partition("#")[0].partition("?")[2]
    return "__wb_method" in dict(parse_qsl(query)) and unquote(indexed).startswith(unquote(captured))
