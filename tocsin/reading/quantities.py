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

from tocsin.reading.changes import Change, change_before
from tocsin.reading.document import Document, Token
from tocsin.reading.findings import Quantifier
from tocsin.reading.numbers import Number
from tocsin.reading.numerals import Amount
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.ranges import low_end, range_end
from tocsin.reading.tables import words
from tocsin.reading.units import Unit, bare_rate, currency_before, unit_after, with_rate

_POINT_OF_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_HYPHENS = frozenset("-‑")
_MINUS = frozenset("-−")
_WEIGHTS = frozenset(["kilogram", "gram", "tonne"])
#: "have been badly | damaged"
_AUXILIARIES_MAX = 5
#: "were | found to | be destroyed"
_FOUND = frozenset(["found", "reported", "said", "confirmed", "assessed", "judged", "believed", "to", "as"])
#: nothing of these is less than none
_COUNTED = frozenset(["person", "household", "housing", "shelter", "time"])


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
    #: the unit's class in `data/units.tsv`, "measure", "other", or "" where no unit is said
    unit_kind: str
    #: who is counted, as printed
    population: str | None
    #: the numbers alone are tokens[number_first:number_stop]
    number_first: int
    number_stop: int
    #: the noun that is counted, in the singular, where the unit is the kind of thing that it is: "employee"
    noun: str | None = None
    #: "rose by 5", "down 5"
    change: Change | None = None

    @property
    def counts_people(self) -> bool:
        return self.unit_kind in ("person", "household")

    def number_is_digits(self, tokens: Sequence[Token]) -> bool:
        return tokens[self.number_first].text[0].isdecimal()

    @property
    def is_measured(self) -> bool:
        """Money, lengths, per cents: nothing that could be killed or displaced."""
        return self.unit_kind in ("currency", "money", "measure", "share", "time")


def find_quantities(doc: Document, numbers: Sequence[Number]) -> tuple[Quantity, ...]:
    quantities: list[Quantity] = []
    index = 0
    while index < len(numbers):
        low = numbers[index]
        high = range_end(doc, low, numbers[index + 1]) if index + 1 < len(numbers) else None
        quantities.append(_quantity(doc, low, high))
        index += 2 if high else 1
    return tuple(_as_told_before(doc.tokens, list(_with_unsaid_units(doc, quantities))))


