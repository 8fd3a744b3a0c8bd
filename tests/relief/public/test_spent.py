"""Decisions and payments in public: what was decided and how payments stand, and nobody counted out."""

import pytest

from tests.relief.spending import spending_world as world
from tocsin.relief.public.audit import audit
from tocsin.relief.public.published import published
from tocsin.relief.public.reading import read_download


@pytest.mark.django_db
def test_decisions_and_payments_are_told_without_anybody() -> None:
    """An approved allocation with its words; three payments are fewer than five; no payee is anywhere."""
    fund = world.given(1_000_000)
    programme = world.programme(fund)
    world.proposed(programme, 5_000)
    allocation = world.approved(programme, 600_000)
    rows = (("H-0001", 100_000), ("H-0002", 100_000), ("H-0003", 150_000))
    sent = world.sent(world.listed(allocation, *rows))
    shown = published(fund)
    told = shown.book.allocations
    assert [(each.minor, each.programme, each.authority) for each in told] == [
        (600_000, "cash", "The fund's board, minute 7")
    ]
    assert [(each.state, each.payments) for each in shown.book.payments] == [("sent", "fewer than 5")]
    payees = {payment.payee.encode() for payment in sent.payments.all()}
    assert payees and not any(payee in shown.export for payee in payees)
    assert shown.totals["AMD"].spent == -350_000
    assert not any(each.fault for each in audit(read_download(shown.export)))
