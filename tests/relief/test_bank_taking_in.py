"""A bank's file is taken in whole or not at all; every line once; what nobody can place is held in plain sight."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import made
from tests.relief.relief_world import BANK_AMD, BANK_EUR, NOW, fund, gift
from tests.relief.test_bank_reading import CAMT, MT940
from tocsin import custody
from tocsin.custody.models import Entry
from tocsin.errors import BankFileRefused, WrongUse
from tocsin.relief.bank.deciding import decide
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.soundness import bank_faults
from tocsin.relief.bank.taking_in import TakenIn, committed, take_in
from tocsin.relief.gifts import receive
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.balances import balances
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import (
    BankFile,
    BankLine,
    BankStatement,
    CardPayment,
    CardPayout,
    Fund,
    Gift,
    GiftEvent,
    Transfer,
)
from tocsin.relief.money.money import Money

pytestmark = pytest.mark.django_db

HEAD = ":20:A\n:25:900000001234\n:28C:{number}\n:60F:C260101AMD{opening}\n"
GIFT = ":61:2601020102C{amount}NTRF{ref}\n:86:{text}\n"
TAIL = ":62F:C260103AMD{closing}\n-\n"


def statement(*lines: str, opening: str = "0,00", closing: str, number: str = "1") -> bytes:
    head = HEAD.format(number=number, opening=opening)
    return (head + "".join(lines) + TAIL.format(closing=closing)).encode()


def line(amount: str = "50,00", ref: str = "NONREF", text: str = "food") -> str:
    return GIFT.format(amount=amount, ref=ref, text=text)


@pytest.fixture
def artsakh() -> Fund:
    made = fund()
    account(made, BANK_AMD)
    account(made, BANK_EUR)
    return made


def taken(artsakh: Fund, content: bytes | str, name: str = "a.sta") -> TakenIn:
    return take_in(
        artsakh, content.encode() if isinstance(content, str) else content, name, by="treasurer", now=NOW
    )


def sums(artsakh: Fund) -> dict[str, int]:
    """What stands on each account."""
    return {code: minor for code, minor in balances(artsakh).items() if minor}


def test_two_like_gifts_stay_two_and_the_reversal_under_their_reference_is_held(artsakh: Fund) -> None:
    """Two gifts fit the line that takes one back: a person says which."""
    file = taken(artsakh, MT940).file
    assert [(each.placed, each.minor) for each in file.statements.get().lines.all()] == [
        ("gift", 5000),
        ("gift", 5000),
        ("held", -5000),
    ]
    assert Gift.objects.count() == 2
    assert sums(artsakh)[BANK_AMD.code] == 5000


def test_the_same_file_and_an_overlapping_one_add_nothing_twice(artsakh: Fund) -> None:
    first = statement(line(), line(), closing="100,00")
    longer = statement(line(), line(), line(), line("7,00"), closing="157,00", number="2")
    taken(artsakh, first)
    assert taken(artsakh, first).again
    assert taken(artsakh, longer).file.statements.get().new_count == 2
    assert (
        taken(artsakh, statement(line(), line(), closing="100,00", number="3")).file.statements.get().state
        == "known"
    )
    assert sums(artsakh) == {BANK_AMD.code: 15700, "gifts:AMD": -15700}


def test_a_like_gift_in_the_statement_that_follows_on_the_same_day_is_another_gift(artsakh: Fund) -> None:
    """Pages of one day, in two files and in one, in any order of arrival and again as one statement."""
    one, two = (
        statement(line(), closing="50,00"),
        statement(line(), opening="50,00", closing="100,00", number="2"),
    )
    taken(artsakh, one)
    taken(artsakh, two)
    assert taken(artsakh, one + two).file.statements.filter(new_count=0).count() == 2
    assert (
        taken(artsakh, statement(line(), line(), closing="100,00", number="7"))
        .file.statements.get()
        .new_count
        == 0
    )
    assert Gift.objects.count() == 2


def test_a_balance_that_is_there_twice_makes_no_line_a_second_one(artsakh: Fund) -> None:
    """What came yesterday went back today: a file of both days begins with the balance that today ended with."""
    yesterday = line("50,00", "E1")
    today = ":61:2601030103RC50,00NTRFE1\n"
    taken(artsakh, statement(yesterday, closing="50,00"))
    taken(artsakh, statement(today, opening="50,00", closing="0,00", number="2"))
    assert (
        taken(artsakh, statement(yesterday, today, closing="0,00", number="3"))
        .file.statements.get()
        .new_count
        == 0
    )
    assert [each.placed for each in BankLine.objects.all()] == ["gift", "returned"]


def test_another_form_of_the_same_days_adds_nothing(artsakh: Fund) -> None:
    camt = (
        CAMT.replace("DE89370400440532013000", "900000001234")
        .replace("EUR", "AMD")
        .replace("<IBAN>", "<Othr><Id>")
        .replace("</IBAN>", "</Id></Othr>")
    )
    taken(
        artsakh,
        statement(":61:2601020102C25,00NTRFNONREF\n:86:other words\n", opening="5,00", closing="30,00"),
    )
    assert taken(artsakh, camt).file.statements.get().state == "known"
    assert sums(artsakh)[BANK_AMD.code] == 2500


def test_what_does_not_add_up_is_quarantined_with_its_difference_and_the_rest_is_booked(
    artsakh: Fund,
) -> None:
    file = taken(
        artsakh, statement(line(), closing="51,00") + statement(line("3,00"), closing="3,00", number="2")
    ).file
    odd, good = file.statements.all()
    assert (odd.state, odd.difference_minor) == ("quarantined", -100)
    assert good.state == "booked" and sums(artsakh)[BANK_AMD.code] == 300


def test_a_batch_is_a_gift_for_each_payment_of_it(artsakh: Fund) -> None:
    taken(artsakh, CAMT)
    assert [each.minor for each in Gift.objects.order_by("id")] == [1000, 1500]
    assert sums(artsakh) == {BANK_EUR.code: 2500, "gifts:EUR": -2500}


def test_a_purpose_in_the_text_binds_the_gift_to_it(artsakh: Fund) -> None:
    taken(artsakh, statement(line(text="for shelter, please"), closing="50,00"))
    assert Gift.objects.get().purpose == "shelter"
    assert sums(artsakh)["gifts-restricted:shelter:AMD"] == -5000


def test_a_gift_that_went_back_is_linked_to_it_also_in_a_later_file(artsakh: Fund) -> None:
    back = ":61:2601030103RC50,00NTRFR1\n"
    taken(artsakh, statement(line(ref="R1"), closing="50,00"))
    taken(artsakh, statement(back, opening="50,00", closing="0,00", number="2"))
    event = GiftEvent.objects.get()
    assert event.gift == Gift.objects.get() and event.transfer.beside == event.gift.transfer
    both = statement(line("9,00", "R2"), ":61:2601030103RC9,00NTRFR2\n", closing="0,00", number="3")
    taken(artsakh, both)
    assert GiftEvent.objects.count() == 2
    assert sums(artsakh)["refunded:AMD"] == 5900


def test_a_payout_settles_the_provider_and_is_no_gift(artsakh: Fund) -> None:
    payout = CardPayout.objects.create(
        provider="stripe",
        ref="po_1",
        minor=5000,
        currency="AMD",
        arrives=date(2026, 1, 2),
        status="paid",
        read_at=NOW,
    )
    taken(artsakh, statement(line(text="STRIPE PAYOUT"), line(text="STRIPE PAYOUT"), closing="100,00"))
    payout.refresh_from_db()
    assert payout.transfer is not None and payout.transfer.kind == "payout"
    assert not Gift.objects.exists()
    assert sums(artsakh) == {BANK_AMD.code: 10000, "card:stripe:AMD": -5000, "held:AMD": -5000}


def test_a_payout_settles_the_fund_that_its_gifts_were_for(artsakh: Fund) -> None:
    """Of two funds at one provider: the other's, one of both, and one that may be either's are held, each with why."""
    other = fund("other")
    told = {
        "provider": "stripe",
        "currency": "AMD",
        "arrives": date(2026, 1, 2),
        "status": "paid",
        "read_at": NOW,
    }
    payouts = [
        CardPayout.objects.create(ref=f"po_{n}", reference=f"REF{n}", minor=5000, funds=funds, **told)
        for n, funds in enumerate(([other.pk], [artsakh.pk, other.pk], [artsakh.pk], []))
    ]
    for n, each in enumerate((artsakh, other)):
        card_gift(each, n)
    file = taken(artsakh, statement(*(line(ref=f"REF{n}") for n in range(4)), closing="200,00")).file
    assert [(row.placed, row.why) for row in file.statements.get().lines.all()] == [
        ("held", "payout of stripe, of gifts to another fund"),
        ("held", "payout of stripe, of gifts to several funds"),
        ("payout", "payout of stripe"),
        ("held", "payout of stripe, the provider does not say to which fund its gifts were"),
    ]
    assert CardPayout.objects.exclude(transfer=None).get() == payouts[2]
    rita = made.login("rita", "treasurer")
    for row, told_why in zip(held_lines(artsakh), ("another fund", "several funds"), strict=False):
        detail = f"stripe:{payouts[row.why.endswith('several funds')].ref}"
        with pytest.raises(WrongUse, match=told_why):
            decide(row, kind="payout", reason="x", by=rita, now=NOW, seen=None, detail=detail)


def card_gift(of: Fund, n: int) -> None:
    """A payment that is a gift to the fund."""
    row = receive(
        of,
        Money(100, "AMD"),
        at=NOW,
        channel="card",
        provider="stripe",
        provider_ref=f"ch_{n}",
        draft=gift(f"card:{n}", 100, to=AccountName(Role.CARD, "AMD", "stripe")),
        by="tests",
        now=NOW,
    )
    CardPayment.objects.create(
        fund=of, provider="stripe", token=f"t{n}", minor=100, currency="AMD", asked_at=NOW, gift=row
    )


def test_a_payout_that_failed_is_awaited_no_more(artsakh: Fund) -> None:
    """The provider sends the same money again under another name: that one is settled, and the line is not held."""
    told = {
        "provider": "stripe",
        "minor": 5000,
        "currency": "AMD",
        "arrives": date(2026, 1, 2),
        "read_at": NOW,
    }
    for ref, status in (("po_1", "failed"), ("po_2", "canceled"), ("po_3", "paid")):
        CardPayout.objects.create(ref=ref, status=status, **told)
    taken(artsakh, statement(line(text="STRIPE PAYOUT"), closing="50,00"))
    assert CardPayout.objects.exclude(transfer=None).get().ref == "po_3"


@pytest.mark.parametrize("form", ["camt.052", "camt.054"])
def test_a_report_during_the_day_books_nothing(artsakh: Fund, form: str) -> None:
    names = {"camt.052": ("BkToCstmrAcctRpt", "Rpt"), "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}[form]
    content = CAMT.replace("BkToCstmrStmt", names[0]).replace("<Stmt>", f"<{names[1]}>")
    file = taken(artsakh, content.replace("</Stmt>", f"</{names[1]}>")).file
    assert file.form == form and file.statements.get().state == "interim"
    assert not Transfer.objects.exists()


def test_a_statement_of_another_account_is_refused_by_name_and_nothing_of_its_file_is_kept(
    artsakh: Fund,
) -> None:
    other = statement(line(), closing="50,00").replace(b"900000001234", b"900000009999")
    with pytest.raises(
        BankFileRefused, match=r"^a\.sta, line \d+: a statement of account 900000009999 in AMD"
    ):
        taken(artsakh, statement(line(), closing="50,00") + other)
    assert not BankFile.objects.exists() and not Transfer.objects.exists()


def test_the_whole_store_check_sees_other_lines_and_other_bytes(
    artsakh: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = taken(artsakh, statement(line(), line("7,00"), closing="57,00")).file
    assert (
        list(bank_faults(lambda: None)) == []
        and list(custody.differs(f"bank-file:{file.pk}", committed(file), None)) == []
    )
    for change in (
        lambda: BankFile.objects.update(content=b"others"),
        lambda: BankStatement.objects.update(closing_minor=1),
        lambda: BankLine.objects.update(minor=1),
        lambda: BankLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="what a bank told stays"), transaction.atomic():
            change()
    assert BankLine.objects.update(text="", party="") == 2  # names can be forgotten
    monkeypatch.setattr("tocsin.relief.bank.soundness.lines_hash", lambda rows: "0" * 64)
    monkeypatch.setattr(file.__class__, "from_db", classmethod(_with_other_bytes))
    assert len(list(bank_faults(lambda: None))) == 2


def _with_other_bytes(model: type[BankFile], db: str, names: list[str], values: list[Any]) -> BankFile:
    found = model(**dict(zip(names, values, strict=True)))
    found.content = b"others"
    return found


@pytest.mark.parametrize("year", ["9999", "0001"])
def test_a_line_of_a_day_that_is_years_away_refuses_its_file(artsakh: Fund, year: str) -> None:
    """Booked, it would lie where nobody looks."""
    content = CAMT.replace("<BookgDt><Dt>2026", f"<BookgDt><Dt>{year}", 1)
    assert content != CAMT
    with pytest.raises(BankFileRefused, match=f"a.xml, line [0-9]+: {year}-.* is more than 10 years away"):
        taken(artsakh, content, "a.xml")
    assert not BankFile.objects.exists()


def test_a_fault_in_the_middle_leaves_nothing(artsakh: Fund, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any, **fields: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("tocsin.relief.bank.keeping.insert_plain", fails)
    with pytest.raises(OSError, match="full"):
        taken(artsakh, statement(line(), closing="50,00"))
    for model in (
        BankFile,
        BankStatement,
        BankLine,
        Transfer,
        Gift,
        Entry.objects.filter(item__startswith="bank"),
    ):
        assert not (model if hasattr(model, "exists") else model.objects).exists()  # type: ignore[union-attr]


def test_lines_of_nothing_are_told_and_not_booked(artsakh: Fund) -> None:
    taken(artsakh, statement(line("0,00", text="BALANCE"), closing="0,00"))
    told = BankLine.objects.get()
    assert told.placed == "told" and told.transfer is None
