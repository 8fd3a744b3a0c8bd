"""How many by then (stock), or how many between (flow): told by words and tense, never guessed.

1. A state that is told with "were": "another 300 were in process" is a stock.
2. A word next to the number: "another 3,000".
3. A word between the number before and the number after: "so far", "in a day".
4. The tense: "have crossed" is a stock; "crossed on 26 September" is a flow.
5. At a clock time, what had come about by then: "at 8 p.m. 300 were registered" is a stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from tocsin.reading.document import Token
from tocsin.reading.findings import Kind
from tocsin.reading.measures import Measure
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.quantities import Quantity

_PERFECT = frozenset(["have", "has", "had"])
_PRESENT = frozenset(["are", "is", "remain", "remains"])
_PAST = frozenset(["were", "was"])
#: who is counted so is in a state that lasts
_STATES = frozenset(["sheltered", "in_relief_camp", "in_process", "homeless", "missing"])
#: who is counted so has come into one: a state at an hour, a change on a day
_RESULTS = frozenset(["registered", "displaced", "detained", "refugee"])
#: "have already been forcibly displaced"
_AUXILIARY_REACH = 4


def kind_of(
    tokens: Sequence[Token],
    quantity: Quantity,
    measure: Measure,
    window: tuple[int, int],
    day: Literal["day", "hour"] | None,
) -> Kind | None:
    """`window` are the tokens between the numbers before and after; `day`, whether a day or only an hour is named there."""
    auxiliaries = _auxiliaries(tokens, quantity, measure)
    if measure.term in _STATES and auxiliaries & (_PAST | _PRESENT | _PERFECT):
        return "stock"
    told = told_kind(tokens, quantity, window)
    if told:
        return told
    come_about = day == "hour" and measure.term in _RESULTS and auxiliaries & _PAST
    if come_about or auxiliaries & (_PERFECT | _PRESENT):
        return "stock"
    return "flow" if day else None


def told_kind(tokens: Sequence[Token], quantity: Quantity, window: tuple[int, int]) -> Kind | None:
    """What a word before, within or around the quantity says outright."""
    beside = phrasebook("stock_flow").before(tokens, quantity.first)
    within = list(phrasebook("stock_flow").all(tokens, quantity.first, quantity.stop))
    for cue in [beside, *within, *phrasebook("stock_flow").all(tokens, *window)]:
        if cue:
            return cast(Kind, cue.row[1])
    return None


def _auxiliaries(tokens: Sequence[Token], quantity: Quantity, measure: Measure) -> set[str]:
    """Those of the verb that is counted by: "had been | sheltered", "the sheltered | had been 300"."""
    first, stop = measure.first - _AUXILIARY_REACH, measure.first
    if measure.first >= quantity.stop:
        first = max(first, quantity.stop)
    elif measure.stop <= quantity.first:
        stop = min(measure.stop + _AUXILIARY_REACH, quantity.first)
    return {token.lower for token in tokens[max(first, 0) : stop]}
