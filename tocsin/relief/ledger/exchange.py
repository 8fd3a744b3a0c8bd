"""Exchange: two transfers that belong together, one in each currency, with the rate, who says it, and when.

Money that was given for a purpose has an account of its own in both (`exchange:PURPOSE:CURRENCY`): so what of each
currency is for which purpose is a sum of the ledger, however often it was exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from tocsin.errors import MoneyRefused
from tocsin.relief.ledger.accounts import AccountName, Role
from tocsin.relief.ledger.booking import book_many
from tocsin.relief.ledger.days import checked_day
from tocsin.relief.ledger.draft import Leg, Rate, TransferDraft, TransferKind
from tocsin.relief.models import Account, Fund, Transfer
from tocsin.relief.money.currency import currency
from tocsin.relief.money.money import Money, shown
from tocsin.relief.money.rate import is_rate


@dataclass(frozen=True, slots=True)
class Share:
    """Of an exchange, in minor units of the two currencies. Purpose "" is none: money for anything."""

    purpose: str
    sold: int
    bought: int


@dataclass(frozen=True, slots=True)
class Deal:
    """What a bank exchanged, as its paper says; `rate` is units bought for one unit sold."""

    key: str
    sold: Money
    bought: Money
    _: KW_ONLY
    rate: Rate
    from_: AccountName
    to: AccountName
    value_date: date


#: of a key that stands as it is in what its transfers are about; a longer one is hashed
KEY_CHARS_MAX = 71
#: between which people exchange; to spend, or to make a gift or a fee, is no exchange
_PLACES = frozenset({Role.BANK, Role.HELD})


def book_exchange(
    fund: Fund, deal: Deal, *, by: str, now: datetime, about: str = "", shares: Sequence[Share] = ()
) -> tuple[Transfer, Transfer]:
    """What was sold, then what was bought, both or none. Raises MoneyRefused where rate and amounts do not agree.

    `shares` says what of it was given for which purpose; without them all of it is money for anything.
    """
    checked_day(deal.value_date, now)
    drafts = exchange_drafts(deal, about=about, shares=shares)
    with transaction.atomic():
        _refuse_strange(fund, (deal.from_, deal.to))
        first, second = book_many(fund, drafts, by=by, now=now)
    return first, second


def _refuse_strange(fund: Fund, names: Sequence[AccountName]) -> None:
    """A bank account that nobody has named the fund's is none of its places."""
    codes = {name.code for name in names if name.role is Role.BANK}
    known = Account.objects.filter(fund=fund, code__in=codes).values_list("code", flat=True)
    for code in sorted(codes - set(known)):
        raise MoneyRefused(
            f"the fund {fund.code} has no account {code}",
            "compare it, or name it first: `tocsin relief account open`",
        )


def exchange_drafts(
    deal: Deal, *, about: str = "", shares: Sequence[Share] = ()
) -> tuple[TransferDraft, TransferDraft]:
    """The two halves. About the exchange itself where nothing is named. Pure."""
    _check(deal)
    sold, bought = deal.sold, deal.bought
    shares = shares or (Share("", sold.minor, bought.minor),)
    _check_shares(sold, bought, shares)
    about = about or about_of(deal.key)
    first = TransferDraft(
        key=f"{deal.key}/sold",
        kind=TransferKind.EXCHANGE,
        value_date=deal.value_date,
        legs=(
            *_legs({each.purpose: each.sold for each in shares}, sold.currency),
            Leg(deal.from_, -sold.minor),
        ),
        about=about,
        rate=deal.rate,
    )
    second = TransferDraft(
        key=f"{deal.key}/bought",
        kind=TransferKind.EXCHANGE,
        value_date=deal.value_date,
        legs=(
            Leg(deal.to, bought.minor),
            *_legs({each.purpose: -each.bought for each in shares}, bought.currency),
        ),
        about=about,
        beside=first.key,
        rate=deal.rate,
    )
    return first, second


def _legs(minor_of: Mapping[str, int], currency: str) -> list[Leg]:
    return [
        Leg(AccountName(Role.EXCHANGE, currency, purpose), minor)
        for purpose, minor in minor_of.items()
        if minor
    ]


def _check_shares(sold: Money, bought: Money, shares: Sequence[Share]) -> None:
    sums = sum(each.sold for each in shares), sum(each.bought for each in shares)
    negative = any(each.sold <= 0 or each.bought < 0 for each in shares)
    if sums != (sold.minor, bought.minor) or negative or len({each.purpose for each in shares}) < len(shares):
        raise MoneyRefused(
            f"the shares of {shown(sold)} for {shown(bought)} are {sums[0]} and {sums[1]} minor units",
            "give each purpose once, with a positive part; together they are the whole",
        )


def about_of(key: str) -> str:
    """By which the bank's lines of an exchange are placed.

    >>> about_of("2024-01-31 EUR")
    'exchange:2024-01-31 EUR'
    """
    short = len(key) <= KEY_CHARS_MAX and key.isprintable()
    return f"exchange:{key if short else sha256(key.encode()).hexdigest()}"


def _check(deal: Deal) -> None:
    sold, bought, rate, from_, to = deal.sold, deal.bought, deal.rate, deal.from_, deal.to
    if sold.currency == bought.currency:
        raise MoneyRefused(f"{sold.currency} cannot be exchanged for itself", "give two currencies")
    if sold.minor <= 0 or bought.minor <= 0:
        raise MoneyRefused(f"{shown(sold)} for {shown(bought)} is no exchange", "give two positive amounts")
    if (from_.currency, to.currency) != (sold.currency, bought.currency):
        raise MoneyRefused(
            f"{from_.code} to {to.code} does not fit", "name the accounts of the two currencies"
        )
    for name in (from_, to):
        if name.role not in _PLACES:
            raise MoneyRefused(
                f"{name.code} is no place where money lies",
                "name bank accounts: money is spent by payment lists alone",
            )
    if not is_rate(rate.value):
        raise MoneyRefused(
            f"a rate of {str(rate.value)[:40]}", "give how many units were bought for one sold"
        )
    off = abs(expected_minor(sold, bought.currency, rate.value) - bought.minor)
    if off > tolerance_minor(sold, bought.currency, rate.value):
        raise MoneyRefused(
            f"{shown(sold)} at {rate.value:f} is not {shown(bought)}",
            "compare the rate with the bank's paper",
        )


def expected_minor(sold: Money, code: str, rate: Decimal) -> Decimal:
    """Minor units that the rate gives for what was sold, not rounded.

    >>> expected_minor(Money(10_000, "EUR"), "AMD", Decimal("435.5"))
    Decimal('4355000.0')
    """
    return sold.minor * rate * Decimal(10) ** (currency(code).digits - currency(sold.currency).digits)


def tolerance_minor(sold: Money, code: str, rate: Decimal) -> Decimal:
    """How far the amounts may lie apart: banks round the rate in its last digit and the amount to a minor unit."""
    exponent = rate.as_tuple().exponent
    assert isinstance(exponent, int), f"no finite rate: {rate}"
    return expected_minor(sold, code, Decimal(5).scaleb(min(exponent, 0) - 1)) + 1
