"""In whose mouth a passage stands: the innermost statement around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tocsin.reading.certainty import certainty_in
from tocsin.reading.document import Document
from tocsin.reading.findings import Certainty, Statement

#: statements nest a few deep; so many pieces of content that begin before a passage are looked at
_LOOKBACK = 64


class _Piece(NamedTuple):
    start: int
    end: int
    statement: Statement


class Attribution:
    """The statements of one text, by where their content lies."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        pieces = [_Piece(span.start, span.end, one) for one in statements for span in one.content]
        self._pieces = sorted(pieces, key=lambda piece: (piece.start, -piece.end))

    def around(self, start: int, end: int) -> Statement | None:
        """The innermost statement whose content holds start:end."""
        return next(iter(self._all_around(start, end)), None)

    def speaker(self, start: int, end: int) -> str | None:
        """Who says start:end: the innermost speaker that the text names."""
        names = (statement.speaker_name for statement in self._all_around(start, end))
        return next((name for name in names if name), None)

    def piece_end(self, offset: int) -> int | None:
        """Where the innermost passage of somebody's words ends that holds `offset`."""
        ends = [piece.end for piece in self._near(offset) if piece.end > offset]
        return min(ends, default=None)

    def certainty(self, doc: Document, start: int, end: int, clause: tuple[int, int]) -> Certainty:
        """How sure what start:end tells is; `clause` is the passage in which a hedge would stand."""
        around = self._all_around(start, end)
        statement = next(iter(around), None)
        if statement and (statement.certainty == "denied" or _is_rejected(around)):
            return "denied"
        if statement and statement.certainty == "unconfirmed":
            return "unconfirmed"
        if certainty_in(doc, *clause) == "unconfirmed":
            return "unconfirmed"
        return "attributed" if statement else "asserted"

    def _all_around(self, start: int, end: int) -> list[Statement]:
        """The statements that hold start:end, innermost first."""
        holding = [piece for piece in self._near(start) if piece.end >= end]
        return [piece.statement for piece in sorted(holding, key=lambda piece: piece.end - piece.start)]

    def _near(self, offset: int) -> Sequence[_Piece]:
        """The last pieces that begin before `offset`."""
        last = bisect_right(self._pieces, offset, key=lambda piece: piece.start)
        return self._pieces[max(0, last - _LOOKBACK) : last]


def _is_rejected(around: Sequence[Statement]) -> bool:
    """ "rejected | claims that ...": a denial whose content begins with the cue of what it denies."""
    return any(
        outer.act == "denied" and inner.cue is not None and outer.content[0].start == inner.cue.start
        for inner, outer in pairwise(around)
    )
