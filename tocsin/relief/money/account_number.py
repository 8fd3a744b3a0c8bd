"""Numbers of bank accounts, held to the rule of their country; "unchecked" where we know none.

IBAN: ISO 13616, lengths from the registry that SWIFT keeps; check digits mod 97-10 (ISO 7064). Armenia has no IBAN:
an account of the Central Bank's treasury has 12 digits, a bank's has 16, of which the first 5 are the bank.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from tocsin.errors import MoneyRefused

_NATIONAL = {"AM": (re.compile(r"[0-9]{12}|[0-9]{16}"), "12 digits (treasury) or 16 (bank)")}
_ANY = re.compile(r"[0-9A-Za-z]{4,34}")


class Rule(StrEnum):
    IBAN = "iban"
    NATIONAL = "national"
    #: we know no rule of the country: the number is kept as printed, and pages say so
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class AccountNumber:
    #: without spaces and dashes, letters in capitals
    number: str
    #: ISO 3166-1 alpha-2; empty where it is not known
    country: str
    rule: Rule


def account_number(printed: str, country: str = "") -> AccountNumber:
    """The number as printed, held to its country's rule. Raises MoneyRefused where it breaks the rule.

    >>> account_number("9000 0000 1234", "AM").rule
    <Rule.NATIONAL: 'national'>
    """
    number = re.sub(r"[\s-]", "", printed).upper()
    if not _ANY.fullmatch(number) or not number.isascii():
        raise MoneyRefused(f"{printed[:40]!r} is no account number", "give 4 to 34 letters and digits")
    if re.match(r"[A-Z]{2}[0-9]{2}", number) and country in ("", number[:2]) and number[:2] in iban_lengths():
        return AccountNumber(_iban(number), number[:2], Rule.IBAN)
    if country in _NATIONAL:
        shape, said = _NATIONAL[country]
        if not shape.fullmatch(number):
            raise MoneyRefused(f"{printed[:40]!r} is no account number of {country}", f"give {said}")
        return AccountNumber(number, country, Rule.NATIONAL)
    if country in iban_lengths():
        raise MoneyRefused(
            f"{printed[:40]!r} is no IBAN of {country}",
            f"give {iban_lengths()[country]} characters from {country}",
        )
    return AccountNumber(number, country, Rule.UNCHECKED)


def is_iban(number: str) -> bool:
    """Whether it is one, to its length and check digits; in capitals, without spaces."""
    if not number.isascii() or not number.isalnum() or number[:2] not in iban_lengths():
        return False
    try:
        return bool(_iban(number))
    except MoneyRefused:
        return False


def _iban(number: str) -> str:
    length = iban_lengths()[number[:2]]
    if len(number) != length:
        raise MoneyRefused(
            f"{number!r} has {len(number)} characters", f"an IBAN of {number[:2]} has {length}"
        )
    if int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 != 1:
        raise MoneyRefused(f"{number!r} fails its check digits", "compare it with the printed one")
    return number


@cache
def iban_lengths() -> dict[str, int]:
    """How many characters an IBAN has, by country."""
    text = (files("tocsin.relief.money") / "data" / "iban_lengths.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {country: int(length) for country, length in rows}
