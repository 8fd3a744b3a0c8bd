"""How many by then (stock), or how many between (flow): told by words and tense, never guessed.

1. A word next to the number: "another 3,000".
2. A word between the number before and the number after: "so far", "in a day".
3. The tense: "have crossed" is a stock; "crossed on 26 September" is a flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from tocsin.reading.document import Token
from tocsin.reading.findings import Kind
from tocsin.reading.measures import Measure
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.quantities import Quantity

_PERFECT = frozenset(["have", "has", "had"])
_PRESENT = frozenset(["are", "is", "remain", "remains"])
#: "have already been forcibly displaced"
_AUXILIARY_REACH = 4


def kind_of(
    tokens: Sequence[Token], quantity: Quantity, measure: Measure, window: tuple[int, int], has_day: bool
) -> Kind | None:
    """`window` are the tokens between the numbers before and after; `has_day`, whether a day is named there."""
    beside = phrasebook("stock_flow").before(tokens, quantity.first)
    within = list(phrasebook("stock_flow").all(tokens, quantity.first, quantity.stop))
    for cue in [beside, *within, *phrasebook("stock_flow").all(tokens, *window)]:
        if cue:
            return cast(Kind, cue.row[1])
    return _by_tense(tokens, quantity, measure, has_day)


def _by_tense(tokens: Sequence[Token], quantity: Quantity, measure: Measure, has_day: bool) -> Kind | None:
    first = max(measure.first - _AUXILIARY_REACH, quantity.stop if measure.first >= quantity.stop else 0)
    auxiliaries = {token.lower for token in tokens[first : measure.first]}
    if auxiliaries & (_PERFECT | _PRESENT):
        return "stock"
    return "flow" if has_day else None
