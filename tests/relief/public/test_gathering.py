"""What a fund publishes of its store: all of its money, and nobody's name, code or single payment."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.relief.relief_world import BANK_EUR, GIFTS_EUR, NOW, fund, gift
from tocsin.cli import main
from tocsin.relief import gifts
from tocsin.relief.donors import keeping
from tocsin.relief.ledger import booking
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.models import Fund, Gift, Programme
from tocsin.relief.money.money import Money
from tocsin.relief.public.audit import audit
from tocsin.relief.public.document import gift_hash
from tocsin.relief.public.published import published
from tocsin.relief.public.reading import read_download
from tocsin.relief.receipt_code import check_sign

SPENT = AccountName(Role.SPENT, "EUR", "water")
RETURNED = AccountName(Role.RETURNED, "EUR", "water")


def moved(key: str, debit: AccountName, credit: AccountName, minor: int, **more: object) -> TransferDraft:
    legs = (Leg(debit, minor), Leg(credit, -minor))
    given = {"kind": TransferKind.PAYMENT, "value_date": date(2024, 1, 16)} | more
    return TransferDraft(key=key, legs=legs, **given)  # type: ignore[arg-type]


CODE = "0123456789" + check_sign("0123456789")


def receive(made: Fund, key: str, minor: int, **more: Any) -> Gift:
    return gifts.receive(
        made,
        Money(minor, "EUR"),
        at=NOW,
        channel="bank",
        provider="bank:DE",
        provider_ref=key,
        draft=gift(key, minor),
        by="tests",
        now=NOW,
        **more,
    )


def told() -> Fund:
    """A gift of 100, an exchange, three lists of a programme that buys water, a payment that came back."""
    made = fund()
    Programme.objects.create(
        fund=made, code="water", title="Water", kind="goods", opened_by="tests", opened_at=NOW
    )
    rate = Rate(Decimal("430.5"), "the bank", NOW)
    drams = AccountName(Role.BANK, "AMD", "AM/900000001234")
    receive(made, "a", 10_000, codes=lambda: CODE)
    drafts = [
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
    """What is bought is told list by list; codes of receipts are hashes; the audit of the download holds."""
    shown = published(told())
    assert [move.kind for move in shown.book.moves] == [
        "gift",
        "exchange",
        "exchange",
        "payment",
        "payment",
        "return",
        "payment",
    ]
    payment = shown.book.moves[4]
    assert (payment.about, payment.value_date, payment.legs[0].minor) == (
        "programme:water",
        "2024-01-20",
        500,
    )
    assert shown.book.moves[0].about == f"gift:{gift_hash('artsakh', CODE)}"
    assert CODE.encode() not in shown.export and b"payment-list" not in shown.export
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


@pytest.mark.django_db
def test_nobody_is_named_and_play_money_is_apart() -> None:
    """The giver's name, pseudonym and hour of giving are in no download; a simulated gift is in no real total."""
    made = told()
    donor = keeping.donor_of("Ani Example", "ani@example.invalid", NOW)
    receive(made, "named", 700, donor=donor)
    receive(made, "play", 50, test=True)
    shown = published(made)
    assert donor and not any(word in shown.export for word in (b"Example", donor.pseudonym.encode(), b"@"))
    assert (shown.totals["EUR"].received, shown.simulated_beside["EUR"].received) == (10_700, 50)
    assert not any(each.fault for each in audit(read_download(shown.export)))


@pytest.mark.django_db
def test_the_command_writes_accounts_that_the_command_audits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 0 as they were written, 1 after a change, 2 for what is none; a receipt code says what it funded."""
    told()
    path = tmp_path / "accounts.json"
    assert main(["relief", "export", "artsakh", "-o", str(path)]) == 0
    assert main(["relief", "audit", str(path), "--receipt", CODE]) == 0
    said = capsys.readouterr().out
    assert "Every stated figure follows" in said and "programme water" in said
    path.write_bytes(path.read_bytes().replace(b"10000", b"10001", 1))
    assert main(["relief", "audit", str(path)]) == 1
    assert "FAULT  balance" in capsys.readouterr().out
    path.write_text("{}")
    assert main(["relief", "audit", str(path)]) == 2
