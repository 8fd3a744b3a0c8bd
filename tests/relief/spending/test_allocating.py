"""Money set aside, in the store: two people, never more than is free, and the database holds four eyes by itself."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.relief.relief_world import BANK_AMD, BANK_EUR, GIFTS_EUR, gift
from tests.relief.spending.spending_world import (
    SENT_ON,
    approved,
    at,
    first,
    given,
    listed,
    login,
    payment,
    programme,
    proposed,
    second,
    sent,
)
from tocsin.errors import Conflict, MoneyRefused, NotAllowed, WrongUse
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, Rate
from tocsin.relief.ledger.exchange import Deal
from tocsin.relief.models import Allocation, AllocationAct
from tocsin.relief.money.money import Money
from tocsin.relief.spending import allocating, delivering
from tocsin.relief.spending.exchanging import exchange
from tocsin.relief.spending.free import free
from tocsin.relief.spending.holdings import holdings_of


@pytest.mark.django_db
def test_one_proposes_and_another_approves() -> None:
    """With every act kept: who, when, and what came of it."""
    row = approved(programme(given(100_000)), 60_000)
    assert row.state == "approved"
    assert [(act.action, act.login.username) for act in row.acts.all()] == [
        ("propose", "first"),
        ("approve", "second"),
    ]


@pytest.mark.django_db
def test_whoever_proposed_cannot_approve() -> None:
    """Neither by the step nor past it: the database refuses the act."""
    row = proposed(programme(given(100_000)), 60_000)
    with pytest.raises(NotAllowed, match="whoever proposed"):
        allocating.approve(row, by=first(), now=at(2))
    for login_of in (first(), None):
        act = AllocationAct(allocation=row, action="approve", state="approved", login=login_of, at=at(2))
        with pytest.raises(DatabaseError), transaction.atomic():
            act.save()


@pytest.mark.django_db
def test_never_above_what_is_free() -> None:
    """Two that fit alone do not fit together; what another set aside is not free."""
    of = programme(given(100_000))
    one, other = proposed(of, 60_000), proposed(of, 40_001)
    allocating.approve(one, by=second(), now=at(2))
    with pytest.raises(MoneyRefused, match="40000"):
        allocating.approve(other, by=second(), now=at(3))
    allocating.end(allocating.current(one.pk), reason="The need is met.", by=second(), now=at(4))
    assert allocating.approve(other, by=second(), now=at(5)).state == "approved"


@pytest.mark.django_db
def test_money_for_a_purpose_pays_for_nothing_else() -> None:
    """A programme of the purpose may use both; any other only what was given without one."""
    fund = given(30_000)
    given(50_000, purpose="shelter")
    cash, homes = programme(fund), programme(fund, "homes", purpose="shelter")
    holdings = holdings_of(fund, "AMD")
    assert (free(holdings, ""), free(holdings, "shelter")) == (30_000, 80_000)
    with pytest.raises(MoneyRefused):
        approved(cash, 30_001)
    approved(homes, 60_000)
    assert free(holdings_of(fund, "AMD"), "") == 20_000


@pytest.mark.django_db
def test_what_somebody_else_did_meanwhile_is_told() -> None:
    """Who acts on an allocation that is not as they saw it changes nothing."""
    row = proposed(programme(given(100_000)), 60_000)
    allocating.refuse(row, reason="Not now.", by=second(), now=at(2))
    with pytest.raises(Conflict, match="refused"):
        allocating.approve(row, by=login("third"), now=at(3))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minor", "decision", "authority"),
    [(0, "a", "b"), (-5, "a", "b"), (10**15 + 1, "a", "b"), (5, " ", "b"), (5, "a", "")],
)
def test_what_cannot_be_proposed(minor: int, decision: str, authority: str) -> None:
    """Nothing, less than nothing, more than can be meant; and nothing without a decision and who took it."""
    of = programme(given(100_000))
    with pytest.raises((MoneyRefused, WrongUse)):
        allocating.propose(
            of, Money(minor, "AMD"), decision=decision, authority=authority, by=first(), now=at(1)
        )
    assert not Allocation.objects.exists()


@pytest.mark.django_db
def test_spent_down_and_opened_by_a_return() -> None:
    """Once all of it is sent nothing more can be done with it; what comes back can be sent again."""
    row = approved(programme(given(100_000)), 60_000)
    done = sent(listed(row, ("HH-1", 20_000), ("HH-2", 40_000)))
    assert allocating.current(row.pk).state == "spent down"
    delivering.say(payment(done), "returned", by=first(), now=at(5), seen=None, reason="Account closed.")
    opened = allocating.current(row.pk)
    assert opened.state == "approved"
    assert sent(listed(opened, ("HH-3", 20_000))).state == "sent"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"minor": 1}, {"decision": "Another."}, {"currency": "EUR"}, {"proposed_by": None}]
)
def test_what_was_decided_is_never_rewritten(change: dict[str, object]) -> None:
    """The database refuses it, whoever asks; and it deletes nothing."""
    row = approved(programme(given(100_000)), 60_000)
    change = change | ({"proposed_by": second()} if "proposed_by" in change else {})
    with pytest.raises(DatabaseError), transaction.atomic():
        Allocation.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AllocationAct.objects.filter(allocation=row)._raw_delete("default")


@pytest.mark.django_db
def test_money_for_a_purpose_keeps_it_through_an_exchange() -> None:
    """What was exchanged is taken from money for anything first; the rest is for its purpose in what it bought."""
    fund = given(1)
    shelter = AccountName(Role.GIFTS_RESTRICTED, "EUR", "shelter")
    gifts = ((GIFTS_EUR, 4_000), (shelter, 6_000))
    for income, minor in gifts:
        legs = (Leg(BANK_EUR, minor), Leg(income, -minor))
        book(fund, gift(f"eur-{minor}", minor, legs=legs), by="tests", now=at(0))
    rate = Rate(Decimal(400), "the bank's paper", at(0))
    where = {
        "rate": rate,
        "from_": BANK_EUR,
        "to": BANK_AMD,
        "value_date": SENT_ON,
    }
    deal = Deal("e-1", Money(5_000, "EUR"), Money(2_000_000, "AMD"), **where)
    exchange(fund, deal, by="tests", now=at(0))
    euro, dram = holdings_of(fund, "EUR"), holdings_of(fund, "AMD")
    assert (free(euro, ""), free(euro, "shelter")) == (0, 5_000)
    assert (free(dram, ""), free(dram, "shelter")) == (1_600_001, 2_000_001)


@pytest.mark.django_db
def test_a_gift_that_went_back_is_free_no_more() -> None:
    """A refund takes from the purpose that its gift was for, and what a provider owes is not in hand."""
    fund = given(1_000)
    shelter = AccountName(Role.GIFTS_RESTRICTED, "AMD", "shelter")
    card = AccountName(Role.CARD, "AMD", "stripe")
    told = {"by": "tests", "now": at(0)}
    legs = (Leg(card, 500), Leg(shelter, -500))
    book(fund, gift("c-1", 500, legs=legs, about="gift:AAA"), **told)
    assert free(holdings_of(fund, "AMD"), "shelter") == 1_000
    assert free(holdings_of(fund, "AMD"), "") == 500
    legs = (Leg(AccountName(Role.REFUNDED, "AMD"), 500), Leg(card, -500))
    book(fund, gift("c-2", 500, legs=legs, about="gift:AAA", kind="refund"), **told)
    assert free(holdings_of(fund, "AMD"), "") == 1_000
