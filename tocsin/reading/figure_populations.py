"""Who is counted, where the number itself has no noun, or its noun does not say all.

1. A predicate: "of whom 300 | are | children", "300 of them | women".
2. An age: "300 children | under five", "300 girls | aged 5 to 17".
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.cardinals import read_cardinal
from tocsin.reading.document import Document, Token
from tocsin.reading.quantities import Quantity
from tocsin.reading.units import Unit, unit_after

_LIMITS = frozenset(["under", "over", "above", "below"])
_JOINTS = frozenset(["to", "and", "-", "–", "or"])
_OPEN_ENDS = frozenset(["over", "older", "above", "under", "younger", "more"])
_BE = frozenset(["are", "were", "being", "is", "was"])
_OF = frozenset(["them", "these", "those", "whom"])
_AGE_MAX = 120


def population_of(doc: Document, quantity: Quantity) -> str | None:
    """Who the quantity counts, as printed; None where the text does not say."""
    tokens = doc.tokens
    if quantity.unit is None:
        unit = _predicated(tokens, quantity)
        return _printed(doc, unit.first, age_stop(tokens, unit.stop)) if unit else None
    if quantity.unit_kind != "person":
        return quantity.population
    stop = age_stop(tokens, quantity.stop)
    if stop == quantity.stop:
        return quantity.population
    return _printed(doc, quantity.number_stop, stop)


def _predicated(tokens: Sequence[Token], quantity: Quantity) -> Unit | None:
    """ "300 | are children", "300 | of them women"."""
    index = quantity.stop
    if [token.lower for token in tokens[index : index + 1]] == ["of"]:
        if index + 1 >= len(tokens) or tokens[index + 1].lower not in _OF:
            return None
        index += 2
    if index < len(tokens) and tokens[index].lower in _BE:
        index += 1
    elif index == quantity.stop:
        return None
    if index >= len(tokens):
        return None
    unit = unit_after(tokens, index)
    return unit if unit and unit.kind == "person" and unit.names_population else None


def age_stop(tokens: Sequence[Token], index: int) -> int:
    """The index of the first token after an age at tokens[index]; `index` itself where none is.

    >>> from tocsin.reading.document import tokenize
    >>> told = ("under five were", "aged 5 to 17 were", "over the age of 60", "under fire")
    >>> [age_stop(tokenize(text), 0) for text in told]
    [2, 4, 5, 0]
    """
    opening = [token.lower for token in tokens[index : index + 5]]
    first = index + _lead(opening)
    if first == index:
        return index
    stop = _number_stop(tokens, first)
    if stop == first:
        return index
    if stop + 1 < len(tokens) and tokens[stop].lower in _JOINTS and opening[0] in ("aged", "between"):
        if tokens[stop + 1].lower in _OPEN_ENDS:
            return stop + 2
        stop = _number_stop(tokens, stop + 1) if _number_stop(tokens, stop + 1) > stop + 1 else stop
    return stop


def _lead(opening: Sequence[str]) -> int:
    """How many words lead to an age: "under", "aged between", "over the age of"; 0 where none do."""
    if opening[:1] == ["aged"]:
        return 2 if opening[1:2] == ["between"] else 1
    if opening[:4] == ["between", "the", "ages", "of"]:
        return 4
    if opening[:1] and opening[0] in _LIMITS:
        return 4 if opening[1:4] == ["the", "age", "of"] else 2 if opening[1:2] == ["age"] else 1
    return 0


def _number_stop(tokens: Sequence[Token], index: int) -> int:
    """After an age in digits or words; `index` itself where there is none, or too great a number for one."""
    if index >= len(tokens):
        return index
    if tokens[index].text.isdecimal():
        return index + 1 if int(tokens[index].text[:4]) < _AGE_MAX else index
    read = read_cardinal(tokens, index)
    return read[1] if read and read[0] < _AGE_MAX else index


def _printed(doc: Document, first: int, stop: int) -> str:
    return doc.text[doc.tokens[first].start : doc.tokens[stop - 1].end]
