"""Amounts and dates as banks write them into files, read strictly: one decimal sign, no sign, no grouping."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

#: more is no amount of money that anybody holds; it fits the ledger's column
MINOR_MAX = 10**15
_PLAIN = re.compile(r"([0-9]{1,24})(?:[.,]([0-9]{0,12}))?|[.,]([0-9]{1,12})")
#: digits between two signs of grouping
_THOUSANDS = 3
#: the first year that two digits mean: 80 is 1980, 79 is 2079
_CENTURY_FROM = 80


@lru_cache(4096)  # an entry's amount stands in its payment again, and people give round ones
def minor_of(number: str, digits: int, currency: str = "", point: str = ".,") -> int:
    """Minor units of a plain number. Raises ValueError, which names the number.

    `point`: the decimal signs that are certain in this form. A comma and a point are read in each, but three digits
    behind the one that is not its own may be thousands.

    >>> minor_of("380115,1", 2), minor_of("15000,", 2), minor_of("50", 2), minor_of("12.50000", 2)
    (38011510, 1500000, 5000, 1250)

    Zeros beyond the currency's decimals say nothing and are dropped; anything else there is refused.

    >>> minor_of("1,234", 2, "EUR")
    Traceback (most recent call last):
    ValueError: an amount with 3 decimals where EUR has 2: 1,234
    >>> minor_of("1.234,56", 2)
    Traceback (most recent call last):
    ValueError: no amount: 1.234,56
    >>> minor_of("1.000", 2, point=",")
    Traceback (most recent call last):
    ValueError: an amount that may be thousands or not: 1.000
    """
    found = _PLAIN.fullmatch(number)
    if not found:
        raise ValueError(f"no amount: {number[:40]}")
    behind = found[2] or found[3] or ""
    whole, part = found[1] or "0", behind.rstrip("0")
    if len(part) > digits:
        raise ValueError(
            f"an amount with {len(part)} decimals where {currency or 'its currency'} has {digits}: {number}"
        )
    if len(behind) == _THOUSANDS and digits != _THOUSANDS and number[-_THOUSANDS - 1] not in point:
        raise ValueError(f"an amount that may be thousands or not: {number}")
    minor: int = int(whole) * 10**digits + int(part.ljust(digits, "0") or "0")
    if minor > MINOR_MAX:
        raise ValueError(f"an amount larger than any that is booked: {number[:40]}")
    return minor


def short_date(text: str) -> date:
    """From YYMMDD. Raises ValueError, which names it.

    >>> short_date("160301"), short_date("991231")
    (datetime.date(2016, 3, 1), datetime.date(1999, 12, 31))
    """
    year = int(text[:2])
    return _date(year + (1900 if year >= _CENTURY_FROM else 2000), text[2:4], text[4:6], text)


def long_date(text: str) -> date:
    """From YYYYMMDD. Raises ValueError, which names it."""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise ValueError(f"no date: {text[:20]}")
    return _date(int(text[:4]), text[4:6], text[6:8], text)


def iso_date(text: str) -> date:
    """From 2026-02-27, or the day that an ISO date and time names where it was written. Raises ValueError.

    >>> iso_date("2019-06-24T14:39:03.758+02:00"), iso_date("2013-12-27+01:00")
    (datetime.date(2019, 6, 24), datetime.date(2013, 12, 27))
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T+Z-].{0,30})?", text):
        raise ValueError(f"no date: {text[:20]}")
    return _date(int(text[:4]), text[5:7], text[8:10], text[:10])


def _date(year: int, month: str, day: str, text: str) -> date:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        raise ValueError(f"no such day: {text}") from None
