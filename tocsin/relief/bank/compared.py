"""What a bank says lies on an account, beside what the books say of the same day. Pure.

Books and bank differ by what the books moved and the bank has not told of yet, and by statements that are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.relief.ledger.draft import TransferKind

#: what the books know from the bank's own lines, or agreed on when they began; all else they book before the bank tells
_FROM_THE_BANK = frozenset(
    {
        TransferKind.OPENING,
        TransferKind.GIFT,
        TransferKind.PAYOUT,
        TransferKind.REFUND,
        TransferKind.HELD,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """Of one account at the end of one day, in minor units."""

    on: date
    #: the closing balance that it stated
    bank: int
    books: int
    #: of what both have: lines that nobody has placed yet
    held: int
    #: of what the books have: moved by them, and not told by the bank by then
    not_told: int

    @property
    def difference(self) -> int:
        """What the books have above the bank."""
        return self.books - self.bank

    @property
    def unexplained(self) -> int:
        """By it the statements that were taken in do not come to what the last one states: some are missing."""
        return self.difference - self.not_told


def ahead_of_the_bank(kind: str, corrected: str | None) -> bool:
    """Whether a transfer on a bank account is one that the books made before the bank tells of it, or takes one back.

    `corrected`: of a correction the kind of what it takes back, where that is told. What a person matches with a line
    counts among these, for it takes away what was ahead.
    """
    return (corrected or kind) not in _FROM_THE_BANK
