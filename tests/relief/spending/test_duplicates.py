"""Which payments may be one and the same: named for people to look at, and nothing more."""

from datetime import date

import pytest

from tocsin.relief.spending.duplicates import Listed, duplicates


def listed(
    payment: int, payee: str, days: tuple[int, int] = (1, 31), invoice: str = "", of: int = 1
) -> Listed:
    first, last = (date(2023, 10, day) for day in days)
    return Listed(payment=payment, list=of, payee=payee, invoice=invoice, first=first, last=last)


@pytest.mark.parametrize(
    ("here", "elsewhere", "groups"),
    [
        # one list pays the same household twice, whatever the amounts
        ([listed(1, "HH-1"), listed(2, "HH-2"), listed(3, "HH-1")], [], [((1, 3), ())]),
        # next month is another payment
        ([listed(1, "HH-1", (1, 15))], [listed(9, "HH-1", (16, 31), of=2)], []),
        # one day in common is enough
        ([listed(1, "HH-1", (1, 16))], [listed(9, "HH-1", (16, 31), of=2)], [((1,), (9,))]),
        # an invoice is paid once, however long ago
        ([listed(1, "S-1", (31, 31), "A 7")], [listed(9, "S-1", (1, 1), "a 7", of=2)], [((1,), (9,))]),
        # two invoices of one supplier on one day are two
        ([listed(1, "S-1", invoice="7"), listed(2, "S-1", invoice="8")], [], []),
        # the same number of two suppliers are two
        ([listed(1, "S-1", invoice="7"), listed(2, "S-2", invoice="7")], [], []),
        # capitals make no other invoice
        ([listed(1, "S-1", invoice="A7"), listed(2, "S-1", invoice="a7")], [], [((1, 2), ())]),
    ],
)
def test_what_may_be_one(
    here: list[Listed], elsewhere: list[Listed], groups: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    """Same payee, and the same list, the same days, or the same invoice."""
    assert [(one.here, one.elsewhere) for one in duplicates(here, elsewhere)] == groups


def test_another_payment_opens_the_question_again() -> None:
    """A ruling is about the payments that were looked at: with one more, the group has another name."""
    here = [listed(1, "HH-1"), listed(2, "HH-1")]
    (before,) = duplicates(here, [])
    (after,) = duplicates(here, [listed(9, "HH-1", of=2)])
    assert before.key != after.key
    assert before.key == duplicates(here[::-1], [])[0].key
