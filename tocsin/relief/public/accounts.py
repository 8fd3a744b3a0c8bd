"""Opening + received - spent = closing, per currency, with all that comes between; and where the money is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from tocsin.relief.public.book import Account, Leg, Move

#: role of an account -> the line of the accounts that it makes
LINES = {
    "opening": "opening",
    "gifts": "received",
    "gifts-restricted": "received",
    "refunded": "refunded",
    "fees": "fees",
    "spent": "spent",
    "returned": "given_back",
    "exchange": "exchanged",
}
#: role -> the line that says where the money is
PLACES = {
    "bank": "in_bank",
    "card": "with_providers",
    "disputed": "disputed",
    "held": "held_aside",
    "payable": "owed",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Of one currency, in minor units; what makes the fund poorer is negative, so that each side is a plain sum."""

    opening: int = 0
    received: int = 0
    #: by programmes: payments that came back
    given_back: int = 0
    spent: int = 0
    fees: int = 0
    refunded: int = 0
    #: into this currency; negative where it was sold for another
    exchanged: int = 0
    in_bank: int = 0
    with_providers: int = 0
    #: contested by a card's holder, and kept back by the provider until that is decided
    disputed: int = 0
    #: on the bank account, and nobody has decided yet what it is
    held_aside: int = 0
    #: promised, and not paid out yet
    owed: int = 0

    @property
    def closing(self) -> int:
        return sum(getattr(self, name) for name in MOVEMENTS)

    @property
    def found(self) -> int:
        """The same by where the money is: double entry makes both equal."""
        return sum(getattr(self, name) for name in WHERE)


MOVEMENTS = ("opening", "received", "given_back", "spent", "fees", "refunded", "exchanged")
WHERE = tuple(each.name for each in fields(Totals) if each.name not in MOVEMENTS)


def totals(moves: Iterable[Move], accounts: Mapping[str, Account]) -> dict[str, Totals]:
    """Currency -> its lines, in the order of currencies. An account's role must be one of LINES or PLACES."""
    sums: dict[str, Counter[str]] = {}
    for code, minor in trial_balance(moves).items():
        account = accounts[code]
        of_currency = sums.setdefault(account.currency, Counter())
        if account.role in PLACES:
            of_currency[PLACES[account.role]] += minor
        else:
            of_currency[LINES[account.role]] -= minor
    return {currency: Totals(**sums[currency]) for currency in sorted(sums)}


def trial_balance(moves: Iterable[Move]) -> dict[str, int]:
    """Account -> the sum of its legs."""
    sums: Counter[str] = Counter()
    for move in moves:
        for leg in move.legs:
            sums[leg.account] += leg.minor
    return dict(sorted(sums.items()))


def unbalanced(legs: Iterable[Leg], accounts: Mapping[str, Account]) -> dict[str, int]:
    """Currency -> by how much debits exceed credits; only those where they do not meet."""
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[accounts[leg.account].currency] += leg.minor
    return {currency: minor for currency, minor in sums.items() if minor}
