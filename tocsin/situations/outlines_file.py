"""Outlines of the world in one compiled file: written by a tool, unfolded line by line as a map needs them.

    magic, header as one JSON line    sources, areas before anything was simplified, number of arcs, bytes of the index
    zlib of the rest:
      index    JSON: land and countries as shapes, each of rings of arcs; an arc walked backwards stands as ~arc
      heads    44 bytes for each arc: kind, number of points, where they begin, box, first and last point
      points   each as steps from the one before it (zigzag varints)

Positions are whole steps of 1/500 degree. A line that crosses the date line goes on beyond 180. Neighbours share an arc,
so that they share each point of it.
"""

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple, get_args

ArcKind = Literal["coast", "border", "undetermined", "none"]
#: (longitude, latitude) in degrees
Point = tuple[float, float]
#: one line after the other, the outer one first and its holes behind
Shape = Sequence[Sequence[int]]

MAGIC = b"tocsin outlines 1\n"
STEPS_PER_DEGREE = 500
_KINDS: tuple[ArcKind, ...] = get_args(ArcKind)
_HEAD = struct.Struct("<III8i")


class Head(NamedTuple):
    """What is known of an arc before it is unfolded."""

    kind: ArcKind
    #: points; 0: too small to be kept
    size: int
    offset: int
    #: degrees: west, south, east, north
    box: tuple[float, float, float, float]
    first: Point
    last: Point


class OutlinesFile:
    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("not outlines of this format: build them anew with tools/make_outlines.py")
        end = data.index(b"\n", len(MAGIC))
        header = json.loads(data[len(MAGIC) : end])
        body = zlib.decompress(data[end + 1 :])
        heads = header["index_bytes"]
        index = json.loads(body[:heads])
        #: what it was made from
        self.sources: Mapping[str, str] = header["sources"]
        #: ISO 3166-1 alpha-3 -> square kilometres in the source, before anything was simplified or left out
        self.areas_km2: Mapping[str, float] = header["areas_km2"]
        self.land: Sequence[Shape] = index["land"]
        #: ISO 3166-1 alpha-3 -> its shapes
        self.countries: Mapping[str, Sequence[Shape]] = index["countries"]
        self._points = body[heads + header["arcs"] * _HEAD.size :]
        self.heads = [
            _head(_HEAD.unpack_from(body, heads + place * _HEAD.size)) for place in range(header["arcs"])
        ]

    def points(self, arc: int) -> list[Point]:
        """The line of an arc; ~arc is the same one walked backwards."""
        head = self.heads[arc if arc >= 0 else ~arc]
        line = _unfolded(self._points, head.offset, head.size)
        return line if arc >= 0 else line[::-1]


@cache
def outlines() -> OutlinesFile:
    """The one that is shipped."""
    return OutlinesFile((Path(__file__).parent / "data" / "outlines.bin").read_bytes())


def pack(
    arcs: Sequence[tuple[ArcKind, Sequence[Point]] | None],
    land: Sequence[Shape],
    countries: Mapping[str, Sequence[Shape]],
    sources: Mapping[str, str],
    areas_km2: Mapping[str, float],
) -> bytes:
    """The file; None is a line too small to be kept. The same input gives the same bytes."""
    index = json.dumps({"land": land, "countries": countries}, sort_keys=True, separators=(",", ":")).encode()
    heads, folded = [], bytearray()
    for arc in arcs:
        kind, points = (arc[0], _rounded(arc[1])) if arc else ("coast", [(0, 0)])
        xs, ys = zip(*points, strict=True)
        box = (min(xs), min(ys), max(xs), max(ys))
        size = len(points) if arc else 0
        heads.append(_HEAD.pack(_KINDS.index(kind), size, len(folded), *box, *points[0], *points[-1]))
        folded += _folded(points) if arc else b""
    header = json.dumps(
        {"sources": sources, "areas_km2": areas_km2, "arcs": len(heads), "index_bytes": len(index)},
        sort_keys=True,
    )
    body = b"".join([index, *heads, folded])
    return MAGIC + header.encode() + b"\n" + zlib.compress(body, 9)


def _head(numbers: tuple[int, ...]) -> Head:
    kind, size, offset, *degrees = numbers
    west, south, east, north, x, y, last_x, last_y = (number / STEPS_PER_DEGREE for number in degrees)
    return Head(_KINDS[kind], size, offset, (west, south, east, north), (x, y), (last_x, last_y))


def _rounded(points: Sequence[Point]) -> list[tuple[int, int]]:
    """In steps of the file; what falls upon the point before is left out."""
    steps = [(round(x * STEPS_PER_DEGREE), round(y * STEPS_PER_DEGREE)) for x, y in points]
    return [steps[0], *(new for old, new in pairwise(steps) if new != old)]


def _folded(points: Sequence[tuple[int, int]]) -> bytes:
    written = bytearray()
    at_x = at_y = 0
    for x, y in points:
        written += _varint(_zigzag(x - at_x)) + _varint(_zigzag(y - at_y))
        at_x, at_y = x, y
    return bytes(written)


def _unfolded(data: bytes, offset: int, count: int) -> list[Point]:
    points: list[Point] = []
    numbers: list[int] = []
    x = y = 0
    while len(points) < count:
        number = shift = 0
        while (byte := data[offset]) > 127:
            number |= (byte & 127) << shift
            offset, shift = offset + 1, shift + 7
        numbers.append(_unzigzag(number | byte << shift))
        offset += 1
        if len(numbers) == 2:
            x, y = x + numbers[0], y + numbers[1]
            points.append((x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE))
            numbers.clear()
    return points


def _zigzag(number: int) -> int:
    """Small numbers of either sign as small ones without: 0, -1, 1, -2 are 0, 1, 2, 3."""
    return number * 2 if number >= 0 else -number * 2 - 1


def _unzigzag(number: int) -> int:
    return -(number + 1) // 2 if number % 2 else number // 2


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the high bit says that more follow."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])
