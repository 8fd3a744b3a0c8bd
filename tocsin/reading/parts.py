"""Figures that are part of another: "97,735 people, of whom 30,000 children".

1. A cue before the part, or right after it: "including 300 children", "300 of them".
2. A total put first: "of the 500 people registered, 300 are children".
3. A colon: "500 people: 230 men and 270 women".
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document
from tocsin.reading.phrasebook import phrasebook
from tocsin.reading.quantities import Quantity

#: before a part, after its total
_CUES = (
    "including",
    "of whom",
    "of which",
    "of them",
    "among them",
    "among whom",
    "of those",
    "of these",
    "comprising",
    "made up of",
)
#: after a part: "300 of them had been registered"
_AFTER = ("of them", "of those", "of these", "of whom", "of which")
#: "including at least" and the like: how far before the number the cue may begin
_REACH = 6
#: so many figures back the total of a part may stand: "700 in one town, 300 in the other; of them, 500"
_BACK_MAX = 6
#: what may stand between the "of" and the total put first
_DETERMINERS = frozenset(["the", "these", "those", "its", "their", "some", "about"])
_OPENERS = frozenset([",", ";", ":", ".", "and", "out", "but", "while", "that"])


def find_parts(doc: Document, quantities: Sequence[Quantity]) -> list[int | None]:
    """For each quantity the index of the total that it is a part of.

    A cue makes the last quantity before it the total. Its parts are the next one, those listed after that, and the
    numbers without a noun in the same sentence: "of these, 300 had been registered and 40 were in process".
    """
    parts: list[int | None] = [None] * len(quantities)
    for index in range(1, len(quantities)):
        before, this = quantities[index - 1], quantities[index]
        goes_on = parts[index - 1] is not None and _same_sentence(doc, before, this)
        if _has_cue(doc, before, this) or _opens_breakdown(doc, before, this):
            parts[index] = _total_of(doc, quantities, parts, index)
        elif _follows_total(doc, before, this):
            parts[index] = index - 1
        elif goes_on and (
            _listed(doc, before, this) or (this.unit is None and _coordinated(doc, before, this))
        ):
            parts[index] = parts[index - 1]
    return [
        part if part is None or _comparable(quantities[part], this) else None
        for part, this in zip(parts, quantities, strict=True)
    ]


def _total_of(
    doc: Document, quantities: Sequence[Quantity], parts: Sequence[int | None], index: int
) -> int | None:
    """The last figure before the part that is large enough to be its total, and is none to be compared with.

    In another sentence than the last figure's, or before a part that opens no sentence, none is looked for.
    """
    for before in range(index - 1, max(index - 1 - _BACK_MAX, -1), -1):
        farther = before < index - 1
        if farther and not _same_sentence(doc, quantities[before], quantities[index - 1]):
            return None
        if farther and not (
            _same_sentence(doc, quantities[before], quantities[index])
            or _opens_sentence(doc, quantities[index])
        ):
            return None
        total = before if parts[before] is None else parts[before]
        assert total is not None, before
        compared = phrasebook("count_words").before(doc.tokens, quantities[total].first)
        if compared and compared.row[1] == "comparison":
            continue
        if _comparable(quantities[total], quantities[index]):
            return total
    return None


def _opens_sentence(doc: Document, quantity: Quantity) -> bool:
    """ "Of them, | 300 ...", "| Half of them ..."."""
    sentence = doc.sentence_at(quantity.start)
    return sentence is not None and quantity.first - doc.token_from(sentence.start) < _REACH


def _follows_total(doc: Document, before: Quantity, this: Quantity) -> bool:
    """ "of the 500 people registered, | 300 are children"."""
    if not _same_sentence(doc, before, this) or doc.tokens[this.first - 1].text != ",":
        return False
    first = before.first - (doc.tokens[before.first - 1].lower in _DETERMINERS)
    if first < 1 or doc.tokens[first - 1].lower != "of":
        return False
    opens = first == 1 or doc.tokens[first - 2].lower in _OPENERS
    sentence = doc.sentence_at(before.start)
    return opens or (sentence is not None and sentence.start == doc.tokens[first - 1].start)


def _has_cue(doc: Document, before: Quantity, this: Quantity) -> bool:
    """Whether a cue stands before the number, or right after it; the cue right after the number before is that one's."""
    after = _said(doc, this.stop, this.stop + 2)
    if after in _AFTER:
        return True
    first = max(before.stop, this.first - _REACH)
    if _said(doc, before.stop, before.stop + 2) in _AFTER[:3] and first < before.stop + 2:
        first = before.stop + 2
    return any(f" {cue} " in f" {_said(doc, first, this.stop)} " for cue in _CUES)


def _said(doc: Document, first: int, stop: int) -> str:
    return " ".join(token.lower for token in doc.tokens[first:stop])


def _opens_breakdown(doc: Document, before: Quantity, this: Quantity) -> bool:
    """ "500 people had been registered: | 230 men and boys", both of them people with a name."""
    colon = this.first - 1
    follows = colon >= before.stop and doc.tokens[colon].text == ":"
    return follows and before.counts_people and this.counts_people and this.population is not None


def _coordinated(doc: Document, before: Quantity, this: Quantity) -> bool:
    """ "300 of them had been registered, and | 40 were in process": "of them" is said once."""
    gap = [token.lower for token in doc.tokens[before.stop : this.first]]
    return "and" in gap and ";" not in gap


def _same_sentence(doc: Document, before: Quantity, this: Quantity) -> bool:
    return doc.sentence_at(before.start) == doc.sentence_at(this.start)


def _listed(doc: Document, before: Quantity, this: Quantity) -> bool:
    gap = {token.lower for token in doc.tokens[before.stop : this.first]}
    return gap <= {",", "and", "as", "well", "or"}


def _comparable(total: Quantity, part: Quantity) -> bool:
    """Parts are counted in the total's own unit, where both say it, and are no larger."""
    if part.unit_kind == "share":
        return total.unit_kind in ("person", "household", "housing", "")
    if total.unit_kind and part.unit_kind and total.unit_kind != part.unit_kind:
        return False
    whole, piece = total.value or total.high or total.low or 0, part.value or part.low or 0
    return piece <= whole
