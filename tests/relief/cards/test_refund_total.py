"""Refunds of a terminal of the ArCa shape, which tells each by its name or only how much was given back in all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import made
from tests.relief.cards.card_world import Cards
from tocsin.relief.cards import refunding
from tocsin.relief.cards.arca_shape import payment_state
from tocsin.relief.cards.following import take_in
from tocsin.relief.cards.refund_total import Asked, Total, told_apart
from tocsin.relief.cards.told import PaymentState, Stage, merged
from tocsin.relief.models import GiftEvent, Transfer
from tocsin.relief.money.money import Money

PAID = datetime(2024, 5, 1, 9, tzinfo=UTC)
READ = datetime(2024, 6, 1, 9, tzinfo=UTC)
NEW = PaymentState(currency="AMD", stage=Stage.REGISTERED)


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def listed(number: int, amount: int, **other: Any) -> dict[str, Any]:
    day = PAID + timedelta(days=number)
    return {
        "referenceNumber": f"40000000000{number}",
        "actionCode": 0,
        "amount": amount,
        "date": ms(day),
    } | other


FIRST, SECOND = listed(1, 300), listed(2, 200)


def status(total: int, *refunds: dict[str, Any], now: datetime = READ) -> PaymentState:
    """As the terminal answers; without `refunds` it lists none."""
    said: dict[str, Any] = {
        "orderStatus": 4 if total else 2,
        "amount": 1000,
        "currency": "051",
        "date": ms(PAID),
        "authDateTime": ms(PAID),
        "paymentAmountInfo": {"depositedAmount": 1000, "refundedAmount": total},
    }
    return payment_state(said | ({"refunds": list(refunds)} if refunds else {}), "order", now)


def refunds(*said: PaymentState, asked: tuple[Asked, ...] = ()) -> list[tuple[int, int]]:
    """(minor units, day of the year) of each."""
    state = reduce(lambda known, told: merged(known, told, asked=asked), said, NEW)
    return [(each.minor, each.at.timetuple().tm_yday) for each in state.refunds]


def test_refunds_that_are_listed_are_the_same_in_any_order() -> None:
    """Each is of its own day, whenever it is read; a total that grew meanwhile, or a late one, changes nothing."""
    said = [status(0), status(300, FIRST), status(500, FIRST, SECOND)]
    assert {tuple(refunds(*order)) for order in permutations(said)} == {((300, 123), (200, 124))}
    assert refunds(*said, *said) == refunds(said[2]) == [(300, 123), (200, 124)]


@pytest.mark.parametrize(
    "list_",
    [
        (FIRST,),
        (FIRST, SECOND | {"referenceNumber": FIRST["referenceNumber"]}),
        (FIRST, SECOND | {"date": "yesterday"}),
        (FIRST, SECOND | {"date": 10**30}),
        (FIRST, SECOND | {"referenceNumber": "a b"}),
        (FIRST | {"amount": 700}, SECOND | {"amount": -200}),
        ({"amount": 500},),
        ("500",),
        tuple(listed(1, 5, referenceNumber=str(n)) for n in range(101)),
    ],
    ids=["short", "alike", "words", "far", "name", "minus", "bare", "text", "long"],
)
def test_a_list_that_cannot_be_relied_on_is_none(list_: tuple[Any, ...]) -> None:
    """Then the total counts, as where there is no list."""
    assert refunds(status(500, *list_)) == [(500, 153)]


def test_a_try_that_did_not_get_through_is_no_refund() -> None:
    """The terminal lists it with the code of its refusal."""
    assert refunds(status(300, FIRST, SECOND | {"actionCode": 116})) == [(300, 123)]


def test_a_terminal_that_begins_to_list_them_doubles_none() -> None:
    """What was counted once is counted on: its names came too late. So it is where the list is gone again."""
    assert refunds(status(300), status(300, FIRST), status(500, FIRST, SECOND)) == [(300, 153), (200, 153)]
    assert refunds(status(300, FIRST), status(500)) == [(300, 123), (200, 153)]


TAKEN = PAID + timedelta(days=9)
OURS = (
    Asked(from_minor=0, to_minor=300, taken_at=TAKEN),
    Asked(from_minor=300, to_minor=500, taken_at=TAKEN + timedelta(days=1)),
)


@pytest.mark.parametrize("order", [(300, 500), (500, 300), (500,), (0, 500, 300, 500)])
def test_what_we_asked_for_is_told_apart_in_any_order_of_totals(order: tuple[int, ...]) -> None:
    """Two refunds of ours are two, of the days on which they were taken, though the second total is read first."""
    assert refunds(*(status(total) for total in order), asked=OURS) == [(300, 131), (200, 132)]


def test_what_was_given_back_elsewhere_stands_between_ours() -> None:
    """On the provider's own pages, say: of the day on which it was read. An ask that never got through splits nothing."""
    later = (OURS[0], replace(OURS[1], from_minor=400, to_minor=600))
    assert refunds(status(600), asked=later) == [(300, 131), (100, 153), (200, 132)]
    assert refunds(status(100), status(400), asked=OURS) == [(100, 153), (300, 153)]


totals = st.integers(0, 60)


@given(st.integers(0, 30), totals, st.lists(st.tuples(totals, totals, st.booleans()), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_parts_of_a_total_add_up_to_what_is_new_in_it(
    before: int, more: int, asked: list[tuple[int, int, bool]]
) -> None:
    """Whatever was asked for, each part is more than nothing and ends where the next begins."""
    ours = [
        Asked(from_minor=start, to_minor=start + minor + 1, taken_at=TAKEN if taken else None)
        for start, minor, taken in asked
    ]
    parts = list(told_apart(before, Total(minor=before + more, at=READ), ours))
    assert sum(each.minor for each in parts) == more and all(each.minor > 0 for each in parts)
    assert [each.to_minor - each.minor for each in parts] == [before, *(each.to_minor for each in parts)][:-1]


@pytest.mark.django_db
def test_two_refunds_whose_answers_come_in_the_other_order_are_booked_as_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page and the worker read at once; the answer that was given first is taken in last."""
    monkeypatch.setattr(refunding, "follow", lambda *_, **__: None)
    cards = Cards(seed=1)
    assert not cards.world.names_refunds
    by = made.login("treasurer", "treasurer")
    payment = cards.paid(Money(1_000_000, "AMD"), by=cards.arca)
    assert payment.ref is not None
    asked: Any = {"reason": "asked for by its giver", "provider": cards.arca, "by": by}
    refunding.ask_refund(payment, 3000, seen=0, now=cards.now, **asked)
    first = cards.arca.read(payment.ref, now=cards.now)
    cards.later(days=1)
    refunding.ask_refund(payment, 2000, seen=3000, now=cards.now, **asked)
    cards.later(days=1)
    for said in (cards.arca.read(payment.ref, now=cards.now), first):
        payment = take_in(payment.pk, said, now=cards.now)
    assert payment.trouble == "" and [each.minor for each in GiftEvent.objects.all()] == [3000, 2000]
    days = Transfer.objects.filter(kind="refund").order_by("pk").values_list("value_date", flat=True)
    assert [(cards.now.date() - day).days for day in days] == [2, 1]
