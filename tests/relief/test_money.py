"""Amounts, currencies and account numbers: strict, and each refusal names what it refuses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import MoneyRefused
from tocsin.relief.ledger.accounts import AccountName, Role, bank, checked, number_of, of_code
from tocsin.relief.money.account_number import Rule, account_number
from tocsin.relief.money.amount import amount
from tocsin.relief.money.currency import currency, table
from tocsin.relief.money.money import MINOR_MAX, Money, plain, shown
from tocsin.relief.money.rate import is_rate, rate_value


@pytest.mark.parametrize(
    ("written", "code", "decimal", "minor"),
    [
        ("1.234,56", "EUR", ",", 123_456),
        ("1,234.56", "EUR", ".", 123_456),
        ("1 234,5", "EUR", ",", 123_450),
        ("1'234'567.05", "CHF", ".", 123_456_705),
        ("1234", "AMD", ".", 123_400),
        ("1.234", "JPY", ",", 1234),
        ("0.005", "KWD", ".", 5),
        ("0.00", "EUR", ".", 0),
    ],
)
def test_an_amount_is_read_by_its_currency_and_marks(written, code, decimal, minor):
    """Digits after the mark are as many as the currency has, or fewer."""
    assert amount(written, code, decimal=decimal) == Money(minor, code)


@pytest.mark.parametrize(
    ("written", "code", "decimal"),
    [
        ("1.234", "EUR", "."),  # three decimals in a currency of two
        ("1.5", "JPY", "."),
        ("1.234,56", "EUR", "."),  # the marks of another country
        ("1,234.56", "EUR", ","),
        ("1.23.456,00", "EUR", ","),
        ("1 234.567,00", "EUR", ","),  # two marks between thousands
        ("1,,234", "EUR", "."),
        ("-0", "EUR", "."),
        ("-0.00", "EUR", "."),
        ("-5", "EUR", "."),
        ("+5", "EUR", "."),
        ("1" + "0" * 30, "EUR", "."),
        ("10000000000000.01", "EUR", "."),  # a minor unit above the most
        ("NaN", "EUR", "."),
        ("Infinity", "EUR", "."),
        ("1e3", "EUR", "."),
        ("\N{ARABIC-INDIC DIGIT ONE}0", "EUR", "."),
        ("\N{FULLWIDTH DIGIT ONE}0", "EUR", "."),
        (" 1", "EUR", "."),
        ("1.", "EUR", "."),
        (".5", "EUR", "."),
        ("", "EUR", "."),
        ("=1+1", "EUR", "."),
        ("1\n", "EUR", "."),
    ],
)
def test_an_amount_that_could_be_read_in_two_ways_is_refused(written, code, decimal):
    """Nothing is guessed: the refusal shows what was written."""
    with pytest.raises(MoneyRefused) as refused:
        amount(written, code, decimal=decimal)
    assert repr(written[:20])[:-1] in str(refused.value) or "minor units" in str(refused.value)


@pytest.mark.parametrize("code", ["XXX", "EURO", "eur", "", "XAU", "ЕUR"])
def test_a_currency_that_does_not_exist_is_refused(code):
    """Codes of ISO 4217 in capitals; gold and codes for tests are no money that anybody gives."""
    with pytest.raises(MoneyRefused):
        currency(code)


def test_digits_of_currencies():
    """ISO 4217: drams and euro have two digits, yen none, Kuwaiti dinars three."""
    assert [currency(code).digits for code in ("AMD", "EUR", "JPY", "KWD")] == [2, 2, 0, 3]
    numbers = [each.number for each in table().values() if each.code != "ANG"]  # its number went on to XCG
    assert len(set(numbers)) == len(numbers)


@given(st.integers(-MINOR_MAX, MINOR_MAX), st.sampled_from(["EUR", "JPY", "KWD", "AMD"]))
def test_what_is_shown_is_read_back(minor, code):
    """Plain and shown forms lose nothing."""
    money = Money(minor, code)
    assert amount(plain(money), code, signed=True) == money
    assert amount(shown(money).removesuffix(f" {code}"), code, signed=True) == money


def test_two_currencies_are_never_added():
    """That is our own bug, and stops us."""
    with pytest.raises(AssertionError, match="two currencies"):
        Money(1, "EUR") + Money(1, "AMD")


@pytest.mark.parametrize(
    ("printed", "country", "rule"),
    [
        ("DE89 3704 0044 0532 0130 00", "", Rule.IBAN),
        ("GB29NWBK60161331926819", "GB", Rule.IBAN),
        ("9000 0000 1234", "AM", Rule.NATIONAL),
        ("1570000000000012", "AM", Rule.NATIONAL),
        ("900000001234", "", Rule.UNCHECKED),
        ("12345", "US", Rule.UNCHECKED),
    ],
)
def test_account_numbers_are_held_to_their_countrys_rule(printed, country, rule):
    """Where we know none, the number is kept as printed and says that nobody checked it."""
    assert account_number(printed, country).rule is rule


@pytest.mark.parametrize(
    ("printed", "country"),
    [
        ("DE88370400440532013000", ""),
        ("DE8937040044053201300", "DE"),
        ("90000000123", "AM"),
        ("9000000O1234", "AM"),
        ("12345", "DE"),
        ("12;DROP", ""),
        ("", "AM"),
    ],
)
def test_a_number_that_breaks_its_rule_is_refused(printed, country):
    """Wrong check digits, a digit too few, a letter among digits."""
    with pytest.raises(MoneyRefused):
        account_number(printed, country)


@pytest.mark.parametrize(
    "code", ["gifts:EUR", "gifts-restricted:shelter:EUR", "fees:stripe:EUR", "bank:AM/900000001234:AMD"]
)
def test_an_account_is_its_code(code):
    """Name and code say the same."""
    assert of_code(code).code == code


@pytest.mark.parametrize(
    "code", ["", "gifts", "gifts:x:EUR", "fees:EUR", "gold:EUR", "fees:a:b:EUR", "gifts:XXX", "fees:a b:EUR"]
)
def test_a_code_that_names_no_account_is_refused(code):
    """Unknown roles and currencies, details that are missing or too many."""
    with pytest.raises(MoneyRefused):
        of_code(code)


def test_a_bank_account_says_its_country_where_its_number_does_not():
    """A number of twelve digits is Armenia's treasury only where somebody said so."""
    assert number_of(bank("9000 0000 1234", "AMD", "AM")) == ("900000001234", "AM")
    assert number_of(bank("DE89370400440532013000", "EUR")) == ("DE89370400440532013000", "DE")
    assert number_of(checked(AccountName(Role.GIFTS, "EUR"))) == ("", "")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0",
        "0.00",
        "-435.5",
        "435,5",
        "1e5",
        "1E+999999999",
        "4_35.5",
        "٤٣٥.٥",
        "Infinity",
        "NaN",
        ".5",
        "1" * 33,
    ],
    ids=str.casefold,
)
def test_a_rate_that_can_be_read_in_two_ways_or_not_at_all_is_refused(written):
    """Python would read other digits and underlines, and an exponent that fills the memory when it is written out."""
    with pytest.raises(MoneyRefused, match="is no rate"):
        rate_value(written)


@pytest.mark.parametrize("value", ["1E+999999999", "1E-999999999", "Infinity", "NaN", "0", "-1"])
def test_a_rate_without_bound_is_none(value):
    """It is looked at before it is written out."""
    assert not is_rate(Decimal(value)) and is_rate(Decimal("435.50"))
