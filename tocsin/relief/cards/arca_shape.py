"""The ArCa shape (`getOrderStatusExtended.do`): its JSON into what a provider says. No card datum in it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from tocsin.errors import MoneyRefused, ProviderRefused
from tocsin.relief.cards.told import Charge, PaymentState, Refund, RefundStage, Stage

#: ISO 4217 numbers of the currencies that its terminals take, as text: the leading 0 of the dram counts
NUMBERS = {"AMD": "051", "EUR": "978", "RUB": "643", "USD": "840"}
_CODES = {number: code for code, number in NUMBERS.items()}
#: of those that a terminal lists; with more of them the total counts
REFUNDS_MAX = 100
#: `orderStatus`
_STAGES = {
    0: Stage.REGISTERED,
    1: Stage.AUTHORISED,
    2: Stage.PAID,
    3: Stage.CANCELLED,  # reversed
    4: Stage.PAID,  # refunded: it was paid before
    5: Stage.REGISTERED,  # the card's bank asks its holder
    6: Stage.FAILED,
}


def number_of(currency: str) -> str:
    if currency not in NUMBERS:
        raise MoneyRefused(
            f"{currency} cannot be paid by ArCa", f"choose one of {', '.join(sorted(NUMBERS))}"
        )
    return NUMBERS[currency]


def payment_state(told: Mapping[str, Any], ref: str, now: datetime) -> PaymentState:
    """`now` dates what it may tell without a time: how much was given back in all."""
    try:
        stage = _STAGES[int(told["orderStatus"])]
        code = _CODES[str(told["currency"]).zfill(3)]
        amounts = told.get("paymentAmountInfo") or {}
        # a registered order has not yet a date of its own
        at = datetime.fromtimestamp(int(told.get("authDateTime") or told["date"]) / 1000, UTC)
        paid = int(amounts.get("depositedAmount") or 0)
        back = int(amounts.get("refundedAmount") or 0)
        if stage == Stage.CANCELLED and back:  # taken back after it was paid
            stage = Stage.PAID
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ProviderRefused("the provider's status cannot be read", "look at its own pages") from None
    if stage != Stage.PAID:
        return PaymentState(currency=code, stage=stage)
    # `depositedAmount` falls with each refund on some terminals and stays on others; the order's amount does neither
    minor = int(told["amount"])
    if minor <= 0 or not 0 <= back <= minor or not 0 <= paid <= minor:
        raise ProviderRefused(
            f"the provider says that {max(back, paid)} was moved of an order over {minor}",
            "look at its own pages",
        )
    return PaymentState(
        currency=code,
        stage=stage,
        charge=Charge(ref=ref, minor=minor, at=at),
        refunds=_refunds(told.get("refunds"), ref, back),
        refunded_to=back,
        refunded_at=now,
    )


def _refunds(listed: object, ref: str, back: int) -> tuple[Refund, ...]:
    """Each by its own reference and of its own time, from a terminal that lists them; else none, and the total counts.

    A list that can't be read, names two alike or does not add up to the total is no list.
    """
    try:
        found = [_refund(each, ref) for each in _done(listed)]
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return ()
    once = len({each.ref for each in found}) == len(found)
    whole = sum(each.minor for each in found) == back and all(each.minor > 0 for each in found)
    return tuple(sorted(found, key=lambda each: (each.at, each.ref))) if once and whole else ()


def _done(listed: object) -> Iterator[Mapping[str, Any]]:
    """Of the tries to give back, those that got through."""
    if isinstance(listed, list) and len(listed) <= REFUNDS_MAX:
        yield from (each for each in listed if int(each["actionCode"]) == 0)


def _refund(told: Mapping[str, Any], ref: str) -> Refund:
    reference = str(told["referenceNumber"])
    if not (reference.isascii() and reference.isalnum()):
        raise ValueError(reference)
    return Refund(
        ref=f"{ref}-{reference[:40]}",
        minor=int(told["amount"]),
        at=datetime.fromtimestamp(int(told["date"]) / 1000, UTC),
        stage=RefundStage.DONE,
    )
