"""Who asks for a refund does not decide it: another person says yes or no, once, and the database holds that too."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from tests import made
from tests.relief.cards.card_world import Cards
from tocsin.errors import Conflict, NotAllowed, NotFound, WrongUse
from tocsin.relief.cards.polling import poll
from tocsin.relief.cards.refunding import ask_refund
from tocsin.relief.cards.second_person import decide_refund
from tocsin.relief.models import CardPayment, CardRefund, CardRefundSecond
from tocsin.whole_store.verifying import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards() -> Cards:
    return Cards()


@pytest.fixture
def asker() -> User:
    made.login("second", "issuer")
    return made.login("asker", "treasurer")


def asked(cards: Cards, payment: CardPayment, by: User, minor: int = 2000, seen: int = 0) -> CardRefund:
    return ask_refund(
        payment, minor, reason="given twice", seen=seen, provider=cards.stripe, by=by, now=cards.now
    )


def says(cards: Cards, row: CardRefund, by: User, *, approved: bool = True, reason: str = "") -> CardRefund:
    return decide_refund(
        row.payment,
        seen=row.pk,
        approved=approved,
        reason=reason,
        provider=cards.stripe,
        by=by,
        now=cards.now,
    )


def given_back(cards: Cards) -> int:
    return -cards.balances().get("refunded:EUR", 0)


def test_nothing_is_given_back_before_another_person_says_so(cards: Cards, asker: User) -> None:
    """Neither at once nor by the worker's rounds; then at once."""
    row = asked(cards, cards.paid(), asker)
    cards.later(hours=7)
    poll([cards.stripe], now=cards.now)
    assert given_back(cards) == 0
    with pytest.raises(NotAllowed, match="whoever asked"):
        says(cards, row, asker)
    with pytest.raises(NotAllowed, match="may not"):
        says(cards, row, made.login("anna", "analyst"))
    second = User.objects.get(username="second")
    assert says(cards, row, second).taken_at
    assert abs(given_back(cards)) == 2000
    with pytest.raises(NotFound, match="waits for a second"):
        says(cards, row, second)
    assert [each for each in faults(lambda: None) if "card-refund" in each] == []


def test_one_refund_of_a_payment_waits_at_a_time_and_a_no_has_a_reason(cards: Cards, asker: User) -> None:
    """Refused, it is in nobody's way; whoever asked can take it back too."""
    payment, second = cards.paid(), User.objects.get(username="second")
    row = asked(cards, payment, asker)
    with pytest.raises(Conflict, match="waits for a second person"):
        asked(cards, payment, asker, 100, seen=2000)
    with pytest.raises(WrongUse, match="without a reason"):
        says(cards, row, second, approved=False)
    says(cards, row, second, approved=False, reason="not the giver who asks")
    again = asked(cards, payment, asker, 5000)
    says(cards, again, asker, approved=False, reason="typed wrong")
    assert given_back(cards) == 0
    asked(cards, payment, asker, 100)
    with pytest.raises(Conflict, match="another refund"):
        says(cards, row, second)


def test_what_was_given_back_meanwhile_is_told(cards: Cards, asker: User) -> None:
    """Somebody gave back on the provider's own pages: the one that waits rests on another sum, and is not sent."""
    payment = cards.paid()
    row = asked(cards, payment, asker)
    cards.world.refund(cards.sim(payment), 1000, cards.now)
    cards.deliver()
    second = User.objects.get(username="second")
    with pytest.raises(Conflict, match="since it was asked for"):
        says(cards, row, second)
    says(cards, row, second, approved=False, reason="ask anew")
    assert abs(given_back(cards)) == 1000


def test_where_nobody_else_could_decide_one_person_is_enough(cards: Cards) -> None:
    """A house of one treasurer can still give back; the log has who it was."""
    row = asked(cards, cards.paid(), made.login("asker", "treasurer"))
    assert row.taken_at and not CardRefundSecond.objects.exists()


def test_the_database_holds_four_eyes_by_itself(cards: Cards, asker: User) -> None:
    """Not by whoever asked, not twice, not from the start."""
    row = asked(cards, cards.paid(), asker)
    waiting = CardRefundSecond.objects.filter(refund=row)
    second = User.objects.get(username="second")
    said = {"at": cards.now, "approved": True}
    for change in ({"by": asker, **said}, {"by": second, "approved": True}):
        with pytest.raises(DatabaseError), transaction.atomic():
            waiting.update(**change)
    says(cards, row, second, approved=False, reason="no")
    for change in ({"approved": True}, {"by": None, "at": None, "approved": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            waiting.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        waiting._raw_delete("default")
