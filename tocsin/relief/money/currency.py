"""Currencies of ISO 4217 (data/iso4217.tsv)."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.errors import MoneyRefused


@dataclass(frozen=True, slots=True)
class Currency:
    #: ISO 4217, for example "AMD"
    code: str
    #: digits after the point: minor units in one unit are ten to the power of it
    digits: int
    name: str
    #: ISO 4217 number, three digits
    number: str


def currency(code: str) -> Currency:
    """The currency of a code in capitals. Raises MoneyRefused where there is none.

    >>> currency("KWD").digits
    3
    """
    found = table().get(code)
    if found is None:
        raise MoneyRefused(
            f"{code[:40]!r} is no currency of ISO 4217", "give three capital letters, such as AMD or EUR"
        )
    return found


@cache
def table() -> dict[str, Currency]:
    """All currencies by code."""
    text = (files("tocsin.relief.money") / "data" / "iso4217.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code: Currency(code, int(digits), name, number) for code, number, digits, name in rows}
