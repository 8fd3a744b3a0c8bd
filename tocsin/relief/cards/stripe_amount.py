"""Amounts as the Stripe shape writes them, which are not always the currency's minor units of ISO 4217.

https://docs.stripe.com/currencies: some currencies have no decimals there though ISO gives them two (MGA), two though
they have none (ISK, UGX), and those with three are given to the nearest ten.
"""

from __future__ import annotations

from tocsin.errors import MoneyRefused
from tocsin.relief.money.currency import currency
from tocsin.relief.money.money import Money

#: currency -> digits in that shape, where they differ from ISO 4217
_OTHER_DIGITS = {"MGA": 0, "ISK": 2, "UGX": 2}


def units(money: Money) -> int:
    """Raises MoneyRefused for an amount that cannot be said in that shape.

    >>> units(Money(1234, "EUR")), units(Money(500, "JPY")), units(Money(5, "ISK")), units(Money(300, "MGA"))
    (1234, 500, 500, 3)
    """
    more = _OTHER_DIGITS.get(money.currency, _digits(money.currency)) - _digits(money.currency)
    if more >= 0:
        made: int = money.minor * 10**more
    else:
        made, left = divmod(money.minor, 10**-more)
        if left:
            raise _refused(money)
    if _digits(money.currency) == 3 and made % 10:
        raise _refused(money)
    return made


def money_of(made: int, code: str) -> Money:
    """From the shape's units; `code` in any case. Raises MoneyRefused for what is no whole number of minor units."""
    code = code.upper()
    more = _OTHER_DIGITS.get(code, _digits(code)) - _digits(code)
    if more <= 0:
        return Money(made * 10**-more, code)
    minor, left = divmod(made, 10**more)
    if left:
        raise MoneyRefused(f"{made} is no amount of {code}", "compare it with the provider's own pages")
    return Money(minor, code)


def _digits(code: str) -> int:
    return currency(code).digits


def _refused(money: Money) -> MoneyRefused:
    return MoneyRefused(
        f"{money.minor} minor units of {money.currency} cannot be paid by card", "choose a rounder amount"
    )
