"""The measure that a word of a sheet names."""

from __future__ import annotations

from functools import cache, lru_cache

from tocsin.reading.document import tokenize
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import rows


def measure_of(label: str) -> str:
    """The measure that a sheet's word names; a word of the sheet's own is a measure of its own.

    >>> measure_of("In process"), measure_of("returned"), measure_of("visas issued")
    ('in_process', 'returns', 'visas_issued')
    """
    return known_measure(label) or "_".join(label.lower().split())


@lru_cache(maxsize=4096)  # a sheet names the same few again and again
def known_measure(label: str) -> str | None:
    """By the name of a measure, or by a word that shows one; None for a word of the sheet's own."""
    words = label.replace("_", " ")
    name = "_".join(words.lower().split())
    if name in _names():
        return name
    tokens = tokenize(words)
    match = phrasebook("measures").at(tokens, 0)
    return match.row[1] if match and match.stop == len(tokens) else None


@cache
def _names() -> frozenset[str]:
    return frozenset(row[1] for row in rows("measures"))
