"""The places that we know by name, and all the names of each, rival names side by side.

Our own tables come first: places with rival or former names, countries, states. The world's other towns and regions
are looked up in a compiled file. `country` is the country under which ISO 3166 lists a place: an address, not a view.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from math import cos, hypot, log10, radians
from pathlib import Path
from typing import NamedTuple, cast

from tocsin.reading.gazetteer_file import GazetteerFile, Kind, Record, open_gazetteer
from tocsin.reading.place_folding import fold, folded
from tocsin.reading.tables import rows

__all__ = [
    "KnownPlace",
    "abbreviated",
    "fold",
    "is_only_in_capitals",
    "km_between",
    "known_place",
    "known_places",
]

#: how well known a place is: powers of ten of inhabitants, and for the rest what a town named as often has
_PROMINENCE = {"country": 9.0, "area": 7.5, "state": 7.6, "region": 6.5}
#: "Washington" and "New York" are the towns, and the states only where the text says so
_STATES_NAMED_AFTER_TOWNS = frozenset({"Washington", "New York"})
_STATE_NAMED_AFTER_TOWN = 3.0
_OWN_TOWN_MIN = 5.0
_REGION = 5.0
_TOWN_MIN = 2.0
#: a town is printed less often by another name than its own
_OTHER_NAME = -0.7
#: a code that GeoNames gives to Kosovo, and ISO 3166 to nobody
_NOT_IN_ISO = frozenset({"XKX"})
#: a town of the compiled file this near to ours, under the same name, is the same; a region may have another middle
_TWIN_KM = 30.0
_TWIN_REGION_KM = 400.0


class KnownPlace(NamedTuple):
    #: in alphabetical order
    names: tuple[str, ...]
    #: ISO 3166-1 alpha-3; None where several or none
    country: str | None
    lat: float
    lon: float
    kind: Kind
    #: code of the first-level area within the country; empty where unknown
    region: str = ""
    #: powers of ten, as of inhabitants
    prominence: float = 0.0
    #: whether our own tables have it
    own: bool = False


def known_place(name: str) -> KnownPlace | None:
    """The best known place of exactly this name, in whatever spelling of accents and hyphens."""
    return next(iter(known_places(folded(name))), None)


def is_only_in_capitals(key: str) -> bool:
    """Whether the folded name is one only in capitals: "US" and "DRC"."""
    return key in _tables().capitals


def abbreviated(key: str) -> KnownPlace | None:
    """The state of an abbreviation that stands behind a town: "ky", folded, of "Goshen, Ky.", or "KY"."""
    return _tables().abbreviations.get(key)


def km_between(one: KnownPlace, other: KnownPlace) -> float:
    """Distance on a plane that touches the globe there: near enough to tell one town from another."""
    lon = abs(one.lon - other.lon)
    return 111.2 * hypot(one.lat - other.lat, min(lon, 360 - lon) * cos(radians((one.lat + other.lat) / 2)))


class _Tables(NamedTuple):
    by_key: dict[str, list[KnownPlace]]
    #: keys that are names only in capitals
    capitals: frozenset[str]
    abbreviations: dict[str, KnownPlace]


@lru_cache(maxsize=1 << 13)
def known_places(key: str) -> tuple[KnownPlace, ...]:
    """All places of a folded name, the best known first."""
    own = _tables().by_key.get(key, [])
    records = _file().find(key)
    others = [_from_record(record, key) for record in records]
    found = [_as_prominent_as_its_twin(place, others) for place in own]
    found += [other for other in others if not any(_same(other, place) for place in own)]
    return tuple(sorted(found, key=lambda place: -place.prominence))


def _from_record(record: Record, key: str) -> KnownPlace:
    prominence = _REGION if record.kind == "region" else max(log10(max(record.population, 1)), _TOWN_MIN)
    if record.name.lower() != key and folded(record.name) != key:
        prominence += _OTHER_NAME
    country = None if record.country in _NOT_IN_ISO else record.country
    return KnownPlace((record.name,), country, record.lat, record.lon, record.kind, record.region, prominence)


def _as_prominent_as_its_twin(place: KnownPlace, others: list[KnownPlace]) -> KnownPlace:
    twins = [other.prominence for other in others if place.kind == "town" and _same(other, place)]
    return place._replace(prominence=max(twins)) if twins and max(twins) > place.prominence else place


def _same(other: KnownPlace, own: KnownPlace) -> bool:
    if own.country and other.country != own.country:
        return False
    both_wide = other.kind != "town" and own.kind != "town"
    return km_between(other, own) < (_TWIN_REGION_KM if both_wide else _TWIN_KM)


@cache
def _file() -> GazetteerFile:
    from importlib import resources  # slow to import, and needed only here

    file = resources.files("tocsin.reading") / "data" / "gazetteer.bin"
    return open_gazetteer(file) if isinstance(file, Path) else GazetteerFile(file.read_bytes())


@cache
def _tables() -> _Tables:
    by_key: dict[str, list[KnownPlace]] = {}
    in_capitals: dict[str, bool] = {}
    abbreviations: dict[str, KnownPlace] = {}
    for place in _own_places():
        for name in place.names:
            key = folded(name)
            by_key.setdefault(key, []).append(place)
            in_capitals[key] = (
                in_capitals.get(key, True) and name.replace(".", "").isupper() and len(name) <= 6
            )
    for name, short, country, code, *_ in rows("states"):
        state = next(place for place in by_key[folded(name)] if place.region == code)
        abbreviations[folded(short)] = state
        if country == "USA":
            abbreviations[code] = state
    return _Tables(by_key, frozenset(key for key, only in in_capitals.items() if only), abbreviations)


def _own_places() -> Iterator[KnownPlace]:
    for names, country, lat, lon, kind in rows("own_places"):
        prominence = _PROMINENCE.get(kind, _OWN_TOWN_MIN)
        yield _own(names, country, lat, lon, cast(Kind, kind), "", prominence)
    for names, country, lat, lon in rows("countries"):
        yield _own(names, country, lat, lon, "country", "", _PROMINENCE["country"])
    for name, short, country, code, lat, lon in rows("states"):
        names = f"{name}|{short}" if short.isupper() else name
        prominence = _STATE_NAMED_AFTER_TOWN if name in _STATES_NAMED_AFTER_TOWNS else _PROMINENCE["state"]
        yield _own(names, country, lat, lon, "region", code, prominence)


def _own(
    names: str, country: str, lat: str, lon: str, kind: Kind, region: str, prominence: float
) -> KnownPlace:
    alphabetical = tuple(sorted(names.split("|")))
    return KnownPlace(
        alphabetical, country or None, float(lat), float(lon), kind, region, prominence, own=True
    )
