"""How many by then (stock), or how many between (flow): told by words and tense, never guessed.

1. A state that is told with "were": "another 300 were in process" is a stock, "300 are in camps since May" too.
2. Its times: what is counted since a day, until a day or within one is a flow.
3. A word next to the number: "another 3,000".
4. A word between the number before and the number after: "so far", "in a day".
5. The tense: "have crossed" is a stock; "crossed on 26 September" is a flow.
6. At a clock time, what had come about by then: "at 8 p.m. 300 were registered" is a stock.
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
_ANY = _PERFECT | _PRESENT | _PAST
_JOINTS = frozenset(["and", "or", ","])
#: no verb shares its "have" beyond these
_CLOSERS = frozenset([";", ":", "who", "which", "that", "while", "but", "as", "when", "after"])
#: "a day | earlier", "a week | ago" tell when, and not how many in each
_TOLD_BY = frozenset(["ago", "before", "earlier", "later", "after"])
#: tokens between verbs in a row and their "have"
_SHARED_REACH = 20
#: "have already been forcibly displaced"
_AUXILIARY_REACH = 4


def kind_of(
    tokens: Sequence[Token],
    quantity: Quantity,
    measure: Measure,
    window: tuple[int, int],
    day: Literal["day", "hour"] | None,
    dated: Kind | None = None,
) -> Kind | None:
    """`window` are the tokens between the numbers before and after; `day`, whether a day or only an hour is named there.

    `dated` is what the figure's times tell.
    """
    auxiliaries = _auxiliaries(tokens, quantity, measure)
    in_state = measure.term in _STATES and auxiliaries & (_PAST | _PRESENT | _PERFECT)
    if in_state or (auxiliaries & _PRESENT and "been" not in auxiliaries and dated == "flow"):
        return "stock"
    told = dated if dated == "flow" else told_kind(tokens, quantity, window) or dated
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
        if cue and not (cue.stop < len(tokens) and tokens[cue.stop].lower in _TOLD_BY):
            return cast(Kind, cue.row[1])
    return None


def _auxiliaries(tokens: Sequence[Token], quantity: Quantity, measure: Measure) -> set[str]:
    """Those of the verb that is counted by: "had been | sheltered", "the sheltered | had been 300"."""
    first, stop = measure.first - _AUXILIARY_REACH, measure.first
    if measure.first >= quantity.stop:
        first = max(first, quantity.stop)
    elif measure.stop <= quantity.first:
        stop = min(measure.stop + _AUXILIARY_REACH, quantity.first)
    own = {token.lower for token in tokens[max(first, 0) : stop]}
    return own if own & _ANY or measure.first > quantity.first else own | _shared(tokens, measure)


def _shared(tokens: Sequence[Token], measure: Measure) -> set[str]:
    """The "have" of "have killed 12, injured 30 and | displaced 300": said once for verbs in a row."""
    joint = {token.lower for token in tokens[max(measure.first - 2, 0) : measure.first]}
    if joint.isdisjoint(_JOINTS):
        return set()
    for index in range(measure.first - 1, max(measure.first - _SHARED_REACH, -1), -1):
        word = tokens[index].lower
        if word in _ANY:
            return {word} & _PERFECT
        if word in _CLOSERS:
            return set()
    return set()
