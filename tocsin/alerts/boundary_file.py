"""A file of boundaries as others publish it, GeoJSON with a property for each name: units out, or a refusal. Pure.

COD-AB (fieldmaps and the Humanitarian Data Exchange): `ADM1_EN`, `ADM1_FR`, `ADM1_PCODE`, lately `adm1_name`, `adm1_pcode`.
geoBoundaries: `shapeName`, `shapeISO`, `shapeID`. Natural Earth: `name`, `name_alt`, `name_en`, `iso_3166_2`, `adm1_code`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from tocsin.alerts.area_input import polygons_in
from tocsin.alerts.polygon import Point
from tocsin.alerts.shaping import GIVEN_MAX
from tocsin.alerts.wording import one_line
from tocsin.errors import WrongUse

#: the largest that was tried: all first-level units of the world in full detail are 35 MB
BYTES_MAX = 48_000_000
UNITS_MAX = 20_000
#: of all units together
POINTS_MAX = 3_000_000
#: levels: a country, then what it is parted into; the deepest published is the fifth
LEVELS = range(6)
_NAME_CHARS_MAX = 150
#: names of one unit that are shown, and that are searched
_NAMES_MAX, _SEARCHED_MAX = 6, 60
_CODE_CHARS_MAX = 60
_ISO_3166_2 = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_WGS_84 = re.compile(r"(CRS:?:?84|EPSG:?:?:?4326)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileUnit:
    #: as the file has them, the first first
    names: tuple[str, ...]
    #: in other languages and spellings, to be found by
    other_names: tuple[str, ...]
    #: empty where the file has none
    code: str
    #: "ISO 3166-2" or "P-code"; empty where it is the file's own
    code_scheme: str
    #: each its outer ring, then its holes, of (latitude, longitude)
    polygons: list[list[list[Point]]]

    @property
    def points(self) -> int:
        return sum(len(ring) for polygon in self.polygons for ring in polygon)


def units_in(
    data: bytes, *, level: int, name_field: str | None = None, code_field: str | None = None
) -> list[FileUnit]:
    """Every unit of the file. Raises WrongUse where one of them is none: a file is taken in whole or not at all."""
    if level not in LEVELS:
        raise WrongUse(f"{level} is no level", f"give {LEVELS[0]} for countries to {LEVELS[-1]}")
    features = list(_features(_parsed(data)))
    units, points = [], 0
    for number, feature in enumerate(features, start=1):
        try:
            unit = _unit(feature, level, name_field, code_field)
        except WrongUse as wrong:
            raise WrongUse(f"unit {number} of the file: {wrong.what}", wrong.remedy) from None
        points += unit.points
        if points > POINTS_MAX:
            raise WrongUse(f"the file has more than {POINTS_MAX:,} points", "take its simplified edition")
        units.append(unit)
    return units


def _parsed(data: bytes) -> Any:
    if len(data) > BYTES_MAX:
        raise WrongUse(
            f"the file has {len(data):,} bytes", f"at most {BYTES_MAX:,}: take its simplified edition"
        )
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise WrongUse("this is no GeoJSON in UTF-8", "take the file as its publisher wrote it") from None


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _features(data: Any) -> Iterator[Mapping[str, Any]]:
    features = data.get("features") if isinstance(data, Mapping) else None
    if not isinstance(features, list) or not features:
        raise WrongUse("the file holds no features", "give GeoJSON that is a FeatureCollection of units")
    if len(features) > UNITS_MAX:
        raise WrongUse(f"the file has {len(features):,} units", f"take in at most {UNITS_MAX:,} at once")
    _refuse_projected(data.get("crs"))
    for feature in features:
        if not isinstance(feature, Mapping):
            raise WrongUse("a feature of the file is none", "take the file as its publisher wrote it")
        yield feature


def _refuse_projected(crs: Any) -> None:
    """GeoJSON has had no other system since 2016; older files name theirs."""
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    if crs is not None and not (isinstance(name, str) and _WGS_84.search(name)):
        raise WrongUse(f"the file's coordinates are in {str(name)[:60]!r}", "take it in WGS 84, in degrees")


def _unit(feature: Mapping[str, Any], level: int, name_field: str | None, code_field: str | None) -> FileUnit:
    properties = feature.get("properties")
    if not isinstance(properties, Mapping):
        raise WrongUse("it has no properties", "take a file that names its units")
    names = _names(properties, _shown_fields(properties, level, name_field))
    code, scheme = _code(properties, level, code_field)
    names = names or ((code,) if code and name_field is None else ())  # an islet that nobody has named
    if not names:
        known = ", ".join(sorted(map(str, properties))[:12])
        raise WrongUse(
            "it has no name that we know of", f"say --name-field with one of its properties: {known}"
        )
    polygons = polygons_in(feature.get("geometry"))
    _refuse_off_the_globe(polygons)
    others = [key for key in properties if re.fullmatch(r"name_[a-z]{2,3}|woe_name|gn_name", str(key))]
    return FileUnit(
        names=names[:_NAMES_MAX],
        other_names=_names(properties, others)[:_SEARCHED_MAX],
        code=code,
        code_scheme=scheme,
        polygons=polygons,
    )


def _shown_fields(properties: Mapping[str, Any], level: int, asked: str | None) -> Sequence[str]:
    if asked is not None:
        return [asked]
    cod = rf"adm{level}_(?:name\d?|[a-z]{{2}})|adm{level}_?alt\w*"
    found = [key for key in properties if re.fullmatch(cod, str(key), re.IGNORECASE)]
    return found or [
        key for key in ("shapeName", "name", "name_en", "name_local", "name_alt", "NAME") if key in properties
    ]


def _names(properties: Mapping[str, Any], fields: Sequence[str]) -> tuple[str, ...]:
    """Each once. Some publishers write several into one field, with bars between."""
    found: dict[str, None] = {}
    for field in fields:
        told = properties.get(field)
        for part in told.split("|") if isinstance(told, str) else ():
            name = one_line("".join(sign for sign in part if sign.isprintable() or sign.isspace()))
            if name:
                found[name[:_NAME_CHARS_MAX]] = None
    return tuple(found)


def _code(properties: Mapping[str, Any], level: int, asked: str | None) -> tuple[str, str]:
    fields = [asked] if asked else ["shapeISO", "iso_3166_2", "pcode", "shapeID", f"adm{level}_code"]
    fields += (
        []
        if asked
        else [key for key in properties if re.fullmatch(rf"adm{level}_pcode", str(key), re.IGNORECASE)]
    )
    told = [
        (key, str(properties[key]).strip()) for key in fields if isinstance(properties.get(key), str | int)
    ]
    fitting = [
        (key, code) for key, code in told if re.fullmatch(rf"[!-~]{{1,{_CODE_CHARS_MAX}}}", code, re.ASCII)
    ]
    for key, code in fitting:
        if "pcode" in key.lower():
            return code, "P-code"
    for key, code in fitting:
        if "iso" in key.lower() and _ISO_3166_2.fullmatch(code):
            return code, "ISO 3166-2"
    return (fitting[0][1], "") if fitting else ("", "")


def _refuse_off_the_globe(polygons: list[list[list[Point]]]) -> None:
    points = 0
    for ring in (ring for polygon in polygons for ring in polygon):
        points += len(ring)
        for lat, lon in ring:
            if not (abs(lat) <= 90 and abs(lon) <= 180):
                raise WrongUse(
                    f"{lon:g}, {lat:g} is no place on the globe", "take the file in WGS 84, in degrees"
                )
    if points > GIVEN_MAX:
        raise WrongUse(
            f"it has {points:,} points", f"at most {GIVEN_MAX:,}: take the file's simplified edition"
        )
