"""A provider that answers what is not of its shape: nothing is booked, and nobody else's payment waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.relief.cards.card_world import Cards
from tests.relief.relief_world import NOW
from tocsin.errors import ProviderRefused
from tocsin.relief.cards import hearing
from tocsin.relief.cards.polling import poll
from tocsin.relief.cards.stripe import Stripe
from tocsin.relief.cards.wire import Answer, Calls, Pairs
from tocsin.relief.models import CardNotice, CardPayment, Gift

PAID: dict[str, Any] = {
    "id": "pi_1",
    "status": "succeeded",
    "currency": "eur",
    "amount_received": 5000,
    "latest_charge": {"id": "ch_1", "created": 1_705_000_000},
}
CHARGE = PAID["latest_charge"]


@dataclass
class Answers:
    """Says the same of whatever is asked, and lists nothing."""

    body: Mapping[str, Any]
    listed: Mapping[str, Any] = field(default_factory=lambda: {"data": []})

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        del query, headers
        alone = path.startswith("/v1/payment_intents/")
        return Answer(status=200, body=self.body if alone else self.listed)

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        del form
        return self.get(path, headers=headers)

    delete = get


def stripe(wire: Calls) -> Stripe:
    return Stripe(wire=wire, key="sk_test_x", webhook_secrets=(), page_origin="https://example.org")


def test_an_answer_of_the_shape_is_read() -> None:
    """What the cases below change is right otherwise."""
    charge = stripe(Answers(PAID)).read("pi_1", now=NOW).state.charge
    assert charge is not None and (charge.ref, charge.minor) == ("ch_1", 5000)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": "succeeded"},
        PAID | {"currency": "xq"},
        PAID | {"currency": 5},
        PAID | {"amount_received": "a lot"},
        PAID | {"amount_received": None},
        PAID | {"amount_received": -5000},
        PAID | {"amount_received": 0},
        PAID | {"latest_charge": "ch_1"},
        PAID | {"latest_charge": CHARGE | {"created": 10**30}},
        PAID | {"latest_charge": CHARGE | {"balance_transaction": {"currency": "eur"}}},
    ],
    ids=[
        "nothing",
        "bare",
        "currency",
        "number",
        "words",
        "null",
        "minus",
        "zero",
        "closed",
        "time",
        "settled",
    ],
)
def test_what_is_not_of_the_shape_is_the_providers_fault(body: dict[str, Any]) -> None:
    """In one word for all of it, which no caller can fail to expect; and never with what was said."""
    with pytest.raises(ProviderRefused) as refused:
        stripe(Answers(body)).read("pi_1", now=NOW)
    assert "a lot" not in str(refused.value)


@pytest.mark.parametrize("minor", [-1000, 0])
def test_a_refund_of_nothing_or_less_is_not_read_as_money_that_came(minor: int) -> None:
    """Booked, it would be a gift that nobody gave."""
    refund = {"id": "re_1", "amount": minor, "created": 1_705_000_000, "status": "succeeded"}
    with pytest.raises(ProviderRefused, match="were moved"):
        stripe(Answers(PAID, {"data": [refund]})).read("pi_1", now=NOW)


def test_payouts_that_cannot_be_read_are_the_providers_fault() -> None:
    """The worker's round goes on to the next provider."""
    with pytest.raises(ProviderRefused):
        stripe(Answers(PAID, {"data": [{"id": "po_1"}]})).payouts(since=NOW.date())


@pytest.mark.django_db
def test_one_payment_that_cannot_be_read_holds_up_no_other() -> None:
    """It is told as trouble and looked at later; the ones after it are booked in the same round."""
    cards = Cards()
    first, second = cards.give().payment, cards.give().payment
    cards.world.pay(cards.sim(first), cards.now)
    cards.world.pay(cards.sim(second), cards.now)
    CardPayment.objects.filter(pk=first.pk).update(ref="pi_broken")
    cards.later(minutes=5)
    done = poll([replace(cards.stripe, wire=Broken(cards.stripe.wire))], now=cards.now)
    assert Gift.objects.get() == CardPayment.objects.get(pk=second.pk).gift
    assert len(done.troubles) == 1 and f"card payment {first.pk}" in done.troubles[0]


@pytest.mark.django_db
def test_notices_that_no_round_can_follow_hold_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are tried again after those that nobody has tried."""
    monkeypatch.setattr(hearing, "ROUND_MAX", 2)
    cards = Cards()
    broken, good = cards.give().payment, cards.give().payment
    cards.world.pay(cards.sim(good), cards.now)
    CardPayment.objects.filter(pk=broken.pk).update(ref="pi_broken")
    told = [
        _notice(number, ref, cards.stripe.name)
        for number, ref in enumerate(["pi_broken", "pi_broken", good.ref])
    ]
    provider = replace(cards.stripe, wire=Broken(cards.stripe.wire))
    assert [hearing.follow_left(provider, now=cards.now) for _ in range(3)] == [0, 1, 0]
    told[2].refresh_from_db()
    assert told[2].followed_at == cards.now and told[2].payment == good
    assert CardNotice.objects.filter(followed_at=None, tried_at=cards.now).count() == 2


def _notice(number: int, ref: str | None, provider: str) -> CardNotice:
    """One that was kept while the provider could not be read."""
    return CardNotice.objects.create(
        provider=provider,
        event=f"evt_{number}",
        kind="payment_intent.succeeded",
        at=NOW,
        received_at=NOW,
        ref=ref or "",
        sha256="0" * 64,
    )


@dataclass
class Broken:
    """One payment is told in a currency that there is not; all others as they are."""

    wire: Calls

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        if path.endswith("pi_broken"):
            return Answer(status=200, body=PAID | {"currency": "xq"})
        return self.wire.get(path, query, headers)

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        return self.wire.post(path, form, headers)

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.wire.delete(path, headers)
