"""Money that waits to be spent, first in, first out, in one queue for each currency and purpose.

What is spent before money is there waits for the next that comes in: so every amount finds its place, whatever the
order in which a bank told of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(slots=True)
class Lot:
    #: hash of the gift; None for money that no gift brought
    gift: str | None
    minor: int
    purpose: str = ""


class Use(Protocol):
    """What takes lots: a programme, a fee, an exchange."""

    def take(self, gift: str | None, minor: int, purpose: str) -> None: ...


@dataclass(slots=True)
class Debt:
    use: Use
    minor: int
    #: purposes whose money it may take, in this order
    purposes: Sequence[str]


@dataclass(slots=True)
class Pool:
    """One currency."""

    queues: dict[str, deque[Lot]] = field(default_factory=dict)
    debts: deque[Debt] = field(default_factory=deque)

    def put(self, gift: str | None, minor: int, purpose: str, *, first: bool = False) -> None:
        """Money comes in: what was spent ahead of it takes its part, the rest waits; `first`: before all that waits."""
        for debt in [each for each in self.debts if purpose in each.purposes] if self.debts else ():
            taken = min(minor, debt.minor)
            if not taken:
                break
            minor, debt.minor = minor - taken, debt.minor - taken
            if not debt.minor:
                self.debts.remove(debt)
            debt.use.take(gift, taken, purpose)
        if minor:
            queue = self.queues.setdefault(purpose, deque())
            (queue.appendleft if first else queue.append)(Lot(gift, minor, purpose))

    def spend(self, use: Use, minor: int, purposes: Sequence[str]) -> None:
        """Takes from the queues in this order, the oldest lot first."""
        for purpose in purposes:
            queue = self.queues.get(purpose)
            while queue and minor:
                lot = queue[0]
                taken = min(minor, lot.minor)
                minor, lot.minor = minor - taken, lot.minor - taken
                if not lot.minor:
                    queue.popleft()
                use.take(lot.gift, taken, purpose)
        if minor:
            self.debts.append(Debt(use, minor, purposes))

    def waiting(self) -> list[Lot]:
        return [lot for queue in self.queues.values() for lot in queue]
