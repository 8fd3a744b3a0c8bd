"""Figures that are part of another: "97,735 people, of whom 30,000 children"."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.document import Document
from tocsin.reading.quantities import Quantity

_CUES = (
    "including",
    "of whom",
    "of which",
    "of them",
    "among them",
    "among whom",
    "of those",
    "comprising",
    "made up of",
)
#: "including at least" and the like: how far before the number the cue may begin
_REACH = 6


def find_parts(doc: Document, quantities: Sequence[Quantity]) -> list[int | None]:
    """For each quantity the index of the total that it is a part of.

    A cue makes the last quantity before it the total, and all that follow it in the same sentence its parts.
    """
    parts: list[int | None] = [None] * len(quantities)
    for index in range(1, len(quantities)):
        before, this = quantities[index - 1], quantities[index]
        if _has_cue(doc, before, this):
            parts[index] = _total_of(parts, index - 1)
        elif (
            parts[index - 1] is not None and _same_sentence(doc, before, this) and _listed(doc, before, this)
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
    tokens = doc.tokens[max(before.stop, this.first - _REACH) : this.stop + 2]
    words = " ".join(token.lower for token in tokens)
    return any(f" {cue} " in f" {words} " for cue in _CUES)


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
