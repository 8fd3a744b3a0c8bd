"""A bank line of money that the books moved before: placing it moves the money no second time."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from tests.relief.relief_world import BANK_AMD, BANK_EUR, NOW
from tests.relief.test_bank_deciding import INTEREST, WENT, ani, artsakh, held, says
from tests.relief.test_bank_taking_in import sums
from tocsin.errors import NotFound, WrongUse
from tocsin.relief.bank.booked_already import expected
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.ledger.exchange import Deal, book_exchange
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankLine, Fund
from tocsin.relief.money.money import Money

__all__ = ["ani", "artsakh"]  # fixtures
pytestmark = pytest.mark.django_db
SPENT = AccountName(Role.SPENT, "AMD", "cash")


def sent(of: Fund, minor: int, about: str = "payment-list:1") -> None:
    """A list of payments, booked when it was sent."""
    draft = TransferDraft(
        key=about,
        kind=TransferKind.PAYMENT,
        value_date=NOW.date(),
        legs=(Leg(SPENT, minor), Leg(BANK_AMD, -minor)),
        about=about,
    )
    book(of, draft, by="ani", now=NOW)


def went(of: Fund, times: int = 1) -> list[BankLine]:
    """Lines of 5.00 that went, and as many that came, which stay held."""
    return [one for one in held(of, *[INTEREST] * times, *[WENT] * times) if one.minor < 0]


def test_a_list_that_was_sent_leaves_the_bank_once(artsakh: Fund, ani: User) -> None:
    """The line of the bank's file takes it from the held account, and the account of the bank goes down by it once."""
    sent(artsakh, 500)
    (one,) = went(artsakh)
    assert sums(artsakh)[BANK_AMD.code] == -500 - 500 + 500  # twice, until somebody says what the line is
    assert expected(one, most=9) == [("payment-list:1", -500)]
    says(one, "booked", ani, detail="payment-list:1")
    left = sums(artsakh)
    assert (left.get(BANK_AMD.code, 0), left[SPENT.code], left["held:AMD"]) == (-500 + 500, 500, -500)
    assert expected(one, most=9) == []


def test_an_exchange_leaves_one_account_and_reaches_the_other_once(artsakh: Fund, ani: User) -> None:
    """The books exchanged drams for euro; the bank's line of the drams moves them no second time."""
    rate = Rate(Decimal("0.0025"), "central bank", NOW)
    account(artsakh, BANK_EUR)
    sides = {"from_": BANK_AMD, "to": BANK_EUR}
    deal = Deal("june", Money(500, "AMD"), Money(1, "EUR"), rate=rate, value_date=NOW.date(), **sides)
    book_exchange(artsakh, deal, by="ani", now=NOW)
    (one,) = went(artsakh)
    assert expected(one, most=9) == [("exchange:june", -500)]
    says(one, "booked", ani, detail="exchange:june")
    left = sums(artsakh)
    assert (left.get(BANK_AMD.code, 0), left[BANK_EUR.code], left["exchange:AMD"]) == (-500 + 500, 1, 500)
    assert expected(one, most=9) == []


def test_a_line_decided_anew_is_expected_again(artsakh: Fund, ani: User) -> None:
    sent(artsakh, 500)
    (one,) = went(artsakh)
    said = says(one, "booked", ani, detail="payment-list:1")
    says(one, "other", ani, seen=said.pk)
    assert expected(one, most=9) == [("payment-list:1", -500)]
    assert sums(artsakh).get("held:AMD", 0) == -500 + 500


def test_many_lines_make_one_list_and_no_more_than_it(artsakh: Fund, ani: User) -> None:
    """A list of 8.00: the bank tells of 5.00, and of another 5.00, which is too much."""
    sent(artsakh, 800)
    first, second = went(artsakh, 2)
    says(first, "booked", ani, detail="payment-list:1")
    assert expected(second, most=9) == []
    with pytest.raises(WrongUse, match=r"more than the 3\.00 AMD that are expected"):
        says(second, "booked", ani, detail="payment-list:1")


@pytest.mark.parametrize("detail", ["", "payment-list:9", "payment:1", "gift:ABC", "bank-line:1"])
def test_what_the_books_do_not_expect_is_not_placed_so(artsakh: Fund, ani: User, detail: str) -> None:
    sent(artsakh, 500)
    (one,) = went(artsakh)
    with pytest.raises(NotFound, match="expect no such money"):
        says(one, "booked", ani, detail=detail)
