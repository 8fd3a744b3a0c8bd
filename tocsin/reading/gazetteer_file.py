"""The compiled list of the world's towns and regions: written by a tool, read in place, never loaded whole.

    magic, header as one JSON line   sources, counts
    records    20 bytes each: latitude and longitude in 1e-4 degrees, inhabitants, area, kind, offset of the name
    postings   4 bytes each: indices of records, largest place first, one run for each key
    buckets    4 bytes each: the first key of each of 65,536 buckets, by the upper half of a key's hash
    keys       8 bytes each: the lower part of the hash, the first posting
    areas, names   text, one a line

A key is a folded name ("cote divoire"); only 48 bits of its hash are kept: of 10**8 unknown names one finds a wrong place.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["country", "region", "town", "area"]

MAGIC = b"tocsin gazetteer 1\n"
_KINDS: tuple[Kind, ...] = ("country", "region", "town", "area")
_RECORD = struct.Struct("<iiIHHI")
_DEGREE = 10_000
_BUCKETS = 1 << 16


class Record(NamedTuple):
    name: str
    #: ISO 3166-1 alpha-3
    country: str
    #: code of the first-level area that GeoNames or ISO 3166-2 gives; empty where none
    region: str
    lat: float
    lon: float
    #: 0 where nobody counted
    population: int
    kind: Kind


class GazetteerFile:
    """A compiled gazetteer, mapped into memory: `find` reads a few dozen bytes."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        if data[: len(MAGIC)] != MAGIC:
            raise ValueError("not a gazetteer of this format: build it anew with tools/make_gazetteer.py")
        end = data.find(b"\n", len(MAGIC))
        #: what it was made from
        self.header: dict[str, object] = json.loads(data[len(MAGIC) : end])
        self._data = data
        self._records = end + 1
        self._postings = self._records + self._count("records") * _RECORD.size
        self._buckets = self._postings + self._count("postings") * 4
        self._keys = self._buckets + (_BUCKETS + 1) * 4
        areas = self._keys + self._count("keys") * 8
        self._names = areas + self._count("areas_bytes")
        self._areas = data[areas : self._names].decode().split("\n")

    def find(self, key: str) -> tuple[Record, ...]:
        """All places of that folded name, the largest first."""
        bucket, print_ = _hash(key)
        first, last = struct.unpack_from("<II", self._data, self._buckets + bucket * 4)
        if first == last:
            return ()
        keys = struct.unpack_from(f"<{2 * (last - first)}I", self._data, self._keys + first * 8)
        for index in range(0, len(keys), 2):
            if keys[index] == print_:
                return self._run(first + index // 2, keys[index + 1])
        return ()

    def _run(self, key: int, first: int) -> tuple[Record, ...]:
        if key + 1 < self._count("keys"):
            (last,) = struct.unpack_from("<I", self._data, self._keys + (key + 1) * 8 + 4)
        else:
            last = self._count("postings")
        wanted = struct.unpack_from(f"<{last - first}I", self._data, self._postings + first * 4)
        return tuple(map(self._record, wanted))

    def _record(self, index: int) -> Record:
        lat, lon, population, area, kind, offset = _RECORD.unpack_from(
            self._data, self._records + index * _RECORD.size
        )
        start = self._names + offset
        name = self._data[start : self._data.find(b"\n", start)].decode()
        country, _, region = self._areas[area].partition(".")
        return Record(name, country, region, lat / _DEGREE, lon / _DEGREE, population, _KINDS[kind])

    def _count(self, name: str) -> int:
        count = self.header[name]
        assert isinstance(count, int), name
        return count


def open_gazetteer(path: Path) -> GazetteerFile:
    with path.open("rb") as file:
        return GazetteerFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def pack(records: Sequence[Record], names: Mapping[str, Sequence[int]], sources: Mapping[str, str]) -> bytes:
    """The file: `names` gives for each folded name the indices of its records, ascending; the same input, the same bytes."""
    areas = sorted({_area(record) for record in records})
    area_index = {area: index for index, area in enumerate(areas)}
    rows, texts, offset = [], [], 0
    for record in records:
        text = record.name.encode() + b"\n"
        position = round(record.lat * _DEGREE), round(record.lon * _DEGREE)
        area, kind = area_index[_area(record)], _KINDS.index(record.kind)
        rows.append(_RECORD.pack(*position, record.population, area, kind, offset))
        texts.append(text)
        offset += len(text)
    postings: list[int] = []
    keys: list[int] = []
    buckets = [0] * (_BUCKETS + 1)
    for (bucket, print_), key in sorted((_hash(key), key) for key in names):
        buckets[bucket + 1] += 1
        keys += (print_, len(postings))
        postings += names[key]
    for bucket in range(_BUCKETS):
        buckets[bucket + 1] += buckets[bucket]
    area_text = "\n".join(areas).encode()
    header = {
        "sources": dict(sources),
        "records": len(rows),
        "postings": len(postings),
        "keys": len(keys) // 2,
        "areas_bytes": len(area_text),
    }
    numbers = (struct.pack(f"<{len(part)}I", *part) for part in (postings, buckets, keys))
    head = MAGIC + json.dumps(header, sort_keys=True).encode() + b"\n"
    return b"".join([head, *rows, *numbers, area_text, *texts])


def _area(record: Record) -> str:
    return f"{record.country}.{record.region}"


def _hash(key: str) -> tuple[int, int]:
    number = int.from_bytes(blake2b(key.encode(), digest_size=6).digest(), "big")
    return number >> 32, number & 0xFFFFFFFF
