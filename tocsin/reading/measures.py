"""What a figure counts: the measure, told by a word near the number.

Of the words of one sentence, in this order:
1. the word just before ("killing 12 people"); it then belongs to no other figure;
2. the first one after, before the next number ("12 people were killed");
3. one within ("12 displaced people");
4. the last one before, where no other number stands between ("the death toll rose to 12");
5. that of the next figure, where nothing but "and" or a comma parts them ("3 women and 2 men were killed").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.phrasebook import Match, phrasebook
from tocsin.reading.quantities import Quantity

#: a figure without a noun counts people only if its verb is this near: "22,800 had already crossed"
_BARE_REACH = 4
#: tokens between a figure and its verb; a sentence's clause is seldom longer
_REACH = 25
#: what may stand between a transitive verb and its number
_BETWEEN = frozenset(
    ["the", "some", "of", "a", "an", "another", "its", "their", "all", "these", "least", "at", "further"]
)
_COORDINATORS = frozenset(["and", "or", ",", "&", "plus"])
_HOUSING = frozenset(["housing", "shelter"])


class Measure(NamedTuple):
    term: str
    #: the tokens of the word that tells it
    first: int
    stop: int


def find_measures(
    doc: Document, quantities: Sequence[Quantity], first: int, stop: int
) -> list[Measure | None]:
    """The measure of each quantity of the sentence tokens[first:stop], in their order."""
    cues = list(phrasebook("measures").all(doc.tokens, first, stop))
    starts = [cue.first for cue in cues]
    before = [_just_before(doc.tokens, cues, starts, quantity) for quantity in quantities]
    taken = {cue.first for cue in before if cue}
    free = [cue for cue in cues if cue.first not in taken]
    starts = [cue.first for cue in free]
    measures: list[Measure | None] = []
    for index, quantity in enumerate(quantities):
        cue = before[index] or _nearest(free, starts, quantity, _clear_reach(quantities, index, first, stop))
        measures.append(Measure(cue.row[1], cue.first, cue.stop) if cue else None)
    _share_with_coordinated(doc.tokens, quantities, measures)
    return measures


def _clear_reach(quantities: Sequence[Quantity], index: int, first: int, stop: int) -> tuple[int, int]:
    """The tokens around a quantity up to the next that might be counted so too: past money and per cents."""
    left, right = index - 1, index + 1
    while left >= 0 and quantities[left].is_measured:
        left -= 1
    while right < len(quantities) and quantities[right].is_measured:
        right += 1
    return (
        quantities[left].stop if left >= 0 else first,
        quantities[right].first if right < len(quantities) else stop,
    )


def _just_before(
    tokens: Sequence[Token], cues: Sequence[Match], starts: Sequence[int], quantity: Quantity
) -> Match | None:
    """The last word that tells a measure before the quantity, if only an article or the like parts them."""
    index = bisect_left(starts, quantity.first) - 1
    if index < 0 or cues[index].stop > quantity.first:
        return None
    gap = [token.lower for token in tokens[cues[index].stop : quantity.first]]
    near = len(gap) <= 3 and _BETWEEN.issuperset(gap)
    takes_object = cues[index].row[2] != "movers"
    return cues[index] if near and takes_object and _fits(cues[index], quantity, 0) else None


def _nearest(
    cues: Sequence[Match], starts: Sequence[int], quantity: Quantity, reach: tuple[int, int]
) -> Match | None:
    """After the quantity, within it, or before it: the first that fits."""
    after = cues[
        bisect_left(starts, quantity.stop) : bisect_left(starts, min(reach[1], quantity.stop + _REACH))
    ]
    within = cues[bisect_left(starts, quantity.first) : bisect_left(starts, quantity.stop)]
    before = cues[
        bisect_left(starts, max(reach[0], quantity.first - _REACH)) : bisect_left(starts, quantity.first)
    ]
    for cue in (*after, *reversed(within), *reversed(before)):
        if _fits(cue, quantity, max(cue.first - quantity.stop, quantity.first - cue.stop, 0)):
            return cue
    return None


def _fits(cue: Match, quantity: Quantity, distance: int) -> bool:
    """Whether the word tells of what the quantity counts, and stands near enough where no noun says so."""
    if cue.row[2] == "housing":
        return quantity.unit_kind in _HOUSING
    if not quantity.unit_kind:
        return distance <= _BARE_REACH
    return quantity.counts_people


def _share_with_coordinated(
    tokens: Sequence[Token], quantities: Sequence[Quantity], measures: list[Measure | None]
) -> None:
    for index in range(len(quantities) - 2, -1, -1):
        this, following = quantities[index], quantities[index + 1]
        gap = {token.lower for token in tokens[this.stop : following.first]}
        if (
            not measures[index]
            and this.counts_people
            and following.counts_people
            and gap
            and gap <= _COORDINATORS
        ):
            measures[index] = measures[index + 1]
