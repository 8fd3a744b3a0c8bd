"""What a fund publishes of its store: all of its money, and nobody's name, code or single payment."""

from datetime import date
from decimal import Decimal

import pytest

from tests.relief.relief_world import BANK_EUR, GIFTS_EUR, NOW, fund, gift
from tocsin.relief.ledger import booking
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.models import Fund
from tocsin.relief.public.audit import audit
from tocsin.relief.public.document import gift_hash
from tocsin.relief.public.published import published
from tocsin.relief.public.reading import read_download

SPENT = AccountName(Role.SPENT, "EUR", "water")
RETURNED = AccountName(Role.RETURNED, "EUR", "water")


def moved(key: str, debit: AccountName, credit: AccountName, minor: int, **more: object) -> TransferDraft:
    legs = (Leg(debit, minor), Leg(credit, -minor))
    given = {"kind": TransferKind.PAYMENT, "value_date": date(2024, 1, 16)} | more
    return TransferDraft(key=key, legs=legs, **given)  # type: ignore[arg-type]


def told() -> Fund:
    """A gift of 100, an exchange, two payment lists of January, one that came back, one of February."""
    made = fund()
    rate = Rate(Decimal("430.5"), "the bank", NOW)
    drams = AccountName(Role.BANK, "AMD", "AM/900000001234")
    drafts = [
        gift("a", 10_000, about="gift:0123456789A"),
        moved("s", AccountName(Role.EXCHANGE, "EUR"), BANK_EUR, 1_000, kind=TransferKind.EXCHANGE, rate=rate),
        moved("b", drams, AccountName(Role.EXCHANGE, "AMD"), 430_500, kind=TransferKind.EXCHANGE, rate=rate,
              beside="s"),
        moved("p1", SPENT, BANK_EUR, 2_000, about="payment-list:1"),
        moved("p2", SPENT, BANK_EUR, 500, about="payment-list:2", value_date=date(2024, 1, 20)),
        moved("r", BANK_EUR, RETURNED, 100, about="payment:7", kind=TransferKind.RETURN),
        moved("p3", SPENT, BANK_EUR, 300, about="payment-list:3", value_date=date(2024, 2, 1)),
    ]  # fmt: skip
    booking.book_many(made, drafts, by="tests", now=NOW)
    return made


@pytest.mark.django_db
def test_a_fund_is_published_and_adds_up() -> None:
    """Payments of one month are one; codes of receipts are hashes; the audit of the download holds."""
    shown = published(told())
    assert [move.kind for move in shown.book.moves] == [
        "gift",
        "exchange",
        "exchange",
        "payment",
        "return",
        "payment",
    ]
    payment = shown.book.moves[3]
    assert (payment.about, payment.value_date, payment.legs[1].minor) == (
        "programme:water",
        "2024-01-20",
        2_500,
    )
    assert shown.book.moves[0].about == f"gift:{gift_hash('artsakh', '0123456789A')}"
    assert b"0123456789A" not in shown.export and b"payment-list" not in shown.export
    euro = shown.totals["EUR"]
    assert (euro.received, euro.spent, euro.given_back, euro.exchanged, euro.closing) == (
        10_000,
        -2_800,
        100,
        -1_000,
        6_300,
    )
    assert not any(each.fault for each in audit(read_download(shown.export)))


@pytest.mark.django_db
def test_what_is_booked_later_is_published_at_once() -> None:
    """Kept in memory, and made anew when the ledger grows; the same store gives the same bytes."""
    made = told()
    first = published(made)
    assert published(made) is first
    booking.book(made, moved("g", BANK_EUR, GIFTS_EUR, 1, kind=TransferKind.GIFT), by="tests", now=NOW)
    assert published(made).totals["EUR"].received == 10_001
