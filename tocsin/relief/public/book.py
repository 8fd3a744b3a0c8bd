"""What a fund publishes of itself, as plain values: all figures of its page and downloads follow from these alone.

Numbers of money are in minor units. In legs a debit is positive and a credit negative, as in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: by which a gift came
CHANNELS = frozenset({"bank", "card", "simulated"})
#: states of an allocation: those that are published, and of them those that still bind money
DECIDED = frozenset({"approved", "spent down", "ended"})
STANDING = frozenset({"approved", "spent down"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    #: "gifts:AMD", "bank:900018000000:AMD": the role, what it is of, and the currency
    code: str
    role: str
    #: of what: a bank account's number, a provider, a programme, a purpose; empty where the role says it all
    detail: str
    currency: str


@dataclass(frozen=True, slots=True)
class Leg:
    account: str
    minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    #: as it was written down: what was bought for one unit of what was sold
    rate: str
    source: str
    #: when it held, in UTC
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One transfer, or several payments of one programme as one where they would tell too much."""

    #: from 1, in the order of booking
    n: int
    kind: str
    #: ISO days: for which it counts, and on which it was booked (UTC)
    value_date: str
    booked_on: str
    legs: tuple[Leg, ...]
    #: "gift:HASH", "programme:CODE" or empty
    about: str = ""
    #: the move that this one takes back
    corrects: int | None = None
    #: the move that it belongs to: the other half of an exchange, the gift of a fee
    beside: int | None = None
    rate: Rate | None = None
    #: money of a simulator or a demonstration: no real person gave it
    simulated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Gift:
    #: of its receipt code: whoever holds the code finds it, nobody else
    hash: str
    minor: int
    currency: str
    #: ISO day
    day: str
    channel: str
    #: the fund's purpose that the giver preferred; empty for none
    purpose: str = ""
    #: None where it is not booked
    move: int | None = None
    simulated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    code: str
    title: str
    kind: str
    #: money given for this purpose is spent on it first; empty for none
    purpose: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Allocation:
    n: int
    programme: str
    minor: int
    currency: str
    #: ISO day
    approved_on: str
    state: str
    #: what was decided, and by which authority, as published
    decision: str
    authority: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentGroup:
    programme: str
    #: what became of them, as people know it so far
    state: str
    #: how many, by fives, or that they are few or not shown (spending/masking.py)
    payments: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BankBalance:
    """What the bank stated of an account at the end of a day."""

    account: str
    #: ISO day
    on: str
    minor: int
    #: of it, lines that nobody has placed: as the fund says
    held: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Fund:
    code: str
    title: str
    purpose: str
    holder: str
    opens_on: str
    closes_on: str
    #: slug; empty where it is tied to none
    situation: str
    #: the whole fund is a demonstration: no real person gave to it
    simulated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    fund: Fund
    organisation: str
    site: str
    #: in UTC
    made_at: str
    #: currency -> digits after the point
    currencies: Mapping[str, int]
    accounts: Sequence[Account]
    moves: Sequence[Move]
    gifts: Sequence[Gift] = ()
    programmes: Sequence[Programme] = ()
    allocations: Sequence[Allocation] = ()
    payments: Sequence[PaymentGroup] = ()
    bank: Sequence[BankBalance] = ()
    #: the newest signed note of the custody log; empty where there is none
    checkpoint: str = ""

    def account(self) -> dict[str, Account]:
        return {each.code: each for each in self.accounts}

    def of(self, *, simulated: bool) -> Iterable[Move]:
        """Real and simulated money are two books that are never added together."""
        return (move for move in self.moves if (move.simulated or self.fund.simulated) is simulated)
