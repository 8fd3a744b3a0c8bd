"""The compiled gazetteer: what its tables give, found by any spelling, and never stale."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from hashlib import file_digest
from importlib.resources import files
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.gazetteer import is_only_in_capitals, known_place, known_places
from tocsin.reading.gazetteer_file import GazetteerFile, Record, open_gazetteer, pack
from tocsin.reading.place_folding import folded
from tocsin.reading.tables import rows

DATA = Path(str(files("tocsin.reading"))) / "data"
TOOL = Path(__file__).parents[2] / "tools" / "make_gazetteer.py"
BYTES_MAX = 16_000_000


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_gazetteer", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped() -> GazetteerFile:
    return open_gazetteer(DATA / "gazetteer.bin")


def test_the_file_was_made_from_what_lies_here(tool: ModuleType, shipped: GazetteerFile) -> None:
    """Its header names the digests of the towns and of our regions: who changes either and forgets the file is told."""
    assert shipped.header["sources"] == {path.name: digest_of(path) for path in (tool.TOWNS, tool.REGIONS)}
    assert (DATA / "gazetteer.bin").stat().st_size < BYTES_MAX


def test_the_file_tells_what_the_towns_tell(tool: ModuleType, shipped: GazetteerFile) -> None:
    """One town in two hundred, by each name that an English text may print."""
    alpha_3 = {code: country["iso3"] for code, country in tool.countries().items()}
    compared = 0
    for city in islice(tool.towns(), 0, None, 200):
        if city["countrycode"] not in alpha_3:
            continue
        record = tool.town(city, alpha_3[city["countrycode"]])
        names = filter(folded, [record.name, *tool.printable(city["alternatenames"])])
        assert all(rounded(record) in shipped.find(folded(name)) for name in names), record
        compared += 1
    assert compared > 1000


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def rounded(record: Record) -> Record:
    """As the file keeps it: to a ten-thousandth of a degree."""
    return record._replace(lat=round(record.lat * 10_000) / 10_000, lon=round(record.lon * 10_000) / 10_000)


def test_every_region_is_found_by_its_name(shipped: GazetteerFile) -> None:
    """Each row of the table of regions comes back with its country and position."""
    for names, country, region, lat, lon in rows("regions"):
        for name in filter(folded, names.split("|")):
            found = [
                one for one in shipped.find(folded(name)) if (one.country, one.region) == (country, region)
            ]
            assert any((one.lat, one.lon) == (float(lat), float(lon)) for one in found), name


def records() -> st.SearchStrategy[Record]:
    return st.builds(
        Record,
        name=st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1),
        country=st.sampled_from(["ARM", "AZE", "SDN"]),
        region=st.sampled_from(["", "01", "SU"]),
        lat=st.integers(-900_000, 900_000).map(lambda degrees: degrees / 10_000),
        lon=st.integers(-1_800_000, 1_800_000).map(lambda degrees: degrees / 10_000),
        population=st.integers(0, 2**32 - 1),
        kind=st.sampled_from(["town", "region"]),
    )


@given(st.dictionaries(st.text(min_size=1), st.lists(records(), min_size=1, max_size=3), max_size=8))
def test_what_is_packed_is_found_and_nothing_else(places: dict[str, list[Record]]) -> None:
    """Every key gives its records in the order given, another key none, and the same input the same bytes."""
    listed = [record for found in places.values() for record in found]
    indices: Iterator[int] = iter(range(len(listed)))
    names = {key: [next(indices) for _ in found] for key, found in places.items()}
    data = pack(listed, names, {"made": "here"})
    assert data == pack(listed, dict(reversed(names.items())), {"made": "here"})
    file = GazetteerFile(data)
    assert {key: list(file.find(key)) for key in places} == places
    assert file.find("\x00 no such key") == ()


def test_another_format_is_refused_with_the_next_step() -> None:
    """A file of another format says how to build it anew."""
    with pytest.raises(ValueError, match="make_gazetteer"):
        GazetteerFile(b"tocsin gazetteer 0\n{}\n")


@pytest.mark.parametrize("name", ["Khankendi", "KHANKENDI", "Xankəndi", "Stepanakert"])
def test_a_name_is_found_in_any_spelling(name: str) -> None:
    """Case, accents and rival names lead to one place."""
    place = known_place(name)
    assert place is not None
    assert place.names == ("Khankendi", "Stepanakert", "Xankəndi")


def test_short_names_are_names_only_in_capitals() -> None:
    """ "US" is a country and "us" is not."""
    assert known_places("us")[0].country == "USA"
    assert is_only_in_capitals("us")
    assert not is_only_in_capitals("sudan")


def test_our_own_places_and_the_file_tell_one_town_once() -> None:
    """Goma stands in both; it is one candidate, with all our names and as well known as its inhabitants make it."""
    own = [place for place in known_places("goma") if place.country == "COD"]
    assert len(own) == 1
    assert own[0].own
    assert own[0].prominence > 5
