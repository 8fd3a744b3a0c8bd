"""Which of the places of one name is meant: the best known, unless the text speaks of another's neighbourhood.

1. A place that the text puts in another ("Goshen, Indiana") lies in it, here and wherever the name stands.
2. The names with one likely meaning tell the text's countries and states.
3. Each other name means the place that is best known, near those and in their countries; one name, one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp

from tocsin.reading.gazetteer import KnownPlace, km_between
from tocsin.reading.place_cues import contains
from tocsin.reading.place_mentions import Mention
from tocsin.reading.tables import words

#: powers of ten of inhabitants that a sign of the text is worth
_CONTAINED, _SAME_COUNTRY, _SAME_STATE, _NEAR = 8.0, 2.5, 2.0, 2.0
#: a name whose best known place is this much better known than the next needs no context
_CLEAR = 1.5
_NEAR_KM = 150.0
_ANCHORS_MAX = 8
_BEST_MAX, _CANDIDATES_MAX = 4, 8
#: half a million inhabitants; a hundredth of them
_WORLD_KNOWN, _OVERSHADOWED = 5.7, 2.0
_ROUNDS = 2


def resolve(mentions: Sequence[Mention], peoples: Iterable[str] = ()) -> None:
    """Set what each mention means; `peoples` are the countries whose adjectives the text has."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.known:
            groups.setdefault(mention.key + "|" + mention.noun, []).append(mention)
    for group in groups.values():
        _settle(group, _choose(group, Counter(), Counter(), ()))
    for _ in range(_ROUNDS):
        countries, states, anchors = _context(groups.values())
        countries.update(peoples)
        for group in groups.values():
            if len(group[0].known) > 1 or group[0].noun in words("place_nouns", "area"):
                _settle(group, _choose(group, countries, states, anchors))


def _choose(
    group: Sequence[Mention], countries: Counter[str], states: Counter[str], anchors: Sequence[KnownPlace]
) -> dict[KnownPlace | None, KnownPlace | None]:
    """For each place that the group's name is put in (None for nowhere) the place meant; None where it is none we know."""
    known, told = (
        group[0].known,
        [whole for whole in dict.fromkeys(mention.within for mention in group) if whole],
    )
    if countries and group[0].noun in words("place_nouns", "area"):
        known = tuple(place for place in known if place.country in countries)
    plausible = _plausible(known, countries, told)
    scores = {place: _score(place, countries, states, anchors) for place in plausible}
    chosen: dict[KnownPlace | None, KnownPlace | None] = {}
    for whole in told:
        chosen[whole] = max(
            plausible, key=lambda place: scores[place] + _CONTAINED * contains(whole, place), default=None
        )
    known_to_all = [place for place in plausible if not _is_overshadowed(place, plausible[0])]
    first = next(iter(chosen.values()), None)
    chosen[None] = first or max(known_to_all, key=lambda place: scores[place], default=None)
    return chosen


def _plausible(
    known: Sequence[KnownPlace], countries: Counter[str], told: Sequence[KnownPlace]
) -> list[KnownPlace]:
    """The best known few, those in the places told, and some in the text's countries."""
    few = dict.fromkeys(known[:_BEST_MAX])
    few.update(dict.fromkeys(place for place in known if any(contains(whole, place) for whole in told)))
    near = [place for place in known[_BEST_MAX:] if place.country in countries]
    return [*few, *(place for place in near[:_CANDIDATES_MAX] if place not in few)]


def _is_overshadowed(place: KnownPlace, best: KnownPlace) -> bool:
    """Whether who means this place would say so, for all the world thinks of the other."""
    return best.prominence >= _WORLD_KNOWN and best.prominence - place.prominence > _OVERSHADOWED


def _score(
    place: KnownPlace, countries: Counter[str], states: Counter[str], anchors: Sequence[KnownPlace]
) -> float:
    score = place.prominence
    if countries:
        score += _SAME_COUNTRY * countries[place.country or ""] / countries.total()
    if states and place.region:
        score += _SAME_STATE * states[f"{place.country}.{place.region}"] / states.total()
    if place.kind != "town" and place.own:
        return score + (_NEAR * countries[place.country or ""] / countries.total() if countries else 0.0)
    distances = [km_between(place, anchor) for anchor in anchors if anchor is not place]
    return score + _NEAR * exp(-min(distances) / _NEAR_KM) if distances else score


def _settle(group: Sequence[Mention], chosen: dict[KnownPlace | None, KnownPlace | None]) -> None:
    for mention in group:
        mention.meant = chosen[mention.within]


def _context(
    groups: Iterable[Sequence[Mention]],
) -> tuple[Counter[str], Counter[str], tuple[KnownPlace, ...]]:
    """The countries and states that the clear names lie in, by the number of names, and the clear towns."""
    countries: Counter[str] = Counter()
    states: Counter[str] = Counter()
    anchors: list[tuple[int, KnownPlace]] = []
    for group in groups:
        if not _is_clear(group):
            continue
        place = group[0].meant
        if place is None:
            continue
        weight = min(len(group), 5)
        if place.country:
            countries[place.country] += weight
        if place.region and place.kind != "country":
            states[f"{place.country}.{place.region}"] += weight
        if place.kind == "town" or (place.kind == "region" and not place.own):
            anchors.append((-weight, place))
    anchors.sort(key=lambda pair: pair[0])
    return countries, states, tuple(place for _, place in anchors[:_ANCHORS_MAX])


def _is_clear(group: Sequence[Mention]) -> bool:
    known = group[0].known
    if group[0].noun in words("place_nouns", "area") and not known[0].own:
        return False
    return (
        any(mention.within for mention in group)
        or len(known) == 1
        or (known[0].prominence - known[1].prominence >= _CLEAR)
    )
