"""What a figure counts: the measure, told by a word near the number.

Of the words of one sentence, in this order (a heading with a colon, "Displaced: 12", before all):
1. who is counted, named in the number's own noun phrase ("12 refugees"), unless a verb tells more of them;
2. the word just before that governs it ("killing 12 people"); it then belongs to no other figure;
3. the first one after, before the next number that can be counted so ("12 people were killed");
4. one within ("12 injured");
5. the last one before, where no such number stands between ("the death toll rose to 12"), and where the number
   does nothing of its own ("12 people evacuated and 300 were fed");
6. that of the next figure, or of the last, where nothing but "and" or a comma parts them
   ("3 women and 2 men were killed", "displaced 300 families and 40 farmers").

Words are data (data/measures.tsv); which of them tell nothing here says measure_cues.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reading.document import Document, Token
from tocsin.reading.measure_cues import (
    find_cues,
    fits,
    governs,
    heading_noun,
    is_heading,
    may_count,
    orders_out,
    tells_more,
)
from tocsin.reading.phrasebook import Match
from tocsin.reading.quantities import Quantity
from tocsin.reading.tables import words

#: tokens between a figure and its verb; a sentence's clause is seldom longer
_REACH = 25
#: words between the two numbers of "from 300 in the first week of May to 400"
_SPAN_MAX = 8
#: quantities of other things between a figure and its verb
_PASSED_MAX = 8
_COORDINATORS = frozenset(["and", "or", ",", "&", "plus", "(", "/"])
_ADVERBS_MAX = 2
_DEFINITE = frozenset(["the", "these", "those", "its", "their", "his", "her", "our"])


class Measure(NamedTuple):
    term: str
    #: the tokens of the word that tells it
    first: int
    stop: int


def find_measures(
    doc: Document, quantities: Sequence[Quantity], first: int, stop: int
) -> list[Measure | None]:
    """The measure of each quantity of the sentence tokens[first:stop], in their order."""
    cues = find_cues(doc.tokens, first, stop)
    if not cues:
        return [None] * len(quantities)
    starts = [cue.first for cue in cues]
    governors = [_governor(doc.tokens, cues, starts, quantity) for quantity in quantities]
    taken = {cue.first for cue in governors if cue}
    free = [cue for cue in cues if cue.first not in taken]
    starts = [cue.first for cue in free]
    measures: list[Measure | None] = []
    for index, quantity in enumerate(quantities):
        near = _Near(doc.tokens, quantity, free, starts, _reach(quantities, index, first, stop))
        cue = near.chosen(governors[index])
        measures.append(Measure(near.term(cue), cue.first, cue.stop) if cue else None)
    _share_with_coordinated(doc.tokens, quantities, measures)
    return measures


class _Near(NamedTuple):
    """One quantity, and the free cues of its sentence that it may be counted by."""

    tokens: Sequence[Token]
    quantity: Quantity
    cues: Sequence[Match]
    starts: Sequence[int]
    #: the tokens up to the next numbers that can be counted so
    reach: tuple[int, int]

    def chosen(self, governor: Match | None) -> Match | None:
        within = self._within()
        verb = governor or self._after()
        if within and verb and verb.row[2] == "weak":
            verb = None
        if within and verb and not self._is_joined(within, verb) and tells_more(verb, within):
            return verb
        return within or verb or self._before() or self._last_resort()

    def term(self, cue: Match) -> str:
        """The term that `cue` tells here: "sheltering in camps", "affected and evacuated" say more than their first word."""
        if cue.row[2] == "status" or cue.stop <= self.quantity.first:
            return orders_out(self.tokens, self.quantity, cue) or cue.row[1]
        if ordered := orders_out(self.tokens, self.quantity, cue):
            return ordered
        if cue.row[1] == "affected":
            others = [one for one in self._range(cue.stop, self.reach[1]) if self._is_joined(cue, one)]
            return next((one.row[1] for one in others if fits(one, self.quantity, 0)), "affected")
        if cue.row[1] == "sheltered" and self._in_camp(cue.stop):
            return "in_relief_camp"
        return cue.row[1]

    def _in_camp(self, first: int) -> bool:
        """Whether a camp is named right after: "took shelter | in six camps"."""
        for token in self.tokens[first : first + 6]:
            if token.lower in ("camp", "camps"):
                return True
            if token.text in ",.;:":
                return False
        return False

    def _is_joined(self, one: Match, other: Match) -> bool:
        """ "displaced or relocated", "affected and evacuated"."""
        gap = [token.lower for token in self.tokens[one.stop : other.first]]
        return gap in (["or"], ["and"], ["/"], ["and", "/", "or"])

    def _range(self, first: int, stop: int) -> Sequence[Match]:
        return self.cues[bisect_left(self.starts, first) : bisect_left(self.starts, stop)]

    def _within(self) -> Match | None:
        quantity = self.quantity
        found = [cue for cue in self._range(quantity.first, quantity.stop) if fits(cue, quantity, 0)]
        while len(found) > 1 and self._is_joined(found[-2], found[-1]):
            found.pop()
        return found[-1] if found else None

    def _after(self) -> Match | None:
        stop = min(self.reach[1], self.quantity.stop + _REACH)
        for cue in self._range(self.quantity.stop, stop):
            distance = cue.first - self.quantity.stop
            if any(token.text == ";" for token in self.tokens[self.quantity.stop : cue.first]):
                return None
            if cue.row[2].startswith("of ") or cue.row[2] in ("order", "object", "weak", "heading"):
                continue
            if (cue.row[2] != "status" or self._is_named(cue)) and fits(cue, self.quantity, distance):
                return cue
        return None

    def _is_named(self, cue: Match) -> bool:
        """ "3,000 Brus, all of them | refugees": a status told as a predicate."""
        before = self.tokens[cue.first - 2 : cue.first]
        return not words("measure_words", "naming").isdisjoint(token.lower for token in before)

    def _before(self) -> Match | None:
        if _has_own_predicate(self.tokens, self.quantity):
            return None
        first = max(self.reach[0], self.quantity.first - _REACH)
        for cue in reversed(self._range(first, self.quantity.first)):
            distance = self.quantity.first - cue.stop
            if cue.row[2] in ("weak", "order", "object"):
                continue
            moved = cue.row[2] == "movers" and governs(self.tokens, cue, self.quantity)  # "left | 30"
            if not moved and is_heading(self.tokens, cue, self.quantity):
                noun = heading_noun(self.tokens, cue.first, self.quantity.first)
                if may_count(cue, noun.row[2] if noun else ""):
                    return cue
            if cue.row[2] != "status" and not moved and fits(cue, self.quantity, distance):
                return cue
        return None

    def _last_resort(self) -> Match | None:
        """A weak cue: "710 people are staying | in shelters", "the camp is home to 710 people"."""
        after = self._range(self.quantity.stop, min(self.reach[1], self.quantity.stop + _REACH))
        before = self._range(max(self.reach[0], self.quantity.first - _REACH), self.quantity.first)
        for cue in (*after, *reversed(before)):
            if cue.row[2] == "weak" and fits(cue, self.quantity, abs(cue.first - self.quantity.stop)):
                return cue
        return None


def _reach(quantities: Sequence[Quantity], index: int, first: int, stop: int) -> tuple[int, int]:
    """The tokens around a quantity up to the next that might be counted so too: past money, per cents and things."""
    left, right = index - 1, index + 1
    while left >= max(index - _PASSED_MAX, 0) and _is_passed(quantities[left]):
        left -= 1
    while right < min(index + _PASSED_MAX, len(quantities)) and _is_passed(quantities[right]):
        right += 1
    return (
        quantities[left].stop if left >= 0 else first,
        quantities[right].first if right < len(quantities) else stop,
    )


def _is_passed(quantity: Quantity) -> bool:
    return quantity.is_measured or quantity.unit_kind in ("other", "count", "shelter")


def _governor(
    tokens: Sequence[Token], cues: Sequence[Match], starts: Sequence[int], quantity: Quantity
) -> Match | None:
    """The last word that tells a measure before the quantity, if only an article or the like parts them."""
    index = bisect_left(starts, quantity.first) - 1
    if index < 0 or cues[index].stop > quantity.first:
        return None
    cue = cues[index]
    if tokens[quantity.first - 1].text == ":":
        return _heading(tokens, cues[: index + 1], quantity)
    if cue.row[2] in ("movers", "status", "weak", "order"):
        return None
    return cue if governs(tokens, cue, quantity) and fits(cue, quantity, 0) else None


def _heading(tokens: Sequence[Token], cues: Sequence[Match], quantity: Quantity) -> Match | None:
    """The last of the cues that heads the number: "destroyed | housing: 300"."""
    for cue in reversed(cues):
        if not is_heading(tokens, cue, quantity):
            return None
        noun = heading_noun(tokens, cue.first, quantity.first)
        if cue.row[2] not in ("order", "object", "weak") and may_count(cue, noun.row[2] if noun else ""):
            return cue
    return None


def _has_own_predicate(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a verb follows of which the number is the subject: "300 families | need food", "40 | rescued"."""
    index = quantity.stop
    for _ in range(_ADVERBS_MAX):
        if index < len(tokens) and tokens[index].lower.endswith("ly"):
            index += 1
    if index >= len(tokens) or tokens[index - 1].end + 2 < tokens[index].start:
        return False
    word = tokens[index].lower
    if word in words("phrase_stops", "auxiliary") or word in ("who", "that", "which"):
        return True
    if not quantity.unit or not word.isalpha() or not tokens[index].text.islower():
        return False
    return not any(
        word in words(table, kind)
        for table, kind in (
            ("phrase_stops", "preposition"),
            ("phrase_stops", "conjunction"),
            ("phrase_stops", "determiner"),
            ("grammar_words", "adverb"),
            ("grammar_words", "subordinator"),
            ("grammar_words", "conjunction"),
            ("grammar_words", "preposition"),
        )
    )


