"""The places that we know by name, and all the names of each, rival names side by side.

`country` is the country under which ISO 3166 lists a place. It is an address, not a view.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reading.tables import rows

#: the first table to have a name keeps it: our own, then countries, then towns by size
_TABLES = ("own_places", "countries", "cities")
#: a name is matched word by word; hyphens and dots are no words
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class KnownPlace(NamedTuple):
    #: in alphabetical order
    names: tuple[str, ...]
    country: str | None
    lat: float
    lon: float


class Entry(NamedTuple):
    #: the folded words of the name
    words: tuple[str, ...]
    place: KnownPlace
    #: "US", "DRC": a name only when printed so, never "us"
    capitals: bool


def known_place(name: str) -> KnownPlace | None:
    """The place of exactly this name, in whatever spelling of accents and hyphens."""
    words = tuple(fold(word) for word in _WORD.findall(name))
    return next((entry.place for entry in entries(words[0]) if entry.words == words), None) if words else None


def entries(first_word: str) -> Sequence[Entry]:
    """The names that begin with this folded word, the longest first."""
    return _index().get(first_word, ())


def fold(word: str) -> str:
    """Lower case, without accents and apostrophes: "Côte" and "cote" are one name."""
    if word.isascii():
        return word.lower().replace("'", "")
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("’", "")


@cache
def _index() -> dict[str, list[Entry]]:
    index: dict[str, list[Entry]] = {}
    taken: set[tuple[str, ...]] = set()
    for table in _TABLES:
        for names, country, lat, lon in rows(table):
            place = KnownPlace(tuple(sorted(names.split("|"))), country or None, float(lat), float(lon))
            for name in names.split("|"):
                words = tuple(fold(word) for word in _WORD.findall(name))
                if words not in taken:
                    taken.add(words)
                    capitals = name.replace(".", "").isupper() and len(name) <= 6
                    index.setdefault(words[0], []).append(Entry(words, place, capitals))
    for found in index.values():
        found.sort(key=lambda entry: -len(entry.words))
    return index
