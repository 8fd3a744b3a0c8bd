"""An amount as a bank, a provider or a person writes it. Strict: what can be read in two ways is refused."""

import re
from functools import cache
from typing import Literal

from tocsin.errors import MoneyRefused
from tocsin.relief.money.currency import currency
from tocsin.relief.money.money import Money, checked

#: longer than any amount that can be meant, with its marks
LONGEST = 30
Mark = Literal[".", ","]
#: what may stand between thousands, beside the other mark
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'"


def amount(written: str, code: str, *, decimal: Mark = ".", signed: bool = False) -> Money:
    """The money that is written, where it can be read in one way only.

    `decimal` is the mark before the minor units. Thousands may be grouped, all of them and by one mark: the other of
    "." and ",", a space or an apostrophe. `signed` lets a minus stand before it. Raises MoneyRefused: more digits than
    the currency has, mixed or misplaced marks, "-0", other digits than 0 to 9, exponents, more than can be meant.

    >>> amount("1.234,56", "EUR", decimal=",")
    Money(minor=123456, currency='EUR')
    """
    digits = currency(code).digits
    found = _shape(decimal).fullmatch(written) if len(written) <= LONGEST else None
    if found is None:
        raise _refused(
            written, code, f"write it as 1234{decimal}50, or with all thousands grouped by one mark"
        )
    minor_digits = found["minor"] or ""
    if len(minor_digits) > digits:
        raise _refused(written, code, f"{code} has {digits} digits after the point")
    minor = int(re.sub(r"[^0-9]", "", found["whole"]) + minor_digits.ljust(digits, "0"))
    if found["sign"] and (not signed or minor == 0):
        raise _refused(written, code, "no minus can stand before it here")
    return checked(Money(-minor if found["sign"] else minor, code))


@cache
def _shape(decimal: Mark) -> re.Pattern[str]:
    other = {".": ",", ",": "."}[decimal]
    mark, grouping = re.escape(decimal), f"[{re.escape(other)}{_SPACES}]"
    grouped = rf"[1-9][0-9]{{0,2}}(?P<group>{grouping})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    return re.compile(rf"(?P<sign>-?)(?P<whole>{grouped}|[0-9]+)(?:{mark}(?P<minor>[0-9]+))?")


def _refused(written: str, code: str, remedy: str) -> MoneyRefused:
    long = written[: LONGEST + 1]
    return MoneyRefused(f"{long!r} cannot be read as an amount in {code}", remedy)
