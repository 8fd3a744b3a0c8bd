"""Money that waits to be spent, first in, first out, in one queue for each currency and purpose.

What is spent before money is there waits for the next that comes in: so every amount finds its place, whatever the
order in which a bank told of it. Money for a purpose that comes after its programmes spent money for anything takes the
place of that, which waits again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
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


class Programmes(Use, Protocol):
    """A use with a purpose: what it took of money for anything can be given back."""

    @property
    def unbound_minor(self) -> int: ...

    def give_back(self, minor: int) -> Iterable[Lot]: ...


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
    #: purpose -> what is spent on it
    spent_on: dict[str, list[Programmes]] = field(default_factory=dict)

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
            if purpose in self.spent_on:
                self._relieve(purpose)

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

    def _relieve(self, purpose: str) -> None:
        """Money for the purpose pays what money for anything paid for it."""
        for use in self.spent_on[purpose]:
            part = (
                min(use.unbound_minor, sum(lot.minor for lot in self.queues[purpose]))
                if use.unbound_minor
                else 0
            )
            if part:
                back = list(use.give_back(part))
                self.spend(use, part, (purpose,))
                for lot in back:
                    self.put(lot.gift, lot.minor, lot.purpose, first=True)

    def waiting(self) -> list[Lot]:
        return [lot for queue in self.queues.values() for lot in queue]
