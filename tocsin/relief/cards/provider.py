"""What a card provider is to us: a page of its own where the card number is typed, and what it then says of a payment.

No card number ever reaches us. Each provider is an adapter beside this file; the rules know only what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tocsin.relief.cards.told import PaymentState
from tocsin.relief.money.money import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """A payment that somebody wants to make."""

    #: ours, random, at most 40 letters and digits
    token: str
    money: Money
    #: what the hosted page calls it; at most 100 characters
    title: str
    monthly: bool
    #: where the provider sends the giver, once done and when they changed their mind
    done_url: str
    back_url: str
    language: str = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    #: the provider's name for it
    ref: str
    #: of the hosted page
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A payment as the provider tells it now."""

    state: PaymentState
    #: by which the provider's notices call it, where that is another than its `ref`
    other_ref: str = ""
    #: the standing order that it belongs to; empty for none
    pledge_ref: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What a provider's webhook says: only that something changed. What it is now is read from the provider itself."""

    id: str
    #: in the provider's words, such as "charge.refunded"
    kind: str
    at: datetime
    #: the payment, by any of its names; empty where it is about none, or of one that we cannot name
    ref: str = ""
    #: a standing order that this is a payment of
    pledge_ref: str = ""
    test: bool
    #: a few plain values for people to read; nothing of a person
    said: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutLine:
    """One movement that a payout is made of."""

    ref: str
    kind: str
    minor: int
    fee_minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutTold:
    """What the provider says it sent to our bank."""

    ref: str
    #: net, as it arrives at the bank
    money: Money
    arrives: date
    #: in the provider's words, such as "paid"
    status: str
    #: None from a provider that does not tell them
    lines: tuple[PayoutLine, ...] | None
    #: as the bank statement prints it; empty where it is not known
    reference: str = ""


class CardProvider(Protocol):
    """Every method may raise ProviderRefused, and ProviderFailed where no answer came."""

    @property
    def name(self) -> str:
        """As payments store it; at most 20 lower case letters and hyphens."""
        ...

    @property
    def title(self) -> str:
        """As givers read it."""
        ...

    @property
    def test(self) -> bool:
        """Whether it takes play money alone."""
        ...

    @property
    def simulated(self) -> bool:
        """Whether it is our own simulator."""
        ...

    @property
    def monthly(self) -> bool:
        """Whether it can take a gift every month."""
        ...

    @property
    def page_origin(self) -> str:
        """Scheme, host and port of its hosted page, for the one page that leads there."""
        ...

    def takes(self, currency: str) -> bool: ...

    def register(self, order: Order) -> Registered: ...

    def read(self, ref: str, *, now: datetime) -> Read: ...

    def refund(self, ref: str, money: Money, *, key: str, before_minor: int, now: datetime) -> None:
        """Gives back, once for each `key`. `before_minor`: given back before it, as the provider told it last."""
        ...

    def heard(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        """A webhook, proved to be the provider's. Raises ProviderRefused for any other."""
        ...

    def ref_of(self, other_ref: str, pledge_ref: str = "") -> str:
        """The `ref` under which it, or the first of its pledge, was registered; empty for one of somebody else."""
        ...

    def end_pledge(self, pledge_ref: str) -> None: ...

    def payouts(self, *, since: date) -> Sequence[PayoutTold]: ...
