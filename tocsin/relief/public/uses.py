"""What takes lots out of a pool, and remembers whose they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.relief.public.lots import Lot, Pool


@dataclass(slots=True)
class Spending:
    """All lots that one programme, or all fees, took in one currency: the last can be given back."""

    #: of money for its own purpose
    bound: list[Lot] = field(default_factory=list)
    #: of money for anything, of which it may give back where money for its purpose comes later
    unbound: list[Lot] = field(default_factory=list)
    #: what those come to
    unbound_minor: int = 0

    @property
    def taken(self) -> list[Lot]:
        return [*self.bound, *self.unbound]

    def take(self, gift: str | None, minor: int, purpose: str) -> None:
        (self.bound if purpose else self.unbound).append(Lot(gift, minor, purpose))
        self.unbound_minor += 0 if purpose else minor

    def give_back(self, minor: int) -> Iterator[Lot]:
        """The last lots that it took, the last one first, money for anything before the other, as far as they reach."""
        for lots in (self.unbound, self.bound):
            while minor and lots:
                lot = lots[-1]
                part = min(minor, lot.minor)
                minor, lot.minor = minor - part, lot.minor - part
                if not lot.minor:
                    lots.pop()
                self.unbound_minor -= 0 if lot.purpose else part
                yield Lot(lot.gift, part, lot.purpose)


@dataclass(slots=True)
class Exchange:
    """Sold lots become bought ones in the same order; all fractions of a minor unit together make whole ones."""

    sold: int
    sold_currency: str
    bought: int
    bought_currency: str
    #: the pool of the bought currency
    into: Pool
    done: int = 0
    #: gift, sold, bought
    taken: list[tuple[str | None, int, int]] = field(default_factory=list)

    @property
    def ahead(self) -> int:
        """What was bought with money that is not there yet: it is nobody's so far."""
        return self.bought - self.bought * self.done // self.sold

    def take(self, gift: str | None, minor: int, purpose: str) -> None:
        before = self.bought * self.done // self.sold
        self.done += minor
        became = self.bought * self.done // self.sold - before
        self.taken.append((gift, minor, became))
        if became:
            self.into.put(gift, became, purpose)
