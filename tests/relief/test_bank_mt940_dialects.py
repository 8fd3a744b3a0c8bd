"""MT940 and MT942 as banks of many countries write them: read to the unit, or refused by line."""

from datetime import date

import pytest

from tocsin.errors import BankFileRefused
from tocsin.relief.bank.adds_up import Outcome, adds_up
from tocsin.relief.bank.nouns import Line, Reading, Statement
from tocsin.relief.bank.own_accounts import is_same
from tocsin.relief.bank.reading import read

HEAD = ":20:A\n:25:900000001234\n:28C:4/1\n:60F:C260101EUR100,00\n"
GIFT = ":61:2601020102C5,00NTRFNONREF//B1\n:86:food\n"


def reading(content: str | bytes) -> Reading:
    return read(content.encode() if isinstance(content, str) else content, "a.sta")


def one(content: str | bytes) -> Statement:
    found = reading(content).statements
    assert len(found) == 1
    return found[0]


def line(entry: str, text: str = "food") -> Line:
    return one(f"{HEAD}:61:{entry}\n:86:{text}\n").lines[0]


@pytest.mark.parametrize(
    ("entry", "booked_on", "value_on", "minor", "code", "bank_ref"),
    [
        ("2601020102C5,00NTRFNONREF//B1", "2026-01-02", "2026-01-02", 500, "NTRF", "B1"),
        ("260102C5,NTRFNONREF//B1", "2026-01-02", "2026-01-02", 500, "NTRF", "B1"),
        ("2601020102CR5,NTRFNONREF//B1", "2026-01-02", "2026-01-02", 500, "NTRF", "B1"),
        ("2601020102DR5,5NTRFNONREF//B1", "2026-01-02", "2026-01-02", -550, "NTRF", "B1"),
        ("2601020102RC5,00NTRFNONREF//B1", "2026-01-02", "2026-01-02", -500, "NTRF", "B1"),
        ("2601020102RDR5,00NTRFNONREF//B1", "2026-01-02", "2026-01-02", 500, "NTRF", "B1"),
        ("2512311231C000000000005,00N051NONREF", "2025-12-31", "2025-12-31", 500, "N051", ""),
        ("2512310102C,5S103NONREF", "2026-01-02", "2025-12-31", 50, "S103", ""),
        ("2601021231C5,FCHKNONREF", "2025-12-31", "2026-01-02", 500, "FCHK", ""),
        ("2601020102CN5,00//B1", "2026-01-02", "2026-01-02", 500, "", "B1"),
        ("2601020102C5,00NONREF", "2026-01-02", "2026-01-02", 500, "", ""),
        ("2601020102D0,00NMSCNONREF", "2026-01-02", "2026-01-02", 0, "NMSC", ""),
    ],
)
def test_an_entry_is_read_in_each_of_its_forms(
    entry: str, booked_on: str, value_on: str, minor: int, code: str, bank_ref: str
) -> None:
    """Without a day of booking, with one of another year, with the currency's letter, reversed, without a code."""
    found = line(entry)
    assert (found.booked_on, found.value_on) == (date.fromisoformat(booked_on), date.fromisoformat(value_on))
    assert (found.minor, found.code, found.bank_ref, found.customer_ref) == (minor, code, bank_ref, "")


@pytest.mark.parametrize("sign", ["?", ">", "~", "^", "<"])
def test_numbered_texts_are_read_by_the_sign_that_the_bank_sets(sign: str) -> None:
    said = "020?00WPLATA?20winter?21 shelter > food?31PL1234?32Ani?33 Petrosyan".replace("?", sign)
    found = line("2601020102C5,00NTRFNONREF", said)
    assert (found.party, found.party_number) == ("Ani Petrosyan", "PL1234")
    assert found.text == "winter shelter > food"


def test_texts_of_dutch_banks_are_read_by_their_words() -> None:
    found = line(
        "2601020102C5,00NTRFEREF//B1", "/EREF/E1/IBAN/NL91ABNA0417164300/NAME/Ani/REMI/winter shelter"
    )
    assert (found.end_to_end, found.party, found.text) == ("E1", "Ani", "winter shelter")


