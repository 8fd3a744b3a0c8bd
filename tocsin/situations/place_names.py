"""What a place is called where we call it something: by its rival names side by side, none before the other. Pure."""

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from tocsin.reading.gazetteer import KnownPlace
from tocsin.reading.place_folding import folded

#: names more alike than this, 0 to 1, are spellings of one: Baku and Bakı
ALIKE = 0.6


def shown_names(printed: Sequence[str], known: KnownPlace) -> tuple[str, ...]:
    """Every name that the record prints, in alphabetical order; beside a single one, another that is no mere spelling of it.

    A country is called as it is printed. No name is preferred, and none stands in larger letters.
    """
    spelled = {folded(name): name for name in known.names}
    distinct = {
        folded(name): spelled.get(folded(name), name) if name.isupper() else name
        for name in sorted(printed, key=_is_small)
    }
    if len(distinct) == 1 and known.kind != "country":
        (key,) = distinct
        rivals = [
            name for name in known.names if not _alike(folded(name), key) and _script(name) == _script(key)
        ]
        distinct |= {folded(name): name for name in _plainest(rivals)}
    return tuple(sorted(distinct.values()))


def _plainest(rivals: Sequence[str]) -> list[str]:
    """The one that the others are most like: "Nagorno-Karabakh" among its spellings. None where there is none."""
    return sorted(rivals, key=lambda name: (-_likeness(name, rivals), "-" not in name, name))[:1]


def _likeness(name: str, others: Sequence[str]) -> float:
    return sum(SequenceMatcher(None, folded(name), folded(other)).ratio() for other in others)


def _script(name: str) -> str:
    """ "LATIN", "ARMENIAN", "ARABIC": a name in other letters is the same name more often than a rival."""
    return unicodedata.name(next((sign for sign in name if sign.isalpha()), "a")).split()[0]


def _is_small(name: str) -> bool:
    """The last of one name stays: "Yerevan" rather than "YEREVAN", as datelines print it."""
    return not name.isupper()


def _alike(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() > ALIKE
