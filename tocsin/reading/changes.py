"""By how much something changed: "rose by 5 per cent", "plunging 3%", "down 12 points"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tocsin.reading.document import Token
from tocsin.reading.tables import words

Change = Literal["up", "down"]

#: what may stand between the verb and the amount: "fell a further 3%", "rose by as much as 5%"
_BETWEEN = frozenset(["by", "another", "further", "additional", "only", "just", "even"])
_MORE = frozenset(["further", "additional"])
#: "grow sales by 35 per cent": how far before "by" its verb may stand
_OBJECT_REACH = 6
#: part of a verb that tells no change: "shot down 12 drones", "made up 14 per cent"
_PARTICLES = frozenset(["up", "down"])
_CHANGES: tuple[Change, ...] = ("up", "down")
_AMOUNTS = frozenset(["share", "currency", "money", "count", "measure"])


def change_before(tokens: Sequence[Token], first: int, unit_kind: str) -> Change | None:
    """Whether the quantity that begins at tokens[first] tells by how much something rose or fell."""
    index = first
    said_by = False
    while index > 0 and first - index < 4 and _goes_between(tokens, index - 1, first):
        index -= 1
        said_by = said_by or tokens[index].lower == "by"
    if index == 0 or not (said_by or unit_kind in _AMOUNTS):
        return None
    if (
        index > 1
        and tokens[index - 1].lower in _PARTICLES
        and tokens[index - 2].lower in words("change_words", "particle")
    ):
        return None
    change = _of(tokens[index - 1], said_by=said_by)
    if change is None and said_by:
        return _of_object(tokens, index)
    return change


def _goes_between(tokens: Sequence[Token], index: int, first: int) -> bool:
    """An article only in "a further 3%": who added a 30 degree slope added a slope."""
    if tokens[index].lower in ("a", "an"):
        return index + 1 < first and tokens[index + 1].lower in _MORE
    return tokens[index].lower in _BETWEEN


def _of_object(tokens: Sequence[Token], index: int) -> Change | None:
    """The verb of "grow | its sales | by": no other number and no stop between."""
    for position in range(index - 1, max(index - 1 - _OBJECT_REACH, -1), -1):
        token = tokens[position]
        if token.text in ".;:!?" or token.text[0].isdecimal():
            return None
        change = _of(token, said_by=True)
        if change:
            return change
    return None


def _of(token: Token, *, said_by: bool) -> Change | None:
    for change in _CHANGES:
        if token.lower in words("change_words", change):
            return change
        if said_by and token.lower in words("change_words", f"{change} by"):
            return change
    return None
