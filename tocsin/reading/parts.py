"""Figures that are part of another: "97,735 people, of whom 30,000 children"."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document
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
            parts[index] = _total_of(parts, index - 1)
        elif goes_on and (
            _listed(doc, before, this) or (this.unit is None and _coordinated(doc, before, this))
        ):
            parts[index] = parts[index - 1]
    return [
        part if part is None or _comparable(quantities[part], this) else None
        for part, this in zip(parts, quantities, strict=True)
    ]


def _total_of(parts: Sequence[int | None], index: int) -> int:
    total = parts[index]
    return index if total is None else total


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
    if total.unit_kind and part.unit_kind and total.unit_kind != part.unit_kind:
        return False
    whole, piece = total.value or total.high or total.low or 0, part.value or part.low or 0
    return piece <= whole
