"""The places of a figure: where from, where to, where at; told by the words before and after the place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import cast

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import FigurePlace, Place, Role
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import rows, words

#: words between a preposition and its place: "in the storm-struck hilly northern province of Tarn"
_REACH = 12
#: signs that a noun phrase goes on past
_PASSED = frozenset(["-", "–", "—", ",", "’s", "'s", "/", "and", "or", "of", "both", "to"])
_JOINTS = frozenset(["and", ",", "or", ", and", "/", "(", "’s", "'s", ", in", "and in", "-"])
#: what a place before it is the scene of: "an Adelaide | home", "an Alberta | town"
_HELD = frozenset(["person", "household", "housing"])


def places_with_roles(doc: Document, places: Sequence[Place]) -> list[tuple[Place, Role]]:
    """Of a sentence's places those that are told to be an origin, a destination or a scene."""
    found: list[tuple[Place, Role]] = []
    for place in places:
        role = _role(doc, place, found)
        if role:
            found.append((place, role))
    return found


def figure_places(found: Iterable[tuple[Place, Role]]) -> tuple[FigurePlace, ...]:
    """Each place once in each role; what is an origin or a destination is no mere scene besides."""
    distinct = dict.fromkeys(
        FigurePlace(name=place.name, country=place.country, role=role) for place, role in found
    )
    moved = {place.name for place in distinct if place.role != "at"}
    return tuple(place for place in distinct if place.role != "at" or place.name not in moved)


def tells_scene(places: Iterable[FigurePlace]) -> bool:
    """Whether it is told where they were, and not only where they went."""
    return any(place.role != "destination" for place in places)


def _role(doc: Document, place: Place, found: Sequence[tuple[Place, Role]]) -> Role | None:
    sentence = doc.sentence_at(place.start)
    start, end = (sentence.start, sentence.end) if sentence else (0, len(doc.text))
    if found and (joined := _joined_role(doc, found[-1], place)):
        return joined
    before = doc.tokens_in(start, place.start)[-_REACH:]
    return _role_before(before) or _role_after(before, doc.tokens_in(place.end, end)[:3])


def _joined_role(doc: Document, last: tuple[Place, Role], place: Place) -> Role | None:
    """ "from Goris and Lachin", "in Mexico’s Chiapas"; "fled Goma for Gisenyi"."""
    between = doc.text[last[0].end : place.start].strip().lower()
    if between in _JOINTS:
        return last[1]
    return "destination" if between == "for" and last[1] == "origin" else None


def _role_before(before: Sequence[Token]) -> Role | None:
    """The role that the nearest preposition or verb before a place gives it, past the words of one noun phrase."""
    for stop in range(len(before), 0, -1):
        for length in (2, 1):
            role = _roles().get(" ".join(token.lower for token in before[max(stop - length, 0) : stop]))
            if role:
                return role
        if before[stop - 1].text in ("(", "["):
            return "at"  # "after a storm (provinces of Oruro"
        if before[stop - 1].lower == "of" and _counts(before, stop - 1):
            return "origin"  # "2,000 residents of Santomera"
        if not _is_passed(before, stop - 1):
            return None
    return None


def _counts(before: Sequence[Token], index: int) -> bool:
    noun = phrasebook("units").before(before, index)
    return noun is not None and noun.row[2] in ("person", "household")


def _is_passed(before: Sequence[Token], index: int) -> bool:
    """Whether a noun phrase may go on to the left past this word."""
    word = before[index]
    if word.lower in _PASSED:
        return True
    if not word.text[0].isalnum() or word.lower in words("place_roles", "stop") | words(
        "place_roles", "holds"
    ):
        return False
    if word.text.islower() and word.lower.endswith(("ed", "ing")):
        return index > 0 and before[index - 1].lower in ("the", "a", "an", "-", "and")
    return not any(word.lower in words("phrase_stops", kind) for kind in ("auxiliary", "verb", "preposition"))


def _role_after(before: Sequence[Token], after: Sequence[Token]) -> Role | None:
    """ "Lowland | hosts 3,000", "an Adelaide | home", "Cyprus: | 3,000": the place is where they are."""
    if not after:
        return None
    opens = not before or before[-1].text in (",", "(", "“", '"', ";")
    held = phrasebook("place_roles").at(after, 1 if after[0].text == "," and len(after) > 2 else 0)
    if held is None and after[0].text == "," and after[1:2] and after[1].lower == "which":
        held = phrasebook("place_roles").at(after, 2)
    if held and held.row[1] == "holds" and (opens or before[-1].text[0].islower()):
        return "at"
    if not before and (after[0].text in (":", "-", "–", "—") or after[0].text[0].isdigit()):
        return "at"
    noun = phrasebook("units").at(after, 0)
    place_noun = after[0].lower in words("place_nouns", "both") | words("place_nouns", "before")
    return "at" if place_noun or (noun and noun.row[2] in _HELD) else None


@cache
def _roles() -> dict[str, Role]:
    return {row[0]: cast(Role, row[1]) for row in rows("place_roles") if row[1] not in ("stop", "holds")}
