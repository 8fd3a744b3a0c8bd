"""A rate of exchange as a bank prints it."""

from __future__ import annotations

import re
from decimal import Decimal

from tocsin.errors import MoneyRefused

#: signs, as the ledger keeps it
LENGTH_MAX = 32
_SHAPE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def rate_value(written: str) -> Decimal:
    """Units bought for one unit sold. Raises MoneyRefused: a comma, an exponent, other digits than 0 to 9, nothing at all.

    >>> rate_value("435.50")
    Decimal('435.50')
    """
    text = written.strip()
    if len(text) > LENGTH_MAX or not _SHAPE.fullmatch(text) or not Decimal(text):
        raise MoneyRefused(
            f"{text[: LENGTH_MAX + 1]!r} is no rate",
            "write how many units were bought for one sold, as 435.5",
        )
    return Decimal(text)


def is_rate(value: Decimal) -> bool:
    """Whether it can be kept: a positive number of few signs. An exponent alone could make gigabytes of digits."""
    if not value.is_finite() or value <= 0 or not -LENGTH_MAX < value.adjusted() < LENGTH_MAX:
        return False
    return len(f"{value:f}") <= LENGTH_MAX
