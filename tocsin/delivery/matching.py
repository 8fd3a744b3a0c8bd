"""Which messages a subscription asked for: place AND level AND topic AND language, each any of those named.

>>> ask = Asked(places=("ARM",), levels=("sos",))
>>> ask.matches(Marks(places=("ARM", "AZE"), levels=("sos",), languages=("en",)))
True
>>> ask.matches(Marks(places=("SDN",), levels=("sos",), languages=("en",)))
False
>>> ask.matches(Marks(places=("ARM",), levels=("sos",), languages=("en",), drill=True))  # exercises, only where asked for
False
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import WrongUse

#: names in one list of a filter, and characters of one name
NAMES_MAX, NAME_LENGTH_MAX = 50, 80
FIELDS = ("places", "levels", "topics", "languages")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What a message is about, in the words that filters use. A place's parents stand beside it."""

    places: Sequence[str] = ()
    levels: Sequence[str] = ()
    topics: Sequence[str] = ()
    #: those that the message's text is there in (BCP 47)
    languages: Sequence[str] = ()
    #: an exercise or a test: goes only to who asked for them
    drill: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A subscription's filter. An empty field asks for any."""

    places: Sequence[str] = ()
    levels: Sequence[str] = ()
    topics: Sequence[str] = ()
    languages: Sequence[str] = ()
    drills: bool = False

    @classmethod
    def checked(cls, given: Mapping[str, Any]) -> Asked:
        """From what somebody sent. Raises WrongUse for unknown fields, too many names and names that are too long."""
        if unknown := set(given) - {*FIELDS, "drills"}:
            raise WrongUse(f"{min(unknown)!r} is no field of a filter", f"use {', '.join(FIELDS)}")
        return cls(
            drills=bool(given.get("drills")), **{name: _names(name, given.get(name, ())) for name in FIELDS}
        )

    def matches(self, marks: Marks) -> bool:
        if marks.drill and not self.drills:
            return False
        return all(_any_of(getattr(self, name), getattr(marks, name)) for name in FIELDS)


def _names(field: str, given: Iterable[Any]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(str(name).strip() for name in given if str(name).strip()))
    if len(names) > NAMES_MAX:
        raise WrongUse(f"{len(names)} {field} are asked for", f"name at most {NAMES_MAX}, or none for any")
    if long := [name for name in names if len(name) > NAME_LENGTH_MAX or not name.isprintable()]:
        raise WrongUse(f"{long[0][:NAME_LENGTH_MAX]!r} is none of the {field}", "choose from the list")
    return names


def _any_of(asked: Sequence[str], there: Sequence[str]) -> bool:
    if not asked:
        return True
    return not {name.casefold() for name in asked}.isdisjoint(name.casefold() for name in there)


def chosen_language(asked: Sequence[str], there: Sequence[str]) -> str:
    """The language that a recipient gets: the first that they asked for and the text is there in, else the text's first.

    >>> chosen_language(["fr", "en"], ["en", "hy"]), chosen_language([], ["en", "hy"])
    ('en', 'en')
    """
    known = {name.casefold(): name for name in there}
    return next((known[name.casefold()] for name in asked if name.casefold() in known), there[0])
