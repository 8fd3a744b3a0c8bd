"""Small places that nothing else in the text speaks for: the world has a hamlet of almost any name.

A town is meant where it is large, where the text puts it in something, where the text names its country or people, or
where it has a neighbour in the text. Else its name says that there is a place, and not which: no country is better
than a wrong one.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from tocsin.reading.gazetteer import KnownPlace, km_between
from tocsin.reading.place_mentions import Mention

#: three hundred thousand inhabitants: meant in any text; fifteen thousand: in a text that speaks of no country at all
_MEANT_ANYWHERE, _MEANT_ALONE = 5.5, 4.2
_NEIGHBOUR_KM = 150.0
#: neighbours are named near each other: so many other names before or after
_BESIDE_MAX = 12
#: what a village has that speaks for its neighbours: a name of a thousand inhabitants
_SPEAKS_MIN = 3.0


def withdraw_unsupported(mentions: Sequence[Mention], peoples: Container[str]) -> None:
    """Unset what small names without support mean; `peoples` are the countries whose adjectives the text has."""
    meant = {mention.key: mention.meant for mention in mentions if mention.meant}
    told = {mention.key for mention in mentions if mention.within}
    sure = {key for key, place in meant.items() if key in told or _is_meant_anywhere(place)}
    countries = {meant[key].country for key in sure} - {None}
    alone = not countries and not peoples
    places = list(meant.values())
    unsupported = set()
    for index, (key, place) in enumerate(meant.items()):
        supported = (
            key in sure
            or place.country in countries
            or (place.country or "") in peoples
            or (alone and place.prominence >= _MEANT_ALONE)
            or _has_neighbour(place, places[max(index - _BESIDE_MAX, 0) : index + _BESIDE_MAX + 1])
        )
        if not supported:
            unsupported.add(key)
    for mention in mentions:
        if mention.key in unsupported:
            mention.meant = None


def _is_meant_anywhere(place: KnownPlace) -> bool:
    return place.own or place.prominence >= _MEANT_ANYWHERE


def _has_neighbour(place: KnownPlace, beside: Sequence[KnownPlace]) -> bool:
    return any(
        other.kind != "country"
        and other.prominence >= _SPEAKS_MIN
        and other != place
        and km_between(other, place) < _NEIGHBOUR_KM
        for other in beside
    )
