"""Accounts by name: "ROLE[:DETAIL]:CURRENCY". The role says what kind of account it is, and which detail it wants."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tocsin.errors import MoneyRefused
from tocsin.relief.money.account_number import Rule, account_number
from tocsin.relief.money.currency import currency


class Kind(StrEnum):
    """As `models.Account.Kind`."""

    ASSET = "asset"
    CLEARING = "clearing"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
    EXCHANGE = "exchange"


class Role(StrEnum):
    #: of its text, to which it is equal; an enum's own takes ten times as long, and every leg is looked up by one
    __hash__ = str.__hash__

    #: detail: the account's number, "AM" and "/" before it where its country is known and the number does not say it
    BANK = "bank"
    #: what a card provider owes us; detail: the provider
    CARD = "card"
    #: bank lines that nobody has placed yet
    HELD = "held"
    GIFTS = "gifts"
    #: gifts for one purpose; detail: the purpose
    GIFTS_RESTRICTED = "gifts-restricted"
    #: detail: the bank or the provider
    FEES = "fees"
    #: gifts given back
    REFUNDED = "refunded"
    #: a provider took it until a dispute ends; detail: the provider
    DISPUTED = "disputed"
    #: detail: the purpose, of money that was given for one
    EXCHANGE = "exchange"
    #: detail: the programme
    SPENT = "spent"
    PAYABLE = "payable"
    #: paid out and come back; detail: the programme
    RETURNED = "returned"
    #: what was there before the ledger began
    OPENING = "opening"


#: role -> kind, and whether it has a detail (None: with or without)
ROLES: dict[Role, tuple[Kind, bool | None]] = {
    Role.BANK: (Kind.ASSET, True),
    Role.CARD: (Kind.CLEARING, True),
    Role.HELD: (Kind.LIABILITY, False),
    Role.GIFTS: (Kind.INCOME, False),
    Role.GIFTS_RESTRICTED: (Kind.INCOME, True),
    Role.FEES: (Kind.EXPENSE, True),
    Role.REFUNDED: (Kind.INCOME, None),
    Role.DISPUTED: (Kind.CLEARING, True),
    Role.EXCHANGE: (Kind.EXCHANGE, None),
    Role.SPENT: (Kind.EXPENSE, True),
    Role.PAYABLE: (Kind.LIABILITY, True),
    Role.RETURNED: (Kind.EXPENSE, True),
    Role.OPENING: (Kind.INCOME, False),
}
_DETAIL = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,79}")


class AccountName(NamedTuple):
    """A tuple: every leg of a transfer is looked up by one."""

    role: Role
    #: ISO 4217
    currency: str
    detail: str = ""

    @property
    def code(self) -> str:
        """
        >>> AccountName(Role.FEES, "EUR", "stripe").code
        'fees:stripe:EUR'
        """
        return f"{self.role}:{self.detail}:{self.currency}" if self.detail else f"{self.role}:{self.currency}"

    @property
    def kind(self) -> Kind:
        return ROLES[self.role][0]


def bank(number: str, cur: str, country: str = "") -> AccountName:
    """The account of a bank account, by its number as printed. Raises MoneyRefused where it breaks its country's rule."""
    found = account_number(number, country)
    plain = found.rule is Rule.IBAN or not found.country
    return AccountName(Role.BANK, cur, found.number if plain else f"{found.country}/{found.number}")


def of_code(code: str) -> AccountName:
    """The name that a code stands for. Raises MoneyRefused."""
    role, *detail, cur = code.split(":") if code.count(":") in (1, 2) else ("", "")
    if role not in Role.__members__.values():
        raise MoneyRefused(f"{code[:120]!r} names no account", "write ROLE:CURRENCY or ROLE:DETAIL:CURRENCY")
    return checked(AccountName(Role(role), cur, detail[0] if detail else ""))


@lru_cache(4096)
def checked(name: AccountName) -> AccountName:
    """The name, where its role can have such a detail and its currency is known. Raises MoneyRefused."""
    currency(name.currency)
    wanted = ROLES[name.role][1]
    if wanted is not None and bool(name.detail) is not wanted:
        said = "needs" if wanted else "has no"
        raise MoneyRefused(
            f"an account of {name.role} {said} detail: {name.code!r}", "name it as its role wants"
        )
    if name.detail and not _DETAIL.fullmatch(name.detail):
        raise MoneyRefused(
            f"{name.detail[:90]!r} cannot stand in an account's name", "use up to 80 of A-Z a-z 0-9 . _ / -"
        )
    return name


def number_of(name: AccountName) -> tuple[str, str]:
    """Number and country of a bank's account; both empty for others."""
    if name.role is not Role.BANK:
        return "", ""
    country, slash, number = name.detail.partition("/")
    if not slash:
        number, country = name.detail, ""
    found = account_number(number, country)
    return found.number, found.country
