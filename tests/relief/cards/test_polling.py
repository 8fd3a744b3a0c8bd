"""Which payments a round of reading again comes to: those that are due, the longest waiting first, and none for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from tests.relief.cards.card_world import Cards
from tocsin.errors import ProviderFailed
from tocsin.relief.cards import polling
from tocsin.relief.cards.polling import poll
from tocsin.relief.cards.refunding import ask_refund
from tocsin.relief.cards.wire import Answer, Calls, Pairs
from tocsin.relief.models import CardNotice, CardPayment, CardRefund, Gift, Transfer

pytestmark = pytest.mark.django_db


@dataclass
class Listening:
    """The wire, with the payments that were asked about or to be given back, in order; some are never answered."""

    wire: Calls
    asked: list[str] = field(default_factory=list)
    silent: frozenset[str | None] = frozenset()

    def get(self, path: str, query: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        if path.startswith("/v1/checkout/sessions/"):
            self.asked.append(path.rpartition("/")[2])
            if self.asked[-1] in self.silent:
                raise ProviderFailed("no answer", "try again later")
        return self.wire.get(path, query, headers)

    def post(self, path: str, form: Pairs = (), headers: Mapping[str, str] | None = None) -> Answer:
        if path == "/v1/refunds":
            of = dict(form)["payment_intent"]
            self.asked.append(of)
            if of in self.silent:
                raise ProviderFailed("no answer", "try again later")
        return self.wire.post(path, form, headers)

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.wire.delete(path, headers)


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> Cards:
    """Five payments are due at one moment; a round comes to two."""
    monkeypatch.setattr(polling, "ROUND_MAX", 2)
    cards = Cards()
    for _ in range(5):
        cards.world.pay(cards.sim(cards.give().payment), cards.now)
    cards.later(minutes=5)
    return cards


def refs() -> list[str | None]:
    return list(CardPayment.objects.order_by("pk").values_list("ref", flat=True))


def heard(
    cards: Cards, *, silent: frozenset[str | None] = frozenset(), rounds: int = 1, most: int = 2
) -> list[str]:
    """What is asked about in some rounds, one after the other at one moment."""
    wire = Listening(cards.stripe.wire, silent=silent)
    for _ in range(rounds):
        poll([replace(cards.stripe, wire=wire)], now=cards.now, payments_max=most)
    return wire.asked


def test_rounds_come_to_all_that_is_due_once_and_in_order(cards: Cards) -> None:
    """Of those that have waited equally long, the one that was given first; no store is free to choose."""
    assert heard(cards, rounds=4) == refs()
    assert Gift.objects.count() == 5


def test_whoever_wants_all_of_it_now_gets_it_in_the_same_order(cards: Cards) -> None:
    """Also in a round that was stopped in its midst and is begun again."""
    assert heard(cards, most=3) == refs()[:3]
    assert heard(cards, most=polling.ALL_MAX) == refs()[3:]
    assert heard(cards, most=polling.ALL_MAX) == []


def test_a_payment_that_contradicts_itself_holds_up_no_other(cards: Cards) -> None:
    """It stands in plain sight, and is read again later; it was due for ever, and came first."""
    for payment in CardPayment.objects.order_by("pk")[:2]:
        cards.sim(payment).minor -= 1
    assert heard(cards, rounds=3) == refs()
    assert Gift.objects.count() == 3 and CardPayment.objects.exclude(trouble="").count() == 2
    cards.later(hours=7)
    assert heard(cards) == refs()[:2]


def test_one_that_gets_no_answer_ends_the_round_and_comes_later_in_the_next(cards: Cards) -> None:
    """Where the provider is down nobody waits for fifty calls; where it is that payment's fault, others are read."""
    first, second, third, *_ = refs()
    assert heard(cards, silent=frozenset({first}), rounds=2) == [first, second, third]
    cards.later(minutes=9)
    assert first not in heard(cards, rounds=2)
    cards.later(minutes=1)
    assert heard(cards)[0] == first


def test_notices_of_a_provider_that_is_down_cost_one_call_a_round(cards: Cards) -> None:
    """Each round tries another one, and the payments' own turn comes all the same."""
    for number, ref in enumerate(refs()):
        CardNotice.objects.create(
            provider=cards.stripe.name,
            event=f"evt_{number}",
            kind="payment_intent.succeeded",
            at=cards.now,
            received_at=cards.now,
            ref=ref or "",
            sha256="0" * 64,
        )
    first, second, *_ = refs()
    down = frozenset(refs())
    assert heard(cards, silent=down) == [first, first]
    assert heard(cards, silent=down) == [second, second]
    heard(cards)
    assert CardNotice.objects.filter(followed_at=None).count() == 0 and Gift.objects.count() == 5


def test_a_refund_that_gets_no_answer_holds_up_no_other(cards: Cards) -> None:
    """Where the provider is down a round tries one of them; where it is that refund's fault, the others are given back."""
    payments = [cards.paid() for _ in range(6)]
    intents = [f"pi_{cards.sim(each).id}" for each in payments]
    by = User.objects.create(username="treasurer")
    wire = Listening(cards.stripe.wire, silent=frozenset(intents))
    provider = replace(cards.stripe, wire=wire)
    for each in payments:
        ask_refund(each, 100, reason="given twice", seen=0, provider=provider, by=by, now=cards.now)
    wire.asked.clear()
    poll([provider], now=cards.now)
    assert len(set(intents).intersection(wire.asked)) == 1
    wire.silent = frozenset(intents[:1])
    for _ in range(30):
        cards.later(minutes=10)
        poll([provider], now=cards.now)
    assert [each.payment for each in CardRefund.objects.filter(taken_at=None)] == payments[:1]
    wire.silent = frozenset()
    poll([provider], now=cards.now)
    assert not CardRefund.objects.filter(taken_at=None).exists()


def test_reading_what_is_known_books_nothing_and_puts_the_next_look_off(cards: Cards) -> None:
    """A week of a payment to which nothing happened."""
    heard(cards, most=polling.ALL_MAX)
    before = list(Transfer.objects.order_by("pk").values_list("pk", flat=True))
    cards.later(days=7)
    assert len(heard(cards, most=polling.ALL_MAX)) == 5
    assert list(Transfer.objects.order_by("pk").values_list("pk", flat=True)) == before
    due = set(CardPayment.objects.values_list("read_again_at", flat=True))
    assert due == {cards.now + timedelta(days=7)}
