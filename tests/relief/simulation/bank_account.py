"""A bank account as its bank keeps it, and the files that it sends of it: twice, late, overlapping, or with a slip."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.relief.simulation.bank_letters import Moved, camt, mt940
from tocsin.relief.cards.simulator.faults import happens

#: (days until it comes, what of the balance is new to us with it, name, bytes)
Letter = tuple[int, int, str, bytes]


class BankAccount:
    def __init__(self, currency: str, number: str) -> None:
        self.currency, self.number = currency, number
        #: everything that ever happened on it
        self.lines: list[Moved] = []
        self.balance = 0
        #: of the balance, what we were told by now
        self.told = 0
        self._today: list[Moved] = []
        self._before: list[Moved] = []
        self._sent = 0

    def moved(self, line: Moved) -> None:
        self.lines.append(line)
        self._today.append(line)

    def statements(self, random: Random) -> Iterator[Letter]:
        """Of the day's lines; at least one whole and right, whatever else comes."""
        lines, opening = self._today, self.balance
        if not lines:
            return
        self._today, before = [], self._before
        new = sum(line.minor for line in lines)
        self.balance, self._before = opening + new, lines
        late = random.randint(1, 3) if happens(0.2, random) else 0
        if happens(0.03, random):  # the bank's slip: set aside, and sent anew
            yield late, 0, *self._written(lines, opening, self.balance + 1)
        right = self._written(lines, opening, self.balance)
        yield late, new, *right
        if happens(0.2, random):
            yield late + random.randint(0, 3), 0, *right
        if before and happens(0.2, random):
            earlier = opening - sum(line.minor for line in before)
            yield late, 0, *self._written([*before, *lines], earlier, self.balance)
        if self.currency == "AMD" and happens(0.05, random):
            yield late, 0, *self._written(lines, opening, self.balance, as_camt=True)

    def _written(
        self, lines: list[Moved], opening: int, closing: int, *, as_camt: bool = False
    ) -> tuple[str, bytes]:
        self._sent += 1
        write, ending = (mt940, "sta") if self.currency == "AMD" and not as_camt else (camt, "xml")
        content = write(self.number, self.currency, lines, opening, closing, self._sent)
        return f"{self.currency}-{self._sent}.{ending}", content