def _share_with_coordinated(
    tokens: Sequence[Token], quantities: Sequence[Quantity], measures: list[Measure | None]
) -> None:
    """The verb of one is the verb of those joined to it: to those before it first, then to those after it."""
    for index in range(len(quantities) - 1):
        if not measures[index] and _counts_some(tokens, quantities[index], quantities[index + 1]):
            measures[index], measures[index + 1] = measures[index + 1], None
    for index in range(len(quantities) - 2, -1, -1):
        if not measures[index] and _is_joined(tokens, quantities[index], quantities[index + 1]):
            measures[index] = _shared(tokens, measures[index + 1], quantities[index + 1])
    for index in range(1, len(quantities)):
        this = quantities[index]
        if measures[index - 1] and not measures[index] and _goes_on_to(tokens, quantities[index - 1], this):
            measures[index] = measures[index - 1]
            continue
        if (
            not measures[index]
            and _is_joined(tokens, quantities[index - 1], this)
            and not _has_own_predicate(tokens, this)
        ):
            measures[index] = _shared(tokens, measures[index - 1], quantities[index - 1])


def _counts_some(tokens: Sequence[Token], one: Quantity, other: Quantity) -> bool:
    """ "| 66 | of the 240 hostages were dead": the verb is of the first."""
    gap = [token.lower for token in tokens[one.stop : other.first]]
    told_of_all = other.stop < len(tokens) and tokens[other.stop].lower in ("who", "which", "that")
    return len(gap) == 2 and gap[0] == "of" and gap[1] in _DEFINITE and not told_of_all


