"""Amounts on the command line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tocsin.cli.times import zoned
from tocsin.errors import WrongUse
from tocsin.relief.ledger.balances import Totals
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, plain


def printed(row: Totals) -> dict[str, Any]:
    """Its minor units as people write them."""
    return {
        name: plain(Money(value, row.currency), group=",") if isinstance(value, int) else value
        for name, value in asdict(row).items()
    }


def money(text: str) -> Money:
    """ "100.00:EUR". Raises MoneyRefused, WrongUse."""
    written, colon, code = text.partition(":")
    if not colon:
        raise WrongUse(f"{text[:40]!r} names no currency", "write it as 100.00:EUR")
    return amount(written, code)


def day(text: str) -> date:
    """Raises WrongUse for what is no day of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{text[:40]!r} is no day", "write it as 2026-03-01") from None


def as_of(text: str | None) -> datetime | None:
    return zoned(text) if text else None
