"""Peoples by their names: "3,000 Ukrainians", "300 Sudanese". Names that have no plural stand in `data/units.tsv`."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.counted_nouns import noun_stops
from tocsin.reading.document import Token
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.plurals import is_plural

_HYPHENS = frozenset("-‑")


def is_people(tokens: Sequence[Token], position: int, first: int) -> bool:
    """ "3,000 Ukrainians", "40 young Yazidis"; the cups of "eight World Cups" are none."""
    word = tokens[position].text
    if not word[0].isupper() or not word[1:].islower() or word.lower() in noun_stops():
        return False
    iraqis = word.endswith("is") and len(word) > len("Thais")
    sudanese = word.endswith("ese") and not _is_name_part(tokens, position + 1)
    if not (is_plural(word) or iraqis or sudanese):
        return False
    begins = (
        position == first
        or not tokens[position - 1].text[0].isupper()
        or tokens[position - 1].text in _HYPHENS
    )
    return begins and not _is_noun(tokens, position + 1)


def _is_name_part(tokens: Sequence[Token], index: int) -> bool:
    """ "12 Japanese | firms", "40 Lebanese | Red Cross nurses": no people of that name is counted."""
    return index < len(tokens) and tokens[index].text[0].isalpha() and tokens[index].lower not in noun_stops()


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """ "two Forbes | editors": the name before it is the paper's."""
    if index >= len(tokens) or not tokens[index].text.islower() or tokens[index].lower in noun_stops():
        return False
    return is_plural(tokens[index].text) or phrasebook("units").at(tokens, index) is not None
