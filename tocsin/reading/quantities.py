"""Numbers with what stands around them: quantifier, range, unit.

>>> from tocsin.reading.document import open_document
>>> from tocsin.reading.numbers import find_numbers
>>> doc = open_document("between 3,000 and 4,000 people; more than $5 million")
>>> [(q.low, q.high, q.value, q.quantifier, q.unit) for q in find_quantities(doc, find_numbers(doc)[0])]
[(3000, 4000, None, 'range', 'person'), (None, None, 5000000, 'more_than', 'USD')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Quantifier
from tocsin.reading.numbers import Amount, Number
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.tables import words
from tocsin.reading.units import Unit, currency_before, unit_after

_POINT_OF_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
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

    def number_is_digits(self, tokens: Sequence[Token]) -> bool:
        return tokens[self.number_first].text[0].isdecimal()

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
    changes = words("change_words", "up") | words("change_words", "down")
    rises = before[-1:] == ["from"] and not changes.isdisjoint(before)
    return None if rises else high  # "rose from 3,000 to 4,000" tells two numbers


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
    quantifier, first = _quantifier_before(tokens, unit.first if unit else first)
    if high and first > 0 and tokens[first - 1].lower == "between":
        first -= 1
    after = phrasebook("quantifiers").at(tokens, stop)
    if after and after.row[2] == "after":
        quantifier, stop = cast(Quantifier, after.row[1]), after.stop
    if not unit:
        unit = unit_after(tokens, stop)
        stop = unit.stop if unit else stop
    return _with_amount(doc, _bare_quantity(doc, low, high, first, stop, unit), low, high, quantifier)


def _quantifier_before(tokens: Sequence[Token], first: int) -> tuple[Quantifier, int]:
    """The quantifier that ends before tokens[first], and where it begins."""
    match = phrasebook("quantifiers").before(tokens, first)
    if match and match.row[2] == "before":
        return cast(Quantifier, match.row[1]), match.first
    return "exact", first


def _bare_quantity(
    doc: Document, low: Number, high: Number | None, first: int, stop: int, unit: Unit | None
) -> Quantity:
    """The quantity with its extent and unit, its amount as the first number says it."""
    return Quantity(
        start=doc.tokens[first].start,
        end=doc.tokens[stop - 1].end,
        first=first,
        stop=stop,
        value=low.value,
        low=low.low,
        high=None,
        quantifier="exact",
        unit=unit.name if unit else None,
        unit_kind=unit.kind if unit else "",
        population=_printed(doc, unit) if unit and unit.names_population else None,
        number_first=low.first,
        number_stop=(high or low).stop,
    )


def _printed(doc: Document, unit: Unit) -> str:
    return doc.text[doc.tokens[unit.first].start : doc.tokens[unit.stop - 1].end]


def _with_amount(
    doc: Document, quantity: Quantity, low: Number, high: Number | None, quantifier: Quantifier
) -> Quantity:
    if high:
        return quantity._replace(value=None, low=_low_end(low, high), high=high.value, quantifier="range")
    if quantity.value is None:
        return quantity._replace(quantifier="at_least")
    if quantity.unit_kind in ("person", "household", "housing") and low.stop - low.first == 1:
        return quantity._replace(
            value=_whole(doc.tokens[low.first].text, quantity.value), quantifier=quantifier
        )
    return quantity._replace(quantifier=quantifier)


def _whole(printed: str, value: Amount) -> Amount:
    """97.735 people are 97,735: nobody counts a thousandth of a person, so the point parts thousands."""
    return int(printed.replace(".", "")) if _POINT_OF_THOUSANDS.fullmatch(printed) else value
