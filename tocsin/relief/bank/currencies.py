"""Decimals of a bank statement's currency: those in use by the ledger's own table, and some that were withdrawn.

An old statement in a withdrawn currency can be checked; no account of a fund has one, so it is never booked.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from tocsin.errors import MoneyRefused
from tocsin.relief.money.currency import currency
from tocsin.relief.money.money import Money, shown

#: ISO 4217, list three, with the decimals that they had
_WITHDRAWN = {
    "DEM": 2,
    "FRF": 2,
    "NLG": 2,
    "BEF": 0,
    "ITL": 0,
    "ATS": 2,
    "ESP": 0,
    "PLZ": 2,
    "LVL": 2,
    "LTL": 2,
}


@cache
def digits_of(code: str) -> int:
    """Raises MoneyRefused for a code that was never a currency's."""
    try:
        return currency(code).digits
    except MoneyRefused:
        if code in _WITHDRAWN:
            return _WITHDRAWN[code]
        raise


def shown_minor(minor: int, code: str) -> str:
    """As people read it.

    >>> shown_minor(-123456, "EUR"), shown_minor(-123456, "DEM")
    ('-1,234.56 EUR', '-1,234.56 DEM')
    """
    try:
        return shown(Money(minor, code))
    except MoneyRefused:  # a withdrawn one
        return f"{Decimal(minor).scaleb(-digits_of(code)):,} {code}"