def _goes_on_to(tokens: Sequence[Token], one: Quantity, other: Quantity) -> bool:
    """ "rose from 300 in May to 400", "by 300 to 400", "to 400 from 300": the second number counts what the first does."""
    if one.first == 0 or other.unit not in (None, one.unit) or other.first - one.stop > _SPAN_MAX:
        return False
    before, after = tokens[one.first - 1].lower, tokens[other.first - 1].lower
    return (before, after) in (("from", "to"), ("by", "to"), ("to", "from"))


def _shared(tokens: Sequence[Token], measure: Measure | None, quantity: Quantity) -> Measure | None:
    """The measure of a quantity, unless its own noun, and no participle, tells it: "300 refugees and 40 guests".

    Those counted again in brackets are the same: "300 refugees (70 households)".
    """
    within = measure and quantity.first <= measure.first < quantity.stop
    own = within and not tokens[measure.first].lower.endswith("ed") if measure else False
    again = quantity.stop < len(tokens) and tokens[quantity.stop].text == "("
    return measure if again or not own else None


def _is_joined(tokens: Sequence[Token], one: Quantity, other: Quantity) -> bool:
    gap = {token.lower for token in tokens[one.stop : other.first]}
    if gap == {"from"}:  # "900 people | from | 200 families"
        return one.unit_kind == "person" and other.unit_kind == "household"
    return one.counts_people and other.counts_people and bool(gap) and gap <= _COORDINATORS
