"""Shapes as they were given, kept under the hash of their words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from zlib import compress, decompressobj
from zlib import error as ZlibError  # a class

from tocsin.alerts.boundary_models import GivenShape
from tocsin.alerts.shaping import Polygon

#: bytes of JSON: 200,000 points of forty signs, twice over
UNPACKED_MAX = 16_000_000
#: a picture is some 500 px high
_STEPS = 600


def words_of(polygons: Iterable[Polygon]) -> bytes:
    """JSON without white space: a shape's hash is that of these bytes."""
    return json.dumps(polygons, separators=(",", ":")).encode()


def hash_of(words: bytes) -> str:
    return sha256(words).hexdigest()


def packed(words: bytes) -> GivenShape:
    """Not stored yet."""
    return GivenShape(sha256=hash_of(words), packed=compress(words))


def keep(words: bytes) -> None:
    if not GivenShape.objects.filter(pk=hash_of(words)).exists():
        GivenShape.objects.bulk_create([packed(words)], ignore_conflicts=True)


def unpacked(shape: GivenShape) -> bytes:
    return decompressobj().decompress(bytes(shape.packed), UNPACKED_MAX)


def stands(shape: GivenShape) -> bool:
    """Whether its words are those of its hash."""
    try:
        return hash_of(unpacked(shape)) == shape.sha256
    except ZlibError:
        return False


def polygons_of_shape(shape: GivenShape) -> list[list[list[tuple[float, float]]]]:
    return [
        [[(lat, lon) for lat, lon in ring] for ring in polygon] for polygon in json.loads(unpacked(shape))
    ]


def outlines_of(sha256s: Iterable[str]) -> list[list[tuple[float, float]]]:
    """Every ring of those of these shapes that we have, to be drawn: without points that no eye tells apart."""
    wanted = set(filter(None, sha256s))
    shapes = GivenShape.objects.in_bulk(wanted) if wanted else {}
    return [ring for key in sorted(shapes) for ring in _outline(key, bytes(shapes[key].packed))]


@lru_cache(maxsize=64)
def _outline(sha256: str, packed: bytes) -> tuple[list[tuple[float, float]], ...]:
    """A shape never changes: what is drawn of it is worked out once."""
    rings = [
        ring for polygon in polygons_of_shape(GivenShape(sha256=sha256, packed=packed)) for ring in polygon
    ]
    lats = [lat for ring in rings for lat, _lon in ring]
    step = (max(lats) - min(lats)) / _STEPS if lats else 0.0
    return tuple(_thinned(ring, step) for ring in rings)


def _thinned(ring: list[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    kept = ring[:1]
    for lat, lon in ring[1:]:
        if abs(lat - kept[-1][0]) + abs(lon - kept[-1][1]) >= step:
            kept.append((lat, lon))
    return kept
