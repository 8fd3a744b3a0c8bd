"""Payment lists in the store: whole or not at all, sent once by another person, with each question answered first."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.relief.spending.spending_world import (
    OCTOBER,
    SENT_ON,
    approved,
    at,
    csv_of,
    first,
    given,
    listed,
    login,
    payment,
    programme,
    second,
    sent,
)
from tocsin.errors import Conflict, MoneyRefused, NotAllowed, WrongUse
from tocsin.relief.models import Payment, PaymentList, Posting, Transfer
from tocsin.relief.spending import delivering, listing, ruling, sending

NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))


def balances() -> dict[str, int]:
    rows = Posting.objects.values_list("account__code", "minor")
    return {code: sum(minor for of, minor in rows if of == code) for code, _ in rows}


@pytest.mark.django_db
def test_sending_books_once_with_the_fee_apart() -> None:
    """Bank to programme in one transfer, and what the bank took beside it."""
    row = approved(programme(given(100_000)), 60_000)
    done = sent(listed(row, ("HH-1", 20_000), ("HH-2", 30_000)), fee_minor=150)
    assert done.transfer is not None
    assert balances() == {
        "bank:AM/900000001234:AMD": 100_000 - 50_000 - 150,
        "gifts:AMD": -100_000,
        "spent:cash:AMD": 50_000,
        "fees:bank:AMD": 150,
    }
    fee = Transfer.objects.get(kind="fee")
    assert fee.beside_id == done.transfer_id
    with pytest.raises((Conflict, MoneyRefused)):
        sent(done)
    assert Transfer.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [date(9999, 12, 31), at(0).date() + timedelta(days=8), date(2013, 1, 1), date(1, 1, 1)]
)
def test_nothing_is_sent_on_a_day_that_nobody_looks_at(day: date) -> None:
    """Years ahead it would stand in no period that is ever closed, and years back before all that was given."""
    one = listed(approved(programme(given(100_000)), 60_000), ("HH-1", 20_000))
    with pytest.raises(MoneyRefused, match="is no day on which"):
        sending.send_list(one, value_date=day, by=second(), now=at(4), seen=one.version)
    done = sent(one)
    with pytest.raises(MoneyRefused, match="is no day on which"):
        delivering.say(
            payment(done),
            "returned",
            by=first(),
            now=at(5),
            seen=None,
            reason="shut",
            value_date=date(9999, 1, 1),
        )


@pytest.mark.django_db
def test_whoever_took_it_in_cannot_send_it() -> None:
    """Nobody pays whom they listed."""
    one = listed(approved(programme(given(100_000)), 60_000), ("HH-1", 20_000))
    with pytest.raises(NotAllowed, match="took a payment list in"):
        sending.send_list(one, value_date=SENT_ON, by=first(), now=at(4), seen=one.version)
    with pytest.raises(NotAllowed, match="treasurer"):
        sending.send_list(one, value_date=SENT_ON, by=login("x", "analyst"), now=at(4), seen=one.version)


@pytest.mark.django_db
def test_a_file_is_taken_in_once_and_whole() -> None:
    """The same file again is the list that is there; a file with one bad line leaves nothing behind."""
    row = approved(programme(given(100_000)), 60_000)
    one = listed(row, ("HH-1", 20_000))
    assert listed(row, ("HH-1", 20_000)).pk == one.pk
    with pytest.raises(Conflict, match="2023-10-01 to 2023-10-31"):
        listed(row, ("HH-1", 20_000), days=NOVEMBER)
    with pytest.raises(MoneyRefused, match="line 3"):
        listing.take_in_list(
            row, csv_of(("HH-1", 100)) + b"\nHH-2,x", first=OCTOBER[0], last=OCTOBER[1], by=first(), now=at(3)
        )
    assert PaymentList.objects.count() == Payment.objects.count() == 1


@pytest.mark.django_db
def test_lists_together_never_exceed_the_allocation() -> None:
    """What is planned counts; a list that is withdrawn no longer does, and its file can come again."""
    row = approved(programme(given(100_000)), 60_000)
    one = listed(row, ("HH-1", 40_000))
    with pytest.raises(MoneyRefused, match=r"100\.00 AMD more"):
        listed(row, ("HH-2", 30_000))
    listing.withdraw_list(one, reason="Wrong month.", by=first(), now=at(4), seen=one.version)
    assert listed(row, ("HH-2", 30_000)).state == "planned"
    assert listed(row, ("HH-1", 30_000)).state == "planned"


@pytest.mark.django_db
def test_nothing_leaves_that_is_not_there() -> None:
    """A fee that the account cannot bear, an account that the fund has not: refused, and nothing is booked."""
    one = listed(approved(programme(given(100_000)), 100_000), ("HH-1", 100_000))
    with pytest.raises(MoneyRefused, match="would leave"):
        sent(one, fee_minor=1)
    with pytest.raises(MoneyRefused, match="name one: AM/900000001234"):
        sending.send_list(one, value_date=SENT_ON, by=second(), now=at(4), seen=one.version, bank="other")
    assert Transfer.objects.count() == 1
    assert PaymentList.objects.get().state == "planned"


@pytest.mark.django_db
def test_duplicates_wait_for_a_person() -> None:
    """Within a list and across lists of the same days; a ruling says which are left out, and why."""
    row = approved(programme(given(100_000)), 100_000)
    sent(listed(row, ("HH-1", 10_000)))
    one = listed(row, ("HH-1", 5_000), ("HH-2", 6_000), ("HH-2", 7_000), ("HH-3", 8_000))
    found = ruling.duplicates_of(one)
    assert [(each.duplicate.payee, each.open) for each in found] == [("HH-1", True), ("HH-2", True)]
    with pytest.raises(MoneyRefused, match="2 groups"):
        sent(one)
    again, twice = found
    by = {"by": first(), "now": at(4), "seen": None}
    ruling.rule(one, again.duplicate.key, verdict="all due", reason="Two families, one code.", **by)
    with pytest.raises(WrongUse, match="all of them"):
        ruling.rule(
            one, twice.duplicate.key, verdict="leave out", reason="x", left_out=twice.duplicate.here, **by
        )
    out = twice.duplicate.here[1]
    said = ruling.rule(
        one, twice.duplicate.key, verdict="leave out", reason="Typed twice.", left_out=[out], **by
    )
    with pytest.raises(Conflict):
        ruling.rule(one, twice.duplicate.key, verdict="all due", reason="No.", **by)
    done = sent(one)
    assert done.transfer is not None
    assert done.transfer.postings.filter(account__code="spent:cash:AMD").get().minor == 19_000
    assert Payment.objects.get(left_out=True).pk == out == said.left_out[0]
    assert delivering.states_of([payment(done, 2)])[out][0] == "planned"


@pytest.mark.django_db
def test_another_list_opens_the_question_again() -> None:
    """A ruling holds for the payments that were looked at; next month is no duplicate."""
    row = approved(programme(given(100_000)), 100_000)
    one = listed(row, ("HH-1", 5_000), ("HH-1", 6_000))
    (found,) = ruling.duplicates_of(one)
    ruling.rule(
        one, found.duplicate.key, verdict="all due", reason="Known.", by=first(), now=at(4), seen=None
    )
    listed(row, ("HH-1", 7_000), days=NOVEMBER)
    assert not ruling.duplicates_of(one)[0].open
    listed(row, ("HH-1", 8_000))
    assert ruling.duplicates_of(one)[0].open


@pytest.mark.django_db
def test_what_became_of_a_payment() -> None:
    """People put one another right, in rows; what comes back is booked back, once."""
    row = approved(programme(given(100_000)), 60_000)
    done = sent(listed(row, ("HH-1", 20_000), ("HH-2", 30_000)))
    one = payment(done)
    said = delivering.say(one, "received", by=first(), now=at(5), seen=None)
    with pytest.raises(Conflict):
        delivering.say(one, "not received", by=first(), now=at(6), seen=None, reason="They say so.")
    delivering.say(one, "returned", by=first(), now=at(6), seen=said.pk, reason="Moved away.", minor=5_000)
    with pytest.raises(MoneyRefused, match="booked back"):
        delivering.say(one, "received", by=first(), now=at(7), seen=None)
    assert balances()["returned:cash:AMD"] == -5_000
    assert balances()["bank:AM/900000001234:AMD"] == 100_000 - 50_000 + 5_000
    assert [(word.state, word.minor) for word in one.deliveries.all()] == [
        ("received", None),
        ("returned", 5_000),
    ]


@pytest.mark.django_db
def test_nothing_comes_back_before_it_was_sent() -> None:
    """A day before the list left the bank is a slip."""
    one = payment(sent(listed(approved(programme(given(100_000)), 60_000), ("HH-1", 20_000))))
    early = {"value_date": date(2024, 1, 15), "reason": "Moved."}
    with pytest.raises(MoneyRefused, match="came back on 2024-01-15"):
        delivering.say(one, "returned", by=first(), now=at(5), seen=None, **early)
    assert not one.deliveries.exists()


@pytest.mark.django_db
def test_a_list_of_which_nothing_is_due_is_not_sent() -> None:
    """Every household was paid on another list of the same days."""
    row = approved(programme(given(100_000)), 60_000)
    sent(listed(row, ("HH-1", 20_000)))
    one = listed(row, ("HH-1", 10_000))
    (found,) = ruling.duplicates_of(one)
    said = {"verdict": "leave out", "left_out": found.duplicate.here, "reason": "Paid."}
    ruling.rule(one, found.duplicate.key, **said, by=first(), now=at(5), seen=None)
    with pytest.raises(MoneyRefused, match="nothing of list"):
        sent(one)


@pytest.mark.django_db
def test_nothing_is_said_of_what_was_not_sent() -> None:
    """A planned payment is planned."""
    one = listed(approved(programme(given(100_000)), 60_000), ("HH-1", 20_000))
    with pytest.raises(MoneyRefused, match="send its list"):
        delivering.say(payment(one), "received", by=first(), now=at(5), seen=None)


@pytest.mark.django_db
def test_suppliers_are_paid_by_invoice() -> None:
    """A programme of goods pays invoices and no households; an invoice that was paid before is in question."""
    of = programme(given(100_000), "tents", kind="goods")
    row = approved(of, 90_000)
    with pytest.raises(MoneyRefused, match="pays suppliers"):
        listed(row, ("HH-1", 100))
    file = b"supplier,invoice,amount\nS-1,2023/9,400.00\n"
    one = listing.take_in_list(row, file, first=OCTOBER[0], last=OCTOBER[1], by=first(), now=at(3))
    sent(one)
    again = listing.take_in_list(
        row, file + b"\n", first=NOVEMBER[0], last=NOVEMBER[1], by=first(), now=at(5)
    )
    (found,) = ruling.duplicates_of(again)
    assert (found.duplicate.payee, found.duplicate.invoice) == ("S-1", "2023/9")


@pytest.mark.django_db
def test_a_list_that_was_sent_stays_as_it_is() -> None:
    """The database refuses a payment more, another amount, and another state."""
    done = sent(listed(approved(programme(given(100_000)), 60_000), ("HH-1", 20_000)))
    changes = (
        lambda: Payment.objects.create(list=done, line=9, payee="HH-9", minor=5),
        lambda: Payment.objects.filter(list=done).update(minor=5),
        lambda: Payment.objects.filter(list=done)._raw_delete("default"),
        lambda: PaymentList.objects.filter(pk=done.pk).update(state="planned"),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
