"""Two sides whose names can be swapped in any text: countries, peoples, capitals, leaders, institutions.

Names that hold other names stand in the pairs too ("South Ossetia"), so that no half of a name is swapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tocsin.reading import read

#: name by name, those of one side left and those of the other right; no name stands in two pairs of one conflict
CONFLICTS = {
    "Armenia and Azerbaijan": (
        ("Armenia", "Azerbaijan"),
        ("Armenian", "Azerbaijani"),
        ("Armenians", "Azerbaijanis"),
        ("Yerevan", "Baku"),
        ("YEREVAN", "BAKU"),
        ("Nikol Pashinyan", "Ilham Aliyev"),
        ("Pashinyan", "Aliyev"),
    ),
    "Russia and Ukraine": (
        ("Russia", "Ukraine"),
        ("Russian", "Ukrainian"),
        ("Russians", "Ukrainians"),
        ("Moscow", "Kyiv"),
        ("Kremlin", "Bankova"),
    ),
    "Ethiopia and Eritrea": (
        ("Ethiopia", "Eritrea"),
        ("Ethiopian", "Eritrean"),
        ("Ethiopians", "Eritreans"),
        ("Addis Ababa", "Asmara"),
    ),
    "Sudan and Chad": (
        ("Sudan", "Chad"),
        ("Sudanese", "Chadian"),
        ("Khartoum", "N’Djamena"),
    ),
    "Greece and Turkey": (
        ("Greece", "Turkey"),
        ("Greek", "Turkish"),
        ("Greeks", "Turks"),
        ("Athens", "Ankara"),
    ),
    "India and Pakistan": (
        ("India", "Pakistan"),
        ("Indian", "Pakistani"),
        ("Indians", "Pakistanis"),
        ("New Delhi", "Islamabad"),
    ),
}
#: what a place is called is all that can be swapped of it: the two sides lie where they lie
OF_THE_MAP = {"lat", "lon", "country", "known_as"}


def names_of(conflict: str) -> dict[str, str]:
    """Each name of one side with that of the other."""
    return {one: other for pair in CONFLICTS[conflict] for one, other in (pair, pair[::-1])}


def swapped(value: Any, conflict: str) -> Any:
    """The value with every name of one side turned into that of the other.

    >>> swapped("Baku and the Armenians; Armeniaville", "Armenia and Azerbaijan")
    'Yerevan and the Azerbaijanis; Armeniaville'
    """
    other = names_of(conflict)
    pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, other), key=len, reverse=True)) + r")\b")

    def turn(one: Any) -> Any:
        if isinstance(one, str):
            return pattern.sub(lambda match: other[match[0]], one)
        if isinstance(one, dict):
            return {name: turn(inner) for name, inner in one.items()}
        return [turn(inner) for inner in one] if isinstance(one, list | tuple) else one

    return turn(value)


def findings(text: str, published: str | None) -> dict[str, Any]:
    """All findings, with the words of each span in place of its offsets, which move with the length of names."""
    found = read(text, published=published).as_dict()
    return {name: [_in_words(text, row) for row in rows] for name, rows in found.items()}


def conflicts_in(text: str) -> Iterator[str]:
    """The conflicts of which a name stands in the text."""
    yield from (conflict for conflict in CONFLICTS if swapped(text, conflict) != text)


def _in_words(text: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_in_words(text, inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _in_words(text, inner) for name, inner in value.items() if name not in OF_THE_MAP}
    if "start" in kept:
        kept["words"] = text[kept.pop("start") : kept.pop("end")]
    return kept
