"""Places named in the text, and where they lie.

1. The longest name that the gazetteer has, at each capital; and names that a noun makes places ("the village of ...").
2. Persons and newspapers fall out; names that everybody knows stay; others stay where the words beside them show a place.
3. Names that stay speak for the same names elsewhere in the text, and for what they are listed with.
4. Each name means one place: the best known, unless the text speaks of another's neighbourhood (see place_resolution).
5. What is named like no place, but lies next to the text's places, is one of them.

A name that no table knows keeps its position open. A people is no place: nothing is named in "Armenian villages".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tocsin.reading.document import Document
from tocsin.reading.findings import Place
from tocsin.reading.gazetteer import KnownPlace
from tocsin.reading.grammar import is_kind
from tocsin.reading.place_cues import (
    contains,
    is_famous,
    is_near,
    is_of_body,
    is_of_person,
    is_ordinary_word,
    is_shown,
)
from tocsin.reading.place_mentions import Mention, capitals_of, find_mentions
from tocsin.reading.place_nouns import noun_after, unknown_at
from tocsin.reading.place_persons import is_given_name, persons_named
from tocsin.reading.place_resolution import resolve

#: a small town this near to a town of the text is one of its places
_NEIGHBOUR_KM = 40.0
#: a million inhabitants: whoever means another town of that name says so outright
_WORLD_KNOWN = 6.0


def find_places(doc: Document) -> tuple[Place, ...]:
    capitals = capitals_of(doc)
    mentions = _with_unknown(doc, capitals, list(find_mentions(doc, capitals)))
    for mention in mentions:
        noun_after(mention)
    _put_within(mentions)
    persons = persons_named(doc, capitals)
    eligible = [
        mention
        for mention in mentions
        if mention.within or mention.noun or not (is_of_person(mention, persons) or is_of_body(mention))
    ]
    accepted = _accepted(eligible)
    resolve(accepted)
    neighbours = _neighbours(eligible, accepted)
    if neighbours:
        accepted = sorted([*accepted, *neighbours], key=lambda mention: mention.first)
        resolve(accepted)
    return tuple(_place(mention) for mention in accepted)


def _with_unknown(doc: Document, capitals: Sequence[int], mentions: list[Mention]) -> list[Mention]:
    """The mentions, and between them the names that only their noun makes places."""
    taken = {index for mention in mentions for index in range(mention.first, mention.stop)}
    found: list[Mention] = []
    stop = 0
    for index in capitals:
        if index >= stop and index not in taken and (unknown := unknown_at(doc, index, taken)):
            found.append(unknown)
            stop = unknown.stop
    if not found:
        return mentions
    covered = {index for unknown in found for index in range(unknown.first, unknown.stop)}
    kept = [mention for mention in mentions if mention.first not in covered]
    return sorted([*kept, *found], key=lambda mention: mention.first)


def _put_within(mentions: Sequence[Mention]) -> None:
    """Read "Goshen, Indiana" and "Tegh (Armenia)": the first lies in the second."""
    for part, whole in pairwise(mentions):
        between = part.doc.text[part.end : whole.start].strip()
        if between not in (",", "(") or not whole.known or not _closes(part, whole):
            continue
        candidates = [
            place for place in whole.known if (place.kind != "town" and place.own) or place.kind == "region"
        ]
        for place in candidates:
            if not part.known or any(contains(place, inner) for inner in part.known):
                part.within = place
                break


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
        if id(mention) in sure and not is_ordinary_word(mention.key) and not is_given_name(mention.key)
    }
    return [mention for mention in eligible if id(mention) in sure or mention.key in keys]


def _neighbours(eligible: Sequence[Mention], accepted: Sequence[Mention]) -> list[Mention]:
    """Names not shown to be places that lie next to towns that are."""
    taken = {id(mention) for mention in accepted}
    anchors: list[KnownPlace] = [
        mention.meant for mention in accepted if mention.meant and mention.meant.kind == "town"
    ]
    return [
        mention
        for mention in eligible
        if id(mention) not in taken
        and not is_ordinary_word(mention.key)
        and not is_given_name(mention.key.split()[0])
        and is_near(mention, anchors[:20], _NEIGHBOUR_KM)
    ]


def _place(mention: Mention) -> Place:
    meant = mention.meant
    if meant is None:
        return Place(start=mention.start, end=mention.end, name=mention.name)
    return Place(
        start=mention.start,
        end=mention.end,
        name=mention.name,
        lat=meant.lat,
        lon=meant.lon,
        country=meant.country,
        known_as=meant.names,
    )
