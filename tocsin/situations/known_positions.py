"""Where a place lies that a finding names: looked up among the places known by name, or not known. Pure.

Only places of the gazetteer have a position here: countries, regions, towns, crossings. Whatever a passage says of a house,
a hiding place or a person's whereabouts has none, so none can be drawn.
"""

from collections.abc import Set as AbstractSet

from tocsin.reading.gazetteer import KnownPlace, km_between, known_places
from tocsin.reading.place_folding import folded

#: powers of ten by which a place must be better known than the next of its name, where only the name speaks for it
LEAD_MIN = 1.0
#: places of one name that lie nearer to each other than this are one: a town and the district around it
SAME_KM = 50.0


def known_position(
    name: str, country: str | None, around: AbstractSet[str] = frozenset()
) -> KnownPlace | None:
    """The place meant, or None where no place of the name is known or several may be meant.

    `country` as the finding says it, ISO 3166-1 alpha-3; where it says none, one of the countries `around` is preferred.
    """
    found = known_places(folded(name))
    if country:
        return _leading([place for place in found if place.country in (country, None)])
    near = [place for place in found if place.country in around]
    return _leading(near) or (None if near else _leading(list(found)))


def _leading(found: list[KnownPlace]) -> KnownPlace | None:
    """The first, unless another one that lies elsewhere is about as well known."""
    if not found:
        return None
    first, *others = found
    rivals = (other for other in others if km_between(first, other) > SAME_KM)
    return first if all(first.prominence - other.prominence >= LEAD_MIN for other in rivals) else None
