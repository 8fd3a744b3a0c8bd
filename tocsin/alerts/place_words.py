"""The words by which an alert is found by place, alike in feeds, on the public page and for subscriptions.

An alert has the names and codes of its areas, all names of each place among them, and every country that an area lies in
or a finding of it names. So who asks for a country gets what is inside it, and who asks for a town by any of its names
gets what names it by another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from tocsin.alerts.area_models import Area
from tocsin.alerts.lying_in import countries_of_circle, countries_of_rings
from tocsin.alerts.models import Alert
from tocsin.alerts.place_models import AlertPlace
from tocsin.reading.gazetteer import known_place
from tocsin.reading.tables import rows as table_rows

#: words of one alert
WORDS_MAX = 200


def note_places(alert: Alert) -> tuple[str, ...]:
    """Stores the words of an alert that is being issued; they never change after it. Returns them as they are printed."""
    words = words_of(alert)
    kept = dict.fromkeys(word.casefold()[: AlertPlace.LENGTH_MAX] for word in words)
    AlertPlace.objects.bulk_create([AlertPlace(alert=alert, word=word) for word in kept])
    return words


def words_of(alert: Alert) -> tuple[str, ...]:
    """Countries (ISO 3166-1 alpha-3) first, then names and codes."""
    countries: list[str] = []
    names: list[str] = []
    for area in alert.areas.all():
        countries += _countries_of(area)
        names += [name for printed in area.name.split(" / ") for name in _all_names(printed.strip())]
        names += [area.name, *(str(code) for _scheme, code in area.geocodes)]
    named = [place for fields in _fields(alert) for place in fields.get("places") or ()]
    countries += [place["country"] for place in named if isinstance(place, dict) and place.get("country")]
    words = dict.fromkeys([*countries, *names])
    return tuple(word for word in words if word and len(word) <= AlertPlace.LENGTH_MAX)[:WORDS_MAX]


def word_asked(text: str) -> str:
    """What a place is asked for by: a country's code, else one name of the place; the text where we know no such place.

    >>> word_asked("armenia"), word_asked("ARM"), word_asked("Stepanakert"), word_asked("the old mill")
    ('ARM', 'ARM', 'Khankendi', 'the old mill')
    """
    if text.upper() in _codes():
        return text.upper()
    known = known_place(text)
    if known is None:
        return text
    return known.country if known.kind == "country" and known.country else known.names[0]


def is_known(text: str) -> bool:
    """Whether it is a country or a place that we know: no misspelt name, after which nothing would ever come."""
    return text.upper() in _codes() or known_place(text) is not None


def _countries_of(area: Area) -> tuple[str, ...]:
    if area.made == Area.Made.OUTLINE:  # the neighbours' borders are its own
        return tuple(str(code) for scheme, code in area.geocodes if scheme == "ISO 3166-1")
    if area.lat is not None and area.lon is not None and area.radius_km is not None:
        return countries_of_circle(area.lat, area.lon, area.radius_km)
    return countries_of_rings(area.polygons)


def _all_names(name: str) -> tuple[str, ...]:
    known = known_place(name)
    return known.names if known is not None else (name,)


def _fields(alert: Alert) -> Iterator[dict[str, Any]]:
    for sentence in alert.sentences.prefetch_related("findings__review"):
        yield from (finding.current for finding in sentence.findings.all())


@cache
def _codes() -> frozenset[str]:
    return frozenset(row[1] for row in table_rows("countries"))
