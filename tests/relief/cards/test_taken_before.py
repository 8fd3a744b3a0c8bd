"""A simulator that takes another's place: it knows the gifts that the store knows, and gives them back when asked."""

import pytest

from tests.relief.cards.card_world import EURO, Cards
from tocsin.relief.cards.following import known
from tocsin.relief.cards.payouts import read_payouts
from tocsin.relief.cards.simulator.world import World
from tocsin.relief.cards.taken_before import recall_all
from tocsin.relief.models import CardPayment
from tocsin.relief.money.money import Money

pytestmark = pytest.mark.django_db


def replaced(before: Cards) -> Cards:
    """Another simulator, over the same store."""
    after = Cards(seed=before.seed + 1, fund=before.fund, now=before.now)
    recall_all(after.world)
    return after


@pytest.mark.parametrize("money", [EURO, Money(7000, "GBP")], ids=["settled as paid", "exchanged"])
def test_a_gift_is_known_again_as_it_was_and_given_back_once(money: Money) -> None:
    """Read again it says the same; a refund through the next simulator is booked, and known to the one after it."""
    before = Cards()
    payment = before.paid(money)
    after = replaced(before)
    assert known(after.read(payment)) == known(payment)
    assert payment.ref is not None
    after.stripe.refund(payment.ref, Money(1500, money.currency), key="k", before_minor=0, now=after.now)
    again = after.read(payment)
    assert not again.trouble and known(again).refunded_minor == 1500
    last = replaced(after)
    assert known(last.read(again)) == known(again)
    assert last.sim(again).refunded == 1500


def test_what_was_paid_out_is_not_paid_out_again() -> None:
    """A payout that the store knows has brought its money; a currency without one is owed still."""
    before = Cards()
    before.paid(EURO)
    before.paid(Money(9000, "USD"))
    assert before.world.pay_out("EUR", before.now)
    read_payouts(before.stripe, now=before.now)
    after = replaced(before)
    assert after.world.owed("EUR") == 0
    assert after.world.owed("USD") == before.world.owed("USD") > 0


def test_what_is_not_simple_is_not_known_again() -> None:
    """A contested payment, a declined one and one through the other shape: the next simulator says there is none."""
    before = Cards()
    contested = before.paid(EURO)
    before.world.contest(before.sim(contested), before.now)
    before.read(contested)
    before.paid(Money(500000, "AMD"), by=before.arca)
    before.give(EURO)
    assert CardPayment.objects.count() == 3
    assert recall_all(World(9)) == 0
