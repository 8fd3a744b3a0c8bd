"""The Stripe shape: its JSON objects into what a provider says. Plain values in and out; no person's datum is read.

Objects as of API version 2024-06-20, https://docs.stripe.com/api
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tocsin.errors import ProviderRefused
from tocsin.relief.cards.provider import Notice, PayoutLine, PayoutTold
from tocsin.relief.cards.stripe_amount import money_of
from tocsin.relief.cards.told import (
    Charge,
    Dispute,
    DisputeStage,
    PaymentState,
    Refund,
    RefundStage,
    Settled,
    Stage,
)

Json = Mapping[str, Any]

_STAGES = {
    "requires_payment_method": Stage.REGISTERED,
    "requires_confirmation": Stage.REGISTERED,
    "requires_action": Stage.REGISTERED,
    "processing": Stage.REGISTERED,
    "requires_capture": Stage.AUTHORISED,
    "canceled": Stage.CANCELLED,
    "succeeded": Stage.PAID,
}
_REFUNDS = {
    "pending": RefundStage.PENDING,
    "requires_action": RefundStage.PENDING,
    "succeeded": RefundStage.DONE,
    "failed": RefundStage.FAILED,
    "canceled": RefundStage.FAILED,
}
_DISPUTES = {
    "warning_needs_response": DisputeStage.INQUIRY,
    "warning_under_review": DisputeStage.INQUIRY,
    "warning_closed": DisputeStage.INQUIRY,
    "prevented": DisputeStage.INQUIRY,
    "needs_response": DisputeStage.OPEN,
    "under_review": DisputeStage.OPEN,
    "won": DisputeStage.WON,
    "lost": DisputeStage.LOST,
}
#: of a notice, for people to read; whatever else stands in it may be a person's and is let go
_SAID = ("object", "id", "status", "amount", "amount_refunded", "currency", "reason", "billing_reason")


def unpaid(session: Json) -> PaymentState:
    """Of a hosted page that nobody has paid on."""
    over = session.get("status") == "expired"
    return PaymentState(
        currency=str(session["currency"]).upper(), stage=Stage.CANCELLED if over else Stage.REGISTERED
    )


def payment_state(intent: Json, refunds: Sequence[Json], disputes: Sequence[Json]) -> PaymentState:
    """From a payment intent with its latest charge and that one's balance transaction, and the lists beside it."""
    code = str(intent["currency"]).upper()
    charge = intent.get("latest_charge")
    stage = _known(_STAGES, intent["status"], "payment intent")
    if stage == Stage.REGISTERED and isinstance(charge, Mapping) and charge.get("status") == "failed":
        stage = Stage.FAILED
    if stage != Stage.PAID:
        return PaymentState(currency=code, stage=stage)
    if not isinstance(charge, Mapping):
        raise ProviderRefused("a paid payment intent names no charge", "ask for it with its latest charge")
    return PaymentState(
        currency=code,
        stage=stage,
        charge=Charge(
            ref=charge["id"],
            minor=_moved(intent["amount_received"], code),
            at=_time(charge["created"]),
            settled=_settled(charge.get("balance_transaction")),
        ),
        refunds=tuple(_refund(each, code) for each in refunds),
        disputes=tuple(_dispute(each, code) for each in disputes),
    )


def _refund(told: Json, code: str) -> Refund:
    return Refund(
        ref=told["id"],
        minor=_moved(told["amount"], code),
        at=_time(told["created"]),
        stage=_known(_REFUNDS, told["status"], "refund"),
        settled=_settled(told.get("balance_transaction")),
    )


def _dispute(told: Json, code: str) -> Dispute:
    moves = [each for each in told.get("balance_transactions") or () if isinstance(each, Mapping)]
    taken = [each for each in moves if int(each["amount"]) < 0]
    back = [each for each in moves if int(each["amount"]) > 0]
    return Dispute(
        ref=told["id"],
        minor=_moved(told["amount"], code),
        at=_time(told["created"]),
        stage=_known(_DISPUTES, told["status"], "dispute"),
        settled=_settled(taken[0]) if taken else None,
        ended_at=_time(back[0]["created"]) if back else None,
        returned=_settled(back[0]) if back else None,
    )


def _moved(units: Any, code: str) -> int:
    """Minor units of what was taken or given back, which is more than nothing: less would be booked the other way round."""
    minor = money_of(int(units), code).minor
    if minor <= 0:
        raise ProviderRefused(
            f"the provider says that {minor} minor units of {code} were moved", "look at its own pages"
        )
    return minor


def _settled(told: object) -> Settled | None:
    """From a balance transaction; None while there is none, or it was not asked for."""
    if not isinstance(told, Mapping):
        return None
    code = str(told["currency"]).upper()
    rate = told.get("exchange_rate")
    return Settled(
        currency=code,
        minor=abs(money_of(int(told["amount"]), code).minor),
        fee_minor=money_of(int(told["fee"]), code).minor,
        rate="" if rate is None else str(rate),
    )


def notice(event: Json) -> Notice:
    """From an event. Raises ProviderRefused for what is none."""
    try:
        about = event["data"]["object"]
        kind = str(event["type"])[:60]
        return Notice(
            id=str(event["id"])[:100],
            kind=kind,
            at=_time(event["created"]),
            ref=_named(kind, about),
            pledge_ref=_pledge_named(kind, about),
            test=event["livemode"] is not True,
            said={
                name: about[name] if isinstance(about[name], int) else str(about[name])[:80]
                for name in _SAID
                if isinstance(about.get(name), str | int)
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        raise ProviderRefused("a signed webhook is no event", "look at the endpoint's version") from None


def _named(kind: str, about: Json) -> str:
    """The payment that an event's object is or belongs to."""
    if kind.startswith(("checkout.session.", "payment_intent.")):
        return text(about["id"])
    return text(about.get("payment_intent"))


def _pledge_named(kind: str, about: Json) -> str:
    if kind.startswith("customer.subscription."):
        return text(about["id"])
    return text(about.get("subscription")) if kind.startswith("invoice.") else ""


def text(value: object) -> str:
    """An id, whether it was expanded into its object or not."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value[:100] if isinstance(value, str) else ""


def payout(told: Json, lines: Sequence[Json]) -> PayoutTold:
    code = str(told["currency"]).upper()
    return PayoutTold(
        ref=told["id"],
        money=money_of(int(told["amount"]), code),
        arrives=_time(told["arrival_date"]).date(),
        status=str(told["status"])[:20],
        lines=tuple(_line(each) for each in lines if each.get("type") != "payout"),
        reference=text(told.get("trace_id", {}).get("value"))
        if isinstance(told.get("trace_id"), dict)
        else "",
    )


def _line(told: Json) -> PayoutLine:
    code = str(told["currency"])
    return PayoutLine(
        ref=text(told.get("source")) or told["id"],
        kind=str(told["type"])[:40],
        minor=money_of(int(told["amount"]), code).minor,
        fee_minor=money_of(int(told["fee"]), code).minor,
    )


def _known(table: Mapping[str, Any], word: object, what: str) -> Any:
    if word not in table:
        raise ProviderRefused(
            f"the provider calls a {what} {str(word)[:40]!r}, which is no word of its shape",
            "look at its pages; nothing was booked",
        )
    return table[str(word)]


def _time(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(seconds)), UTC)
