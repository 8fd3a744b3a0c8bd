"""Where the elements of a list stand in a file of JSON, so that a long one is never held whole.

A list's places: where each element begins, and where one more would; each ends a byte before the next place. Whether what
lies between is JSON is for whoever reads it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

from tocsin.publishing.dossier.checking import strict_json
from tocsin.publishing.dossier.checking.opened import Opened
from tocsin.publishing.dossier.checking.verdict import Broken

_PART_BYTES = 2**16
_OUTSIDE, _INSIDE = re.compile(rb'[][{},"]'), re.compile(rb'["\\]')
_QUOTE, _BACKSLASH, _COMMA, _BRACKET = b'"\\,['
_OPENS, _CLOSES = b"[{", b"]}"


def of_list(dossier: Opened, file: str) -> array[int]:
    """Of a file that begins with a list."""
    found, depth = array("Q"), 0
    with dossier.open(file) as stream:
        for at, sign in _signs(stream, file):
            depth += (sign in _OPENS) - (sign in _CLOSES)
            if (depth == 1 and (sign == _COMMA or sign in _OPENS)) or (depth == 0 and sign in _CLOSES):
                found.append(at + 1)
    if depth:
        raise Broken(file, "this is no JSON")
    return found


def of_list_under(dossier: Opened, file: str, name: str) -> array[int]:
    """Of the list that the object in a file has under this name. Raises Broken where it has none."""
    found, depth, key, begin, end = array("Q"), 0, f'"{name}"'.encode(), 0, 0
    with dossier.open(file) as stream, dossier.open(file) as beside:
        for at, sign in _signs(stream, file):
            depth += (sign in _OPENS) - (sign in _CLOSES)
            if found and (depth == 1 or (depth == 2 and sign == _COMMA)):
                found.append(at + 1)
            if found and depth == 1:
                return found
            if not found and sign == _BRACKET and depth == 2 and _reads(beside, begin, end, key):
                found.append(at + 1)
            begin, end = (end - 1, at + 1) if sign == _QUOTE else (at, at)
    raise Broken(file, f"{name!r} is missing or no list")


def pieces(dossier: Opened, file: str, places: array[int]) -> Iterator[Any]:
    """The elements, one after the other. Raises Broken for what is no JSON."""
    with dossier.open(file) as stream:
        for begin, end in pairwise(places):
            data = _between(stream, begin, end - 1)
            if len(places) > 2 or data.strip():
                yield strict_json.read(data, file)


def around(dossier: Opened, file: str, places: array[int]) -> Any:
    """What the file says with this list empty."""
    with dossier.open(file) as stream:
        head = _between(stream, 0, places[0])
        return strict_json.read(head + _between(stream, places[-1] - 1, dossier.sizes[file]), file)


def _between(stream: BinaryIO, begin: int, end: int) -> bytes:
    """At most a byte more than is read of JSON in one piece."""
    stream.seek(begin)
    return stream.read(min(end - begin, strict_json.PIECE_BYTES_MAX + 1))


def _reads(stream: BinaryIO, begin: int, end: int, key: bytes) -> bool:
    return end - begin == len(key) and _between(stream, begin, end) == key


def _signs(stream: BinaryIO, file: str) -> Iterator[tuple[int, int]]:
    """Brackets, braces and commas outside of texts, and both quotes of each text, with their places."""
    before, at, quoted = 0, 0, False
    while part := stream.read(_PART_BYTES):
        while found := (_INSIDE if quoted else _OUTSIDE).search(part, at):
            at, sign = found.end(), part[found.start()]
            if sign == _BACKSLASH:
                at += 1
                continue
            quoted ^= sign == _QUOTE
            yield before + found.start(), sign
        before, at = before + len(part), max(0, at - len(part))
    if quoted:
        raise Broken(file, "this is no JSON")
