"""The places of a figure: where from, where to, where at; told by the preposition or verb before the place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

from tocsin.reading.document import Document
from tocsin.reading.findings import FigurePlace, Place, Role
from tocsin.reading.tables import rows

#: between the preposition and its place: "from the southern city of Goris"
_REACH = 5


def places_with_roles(doc: Document, places: Sequence[Place]) -> list[tuple[Place, Role]]:
    """Of a sentence's places those that are told to be an origin, a destination or a scene."""
    found: list[tuple[Place, Role]] = []
    for place in places:
        role = _role(doc, place) or (
            found[-1][1] if found and _coordinated(doc, found[-1][0], place) else None
        )
        if role:
            found.append((place, role))
    return found


def places_of(found: Sequence[tuple[Place, Role]], start: int, stop: int) -> tuple[FigurePlace, ...]:
    """Those of start:stop, each once."""
    distinct = dict.fromkeys(
        FigurePlace(name=place.name, country=place.country, role=role)
        for place, role in found
        if start <= place.start < stop
    )
    return tuple(distinct)


def _role(doc: Document, place: Place) -> Role | None:
    sentence = doc.sentence_at(place.start)
    before = doc.tokens_in(sentence.start if sentence else 0, place.start)[-_REACH:]
    words = [token.lower for token in before]
    while words:
        for length in (2, 1):
            role = _roles().get(" ".join(words[-length:]))
            if role:
                return role
        if words[-1] not in _passed_over():
            return None
        words.pop()
    return None


def _coordinated(doc: Document, first: Place, second: Place) -> bool:
    return doc.text[first.end : second.start].strip().lower() in ("and", ",", "or", ", and")


@cache
def _roles() -> dict[str, Role]:
    return {row[0]: cast(Role, row[1]) for row in rows("place_roles") if row[1] != "pass"}


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(row[0] for row in rows("place_roles") if row[1] == "pass")
