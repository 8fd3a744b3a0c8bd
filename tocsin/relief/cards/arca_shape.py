"""The ArCa shape (`getOrderStatusExtended.do`): its JSON into what a provider says. No card datum in it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tocsin.errors import MoneyRefused, ProviderRefused
from tocsin.relief.cards.told import Charge, PaymentState, Stage

#: ISO 4217 numbers of the currencies that its terminals take, as text: the leading 0 of the dram counts
NUMBERS = {"AMD": "051", "EUR": "978", "RUB": "643", "USD": "840"}
_CODES = {number: code for code, number in NUMBERS.items()}
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
    """`now` dates what it tells without a time: how much was given back in all."""
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
        refunded_to=back,
        refunded_at=now,
    )
