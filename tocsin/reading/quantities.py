"""Numbers with what stands around them: quantifier, range, unit.

>>> from tocsin.reading.document import open_document
>>> from tocsin.reading.numbers import find_numbers
>>> doc = open_document("between 3,000 and 4,000 people; more than $5 million")
>>> [(q.low, q.high, q.value, q.quantifier, q.unit) for q in find_quantities(doc, find_numbers(doc)[0])]
[(3000, 4000, None, 'range', 'person'), (None, None, 5000000, 'more_than', 'USD')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from tocsin.reading.document import Document
from tocsin.reading.findings import Quantifier
from tocsin.reading.numbers import Amount, Number
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words
from tocsin.reading.units import Unit, currency_before, unit_after

_RANGE_WORDS = frozenset(["to", "-", "–", "—", "or", "‑"])


class Quantity(NamedTuple):
    start: int
    end: int
    #: all its tokens are tokens[first:stop]
    first: int
    stop: int
    value: Amount | None
    low: Amount | None
    high: Amount | None
    quantifier: Quantifier
    unit: str | None
    #: the unit's class in `data/units.tsv`, "other", or "" where no unit is said
    unit_kind: str
    #: who is counted, as printed
    population: str | None
    #: the numbers alone are tokens[number_first:number_stop]
    number_first: int
    number_stop: int

    @property
    def counts_people(self) -> bool:
        return self.unit_kind in ("person", "household")

    @property
    def is_measured(self) -> bool:
        """Money, lengths, per cents: nothing that could be killed or displaced."""
        return self.unit_kind in ("currency", "measure", "share")


def find_quantities(doc: Document, numbers: Sequence[Number]) -> tuple[Quantity, ...]:
    quantities: list[Quantity] = []
    index = 0
    while index < len(numbers):
        low = numbers[index]
        high = _range_end(doc, low, numbers[index + 1]) if index + 1 < len(numbers) else None
        quantities.append(_quantity(doc, low, high))
        index += 2 if high else 1
    return tuple(_with_unsaid_units(doc, quantities))


def _with_unsaid_units(doc: Document, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "500 houses were destroyed and 1,200 damaged", "from 3,000 to 4,000 people": the unit is said once."""
    for index, quantity in enumerate(quantities):
        if quantity.unit:
            yield quantity
            continue
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        cue = phrasebook("measures").at(doc.tokens, quantity.stop)
        if following and [token.lower for token in doc.tokens[quantity.stop : following.first]] == ["to"]:
            yield quantity._replace(unit=following.unit, unit_kind=following.unit_kind)
        elif index and cue and cue.row[2] == quantities[index - 1].unit_kind == "housing":
            yield quantity._replace(unit=quantities[index - 1].unit, unit_kind="housing")
        else:
            yield quantity


def _range_end(doc: Document, low: Number, high: Number) -> Number | None:
    """`high`, if the two are the ends of one range."""
    tokens = doc.tokens
    between = [token.lower for token in tokens[low.stop : high.first]]
    if len(between) == 2 and currency_before(tokens, high.first):
        between.pop()
    if len(between) != 1 or low.value is None or high.value is None or not _ascending(low, high):
        return None
    before = [token.lower for token in tokens[max(low.first - 4, 0) : low.first]]
    if between == ["and"]:
        return high if "between" in before[-2:] else None
    if between[0] not in _RANGE_WORDS:
        return None
    if before[-1:] == ["from"] and any(
        word in words("change_words", way) for word in before for way in ("up", "down")
    ):
        return None  # "rose from 3,000 to 4,000" tells two numbers
    return high


def _ascending(low: Number, high: Number) -> bool:
    return _low_end(low, high) < (high.value or 0)


def _low_end(low: Number, high: Number) -> Amount:
    """ "3 to 4 million" begins at three million."""
    value = low.value or 0
    if low.scale == 1 < high.scale and value * high.scale < (high.value or 0):
        return value * high.scale
    return value


def _quantity(doc: Document, low: Number, high: Number | None) -> Quantity:
    tokens = doc.tokens
    first, stop = low.first, (high or low).stop
    unit = currency_before(tokens, first)
    first = unit.first if unit else first
    before = phrasebook("quantifiers").before(tokens, first)
    quantifier = before.row[1] if before and before.row[2] == "before" else "exact"
    first = before.first if before and before.row[2] == "before" else first
    if high and first > 0 and tokens[first - 1].lower == "between":
        first -= 1
    after = phrasebook("quantifiers").at(tokens, stop)
    if after and after.row[2] == "after":
        quantifier, stop = after.row[1], after.stop
    if not unit:
        unit = unit_after(tokens, stop)
        stop = unit.stop if unit else stop
    return _made(doc, low, high, (first, stop), quantifier, unit)


def _made(
    doc: Document,
    low: Number,
    high: Number | None,
    extent: tuple[int, int],
    quantifier: str,
    unit: Unit | None,
) -> Quantity:
    first, stop = extent
    value, low_end, high_end = low.value, low.low, None
    if high:
        value, low_end, high_end, quantifier = None, _low_end(low, high), high.value, "range"
    elif value is None:
        quantifier = "at_least"
    elif _is_thousands_in_disguise(value, unit):
        value = round(value * 1000)
    return Quantity(
        doc.tokens[first].start,
        doc.tokens[stop - 1].end,
        first,
        stop,
        value,
        low_end,
        high_end,
        cast(Quantifier, quantifier),
        unit.name if unit else None,
        unit.kind if unit else "",
        doc.text[doc.tokens[unit.first].start : doc.tokens[unit.stop - 1].end]
        if unit and unit.names_population
        else None,
        low.first,
        (high or low).stop,
    )


def _is_thousands_in_disguise(value: Amount, unit: Unit | None) -> bool:
    """97.735 people: nobody counts a thousandth of a person, so the point parts thousands."""
    if not isinstance(value, float) or not unit or unit.kind not in ("person", "household", "housing"):
        return False
    return value > 1 and value < 1000 and value * 1000 == round(value * 1000) and value != round(value, 2)
