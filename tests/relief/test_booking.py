"""Transfers: booked once, balanced, sealed; what cannot be booked is refused by name."""

from collections.abc import Iterable

import pytest
from django.db import DatabaseError, connection, transaction

from tests.relief.relief_world import BANK_EUR, DAY, GIFTS_AMD, GIFTS_EUR, NOW, fund, gift
from tocsin.errors import Conflict, MoneyRefused, NotFound
from tocsin.relief.ledger.booking import book, book_many
from tocsin.relief.ledger.draft import Leg
from tocsin.relief.models import Fund, Posting, Transfer

pytestmark = pytest.mark.django_db
BY = {"by": "tests", "now": NOW}


def test_a_gift_is_booked_with_its_postings():
    """Debit on the bank's account, credit on gifts; both stand in the order given."""
    done = book(fund(), gift("g:1", about="gift:1"), **BY)
    assert (done.kind, done.about, done.value_date, done.entry_date) == ("gift", "gift:1", DAY, DAY)
    assert list(done.postings.values_list("account__code", "minor")) == [
        ("bank:DE89370400440532013000:EUR", 10_000),
        ("gifts:EUR", -10_000),
    ]


def test_the_same_request_twice_is_one_transfer():
    """The key and the body are the same: the second gives the first."""
    here = fund()
    assert book(here, gift("g:1"), **BY) == book(here, gift("g:1"), **BY)
    first, again = book_many(here, [gift("g:2"), gift("g:2")], **BY)
    assert first == again
    assert Transfer.objects.count() == 2


@pytest.mark.parametrize("other", [{"minor": 9_999}, {"about": "gift:2"}], ids=["amount", "about"])
def test_another_body_under_one_key_is_refused(other):
    """A key stands for what was asked the first time."""
    here = fund()
    book(here, gift("g:1"), **BY)
    with pytest.raises(Conflict, match="g:1"):
        book(here, gift("g:1", **other), **BY)
    with pytest.raises(Conflict, match="g:1"):
        book(fund("other"), gift("g:1"), **BY)


def test_many_are_booked_all_or_none():
    """One that cannot be booked leaves nothing of the others behind."""
    here = fund()
    with pytest.raises(NotFound, match="g:9"):
        book_many(here, [gift("g:1"), gift("g:2", beside="g:9")], **BY)
    assert (Transfer.objects.count(), Posting.objects.count()) == (0, 0)


def test_a_draft_fund_takes_no_transfer():
    """A person opens a fund before money is booked in it."""
    with pytest.raises(MoneyRefused, match="draft"):
        book(fund(state=Fund.State.DRAFT), gift("g:1"), **BY)


UNBALANCED = gift("g:1", legs=(Leg(BANK_EUR, 100), Leg(GIFTS_EUR, -99)))
TWO_CURRENCIES = gift("g:1", legs=(Leg(BANK_EUR, 100), Leg(GIFTS_AMD, -100)))


@pytest.mark.parametrize(
    ("draft", "told"),
    [(UNBALANCED, r"0\.01 EUR"), (TWO_CURRENCIES, r"-1\.00 AMD"), (gift("g:1", 0), "nothing")],
    ids=["off by one", "two currencies", "nothing"],
)
def test_what_does_not_add_up_is_refused(draft, told):
    """Debits and credits are equal in each currency, and every leg moves something."""
    with pytest.raises(MoneyRefused, match=told):
        book(fund(), draft, **BY)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("UPDATE relief_posting SET minor = minor + 1", "stays"),
        ("DELETE FROM relief_posting", "stays"),
        ("UPDATE relief_transfer SET about = 'gift:9'", "stays"),
        ("DELETE FROM relief_transfer", "stays"),
        ("UPDATE relief_account SET currency = 'AMD'", "stays"),
        ("DELETE FROM relief_account", "stays"),
        ("DELETE FROM relief_fund", "never deleted"),
        ("UPDATE relief_fund SET code = 'x'", "keeps its code"),
        (
            "INSERT INTO relief_posting (transfer_id, account_id, minor) "
            "SELECT transfer_id, account_id, 5 FROM relief_posting",
            "sealed",
        ),
    ],
)
def test_the_store_itself_refuses(act, told):
    """Whoever asks: a program, a shell, an admin."""
    book(fund(), gift("g:1"), **BY)
    with pytest.raises(DatabaseError, match=told), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.parametrize(
    ("minors", "legs", "told"),
    [
        ((), 2, "after its postings"),
        ((5, -4), 2, "zero"),
        ((5, -5), 3, "after its postings"),
        ((5,), 1, "after|zero"),
    ],
)
def test_the_store_itself_refuses_a_transfer_that_is_not_whole(minors, legs, told):
    """Postings laid by hand are held to the same: as many as it says, and zero in each currency."""
    old = book(fund(), gift("g:1"), **BY)
    with pytest.raises(DatabaseError, match=told), transaction.atomic():
        _lay_by_hand(old, minors, legs)


def _lay_by_hand(old: Transfer, minors: Iterable[int], legs: int) -> None:
    """Postings, then a transfer like the old one, past every rule of ours."""
    account_id = old.postings.all()[0].account_id
    changed = {"id": "777", "key": "'by hand'", "legs": str(legs)}
    columns = [connection.ops.quote_name(field.column) for field in Transfer._meta.concrete_fields]
    values = [changed.get(column.strip('"'), column) for column in columns]
    with connection.cursor() as cursor:
        for minor in minors:
            cursor.execute(
                "INSERT INTO relief_posting (transfer_id, account_id, minor) VALUES (777, %s, %s)",
                [account_id, minor],
            )
        cursor.execute(
            f"INSERT INTO relief_transfer ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM relief_transfer WHERE id = %s",
            [old.pk],
        )
