"""The simulator's objects in the Stripe shape: the fields that an adapter reads, and those that it must not trip over."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tocsin.relief.cards.simulator.world import (
    Movement,
    SimDispute,
    SimPayment,
    SimPayout,
    SimRefund,
    World,
)
from tocsin.relief.cards.stripe_amount import units
from tocsin.relief.money.money import Money

#: a holder of no card, so that an adapter that kept more than it should is found out
_NOBODY = {"name": "SIMULATED HOLDER", "email": "holder@simulated.invalid"}


def session(payment: SimPayment, page: str) -> dict[str, Any]:
    paid = payment.status == "paid"
    status = {"paid": "complete", "expired": "expired"}.get(payment.status, "open")
    said = {
        "object": "checkout.session",
        "id": f"cs_test_{payment.id}",
        "url": f"{page}/pay/{payment.id}",
        "status": status,
        "payment_status": "paid" if paid else "unpaid",
        "currency": payment.currency.lower(),
        "amount_total": _amount(payment.minor, payment.currency),
        "customer_details": _NOBODY,
        "livemode": False,
        "payment_intent": None,
        "subscription": payment.pledge or None,
        "invoice": None,
    }
    if payment.monthly and paid:
        said["invoice"] = {"object": "invoice", "id": f"in_{payment.id}", "payment_intent": payment.intent}
    elif not payment.monthly and payment.status in ("paid", "declined"):
        said["payment_intent"] = payment.intent
    return said


def intent(payment: SimPayment) -> dict[str, Any]:
    status = {"paid": "succeeded", "expired": "canceled"}.get(payment.status, "requires_payment_method")
    paid = payment.status == "paid"
    return {
        "object": "payment_intent",
        "id": payment.intent,
        "currency": payment.currency.lower(),
        "amount": _amount(payment.minor, payment.currency),
        "amount_received": _amount(payment.minor, payment.currency) if paid else 0,
        "status": status,
        "livemode": False,
        "latest_charge": _charge(payment),
    }


def _charge(payment: SimPayment) -> dict[str, Any] | None:
    if payment.status == "declined":
        return {"object": "charge", "id": f"ch_{payment.id}", "status": "failed"}
    if payment.charge is None or payment.paid_at is None:
        return None
    return {
        "object": "charge",
        "id": f"ch_{payment.id}",
        "status": "succeeded",
        "created": _time(payment.paid_at),
        "billing_details": _NOBODY,
        "balance_transaction": movement(payment.charge),
    }


def movement(line: Movement) -> dict[str, Any]:
    return {
        "object": "balance_transaction",
        "id": line.id,
        "type": {"dispute": "adjustment", "dispute_reversal": "adjustment"}.get(line.kind, line.kind),
        "source": line.source,
        "currency": line.currency.lower(),
        "amount": _amount(line.minor, line.currency),
        "fee": _amount(line.fee, line.currency),
        "net": _amount(line.net, line.currency),
        "exchange_rate": line.rate,
        "created": _time(line.at),
    }


def refund(made: SimRefund, payment: SimPayment) -> dict[str, Any]:
    return {
        "object": "refund",
        "id": made.id,
        "amount": _amount(made.minor, payment.currency),
        "currency": payment.currency.lower(),
        "status": made.status,
        "payment_intent": payment.intent,
        "created": _time(made.at),
        "balance_transaction": movement(made.movement),
    }


def dispute(made: SimDispute, payment: SimPayment) -> dict[str, Any]:
    return {
        "object": "dispute",
        "id": made.id,
        "amount": _amount(made.minor, payment.currency),
        "currency": payment.currency.lower(),
        "status": made.status,
        "payment_intent": payment.intent,
        "created": _time(made.at),
        "balance_transactions": [movement(line) for line in made.movements],
    }


def payout(made: SimPayout) -> dict[str, Any]:
    return {
        "object": "payout",
        "id": made.id,
        "amount": _amount(made.minor, made.currency),
        "currency": made.currency.lower(),
        "arrival_date": _time(made.at),
        "status": "paid",
        "trace_id": {"status": "supported", "value": f"SIM{made.id[3:11].upper()}"},
    }


def event(world: World, kind: str, about: object, at: datetime, page: str) -> bytes:
    """A webhook's body. The object in it is as it is when the body is made, which may be long after `at`."""
    return json.dumps(
        {
            "object": "event",
            "id": f"evt_{world.random.getrandbits(64):016x}",
            "type": kind,
            "created": _time(at),
            "livemode": False,
            "data": {"object": _about(kind, about, page)},
        }
    ).encode()


def _about(kind: str, about: object, page: str) -> dict[str, Any]:
    if isinstance(about, SimPayout):
        return payout(about)
    assert isinstance(about, SimPayment), about
    if kind.startswith("checkout.session."):
        return session(about, page)
    if kind.startswith("payment_intent."):
        return intent(about)
    if kind.startswith("customer.subscription."):
        return {"object": "subscription", "id": about.pledge}
    if kind.startswith("invoice."):
        said = {"object": "invoice", "id": f"in_{about.id}", "subscription": about.pledge}
        return {**said, "payment_intent": about.intent}
    if kind.startswith("charge.dispute."):
        return dispute(about.disputes[-1], about)
    charge = _charge(about) or {}
    return {
        **charge,
        "payment_intent": about.intent,
        "amount_refunded": _amount(about.refunded, about.currency),
    }


def _amount(minor: int, currency: str) -> int:
    return units(Money(minor, currency))


def _time(at: datetime) -> int:
    return int(at.timestamp())
