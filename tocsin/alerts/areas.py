"""The areas of an alert: a circle around a place, the outline of a country, or what a person drew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from math import isfinite

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.alerts.acts import take_step
from tocsin.alerts.area_models import Area
from tocsin.alerts.cap import fit_for_xml
from tocsin.alerts.given_shapes import hash_of, keep, words_of
from tocsin.alerts.lifecycle import Action
from tocsin.alerts.models import Alert
from tocsin.alerts.outlining import country_polygons
from tocsin.alerts.shaping import Polygon, shaped
from tocsin.alerts.wording import one_line
from tocsin.errors import NotFound, WrongUse
from tocsin.reading.gazetteer import KnownPlace, known_place

#: areas of one alert: more are no warning that anybody can act on
AREAS_MAX = 20
NAME_CHARS_MAX = 300
#: half the way round the globe is 20,000 km
RADIUS_KM_MAX = 2_000.0
#: metres that an area may be off: less is noise on a warning, more is another area
WITHIN_M = (10, 50_000)


def around(place: str, radius_km: float) -> Area:
    """A circle around a place that we know by name, called by all its names. Raises NotFound, WrongUse."""
    known = _known(place)
    return circle(_names(known, place), known.lat, known.lon, radius_km)


def circle(name: str, lat: float, lon: float, radius_km: float) -> Area:
    """Raises WrongUse for a place off the globe or a radius that is none."""
    if not (isfinite(radius_km) and 0 < radius_km <= RADIUS_KM_MAX):
        raise WrongUse(f"{radius_km:g} km is no radius", f"give more than 0 and at most {RADIUS_KM_MAX:g}")
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise WrongUse(f"{lat:g}, {lon:g} is no place on the globe", "write the latitude first")
    return Area(name=_named(name), made=Area.Made.CIRCLE, lat=lat, lon=lon, radius_km=radius_km)


def outline(country: str, *, within_m: float) -> Area:
    """The outline of a country, called by its names or its ISO 3166-1 alpha-3 code. Raises NotFound, WrongUse."""
    known = known_place(country)
    code = country.upper() if len(country) == 3 and known is None else known and known.country
    if not code or (known is not None and known.kind != "country"):
        raise NotFound(f"there is no outline of {country!r}", "take a circle around it, or draw the area")
    area = drawn(_names(known, country), country_polygons(code), within_m=within_m)
    area.made, area.geocodes = Area.Made.OUTLINE, [["ISO 3166-1", code]]
    return area


def drawn(name: str, polygons: Sequence[Polygon], *, within_m: float) -> Area:
    """What a person drew, with fewer points and without holes. Raises WrongUse for what encloses nothing or meets itself."""
    least, most = WITHIN_M
    if not (isfinite(within_m) and least <= within_m <= most):
        raise WrongUse(f"an area cannot be {within_m:g} m off", f"allow from {least} to {most:,} metres")
    shape = shaped(polygons, within_m=within_m)
    given = words_of(polygons)
    area = Area(
        name=_named(name),
        made=Area.Made.DRAWN,
        polygons=[[list(point) for point in ring] for ring in shape.polygons],
        within_m=shape.within_m,
        given_points=shape.given,
        given_sha256=hash_of(given),
    )
    area.given = given
    return area


def add_area(alert: Alert, area: Area, *, by: User, now: datetime, seen: int | None = None) -> Alert:
    """Adds it behind those that the draft has. Raises Conflict, NotAllowed, AlertRefused, WrongUse."""

    def write(row: Alert) -> None:
        areas = list(row.areas.all())
        if len(areas) >= AREAS_MAX:
            raise WrongUse(f"{len(areas)} areas are enough", "take one out first")
        area.alert, area.position = row, areas[-1].position + 1 if areas else 0
        area.save(force_insert=True)
        if area.given:
            keep(area.given)

    return _edited(alert, write, by=by, now=now, seen=seen)


def drop_area(alert: Alert, position: int, *, by: User, now: datetime, seen: int | None = None) -> Alert:
    """Takes one out of a draft. Raises NotFound, Conflict, NotAllowed, AlertRefused."""

    def write(row: Alert) -> None:
        dropped, _counts = row.areas.filter(position=position).delete()
        if not dropped:
            raise NotFound(f"the alert has no area {position}", "look at it again")

    return _edited(alert, write, by=by, now=now, seen=seen)


def _edited(
    alert: Alert, write: Callable[[Alert], None], *, by: User, now: datetime, seen: int | None
) -> Alert:
    with transaction.atomic():
        return take_step(alert, Action.EDIT, by=by, now=now, seen=seen, also=write)


def copies_of(old: Alert) -> list[Area]:
    """Not stored yet: an update or a cancel holds where what it replaces holds."""
    areas = list(old.areas.all())
    for area in areas:
        area.pk, area._state.adding = None, True
    return areas


def _known(place: str) -> KnownPlace:
    known = known_place(place)
    if known is None:
        raise NotFound(
            f"no place is known as {place!r}", "write latitude and longitude, or another of its names"
        )
    return known


def _names(known: KnownPlace | None, asked: str) -> str:
    """Rival names side by side, none before the other: "Khankendi / Stepanakert"."""
    names = known.names if known is not None and known.own and known.kind != "country" else (asked,)
    told = " / ".join(names)
    return told if len(told) <= NAME_CHARS_MAX else asked


def _named(name: str) -> str:
    line = one_line(fit_for_xml(name))
    if not 0 < len(line) <= NAME_CHARS_MAX:
        raise WrongUse(f"the name of an area has {len(line)} characters", f"write 1 to {NAME_CHARS_MAX}")
    return line
