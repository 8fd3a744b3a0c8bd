"""What the simulator answers to calls in either shape: plain values in and out, so that tests need no socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tocsin.errors import ProviderRefused
from tocsin.relief.cards.arca_shape import NUMBERS
from tocsin.relief.cards.simulator import stripe_json as stripe
from tocsin.relief.cards.simulator.world import SimPayment, SimRefund, World
from tocsin.relief.cards.stripe_amount import money_of

Json = dict[str, Any]
Form = Mapping[str, str]
_CODES = {number: code for code, number in NUMBERS.items()}


def answer(
    world: World, method: str, path: str, form: Form, *, key: str, page: str, now: datetime
) -> tuple[int, Json]:
    """HTTP status and JSON. `form`: query or form; `key`: the idempotency key; `page`: where its own pages are."""
    try:
        for start, act in _ROUTES:
            if method == start[0] and path.startswith(start[1]):
                return act(world, path.removeprefix(start[1]).strip("/"), form, key, page, now)
    except ProviderRefused as error:
        return 400, {"error": {"type": "invalid_request_error", "code": error.what}}
    except (KeyError, ValueError):
        return 404, {"error": {"type": "invalid_request_error", "code": "resource_missing"}}
    return 404, {"error": {"type": "invalid_request_error", "code": "unknown_path"}}


def _register(world: World, _: str, form: Form, _key: str, page: str, now: datetime) -> tuple[int, Json]:
    item = "line_items[0][price_data]"
    money = money_of(int(form[f"{item}[unit_amount]"]), form[f"{item}[currency]"])
    payment = world.register(
        "stripe",
        token=form["client_reference_id"],
        minor=money.minor,
        currency=money.currency,
        title=form[f"{item}[product_data][name]"],
        done_url=form["success_url"],
        back_url=form["cancel_url"],
        monthly=form["mode"] == "subscription",
        now=now,
    )
    return 200, stripe.session(payment, page)


def _session(world: World, ref: str, form: Form, _key: str, page: str, _now: datetime) -> tuple[int, Json]:
    if ref:
        return 200, stripe.session(world.payments[ref.removeprefix("cs_test_")], page)
    payment = world.pledges.get(form["subscription"]) if "subscription" in form else _paid(world, form)
    return 200, _listed([stripe.session(payment, page)] if payment and payment.done_url else [])


def _intent(world: World, ref: str, _form: Form, _key: str, _page: str, _now: datetime) -> tuple[int, Json]:
    return 200, stripe.intent(world.payments[ref.removeprefix("pi_")])


def _refunds(world: World, _: str, form: Form, _key: str, _page: str, _now: datetime) -> tuple[int, Json]:
    payment = _paid(world, form)
    return 200, _listed([stripe.refund(each, payment) for each in payment.refunds])


def _refund(world: World, _: str, form: Form, key: str, _page: str, now: datetime) -> tuple[int, Json]:
    payment = _paid(world, form)
    minor = money_of(int(form["amount"]), payment.currency).minor
    return 200, stripe.refund(world.refund(payment, minor, now, key=key), payment)


def _disputes(world: World, _: str, form: Form, _key: str, _page: str, _now: datetime) -> tuple[int, Json]:
    payment = _paid(world, form)
    return 200, _listed([stripe.dispute(each, payment) for each in payment.disputes])


def _payouts(world: World, _: str, form: Form, _key: str, _page: str, _now: datetime) -> tuple[int, Json]:
    since = int(form.get("arrival_date[gte]", "0"))
    return 200, _listed([stripe.payout(each) for each in world.payouts if each.at.timestamp() >= since])


def _lines(world: World, _: str, form: Form, _key: str, _page: str, _now: datetime) -> tuple[int, Json]:
    found = next(each for each in world.payouts if each.id == form["payout"])
    return 200, _listed([stripe.movement(line) for line in found.lines])


def _end(world: World, ref: str, _form: Form, _key: str, _page: str, now: datetime) -> tuple[int, Json]:
    assert ref in world.pledges, ref
    world.end_pledge(ref, now)
    return 200, {"object": "subscription", "id": ref, "status": "canceled"}


def _arca_register(world: World, _: str, form: Form, _key: str, page: str, now: datetime) -> tuple[int, Json]:
    payment = world.register(
        "arca",
        token=form["orderNumber"],
        minor=int(form["amount"]),
        currency=_CODES[form["currency"]],
        title=form["description"],
        done_url=form["returnUrl"],
        back_url=form["failUrl"],
        monthly=False,
        now=now,
    )
    return 200, {"errorCode": "0", "orderId": payment.id, "formUrl": f"{page}/pay/{payment.id}"}


def _arca_status(world: World, _: str, form: Form, _key: str, _page: str, _now: datetime) -> tuple[int, Json]:
    payment = world.payments.get(form["orderId"])
    if payment is None:
        return 200, {"errorCode": "6", "errorMessage": "Unknown order"}
    paid = payment.status == "paid"
    order_status = (
        4 if payment.refunded else {"open": 0, "paid": 2, "declined": 6, "expired": 6}[payment.status]
    )
    at = payment.paid_at or payment.asked_at
    return 200, {
        "errorCode": "0",
        "orderStatus": order_status,
        "amount": payment.minor,
        "currency": NUMBERS[payment.currency],
        "date": int(payment.asked_at.timestamp() * 1000),
        "authDateTime": int(at.timestamp() * 1000),
        "cardAuthInfo": {"maskedPan": "411111**1111", "cardholderName": "SIMULATED HOLDER"},
        "paymentAmountInfo": {
            "depositedAmount": payment.minor if paid else 0,
            "refundedAmount": payment.refunded,
        },
    } | ({"refunds": [_arca_refunded(each) for each in payment.refunds]} if world.names_refunds else {})


def _arca_refunded(refund: SimRefund) -> Json:
    number = int(refund.id.removeprefix("re_"), 16) % 10**12
    return {
        "referenceNumber": f"{number:012}",
        "actionCode": 0,
        "amount": refund.minor,
        "date": int(refund.at.timestamp() * 1000),
    }


def _arca_refund(world: World, _: str, form: Form, _key: str, _page: str, now: datetime) -> tuple[int, Json]:
    try:
        world.refund(world.payments[form["orderId"]], int(form["amount"]), now)
    except ProviderRefused:
        return 200, {"errorCode": "5", "errorMessage": "Refund amount exceeds"}
    return 200, {"errorCode": "0"}


def _paid(world: World, form: Form) -> SimPayment:
    return world.payments[form["payment_intent"].removeprefix("pi_")]


def _listed(data: Sequence[Json]) -> Json:
    return {"object": "list", "data": list(data), "has_more": False}


Act = Callable[[World, str, Form, str, str, datetime], tuple[int, Json]]
_ROUTES: tuple[tuple[tuple[str, str], Act], ...] = (
    (("POST", "/v1/checkout/sessions"), _register),
    (("GET", "/v1/checkout/sessions"), _session),
    (("GET", "/v1/payment_intents/"), _intent),
    (("GET", "/v1/refunds"), _refunds),
    (("POST", "/v1/refunds"), _refund),
    (("GET", "/v1/disputes"), _disputes),
    (("GET", "/v1/payouts"), _payouts),
    (("GET", "/v1/balance_transactions"), _lines),
    (("DELETE", "/v1/subscriptions/"), _end),
    (("POST", "/payment/rest/register.do"), _arca_register),
    (("POST", "/payment/rest/getOrderStatusExtended.do"), _arca_status),
    (("POST", "/payment/rest/refund.do"), _arca_refund),
)