def _with_unsaid_units(doc: Document, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "500 houses were destroyed and 1,200 damaged", "from 3,000 to 4,000 people": the unit is said once."""
    before: Quantity | None = None
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        told = quantity if quantity.unit else _with_unsaid_unit(doc.tokens, before, quantity, following)
        yield told
        before = before if before and before.unit_kind == "housing" and not told.unit else told


def _with_unsaid_unit(
    tokens: Sequence[Token], before: Quantity | None, quantity: Quantity, following: Quantity | None
) -> Quantity:
    if following and _waits(tokens, quantity, following):
        return _counting_as(quantity, following)
    if before is None:
        return quantity
    cue = _measure_after(tokens, quantity.stop)
    if cue and cue.row[2] == before.unit_kind == "housing":
        return _counting_as(quantity, before)
    return _counting_as(quantity, before) if _goes_from(tokens, before, quantity) else quantity


def _measure_after(tokens: Sequence[Token], index: int) -> Match | None:
    """The measure of "4,000 | were badly damaged", past auxiliaries and adverbs."""
    for position in range(index, min(index + _AUXILIARIES_MAX + 1, len(tokens))):
        cue = phrasebook("measures").at(tokens, position)
        if cue:
            return cue
        word = tokens[position].lower
        passed = word in words("grammar_words", "auxiliary") or word in _FOUND or word.endswith("ly")
        if not passed:
            return None
    return None


def _counting_as(quantity: Quantity, other: Quantity) -> Quantity:
    return quantity._replace(unit=other.unit, unit_kind=other.unit_kind, noun=other.noun)


def _waits(tokens: Sequence[Token], quantity: Quantity, following: Quantity) -> bool:
    """ "from | 3,000 | to 4,000 people", "a | 7- | or 8-inch screen"."""
    between = [token.lower for token in tokens[quantity.stop : following.first]]
    if between == ["to"] or (
        len(between) == 2
        and between[0] == "of"
        and between[1] in ("the", "these", "those", "its", "their")
        and following.unit_kind in _COUNTED
        and quantity.value != 1
    ):
        return True  # "66 of the 240 hostages"
    suspended = len(between) == 2 and between[0] in _HYPHENS and between[1] in ("or", "and", "to")
    return suspended and tokens[quantity.stop].start == tokens[quantity.stop - 1].end


def _goes_from(tokens: Sequence[Token], before: Quantity, quantity: Quantity) -> bool:
    """ "from 21 mpg to | 18", "from 5 per cent last year to | 7": one measure moves."""
    if before.unit_kind not in ("measure", "share", "currency") or quantity.stop - quantity.first > 1:
        return False
    if before.first == 0 or tokens[before.first - 1].lower != "from" or quantity.first - before.stop > 5:
        return False
    between = tokens[before.stop : quantity.first]
    return (
        between[-1:] != ()
        and between[-1].lower == "to"
        and all(token.text not in ",.;:" for token in between)
    )


def _as_told_before(tokens: Sequence[Token], quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "more than 100 kilometres (60 miles)": what stands in brackets tells the same amount in another unit."""
    before: Quantity | None = None
    for quantity in quantities:
        if before and _is_equivalent(tokens, before, quantity):
            before = _told_as(quantity, before)
        elif before and not quantity.change and _changes_too(tokens, before, quantity):
            before = quantity._replace(change=before.change)
        else:
            before = quantity
        yield before


def _told_as(quantity: Quantity, other: Quantity) -> Quantity:
    quantifier = (
        other.quantifier if "range" not in (other.quantifier, quantity.quantifier) else quantity.quantifier
    )
    if other.unit in _WEIGHTS and quantity.unit == "GBP":
        quantity = quantity._replace(unit="pound-mass", unit_kind="measure")
    return quantity._replace(quantifier=quantifier, change=quantity.change or other.change)


def _changes_too(tokens: Sequence[Token], before: Quantity, quantity: Quantity) -> bool:
    """ "shares of one were down 2.3%, of the other | by 2.6%": the verb is said once."""
    said_by = quantity.first > 0 and tokens[quantity.first - 1].lower == "by"
    between = tokens[before.stop : quantity.first]
    return said_by and before.unit == quantity.unit and all(token.text not in ".;" for token in between)


def _is_equivalent(tokens: Sequence[Token], before: Quantity, quantity: Quantity) -> bool:
    opens = quantity.first == before.stop + 1 and tokens[before.stop].text == "("
    closes = quantity.stop < len(tokens) and tokens[quantity.stop].text == ")"
    alike = before.unit_kind == quantity.unit_kind and before.unit != quantity.unit
    if before.unit in _WEIGHTS and quantity.unit == "GBP":  # "42 kilograms (90 pounds)"
        return opens and closes
    return opens and closes and alike and quantity.unit_kind in ("measure", "currency")


def _quantity(doc: Document, low: Number, high: Number | None) -> Quantity:
    tokens = doc.tokens
    last = high or low
    sign = None if high else _sign_before(doc, low)
    first = low.first if sign is None else sign
    stop = last.stop
    unit = currency_before(tokens, first)
    quantifier, first = _quantifier_before(tokens, unit.first if unit else first)
    if high and first > 0 and tokens[first - 1].lower == "between":
        first -= 1
    after = phrasebook("quantifiers").at(tokens, stop)
    if after and after.row[2] == "after":
        quantifier, stop = cast(Quantifier, after.row[1]), after.stop
    if unit:
        unit = with_rate(tokens, unit, stop)
        stop = max(stop, unit.stop)
    elif not low.is_share:
        unit = unit_after(tokens, stop, one=low.value == 1 and not high) or bare_rate(tokens, stop)
        stop = unit.stop if unit else stop
    bare = _bare_quantity(doc, (low, last), (first, stop), unit)
    return _with_amount(doc, bare, low, high, quantifier, negative=sign is not None)


def _sign_before(doc: Document, number: Number) -> int | None:
    """The token of a minus: the word, the sign, or a hyphen that touches nothing but the number."""
    index = number.first - 1
    if index < 0:
        return None
    sign = doc.tokens[index]
    if sign.text in _HYPHENS and index and doc.tokens[index - 1].lower == "minus":
        return index - 1  # "minus-130 degrees"
    if sign.lower == "minus":
        return index
    touches = sign.end == number.start and (sign.start == 0 or doc.text[sign.start - 1] in " \u00a0(")
    return index if sign.text in _MINUS and touches and index else None


def _quantifier_before(tokens: Sequence[Token], first: int) -> tuple[Quantifier, int]:
    """The quantifier that ends before tokens[first], and where it begins."""
    match = phrasebook("quantifiers").before(tokens, first)
    if match and match.row[2] == "before":
        return cast(Quantifier, match.row[1]), match.first
    return "exact", first


def _bare_quantity(
    doc: Document, ends: tuple[Number, Number], tokens: tuple[int, int], unit: Unit | None
) -> Quantity:
    """The quantity with its extent and unit, its amount as the first number says it."""
    (low, last), (first, stop) = ends, tokens
    share = low.is_share and unit is None
    return Quantity(
        start=doc.tokens[first].start,
        end=doc.tokens[stop - 1].end,
        first=first,
        stop=stop,
        value=low.value,
        low=low.low,
        high=None,
        quantifier="exact",
        unit="fraction" if share else unit.name if unit else None,
        unit_kind="share" if share else unit.kind if unit else "",
        population=_printed(doc, unit) if unit and unit.names_population else None,
        number_first=low.first,
        number_stop=last.stop,
        noun=unit.noun if unit else None,
        change=change_before(doc.tokens, first, unit.kind if unit else ""),
    )


def _printed(doc: Document, unit: Unit) -> str:
    return doc.text[doc.tokens[unit.first].start : doc.tokens[unit.stop - 1].end]


def _with_amount(
    doc: Document,
    quantity: Quantity,
    low: Number,
    high: Number | None,
    quantifier: Quantifier,
    *,
    negative: bool = False,
) -> Quantity:
    if high:
        return quantity._replace(value=None, low=low_end(low, high), high=high.value, quantifier="range")
    if quantity.value is None:
        return quantity._replace(quantifier="at_least")
    if negative and quantity.unit_kind not in _COUNTED:
        quantity = quantity._replace(value=-quantity.value)
    if quantity.unit_kind in ("person", "household", "housing") and low.stop - low.first == 1:
        return quantity._replace(
            value=_whole(doc.tokens[low.first].text, low.value or 0), quantifier=quantifier
        )
    return quantity._replace(quantifier=quantifier)


def _whole(printed: str, value: Amount) -> Amount:
    """97.735 people are 97,735: nobody counts a thousandth of a person, so the point parts thousands."""
    return int(printed.replace(".", "")) if _POINT_OF_THOUSANDS.fullmatch(printed) else value
