"""What a figure counts: the measure, told by a word near the number.

Of the words of one sentence, in this order:
1. the word just before ("killing 12 people"); it then belongs to no other figure;
2. the first one after, before the next number ("12 people were killed");
3. one within ("12 displaced people");
4. the last one before, where no other number stands between ("the death toll rose to 12");
5. that of the next figure, where nothing but "and" or a comma parts them ("3 women and 2 men were killed").
"""

from __future__ import annotations

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
    measures: list[Measure | None] = [None] * len(quantities)
    taken: set[int] = set()
    for index, quantity in enumerate(quantities):
        cue = next((cue for cue in cues if _stands_just_before(doc.tokens, cue, quantity)), None)
        if cue:
            measures[index] = _measure(cue)
            taken.add(cue.first)
    free = [cue for cue in cues if cue.first not in taken]
    for index, quantity in enumerate(quantities):
        if not measures[index]:
            before = quantities[index - 1].stop if index else first
            after = quantities[index + 1].first if index + 1 < len(quantities) else stop
            cue = _nearest(free, quantity, before, after)
            measures[index] = _measure(cue) if cue else None
    _share_with_coordinated(doc.tokens, quantities, measures)
    return measures


def _measure(cue: Match) -> Measure:
    return Measure(cue.row[1], cue.first, cue.stop)


def _stands_just_before(tokens: Sequence[Token], cue: Match, quantity: Quantity) -> bool:
    gap = [token.lower for token in tokens[cue.stop : quantity.first]]
    return (
        cue.stop <= quantity.first and len(gap) <= 3 and _BETWEEN.issuperset(gap) and _fits(cue, quantity, 0)
    )


def _nearest(cues: Sequence[Match], quantity: Quantity, before: int, after: int) -> Match | None:
    """After the quantity, within it, or before it: the first that fits."""
    for cue in cues:
        if quantity.stop <= cue.first < after and _fits(cue, quantity, cue.first - quantity.stop):
            return cue
    for cue in reversed(cues):
        if quantity.first <= cue.first < quantity.stop and _fits(cue, quantity, 0):
            return cue
    for cue in reversed(cues):
        if before <= cue.first < quantity.first and _fits(cue, quantity, quantity.first - cue.stop):
            return cue
    return None


def _fits(cue: Match, quantity: Quantity, distance: int) -> bool:
    """Whether the word tells of what the quantity counts, and stands near enough."""
    if cue.row[2] == "housing":
        return quantity.unit_kind in _HOUSING and distance <= _REACH
    if not quantity.unit_kind:
        return distance <= _BARE_REACH
    return quantity.counts_people and distance <= _REACH


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
