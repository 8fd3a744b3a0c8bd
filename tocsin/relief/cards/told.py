"""What a provider says of one payment, and how two things that it said are put together.

A provider says things more than once, late and in any order. So nothing here is an event: each is the payment as it
stood at some moment, and putting two together takes from each what it alone knows. That gives the same whatever came
first and however often (tests/relief/cards/test_told.py goes through every order).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any, TypeVar

from tocsin.errors import MoneyRefused
from tocsin.relief.cards.refund_total import Asked, Total, told_apart


class Stage(IntEnum):
    """How far the payment itself has come; a later one is never taken back by an earlier one that comes late."""

    REGISTERED = 0
    #: the card was declined; the giver may try another
    FAILED = 1
    #: the money is held on the card, and not yet ours
    AUTHORISED = 2
    #: let go or run out before any money moved
    CANCELLED = 3
    PAID = 4


class RefundStage(IntEnum):
    PENDING = 0
    DONE = 1
    #: the card's bank sent it back to the provider
    FAILED = 2


class DisputeStage(IntEnum):
    #: asked about, no money moved
    INQUIRY = 0
    OPEN = 1
    WON = 2
    LOST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What a movement came to in the currency in which the provider owes it to us, minor units, never negative."""

    currency: str
    minor: int
    #: taken by the provider beside it
    fee_minor: int = 0
    #: units of `currency` for one of the payment's, as the provider prints it; empty where they are the same
    rate: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """The money that was taken from the card."""

    #: the provider's name for it
    ref: str
    minor: int
    at: datetime
    #: None while the provider has not said it
    settled: Settled | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Refund:
    ref: str
    minor: int
    at: datetime
    stage: RefundStage
    settled: Settled | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispute:
    """The card's holder contests the payment through their bank, which takes the money until it is decided."""

    ref: str
    minor: int
    at: datetime
    stage: DisputeStage
    settled: Settled | None = None
    #: when it was won or lost; None before
    ended_at: datetime | None = None
    #: what came back with it where it was won
    returned: Settled | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentState:
    currency: str
    stage: Stage
    charge: Charge | None = None
    refunds: tuple[Refund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    #: all refunds together, from a provider that may tell no single ones (ArCa); None from all others
    refunded_to: int | None = None
    #: when that was said
    refunded_at: datetime | None = None

    @property
    def refunded_minor(self) -> int:
        """Given back or on its way back."""
        return sum(each.minor for each in self.refunds if each.stage != RefundStage.FAILED)

    @property
    def refunds_told_minor(self) -> int:
        """With those that failed: it only ever grows, so that what was asked for can be held against it."""
        return sum(each.minor for each in self.refunds)


Part = TypeVar("Part", Refund, Dispute)


def merged(known: PaymentState, told: PaymentState, *, asked: Sequence[Asked] = ()) -> PaymentState:
    """Both together. Raises MoneyRefused where they contradict each other: then a person looks, and nothing is booked.

    `asked`: what we asked to be given back, by which a total can be told apart.
    """
    _same("the currency", known.currency, told.currency)
    both = PaymentState(
        currency=known.currency,
        stage=max(known.stage, told.stage),
        charge=_charge(known.charge, told.charge),
        refunds=known.refunds,
        disputes=_parts(known.disputes, told.disputes),
    )
    return _plausible(replace(both, refunds=_refunds(both, told, asked)))


def _charge(known: Charge | None, told: Charge | None) -> Charge | None:
    if known is None or told is None:
        return known or told
    _same("the amount paid", (known.ref, known.minor), (told.ref, told.minor))
    return replace(known, at=min(known.at, told.at), settled=_settled(known.settled, told.settled))


def _parts(known: tuple[Part, ...], told: tuple[Part, ...]) -> tuple[Part, ...]:
    """By the provider's name for each; in its order in time, so that the same parts are always the same tuple."""
    by_ref = {each.ref: each for each in known}
    for each in told:
        before = by_ref.get(each.ref)
        by_ref[each.ref] = _further(before, each) if before else each
    return tuple(sorted(by_ref.values(), key=lambda each: (each.at, each.ref)))


def _further(known: Part, told: Part) -> Part:
    _same(f"the amount of {known.ref}", known.minor, told.minor)
    changes: dict[str, Any] = {
        "at": min(known.at, told.at),
        "stage": max(known.stage, told.stage),
        "settled": _settled(known.settled, told.settled),
    }
    if isinstance(known, Dispute) and isinstance(told, Dispute):
        ends = {each.stage for each in (known, told) if each.stage > DisputeStage.OPEN}
        if len(ends) > 1:
            raise _contradicts(f"the end of {known.ref}", "won", "lost")
        changes["ended_at"] = min(
            (at for at in (known.ended_at, told.ended_at) if at is not None), default=None
        )
        changes["returned"] = _settled(known.returned, told.returned)
    return replace(known, **changes)


def _settled(known: Settled | None, told: Settled | None) -> Settled | None:
    if known is None or told is None:
        return known or told
    _same("what it came to", known, told)
    return known


def _refunds(both: PaymentState, told: PaymentState, asked: Sequence[Asked]) -> tuple[Refund, ...]:
    """By name. By their total where that is all that is told, or was when some of them were booked."""
    named = {each.ref for each in told.refunds}
    if told.refunded_to is None or (named and all(each.ref in named for each in both.refunds)):
        return _parts(both.refunds, told.refunds)
    if told.refunded_to <= both.refunds_told_minor:  # said before, and late
        return both.refunds
    assert told.refunded_at is not None and both.charge is not None, told
    total = Total(minor=told.refunded_to, at=told.refunded_at)
    fresh = (
        Refund(
            ref=f"{both.charge.ref}-to-{each.to_minor}", minor=each.minor, at=each.at, stage=RefundStage.DONE
        )
        for each in told_apart(both.refunds_told_minor, total, asked)
    )
    return (*both.refunds, *fresh)


def _plausible(state: PaymentState) -> PaymentState:
    paid = state.charge.minor if state.charge else 0
    if state.refunded_minor > paid:
        raise MoneyRefused(
            f"the provider says that {state.refunded_minor} was given back of {paid} {state.currency} paid",
            "compare it with the provider's own pages; nothing was booked",
        )
    return state


def _same(what: str, known: object, told: object) -> None:
    if known != told:
        raise _contradicts(what, known, told)


def _contradicts(what: str, known: object, told: object) -> MoneyRefused:
    return MoneyRefused(
        f"the provider said otherwise before: {what} was {known}, and is {told}",
        "compare it with the provider's own pages; nothing was booked",
    )
