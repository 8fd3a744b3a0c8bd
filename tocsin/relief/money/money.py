"""An amount with its currency."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.errors import MoneyRefused
from tocsin.relief.money.currency import currency

#: larger than the yearly budget of any state in any currency; what is larger is a slip or an attack
MINOR_MAX = 10**15


@dataclass(frozen=True, slots=True)
class Money:
    """Adds and subtracts within one currency; anything else is our own bug, and an assertion."""

    #: whole minor units: 100 of them are 1 EUR, 1,000 are 1 KWD, 1 is 1 JPY
    minor: int
    #: ISO 4217
    currency: str

    def __post_init__(self) -> None:
        assert type(self.minor) is int, f"minor units are whole: {self.minor!r}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> int:
        assert self.currency == other.currency, f"{self} and {other} are two currencies"
        return other.minor


def checked(money: Money) -> Money:
    """The money, where its currency is known and its amount can be meant. Raises MoneyRefused."""
    currency(money.currency)
    if abs(money.minor) > MINOR_MAX:
        raise MoneyRefused(
            f"{money.minor} minor units of {money.currency} are more than can be meant",
            f"at most {MINOR_MAX:,} are booked",
        )
    return money


def shown(money: Money) -> str:
    """As people read it: thousands by comma, the digits of its currency, the code behind.

    >>> shown(Money(-123456, "EUR")), shown(Money(1500, "JPY"))
    ('-1,234.56 EUR', '1,500 JPY')
    """
    return f"{plain(money, group=',')} {money.currency}"


def plain(money: Money, group: str = "") -> str:
    """The number alone, with a point, as files for machines have it.

    >>> plain(Money(-5, "EUR"))
    '-0.05'
    """
    digits = currency(money.currency).digits
    whole, rest = divmod(abs(money.minor), 10**digits)
    sign = "-" if money.minor < 0 else ""
    number = f"{whole:,}".replace(",", group)
    return f"{sign}{number}.{rest:0{digits}}" if digits else f"{sign}{number}"
