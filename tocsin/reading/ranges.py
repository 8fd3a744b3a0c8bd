"""Two numbers that are the ends of one range: "3,000 to 4,000 people", "between 5% and 6%", "$60–65 million"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.document import Document
from tocsin.reading.numbers import Number
from tocsin.reading.numerals import Amount
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words
from tocsin.reading.units import Unit, currency_before, unit_after

_DASHES = frozenset(["-", "–", "—", "‑", "‒"])
_RANGE_WORDS = frozenset(["to", "or", *_DASHES])
_YEARS = range(1900, 2101)
#: before these, four digits are a year
_DATING = frozenset(["in", "since", "during", "for", "of", "throughout"])
#: how far before the first number "between", "from" or a verb of change may stand: "fell between about"
_REACH = 5
#: "rose by 2,000 to 3,000" may be a range; where the second is so many times the first, it is the count after the change
_CHANGED_MIN = 3
#: counted one by one: of these, a rise from one number to another tells two counts
_COUNTED = frozenset(["person", "household", "housing", "shelter", "count", "other", ""])


class _Ends(NamedTuple):
    low: Number
    high: Number
    low_unit: Unit | None
    high_unit: Unit | None
    #: the words between them, less units and signs
    between: str
    #: whether the second has a quantifier of its own
    qualified: bool


def range_end(doc: Document, low: Number, high: Number) -> Number | None:
    """`high`, if the two are the ends of one range."""
    ends = _ends(doc, low, high)
    if ends is None or not _ascending(low, high) or not _same_unit(ends):
        return None
    before = [token.lower for token in doc.tokens[max(low.first - _REACH, 0) : low.first]]
    if ends.between == "and":
        return high if "between" in before[-4:] else None
    if ends.between == "to" and _is_year_before(doc, low, high, before):
        return None
    if ends.between not in _RANGE_WORDS or (ends.between == "or" and (ends.low_unit or ends.qualified)):
        return None  # "either $43 million or $55 million"
    return None if _tells_two(ends, before) else high


def _is_year_before(doc: Document, low: Number, high: Number, before: Sequence[str]) -> bool:
    """ "the number displaced in | 2024 | to 9,100"; "in 2019 to 2021" are years both."""
    printed = doc.text[low.start : low.end]
    year = printed.isdecimal() and (low.value or 0) in _YEARS and before[-1:] and before[-1] in _DATING
    return bool(year) and (high.value or 0) not in _YEARS


def low_end(low: Number, high: Number) -> Amount:
    """ "3 to 4 million" begins at three million."""
    value = low.value or 0
    if low.scale == 1 < high.scale and value * high.scale < (high.value or 0):
        return value * high.scale
    return value


def _ends(doc: Document, low: Number, high: Number) -> _Ends | None:
    tokens = doc.tokens
    if low.value is None or high.value is None or low.is_share != high.is_share or high.first - low.stop > 5:
        return None
    before_high = currency_before(tokens, high.first)
    stop = before_high.first if before_high else high.first
    quantifier = phrasebook("quantifiers").before(tokens, stop)
    qualified = bool(quantifier and quantifier.row[2] == "before" and quantifier.first > low.stop)
    if quantifier and qualified:
        stop = quantifier.first
    low_unit = currency_before(tokens, low.first)
    first = low.stop
    if not low_unit and stop - first > 1:
        low_unit = unit_after(tokens, first)
        first = low_unit.stop if low_unit else first
    between = tokens[first:stop]
    if len(between) != 1:
        return None
    return _Ends(
        low, high, low_unit, before_high or unit_after(tokens, high.stop), between[0].lower, qualified
    )


def _same_unit(ends: _Ends) -> bool:
    """One unit for both, or told once; a sign before the first number is of both: "$5-6 million"."""
    low, high = ends.low_unit, ends.high_unit
    if low is None:
        return high is None or high.kind != "currency" or high.first > ends.high.first
    if high is None:
        return low.first < ends.low.first
    if low.name == high.name or high.name.startswith(low.name):
        return True
    return low.first < ends.low.first and high.kind in ("other", "count")


def _tells_two(ends: _Ends, before: Sequence[str]) -> bool:
    """ "rose from 3,000 to 4,000", "rose by $5 to $40", "rose by 3,000 to 40,000": two numbers."""
    changes = words("change_words", "up") | words("change_words", "down")
    if changes.isdisjoint(before):
        return False
    unit = ends.high_unit or ends.low_unit
    counted = (unit.kind if unit else "") in _COUNTED
    if "from" in before[-3:]:
        return counted
    if counted and ends.between == "to" and not ends.low.is_share:
        return (ends.high.value or 0) >= _CHANGED_MIN * low_end(ends.low, ends.high)
    return ends.between == "to" and ends.low_unit is not None and ends.low_unit.first < ends.low.first


def _ascending(low: Number, high: Number) -> bool:
    return low_end(low, high) < (high.value or 0)
