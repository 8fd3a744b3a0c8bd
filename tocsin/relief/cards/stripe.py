"""A provider of the Stripe shape: checkout sessions on its own page, signed webhooks, everything read again from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tocsin.errors import ProviderFailed, ProviderRefused
from tocsin.relief.cards import stripe_shape as shape
from tocsin.relief.cards.provider import Notice, Order, PayoutTold, Read, Registered
from tocsin.relief.cards.stripe_amount import units
from tocsin.relief.cards.stripe_signature import verify
from tocsin.relief.cards.wire import Answer, Calls, Pairs, origin, understood
from tocsin.relief.money.money import Money

#: what the adapter reads is this version's shape, whatever the provider's account is set to
VERSION = "2024-06-20"
#: of lists: ten pages of a hundred
PAGES_MAX, PER_PAGE = 10, 100
#: of an event, before anything of it is read
BODY_BYTES_MAX = 256 * 1024
_WITH_CHARGE = ("expand[]", "latest_charge.balance_transaction")


@dataclass(frozen=True, kw_only=True)
class Stripe:
    wire: Calls
    key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    page_origin: str
    name: str = "stripe"
    title: str = "Stripe"
    simulated: bool = False
    monthly: bool = True

    @property
    def test(self) -> bool:
        """Its keys say themselves what they are for; one that says nothing is taken for real."""
        return "_test_" in self.key[:9]

    def takes(self, currency: str) -> bool:
        return currency not in (
            "",
            "XXX",
            "XTS",
        )  # it refuses what its account does not take, when it is asked

    def register(self, order: Order) -> Registered:
        said = self._done(
            self.wire.post("/v1/checkout/sessions", _session(order), self._headers(order.token))
        )
        with understood(self.title):
            address, ref = str(said["url"]), str(said["id"])
            its_origin = origin(address)
        if its_origin != self.page_origin:
            raise ProviderRefused(
                f"{self.title} names a page at {its_origin}",
                "a gift is only sent on to the page that the settings name",
            )
        return Registered(ref=ref, address=address)

    def read(self, ref: str, *, now: datetime) -> Read:
        del now
        with understood(self.title):
            return self._read(ref)

    def _read(self, ref: str) -> Read:
        if ref.startswith("pi_"):
            return self._intent(ref, "")
        wanted = [("expand[]", "invoice")]
        session = self._done(self.wire.get(f"/v1/checkout/sessions/{ref}", wanted, self._headers()))
        pledge = shape.text(session.get("subscription"))
        invoice = session.get("invoice")
        intent = shape.text(session.get("payment_intent"))
        if not intent and isinstance(invoice, Mapping):
            intent = shape.text(invoice.get("payment_intent"))
        if not intent:
            return Read(state=shape.unpaid(session), pledge_ref=pledge)
        return self._intent(intent, pledge)

    def refund(self, ref: str, money: Money, *, key: str, before_minor: int, now: datetime) -> None:
        del before_minor  # the key keeps a repeat from being a second refund
        intent = ref if ref.startswith("pi_") else self.read(ref, now=now).other_ref
        form = [("payment_intent", intent), ("amount", str(units(money)))]
        self._done(self.wire.post("/v1/refunds", form, self._headers(key)))

    def heard(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        if len(body) > BODY_BYTES_MAX:
            raise ProviderRefused("a webhook is not taken: it is too long", "nothing needs to be done")
        verify(headers.get("Stripe-Signature", ""), body, self.webhook_secrets, now)
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            raise ProviderRefused("a signed webhook is no JSON", "look at the endpoint's version") from None
        told = shape.notice(event)
        if told.test != self.test:
            raise ProviderRefused(
                f"a webhook is not taken: it is {'of a test' if told.test else 'of real money'}, and our key is not",
                "give the endpoint of each mode its own secret",
            )
        return told

    def ref_of(self, other_ref: str, pledge_ref: str = "") -> str:
        named = ("subscription", pledge_ref) if pledge_ref else ("payment_intent", other_ref)
        query = [named, ("limit", "1")]
        with understood(self.title):
            found = self._done(self.wire.get("/v1/checkout/sessions", query, self._headers()))["data"]
            return str(found[0]["id"]) if found else ""

    def end_pledge(self, pledge_ref: str) -> None:
        answer = self.wire.delete(f"/v1/subscriptions/{pledge_ref}", self._headers())
        if answer.status != 404:  # ended before: what was asked for is so
            self._done(answer)

    def payouts(self, *, since: date) -> Sequence[PayoutTold]:
        start = int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp())
        with understood(self.title):
            found = self._list("/v1/payouts", [("arrival_date[gte]", str(start))])
            return [
                shape.payout(
                    each, list(self._list("/v1/balance_transactions", [("payout", str(each["id"]))]))
                )
                for each in found
            ]

    def _intent(self, ref: str, pledge: str) -> Read:
        intent = self._done(self.wire.get(f"/v1/payment_intents/{ref}", [_WITH_CHARGE], self._headers()))
        refunds: list[Any] = []
        disputes: list[Any] = []
        if intent.get("status") == "succeeded":
            query = ("payment_intent", ref)
            refunds = list(self._list("/v1/refunds", [query, ("expand[]", "data.balance_transaction")]))
            disputes = list(self._list("/v1/disputes", [query]))
        return Read(state=shape.payment_state(intent, refunds, disputes), other_ref=ref, pledge_ref=pledge)

    def _list(self, path: str, query: Pairs) -> Iterator[Mapping[str, Any]]:
        after: list[tuple[str, str]] = []
        for _ in range(PAGES_MAX):
            page = [*query, ("limit", str(PER_PAGE)), *after]
            said = self._done(self.wire.get(path, page, self._headers()))
            yield from said["data"]
            if not said.get("has_more") or not said["data"]:
                return
            after = [("starting_after", str(said["data"][-1]["id"]))]
        raise ProviderRefused(
            f"{self.title} lists more than {PAGES_MAX * PER_PAGE} at {path}", "ask for a shorter time"
        )

    def _headers(self, key: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.key}", "Stripe-Version": VERSION}
        return headers | ({"Idempotency-Key": key} if key else {})

    def _done(self, answer: Answer) -> Mapping[str, Any]:
        """In our words: what a provider writes may hold a person's data."""
        if 200 <= answer.status < 300:
            return answer.body
        error = answer.body.get("error")
        code = str(error.get("code") or error.get("type") or "")[:60] if isinstance(error, Mapping) else ""
        said = f"{self.title} answers HTTP {answer.status}{f' ({code})' if code.isidentifier() else ''}"
        if answer.status in (409, 429) or answer.status >= 500:
            raise ProviderFailed(said, "try again later")
        raise ProviderRefused(said, "look at the payment on the provider's own pages")


def _session(order: Order) -> list[tuple[str, str]]:
    item = "line_items[0][price_data]"
    form = [
        ("mode", "subscription" if order.monthly else "payment"),
        ("client_reference_id", order.token),
        ("success_url", order.done_url),
        ("cancel_url", order.back_url),
        ("line_items[0][quantity]", "1"),
        (f"{item}[currency]", order.money.currency.lower()),
        (f"{item}[unit_amount]", str(units(order.money))),
        (f"{item}[product_data][name]", order.title[:100]),
        ("locale", order.language),
    ]
    return form + (
        [(f"{item}[recurring][interval]", "month")] if order.monthly else [("submit_type", "donate")]
    )
