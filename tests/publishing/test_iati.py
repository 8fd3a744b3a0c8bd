"""A fund in the words of IATI: valid by its schema, and the same money as the accounts."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tests.relief.public.books import DAY, Told
from tocsin.publishing.accounts_table import accounts_csv
from tocsin.publishing.iati.writing import Publisher, iati_xml
from tocsin.relief.public.book import Allocation
from tocsin.relief.public.stated import stated

PUBLISHER = Publisher(identifier="XM-EXAMPLE-1", type="22", country="AM")


def told() -> Told:
    book = Told()
    book.fee(book.gift("ani", 10_000), 300)
    book.gift("bob", 2_000)
    book.gift("eve", 700, "EUR")
    book.refund("bob", 500)
    book.spend("water", 4_000)
    book.give_back("water", 1_000)
    book.gift("sim", 99_999, simulated=True)
    book.allocations.append(
        Allocation(n=1, programme="water", minor=6_000, currency="AMD", approved_on=DAY, state="approved",
                   decision="Water", authority="The board")
    )  # fmt: skip
    return book


def sums(content: bytes, activity: int) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for one in etree.fromstring(content)[activity].iter("transaction"):
        key = (one.find("transaction-type").get("code"), one.find("value").get("currency"))
        found[key] = found.get(key, Decimal(0)) + Decimal(one.find("value").text)
    return found


def test_incoming_funds_disbursements_and_expenditure_are_those_of_the_accounts() -> None:
    """Gifts less refunds come in, fees are spent, programmes get 30 and spend 30; simulated money is nowhere."""
    content = iati_xml(told().book(), PUBLISHER)
    assert sums(content, 0) == {
        ("1", "AMD"): Decimal(115),
        ("1", "EUR"): Decimal(7),
        ("4", "AMD"): Decimal(3),
        ("3", "AMD"): Decimal(30),
        ("2", "AMD"): Decimal(60),
    }
    assert sums(content, 1) == {
        ("1", "AMD"): Decimal(30),
        ("4", "AMD"): Decimal(30),
        ("11", "AMD"): Decimal(60),
    }
    assert b"XM-EXAMPLE-1-homes-water" in content and b"SIMULATED" not in content


def test_commitments_are_what_the_accounts_state_as_allocated() -> None:
    """One that was ended is a decision in the accounts, and binds no money in either."""
    book = told()
    book.allocations.append(replace(book.allocations[0], n=2, minor=9_900, state="ended"))
    book.allocations.append(replace(book.allocations[0], n=3, minor=100, state="spent down"))
    content = iati_xml(book.book(), PUBLISHER)
    assert stated(book.book())["allocated"] == {"water": {"AMD": 6_100}}
    assert sums(content, 0)["2", "AMD"] == sums(content, 1)["11", "AMD"] == Decimal(61)


def test_a_demonstration_says_so_in_every_title() -> None:
    """Nobody takes it for money."""
    book = told()
    book.simulated = True
    content = iati_xml(book.book(), PUBLISHER)
    titles = [str(each) for each in etree.fromstring(content).xpath("//title/narrative/text()")]
    assert len(titles) == 3 and all(title.startswith("SIMULATED: ") for title in titles)


@pytest.mark.parametrize("simulated", [False, True])
def test_it_is_valid_by_the_schema(shared: Path, simulated: bool) -> None:
    """IATI 2.03, as the standard publishes it."""
    folder = shared / "conformance" / "iati"
    if not folder.is_dir():
        pytest.skip("the folder ../shared/conformance/iati is not here")
    schema = etree.XMLSchema(etree.parse(folder / "iati-activities-schema.xsd"))
    book = told()
    book.simulated = simulated
    schema.assertValid(etree.fromstring(iati_xml(book.book(), PUBLISHER)))


def test_the_table_holds_no_formula() -> None:
    """What begins like one has an apostrophe before it; debits and credits are in columns of their own."""
    book = told()
    book.exchange(500, "EUR", 2150, "AMD", "4.3")
    rows = accounts_csv(book.book()).split("\r\n")
    assert rows[1] == "1,gift,2023-10-02,2023-10-02,bank:900:AMD,AMD,100.00,,gift:ani,,,,,,no,,,,,"
    assert rows[2].startswith("1,gift,2023-10-02,2023-10-02,gifts:AMD,AMD,,100.00,")
    book.moves[0] = type(book.moves[0])(
        n=1, kind="=1+1", value_date=DAY, booked_on=DAY, legs=book.moves[0].legs, about="@x"
    )
    assert ',"\'=1+1",' not in (line := accounts_csv(book.book()).split("\r\n")[1]) and ",'=1+1," in line
