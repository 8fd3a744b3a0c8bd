"""Places named in the text, and where they lie.

1. The longest name that the gazetteer has, at each capital; and names that a noun makes places ("the village of ...").
2. Persons and newspapers fall out; names that everybody knows stay; others stay where the words beside them show a place.
3. Names that stay speak for the same names elsewhere in the text, and for what they are listed with.
4. Each name means one place: the best known, unless the text speaks of another's neighbourhood (see place_resolution); a
   hamlet of a country that the text does not speak of is not meant (see place_support).
5. What is named like no place, but lies next to the text's places, is one of them.

A name that no table knows keeps its position open, unless the text puts it in a town: then it has the town's.
A people is no place: nothing is named in "Armenian villages".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from tocsin.reading.document import Document
from tocsin.reading.findings import Place
from tocsin.reading.gazetteer import KnownPlace
from tocsin.reading.grammar import is_kind
from tocsin.reading.place_adjectives import countries_of_adjectives
from tocsin.reading.place_cues import (
    contains,
    goes_on,
    is_famous,
    is_near,
    is_of_body,
    is_of_money,
    is_of_person,
    is_ordinary,
    is_shown,
    is_shown_outright,
    is_surname,
)
from tocsin.reading.place_mentions import Mention, capitals_of, find_mentions
from tocsin.reading.place_nouns import noun_after, unknown_at
from tocsin.reading.place_persons import is_given_name, persons_named
from tocsin.reading.place_resolution import resolve
from tocsin.reading.place_support import withdraw_unsupported

#: a small town this near to a town of the text is one of its places
_NEIGHBOUR_KM = 40.0
#: a million inhabitants: whoever means another town of that name says so outright
_WORLD_KNOWN = 6.0
#: ten thousand inhabitants
_NAMESAKE_MIN = 4.0
_ANCHORS_MAX = 20
_LIST_SIGNS = frozenset({",", "and", "or", ", and", ", or"})


def find_places(doc: Document) -> tuple[Place, ...]:
    """The names of places, in text order; the numbers are those of the stages above."""
    capitals = capitals_of(doc)
    mentions = _mentions(doc, capitals)  # 1
    persons = persons_named(doc, capitals) | _surnames_beside(mentions)
    eligible = [mention for mention in mentions if _may_be_place(mention, persons)]  # 2
    accepted = _accepted(eligible)  # 3
    peoples = countries_of_adjectives(doc)
    resolve(accepted, peoples)  # 4
    withdraw_unsupported(accepted, peoples)
    neighbours = _neighbours(eligible, accepted)  # 5
    if neighbours:
        accepted = sorted([*accepted, *neighbours], key=lambda mention: mention.first)
        resolve(accepted, peoples)
        withdraw_unsupported(accepted, peoples)
    return tuple(_place(mention) for mention in accepted if mention.meant or is_shown_outright(mention))


def _mentions(doc: Document, capitals: Sequence[int]) -> list[Mention]:
    """Every name that may be a place's, with its noun, what it lies in, and whether the text has it as a word too."""
    known = list(find_mentions(doc, capitals))
    for mention in known:
        noun_after(mention)
    mentions = _with_unknown(doc, capitals, known)
    _put_within(mentions)
    lower = {token.text for token in doc.tokens if token.text.islower()}
    for mention in mentions:
        mention.is_word = mention.key in lower
    return mentions


def _surnames_beside(mentions: Sequence[Mention]) -> frozenset[str]:
    """The names that stand behind a given name anywhere in the text."""
    others = [mention for mention in mentions if mention.known and not mention.known[0].own]
    return frozenset(mention.key for mention in others if is_surname(mention))


def _may_be_place(mention: Mention, persons: frozenset[str]) -> bool:
    if mention.noun:
        return True
    return not (is_of_person(mention, persons) or is_of_body(mention) or is_of_money(mention))


def _with_unknown(doc: Document, capitals: Sequence[int], mentions: list[Mention]) -> list[Mention]:
    """The mentions, and between them the names that only their noun makes places."""
    whole = [mention for mention in mentions if is_famous(mention) or not goes_on(mention)]
    taken = {index for mention in whole for index in range(mention.first, mention.stop)}
    found: list[Mention] = []
    stop = 0
    for index in capitals:
        if index >= stop and index not in taken and (unknown := unknown_at(doc, index, taken)):
            found.append(unknown)
            stop = unknown.stop
    if not found:
        return mentions
    covered = {index for unknown in found for index in range(unknown.first, unknown.stop)}
    kept = [
        mention for mention in mentions if mention.first not in covered and mention.stop - 1 not in covered
    ]
    return sorted([*kept, *found], key=lambda mention: mention.first)


