"""Up to which amount one person gives back: proposed by one, in force once another one approved it."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import made
from tests.relief.cards.card_world import Cards
from tocsin.cli import main
from tocsin.errors import Conflict, MoneyRefused, NotAllowed, NotFound, WrongUse
from tocsin.relief.cards.refund_bounds import bound_of, decide_bound, needs_second, propose_bound
from tocsin.relief.cards.refunding import ask_refund
from tocsin.relief.cards.second_person import open_question
from tocsin.relief.models import CardRefund, RefundBound
from tocsin.relief.money.money import Money
from tocsin.whole_store.verifying import faults


@given(st.lists(st.integers(1, 1000), max_size=8), st.integers(0, 2000))
def test_no_more_than_the_bound_goes_back_by_one_person(parts: list[int], bound: int) -> None:
    """Of one payment, in however many parts."""
    back = alone = 0
    for part in parts:
        if not needs_second(part, given_back=back, bound=bound):
            alone += part
        back += part
    assert alone <= bound


@pytest.fixture
def cards(db: None) -> Cards:
    return Cards()


@pytest.fixture
def ani(db: None) -> User:
    made.login("second", "issuer")
    return made.login("ani", "treasurer")


def second() -> User:
    return User.objects.get(username="second")


def proposed(cards: Cards, by: User, minor: int = 1_000, seen: int | None = None) -> RefundBound:
    return propose_bound(
        cards.fund, Money(minor, "EUR"), reason="small slips", by=by, now=cards.now, seen=seen
    )


def answer(
    cards: Cards, row: RefundBound, by: User, *, approved: bool = True, reason: str = ""
) -> RefundBound:
    return decide_bound(
        cards.fund, "EUR", seen=row.pk, approved=approved, reason=reason, by=by, now=cards.now
    )


def asked(cards: Cards, by: User, minor: int, payment: object = None, seen: int = 0) -> CardRefund:
    paid = payment or cards.paid()
    return ask_refund(
        paid,
        minor,
        reason="given twice",
        seen=seen,
        provider=cards.stripe,
        by=by,
        now=cards.now,  # type: ignore[arg-type]
    )


def test_a_bound_is_in_force_when_another_person_approved_it(cards: Cards, ani: User) -> None:
    """Until then, and in every other currency, each refund needs two; the log has who said what."""
    row = proposed(cards, ani)
    assert bound_of(cards.fund, "EUR") == 0 and open_question(asked(cards, ani, 500))
    with pytest.raises(NotAllowed, match="whoever asked"):
        answer(cards, row, ani)
    with pytest.raises(Conflict, match="waits for a second"):
        proposed(cards, ani, 5)
    answer(cards, row, second())
    assert (bound_of(cards.fund, "EUR"), bound_of(cards.fund, "AMD")) == (1_000, 0)
    with pytest.raises(Conflict, match="in force by now"):
        proposed(cards, ani, 0)
    with pytest.raises(NotFound):
        answer(cards, row, second())
    RefundBound.objects.update(reason="another reason")  # may be erased, and then the log says so
    told = [each for each in faults(lambda: None) if not each.startswith("fund:")]
    assert told == [f"refund-bound:{row.pk}: why is not what the log says"]


def test_one_person_gives_back_up_to_it_and_not_above_in_parts(cards: Cards, ani: User) -> None:
    answer(cards, proposed(cards, ani), second())
    paid = cards.paid()
    assert open_question(asked(cards, ani, 600, paid)) is None
    paid.refresh_from_db()
    assert open_question(asked(cards, ani, 401, paid, seen=600))


def test_what_cannot_be_meant_is_refused(cards: Cards, ani: User) -> None:
    with pytest.raises(MoneyRefused):
        proposed(cards, ani, -1)
    row = proposed(cards, ani)
    with pytest.raises(WrongUse, match="without a reason"):
        answer(cards, row, second(), approved=False)
    answer(cards, row, ani, approved=False, reason="my slip")
    assert bound_of(cards.fund, "EUR") == 0


def test_the_database_holds_it_by_itself(cards: Cards, ani: User) -> None:
    row = proposed(cards, ani)
    rows = RefundBound.objects.filter(pk=row.pk)
    for change in (
        {"minor": 99_999},
        {"second_by": ani, "second_at": cards.now, "approved": True},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_at_the_desk_and_by_command(
    cards: Cards,
    ani: User,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Proposed at the desk by one, approved by a command of another, seen on the fund's page."""
    here = f"/desk/relief/funds/{cards.fund.code}/"
    client.force_login(ani)
    client.post(f"{here}refund-bound/", {"amount": "10.00", "currency": "eur", "reason": "small slips"})
    row = RefundBound.objects.get()
    assert "waits for a second person" in client.get(here).content.decode()
    client.post(f"{here}refund-bound/second/", {"seen": row.pk, "decision": "approve"})
    assert bound_of(cards.fund, "EUR") == 0
    login = second()
    login.set_password("right password")
    login.save()
    monkeypatch.setenv("TOCSIN_PASSWORD", "right password")
    assert main(["relief", "refunds", "approve", cards.fund.code, "EUR", "--login", "second"]) == 0
    assert "up to 10.00 EUR of a gift" in client.get(here).content.decode()
    assert (
        main(["relief", "refunds", "show", cards.fund.code]) == 0 and "small slips" in capsys.readouterr().out
    )
