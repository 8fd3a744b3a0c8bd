"""A payment list as a file: whole or not at all, and never with a name."""

import pytest

from tocsin.errors import MoneyRefused, WrongUse
from tocsin.relief.spending import csv_file
from tocsin.relief.spending.payment_file import read_list
from tocsin.relief.spending.pseudonyms import given_code, pseudonym

KEY = b"a key that is kept elsewhere, of 32+"


def test_people_by_codes() -> None:
    """Codes as others gave them, with the line that each stands on; empty lines are none."""
    lines = read_list(b"\xef\xbb\xbfBeneficiary;Amount\r\nHH-2;100.50\r\n\r\nhh-1;7\r\n", currency="AMD")
    assert [(one.line, one.payee, one.money.minor) for one in lines] == [(2, "HH-2", 10050), (4, "HH-1", 700)]


def test_people_by_identifiers() -> None:
    """An identifier becomes a pseudonym at once; spaces, hyphens and capitals make no other person."""
    lines = read_list(
        b"identifier,amount\nAN 123-456,10\nan123456,10\nAN123457,10\n", currency="EUR", key=KEY
    )
    first, same, other = (one.payee for one in lines)
    assert first == same != other
    assert "123" not in first
    assert first != pseudonym("AN123456", KEY[::-1])


def test_suppliers_by_invoices() -> None:
    """Goods and services are paid by the number of an invoice."""
    (line,) = read_list(b"supplier,invoice,amount,currency\nS-9,2023/ 17,1200,AMD\n", currency="AMD")
    assert (line.payee, line.invoice, line.money.minor) == ("S-9", "2023/ 17", 120000)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "headings are missing"),
        ("beneficiary,amount\n", "no payment"),
        ("beneficiary,name,amount\nHH-1,Jane Roe,5\n", "names stay out"),
        ("beneficiary,beneficiary,amount\nHH-1,HH-1,5\n", "headings"),
        ("beneficiary,amount\nHH-1\n", "line 2 has 1 cells"),
        ("beneficiary,amount\nHH-1,5,6\n", "line 2 has 3 cells"),
        ("beneficiary,amount\nJane,5\n", "line 2: a code is none"),
        ("beneficiary,amount\n=HYPERLINK(1),5\n", "line 2: a code is none"),
        ("beneficiary,amount\nHH-1,0\n", "pays nothing"),
        ("beneficiary,amount\nHH-1,-5\n", "line 2"),
        ("beneficiary,amount\nHH-1,-0\n", "line 2"),
        ("beneficiary,amount\nHH-1,1.005\n", "line 2"),
        ("beneficiary,amount\nHH-1,1e9\n", "line 2"),
        ("beneficiary,amount\nHH-1,NaN\n", "line 2"),
        ("beneficiary,amount\nHH-1," + "9" * 30 + "\n", "line 2"),
        ("beneficiary,amount,currency\nHH-1,5,EUR\n", "EUR"),
        ("supplier,invoice,amount\nS-1,,5\n", "the invoice is ''"),
        ('beneficiary,amount\n"HH-1,5\n', "no CSV"),
        ("beneficiary,amount\nHH-1,5\0\n", "NUL"),
    ],
)
def test_refused_with_line_and_reason(content: str, told: str) -> None:
    """Nothing of a file that cannot be meant is read, and it says where to mend it."""
    with pytest.raises(MoneyRefused, match=told) as refusal:
        read_list(content.encode(), currency="AMD")
    assert refusal.value.remedy


def test_all_lines_that_are_wrong_are_told_at_once() -> None:
    """The first ten, and how many more."""
    bad = "".join(f"HH-{n},x\n" for n in range(12))
    with pytest.raises(MoneyRefused, match=r"line 11: .* \(and 2 more\)") as refusal:
        read_list(f"beneficiary,amount\n{bad}".encode(), currency="AMD")
    assert "line 12" not in str(refusal.value)


def test_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file as long as a country is parted by whoever sends it."""
    monkeypatch.setattr(csv_file, "LINES_MAX", 2)
    with pytest.raises(MoneyRefused, match="more than 2 lines"):
        read_list(b"beneficiary,amount\nH1,1\nH2,1\nH3,1\n", currency="AMD")
    monkeypatch.setattr(csv_file, "BYTES_MAX", 10)
    with pytest.raises(MoneyRefused, match="bytes"):
        read_list(b"beneficiary,amount\nH1,1\n", currency="AMD")
    with pytest.raises(MoneyRefused, match="byte 0 is not UTF-8"):
        read_list(b"\xff\xfe", currency="AMD")


def test_an_identifier_is_never_told_on() -> None:
    """What is wrong with an identifier is said without it: a refusal is printed, and may be kept in a log."""
    secret = "AN123456" * 60
    with pytest.raises(MoneyRefused) as refusal:
        read_list(f"identifier,amount\n{secret},5\n".encode(), currency="AMD", key=KEY)
    assert "AN123456" not in str(refusal.value)


def test_no_pseudonym_without_a_key() -> None:
    """A key that can be guessed makes pseudonyms that can be undone."""
    with pytest.raises(WrongUse, match="TOCSIN_BENEFICIARY_KEY"):
        read_list(b"identifier,amount\nAN1,5\n", currency="AMD", key=b"short")


@pytest.mark.parametrize("code", ["", "Jane Roe", "SMITH", "-1", "HH 1", "HH-" + "1" * 40, "HH-1\n2"])
def test_what_is_no_code(code: str) -> None:
    """A code holds a digit and no space: a name is none."""
    with pytest.raises(MoneyRefused):
        given_code(code)