def _put_within(mentions: Sequence[Mention]) -> None:
    """Of two neighbours one may lie in the other: "Goshen, Indiana", "Tegh Hospital in Goris", "Goris’s Tegh district"."""
    for first, second in pairwise(mentions):
        between = first.doc.text[first.end : second.start].strip()
        if between in (",", "(") and second.known and _closes(first, second):
            first.within = next((whole for whole in _wholes(second) if _may_hold(whole, first)), None)
        if between in (",", "in", "in the town of", "in the city of") and first.is_unknown and second.known:
            first.beside = second
        elif between in ("’s", "'s") and second.is_unknown and first.known:
            second.beside = first


def _wholes(mention: Mention) -> list[KnownPlace]:
    """What the name may mean that holds towns: a land of ours, or the region that it means before all."""
    wide = [place for place in mention.known if place.kind != "town"]
    return [place for place in wide if place.own or place is mention.known[0]]


def _may_hold(whole: KnownPlace, part: Mention) -> bool:
    """Whether some place of the part's name lies in it; no hamlet named like a world city does: "Paris, Ukraine"."""
    if not part.known:
        return True
    least = _NAMESAKE_MIN if whole.kind == "country" and part.known[0].prominence >= _WORLD_KNOWN else 0.0
    return any(inner.prominence >= least and contains(whole, inner) for inner in part.known)


def _closes(part: Mention, whole: Mention) -> bool:
    """Whether the place named second is told of the first: "in Moscow, Idaho, on", not "in Moscow, U.S. officials"."""
    best = part.known[0] if part.known else None
    if best and best.kind == "country" and whole.known[0].kind == "country":
        return False
    after = whole.after
    return (
        not (best and best.prominence >= _WORLD_KNOWN)
        or after is None
        or not after.text[0].isalpha()
        or is_kind(after.lower, "preposition")
    )


def _accepted(eligible: Sequence[Mention]) -> list[Mention]:
    sure = {id(mention) for mention in eligible if is_famous(mention) or is_shown(mention)}
    keys = {
        mention.key
        for mention in eligible
        if id(mention) in sure and not is_ordinary(mention) and not is_given_name(mention.key)
    }
    return [mention for mention in eligible if id(mention) in sure or mention.key in keys]


def _neighbours(eligible: Sequence[Mention], accepted: Sequence[Mention]) -> list[Mention]:
    """Names not shown to be places that lie next to towns that are, or are listed with them and lie in their country."""
    anchors = [mention.meant for mention in accepted if mention.meant and mention.meant.kind == "town"]
    taken = {id(mention) for mention in accepted}
    allowed = {
        id(mention) for mention in eligible if id(mention) not in taken and _may_be_shown_by_others(mention)
    }
    found = [
        mention
        for mention in eligible
        if id(mention) in allowed and is_near(mention, anchors[:_ANCHORS_MAX], _NEIGHBOUR_KM)
    ]
    taken.update(id(mention) for mention in found)
    for place, other in chain(pairwise(eligible), pairwise(reversed(eligible))):
        if (
            id(place) in taken
            and id(other) in allowed
            and id(other) not in taken
            and _are_listed(place, other)
        ):
            found.append(other)
            taken.add(id(other))
            other.meant = place.meant
    return found


def _may_be_shown_by_others(mention: Mention) -> bool:
    plain = not is_ordinary(mention) and not is_given_name(mention.key.split()[0])
    return bool(mention.known) and plain


def _are_listed(place: Mention, other: Mention) -> bool:
    """Whether two names stand in one list, and the other may be one of the place's country."""
    first, second = (place, other) if place.first < other.first else (other, place)
    between = first.doc.text[first.end : second.start].strip()
    country = place.meant.country if place.meant else None
    return between in _LIST_SIGNS and any(known.country == country for known in other.known)


def _place(mention: Mention) -> Place:
    meant = mention.meant
    if meant is None:
        beside = mention.beside.meant if mention.beside else None
        town = beside if beside and beside.kind == "town" else None
        whole = beside or mention.within
        return Place(
            start=mention.start,
            end=mention.end,
            name=mention.name,
            lat=town.lat if town else None,
            lon=town.lon if town else None,
            country=whole.country if whole else None,
        )
    return Place(
        start=mention.start,
        end=mention.end,
        name=mention.name,
        lat=meant.lat,
        lon=meant.lon,
        country=meant.country,
        known_as=meant.names,
    )