@pytest.mark.parametrize(
    "how",
    [
        "{1:F01BANKDEFFAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:\n%s-}{5:{CHK:0}}\n",
        "\x01{1:F01BANKDEFFAXXX0000000000}{4:\r\n%s-}\x03",
        "BANKNL2A\n940\nBANKNL2A\n%s-\n",
        "\ufeff%s-",
        "%s",
    ],
    ids=["envelope", "control signs", "Dutch heading", "BOM", "nothing"],
)
def test_what_stands_around_a_message_is_no_part_of_it(how: str) -> None:
    body = f"{HEAD}{GIFT}:62F:C260102EUR105,00\n"
    for written in (how % body, (how % body).replace("\r\n", "\n").replace("\n", "\r\n")):
        found = one(written)
        assert adds_up(found).outcome is Outcome.YES and found.lines[0].text == "food"


def test_a_message_may_end_on_the_line_of_its_last_tag() -> None:
    body = f"{HEAD}{GIFT}:62F:C260102EUR105,00-}}{{5:}}\n"
    found = reading(body + body.replace("4/1", "5/1").replace(":60F:C260101EUR100", ":60F:C260102EUR100"))
    assert [adds_up(each).outcome for each in found.statements] == [Outcome.YES, Outcome.YES]


def test_tags_behind_spaces_are_tags() -> None:
    body = f"{HEAD}{GIFT}:62F:C260102EUR105,00\n"
    assert adds_up(one("".join(f"   {each}\n" for each in body.splitlines()))).outcome is Outcome.YES


@pytest.mark.parametrize("hyphen", ["-", "-\n"])
def test_a_hyphen_in_the_midst_of_a_message_ends_nothing(hyphen: str) -> None:
    """As a few savings banks write it, between the opening balance and the entries."""
    found = one(f"{HEAD}{hyphen}{GIFT}{hyphen[:1]}:62F:C260102EUR105,00\n-\n")
    assert adds_up(found).outcome is Outcome.YES and [each.text for each in found.lines] == ["food"]


def test_a_hyphen_that_a_text_was_cut_at_is_no_end() -> None:
    found = one(f"{HEAD}{GIFT}-\n:62F:C260102EUR105,00\n-\n")
    assert adds_up(found).outcome is Outcome.YES and found.lines[0].text == "food"


def test_pages_may_follow_in_one_message() -> None:
    """Without a :20: of their own, with their account or without."""
    for account in ("", ":25:900000001234\n"):
        further = f"{account}:28C:4/2\n:60M:C260102EUR105,00\n{GIFT}:62F:C260102EUR110,00\n-\n"
        found = reading(f"{HEAD}{GIFT}:62M:C260102EUR105,00\n{further}").statements
        assert [(each.account, each.page, adds_up(each).outcome) for each in found] == [
            ("900000001234", "1", Outcome.YES),
            ("900000001234", "2", Outcome.YES),
        ]


@pytest.mark.parametrize("said", ["/SUM/0/1/0,00/5,00/", "D000000C000001D0,00C5,00"])
def test_sums_that_a_statement_says_in_its_text_are_added_up_again(said: str) -> None:
    """As Dutch banks write them behind the balances."""
    body = f"{HEAD}{GIFT}:62F:C260102EUR105,00\n:64:C260102EUR105,00\n:86:{said}\n-\n"
    assert adds_up(one(body)).outcome is Outcome.YES
    verdict = adds_up(one(body.replace(":62F:", ":61:260102C1,00NTRFNONREF\n:62F:").replace("105", "106")))
    assert verdict.outcome is Outcome.NO and verdict.difference_minor == 0
    assert verdict.reasons == (
        "credits stated: 1, found: 2",
        "sum of credits stated: 5.00 EUR, found: 6.00 EUR",
    )


def test_pages_are_statements_that_follow_each_other() -> None:
    first = f"{HEAD}{GIFT}:62M:C260102EUR105,00\n-\n"
    second = (
        first.replace("4/1", "4/2")
        .replace("60F:C260101EUR100", "60M:C260102EUR105")
        .replace("105,00\n-", "110,00\n-")
    )
    found = reading(first + second).statements
    assert [(each.number, each.page, adds_up(each).outcome) for each in found] == [
        ("4", "1", Outcome.YES),
        ("4", "2", Outcome.YES),
    ]


