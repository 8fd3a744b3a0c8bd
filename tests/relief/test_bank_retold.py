"""One line that a bank tells twice, with more words or with fewer, stands once; two gifts stay two."""

import pytest

from tests.relief.relief_world import BANK_EUR, NOW, fund
from tocsin.relief.bank.taking_in import take_in
from tocsin.relief.ledger.opening import account
from tocsin.relief.models import BankFile, BankLine, Fund

pytestmark = pytest.mark.django_db

STATEMENT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>{number}</Id>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>{opening}{closing}
{entries}</Stmt></BkToCstmrStmt></Document>"""
BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{minor}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-0{day}</Dt></Dt></Bal>"""
DETAILS = """<NtryDtls>{batch}<TxDtls><Refs><EndToEndId>{who}</EndToEndId></Refs><RltdPties><Dbtr><Nm>{who}</Nm></Dbtr>
</RltdPties><RmtInf><Ustrd>for winter</Ustrd></RmtInf></TxDtls></NtryDtls>"""


def entry(who: str = "", *, ref: str = "B1", day: int = 2, minor: int = 50, mark: str = "CRDT") -> str:
    """Without `who` paid: an entry without details."""
    details = DETAILS.format(who=who, batch="") if who else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{minor}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2026-01-0{day}</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef>{details}"
        "<AddtlNtryInf>credit transfer</AddtlNtryInf></Ntry>"
    )


def day_of(*entries: str, opening: int = 0, closing: int, number: str = "1", last: int = 2) -> str:
    return STATEMENT.format(
        number=number,
        opening=BALANCE.format(kind="OPBD", minor=opening, day=2),
        closing=BALANCE.format(kind="CLBD", minor=closing, day=last),
        entries="".join(entries),
    )


@pytest.fixture
def relief() -> Fund:
    made = fund()
    account(made, BANK_EUR)
    return made


def taken(relief: Fund, content: str) -> BankFile:
    return take_in(relief, content.encode(), "a.xml", by="treasurer", now=NOW).file


def placed() -> list[str]:
    return list(BankLine.objects.order_by("id").values_list("placed", flat=True))


@pytest.mark.parametrize(("first", "then"), [("", "Ada"), ("Ada", "")], ids=["bare first", "details first"])
def test_an_entry_told_without_its_payment_and_with_it_is_one_line(
    relief: Fund, first: str, then: str
) -> None:
    """The same day again, corrected: it begins and ends with the same balances."""
    taken(relief, day_of(entry(first), entry("Bo", ref="B2"), closing=100))
    again = taken(relief, day_of(entry(then), entry("Bo", ref="B2"), closing=100, number="1-new"))
    assert again.statements.get().state == "known"
    assert placed() == ["gift", "gift"]


def test_days_told_again_with_other_days_stand_once(relief: Fund) -> None:
    taken(relief, day_of(entry(day=3), entry(day=3), opening=7, closing=107, last=3))
    more = (entry("Cy", minor=7), entry("Ada", day=3), entry("Bo", day=3), entry("Di", day=3), entry(day=4))
    file = taken(relief, day_of(*more, closing=207, number="2", last=4))
    assert file.statements.get().new_count == 3
    assert placed() == ["gift"] * 5


def test_a_page_that_follows_brings_another_gift_under_a_repeated_reference(relief: Fund) -> None:
    """It begins where the first ended: whatever it tells is new."""
    taken(relief, day_of(entry(), closing=50))
    taken(relief, day_of(entry("Ada"), opening=50, closing=100, number="2"))
    assert placed() == ["gift", "gift"]
    whole = day_of(entry("Eve"), entry("Ada"), closing=100, number="3")
    assert taken(relief, whole).statements.get().state == "known"


def test_a_gift_beside_one_told_in_the_same_words_is_another_one(relief: Fund) -> None:
    taken(relief, day_of(entry(), closing=50))
    taken(relief, day_of(entry(), entry("Ada"), closing=100, number="2"))
    assert placed() == ["gift", "gift"]


def test_where_nobody_can_know_whether_it_is_one_the_later_line_is_held(relief: Fund) -> None:
    """A statement is missing between the two; and a day that ends where it began may be told again, or gone on with."""
    taken(relief, day_of(entry(), closing=50))
    taken(relief, day_of(entry("Ada"), opening=300, closing=350, number="3"))
    assert placed() == ["gift", "held"]
    assert BankLine.objects.get(placed="held").why.startswith("may be one that stands already")


def test_a_day_that_comes_to_nothing_is_held_where_it_is_told_in_other_words(relief: Fund) -> None:
    spent = entry("Shop", ref="B9", mark="DBIT")
    taken(relief, day_of(entry(), spent, closing=0))
    taken(relief, day_of(entry("Ada"), spent, closing=0, number="2"))
    assert placed() == ["gift", "held", "held", "held"]  # what went is always held


def test_two_statements_of_one_file_tell_a_line_once(relief: Fund) -> None:
    bare, full = day_of(entry(), closing=50), day_of(entry("Ada"), closing=50, number="2")
    inner = full[full.index("<Stmt>") : full.index("</BkToCstmrStmt>")]
    file = taken(relief, bare.replace("</BkToCstmrStmt>", f"{inner}</BkToCstmrStmt>"))
    assert [each.state for each in file.statements.order_by("id")] == ["booked", "known"]
    assert placed() == ["gift"]


def test_another_payer_under_the_same_reference_is_another_gift(relief: Fund) -> None:
    taken(relief, day_of(entry("Ada"), closing=50))
    taken(relief, day_of(entry("Bo"), opening=300, closing=350, number="3"))
    assert placed() == ["gift", "gift"]


def test_references_that_only_count_a_statements_entries_make_no_line_a_second_one(relief: Fund) -> None:
    """The month counts its entries anew: what it tells of whole days is what the days told."""
    taken(
        relief,
        day_of(entry("Ada", ref="1", day=3), entry("Bo", ref="2", day=3), opening=7, closing=107, last=3),
    )
    month = (
        entry(ref="1", minor=7),
        entry("Ada", ref="2", day=3),
        entry("Bo", ref="3", day=3),
        entry(ref="4", day=4),
    )
    assert taken(relief, day_of(*month, closing=157, number="9", last=4)).statements.get().new_count == 2
    assert placed() == ["gift"] * 4


def test_a_count_of_entries_links_no_return_with_a_gift(relief: Fund) -> None:
    """Entry 1 of today's statement is not entry 1 of yesterday's: which gift went back, a person says."""
    taken(relief, day_of(entry("Ada", ref="1"), closing=50))
    back = entry(ref="1", day=3, mark="DBIT").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")
    taken(relief, day_of(back, opening=50, closing=0, number="2", last=3))
    assert placed() == ["gift", "held"]


def test_other_references_between_the_same_balances_are_held_on_the_first_day_and_the_last(
    relief: Fund,
) -> None:
    taken(relief, day_of(entry("Ada", ref="1"), closing=50))
    taken(relief, day_of(entry("Ada", ref="7"), entry("Bo", ref="8", day=3), closing=100, number="9", last=3))
    assert placed() == ["gift", "held", "gift"]
