"""The bank says, the books say: the last closing balance of each account beside the published transfers, for everybody."""

from datetime import date

import pytest

from tests.relief.public.books import DAY, Told
from tests.relief.relief_world import BANK_AMD
from tests.relief.spending import spending_world as world
from tests.relief.test_bank_deciding import INTEREST
from tests.relief.test_bank_taking_in import line, statement, taken
from tocsin.cli import main
from tocsin.relief.bank.compared import ahead_of_the_bank
from tocsin.relief.bank.standings import standings
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import Fund
from tocsin.relief.public.audit import audit
from tocsin.relief.public.bank_says import compared
from tocsin.relief.public.book import BankBalance
from tocsin.relief.public.published import published
from tocsin.relief.public.reading import read_download
from tocsin.relief.public.releasing import Within


def test_what_the_books_moved_and_the_bank_has_not_told_is_told_apart() -> None:
    """A gift of 100.00 that the bank told, 30.00 sent that it did not, and 5.00 for which a statement is missing."""
    told = Told()
    told.gift("ani", 10_000)
    told.spend("water", 3_000)
    told.bank.append(BankBalance(account="bank:900:AMD", on=DAY, minor=9_500, held=0))
    one = compared(told.book())["bank:900:AMD"]
    assert (one.books, one.difference, one.not_told, one.unexplained) == (7_000, -2_500, -3_000, 500)
    earlier = Told(
        moves=told.moves, bank=[BankBalance(account="bank:900:AMD", on="2023-10-01", minor=0, held=0)]
    )
    assert compared(earlier.book())["bank:900:AMD"].books == 0


@pytest.mark.parametrize(
    ("kind", "corrected", "ahead"),
    [("gift", None, False), ("payment", None, True), ("matched", None, True), ("correction", "gift", False),
     ("correction", None, True), ("exchange", None, True), ("held", None, False)],
)  # fmt: skip
def test_who_tells_of_it_first(kind: str, corrected: str | None, ahead: bool) -> None:
    assert ahead_of_the_bank(kind, corrected) is ahead


def test_a_day_within_a_group_of_payments_would_tell_a_part_of_it() -> None:
    """From its first day on, until its last; one that is not told yet has no last."""
    group = Within(first=date(2024, 1, 2), last=date(2024, 1, 4), legs=())
    assert [group.holds(date(2024, 1, day)) for day in range(1, 6)] == [False, True, True, False, False]
    assert Within(first=date(2024, 1, 2), last=None, legs=()).holds(date(2030, 1, 1))


@pytest.fixture
def artsakh() -> Fund:
    """Opened with 10,000.00 that the bank's first statement begins with, and all of it given before."""
    found = world.given(1_000_000)
    account(found, BANK_AMD)
    return found


def told_by_the_bank(of: Fund) -> None:
    taken(of, statement(line("50,00"), opening="10000,00", closing="10050,00", number="1"))
    taken(of, statement(INTEREST, opening="10050,00", closing="10055,00", number="2"))


@pytest.mark.django_db
def test_the_last_statement_stands_beside_the_books(artsakh: Fund) -> None:
    """Held money is in both; a list that was sent is in the books alone; the audit works it out again."""
    told_by_the_bank(artsakh)
    allocation = world.approved(world.programme(artsakh), 600_000)
    world.sent(world.listed(allocation, *((f"H-{n:04}", 10_000) for n in range(6))))
    shown = published(artsakh)
    one = compared(shown.book)[BANK_AMD.code]
    assert (one.on, one.bank, one.books) == (date(2026, 1, 3), 1_005_500, 945_500)
    assert (one.held, one.not_told, one.unexplained) == (500, -60_000, 0)
    (desk,) = [each for each in standings(artsakh) if each.account.code == BANK_AMD.code]
    assert desk.compared == one and not desk.gaps
    download = read_download(shown.export)
    assert download.stated["bank"][BANK_AMD.code]["not_told"] == -60_000
    assert not any(each.fault for each in audit(download))


@pytest.mark.django_db
def test_a_statement_that_is_missing_is_named(artsakh: Fund, capsys: pytest.CaptureFixture[str]) -> None:
    """At the desk and by command, with its number and with what moved in it; the public line has the sum."""
    assert main(["relief", "bank", "says", "--fund", "artsakh"]) == 0
    told_by_the_bank(artsakh)
    before = published(artsakh)
    assert main(["relief", "bank", "says", "--fund", "artsakh"]) == 0
    taken(artsakh, statement(line("1,00", "L"), opening="10105,00", closing="10106,00", number="4"))
    assert main(["relief", "bank", "says", "--fund", "artsakh"]) == 1
    said = capsys.readouterr().out
    assert "50.00 AMD" in said and "3" in said
    shown = published(artsakh)
    assert shown is not before and compared(shown.book)[BANK_AMD.code].unexplained == -5_000


@pytest.mark.django_db
def test_the_pages_say_it(artsakh: Fund, client: object) -> None:
    """The fund's public page, and at the desk with the statements that are missing."""
    told_by_the_bank(artsakh)
    taken(artsakh, statement(line("1,00", "L"), opening="10105,00", closing="10106,00", number="4"))
    page = client.get("/relief/artsakh/").content.decode()  # type: ignore[attr-defined]
    assert (
        "The bank says, the books say" in page
        and "10,106.00 AMD" in page
        and "statements are missing" in page
    )
    client.force_login(world.login("zara", "treasurer"))  # type: ignore[attr-defined]
    desk = client.get("/desk/relief/artsakh/bank/").content.decode()  # type: ignore[attr-defined]
    assert "number 3" in desk and "50.00 AMD moved meanwhile" in desk
    table = client.get("/relief/artsakh/accounts.csv").content.decode().splitlines()  # type: ignore[attr-defined]
    assert table[-1].endswith("no,10106.00,10056.00,5.00,0.00,-50.00")