def test_a_report_during_the_day_has_no_opening_balance_and_is_held_to_its_sums() -> None:
    """An expected entry (EC, ED) is counted by some banks and not by others, and never booked."""
    report = (
        ":20:A\n:25:900000001234\n:28C:4/1\n:34F:EURD0,00\n:34F:EURC10,00\n:13D:2601021200+0100\n"
        f"{GIFT}:61:2601020102EC7,00NTRFNONREF\n:90D:0EUR0,00\n:90C:1EUR5,00\n-\n"
    )
    found = one(report)
    assert found.interim and [each.booked for each in found.lines] == [True, False]
    assert adds_up(found).outcome is Outcome.YES
    assert adds_up(one(report.replace("1EUR5,00", "1EUR5,01"))).outcome is Outcome.NO


def test_a_balance_of_nothing_may_be_of_no_day() -> None:
    """As savings banks write it over the first statement of an account."""
    found = reading(HEAD.replace("C260101EUR100,00", "C000000EUR0,00") + GIFT + ":62F:C260102EUR5,00\n")
    assert adds_up(found.statements[0]).outcome is Outcome.YES
    assert [each.reason for each in found.problems] == [
        "a balance of nothing without its day: read as of 2026-01-02"
    ]
    with pytest.raises(BankFileRefused, match="line 4: a balance without its day: 000000"):
        one(HEAD.replace("C260101", "C000000") + GIFT)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (":61:", ":61A:", "line 5: a tag that MT940 does not have: :61A:"),
        (":60F:", ":60:", "line 4: a tag that MT940 does not have: :60:"),
        ("C5,00", "C1.000", "line 5: an amount that may be thousands or not: 1.000"),
        ("C5,00", "C1.000,00", "line 5: no amount: 1.000,00"),
        ("C5,00", "K5,00", "line 5: no entry: "),
        (":61:2601020102", ":61:2703010229", "line 5: no such day: 0229"),
        ("EUR100", "EUR-100", "line 4: no balance: "),
    ],
)
def test_what_cannot_be_certain_is_refused_by_line(was: str, becomes: str, told: str) -> None:
    with pytest.raises(BankFileRefused) as refusal:
        one(f"{HEAD}{GIFT}:62F:C260102EUR105,00\n".replace(was, becomes, 1))
    assert str(refusal.value).startswith(f"a.sta, {told}")


def test_a_tag_of_another_message_is_told_and_no_part_of_the_text_before_it() -> None:
    found = reading(f"{HEAD}{GIFT}:72:/ACC/winter\n:62F:C260102EUR105,00\n")
    assert found.statements[0].lines[0].text == "food"
    assert [(each.at_line, each.reason) for each in found.problems] == [(7, "left aside: :72:/ACC/winter")]


@pytest.mark.parametrize(
    ("printed", "account", "currency"),
    [
        (":25:12345678/0123456789EUR", "12345678/0123456789", "EUR"),
        (":25:NL91 ABNA 0417 1643 00 EUR", "NL91ABNA0417164300", "EUR"),
        (":25:MU17BOMM0101101030300200000MUR", "MU17BOMM0101101030300200000MUR", "EUR"),
        (":25P:DE89370400440532013000\nCOBADEFFXXX", "DE89370400440532013000", "EUR"),
    ],
)
def test_an_account_is_its_number_alone(printed: str, account: str, currency: str) -> None:
    """A currency behind it is none of its signs, but for the IBANs that end with one; a BIC below it is the bank's."""
    found = one(HEAD.replace(":25:900000001234", printed) + GIFT)
    assert (found.account, found.currency) == (account, currency)


@pytest.mark.parametrize(
    ("printed", "number", "same"),
    [
        ("37040044/532013000", "DE89370400440532013000", True),
        ("37040044/0532013000", "DE89370400440532013000", True),
        ("COBADEFFXXX/DE89370400440532013000", "DE89370400440532013000", True),
        ("//AT20111/00012345678/EUR", "AT792011100012345678", True),
        ("417164300", "NL91ABNA0417164300", True),
        ("41.71.64.300", "NL91ABNA0417164300", True),
        ("ABNABANK/417164300", "NL91ABNA0417164300", True),
        ("37040044/532013001", "DE89370400440532013000", False),
        ("37040045/532013000", "DE89370400440532013000", False),
        ("164300", "NL91ABNA0417164300", False),
        ("532013000", "DE89370400440532013000", False),
        ("COBADEFFXXX/DE02120300000000202051", "DE89370400440532013000", False),
    ],
)
def test_an_account_is_known_however_the_bank_writes_it_and_no_other_is(
    printed: str, number: str, same: bool
) -> None:
    assert is_same(printed, number) is same
