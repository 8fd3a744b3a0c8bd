"""Decisions and payments in public: what was decided and how payments stand, and nobody counted out."""

import pytest

from tests.relief.spending import spending_world as world
from tocsin.relief.models import PaymentList
from tocsin.relief.public.audit import audit
from tocsin.relief.public.published import Published, published
from tocsin.relief.public.reading import read_download
from tocsin.relief.spending import delivering


def states(shown: Published) -> list[tuple[str, str]]:
    return [(each.state, each.payments) for each in shown.book.payments]


def said(listed: PaymentList, n: int, state: str) -> None:
    row = world.payment(listed, n)
    last = delivering.last_word(row)
    delivering.say(
        row, state, by=world.first(), now=world.at(9), seen=last.pk if last else None, reason="K-1"
    )


@pytest.mark.django_db
def test_decisions_and_payments_are_told_without_anybody() -> None:
    """Three households are told with the next two, their states by fives; no payee is anywhere; all of it adds up."""
    fund = world.given(1_000_000)
    programme = world.programme(fund)
    world.proposed(programme, 5_000)
    allocation = world.approved(programme, 600_000)
    rows = (("H-0001", 100_000), ("H-0002", 100_000), ("H-0003", 150_000))
    few = world.sent(world.listed(allocation, *rows), fee_minor=20)
    shown = published(fund)
    told = shown.book.allocations
    assert [(each.minor, each.programme, each.authority) for each in told] == [
        (600_000, "cash", "The fund's board, minute 7")
    ]
    assert not states(shown) and shown.totals["AMD"].spent == shown.totals["AMD"].fees == 0
    assert shown.totals["AMD"].closing == 1_000_000 and not any(
        "spent" in each.code for each in shown.book.accounts
    )
    more = world.sent(world.listed(allocation, *((f"H-001{n}", 125_000) for n in range(2))), fee_minor=5)
    assert fund.allocations.get(state="spent down")
    shown = published(fund)
    assert states(shown) == [("sent", "5 to 9")] and shown.book.allocations[0].state == "approved"
    assert (shown.totals["AMD"].spent, shown.totals["AMD"].fees) == (-600_000, -25)
    assert [move.legs[0].minor for move in shown.book.moves[1:]] == [-600_000, -25]
    payees = {payment.payee.encode() for listed in (few, more) for payment in listed.payments.all()}
    assert payees and not any(payee in shown.export for payee in payees)
    assert not any(each.fault for each in audit(read_download(shown.export)))


@pytest.mark.django_db
def test_what_came_back_of_a_few_is_told_nowhere() -> None:
    """Neither its money nor its state; a spent allocation that it opened again says no more."""
    fund = world.given(1_000_000)
    allocation = world.approved(world.programme(fund), 60_000)
    listed = world.sent(world.listed(allocation, *((f"H-{n:04}", 10_000) for n in range(6))))
    before = published(fund).export
    said(listed, 0, "returned")
    shown = published(fund)
    assert shown.totals["AMD"].given_back == 0 and states(shown) == [("sent", "5 to 9")]
    assert shown.export == before
    for n in range(1, 6):
        said(listed, n, "returned")
    shown = published(fund)
    assert shown.totals["AMD"].given_back == 50_000  # of the first five; the sixth waits for others
    assert not any(each.fault for each in audit(read_download(shown.export)))
