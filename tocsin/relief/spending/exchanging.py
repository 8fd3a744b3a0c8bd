"""Which money is exchanged: what was given for anything first; then what was given for purposes, in proportion.

What of it was given for a purpose stays for that purpose in what it bought, through any number of exchanges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from tocsin.errors import MoneyRefused
from tocsin.relief.ledger.accounts import Role, of_code
from tocsin.relief.ledger.exchange import Deal, Share, book_exchange
from tocsin.relief.models.ledger import Fund, Posting, Transfer
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.allocating import locked
from tocsin.relief.spending.free import kept, unbound
from tocsin.relief.spending.holdings import holdings_of


def exchange(fund: Fund, deal: Deal, *, by: str, now: datetime) -> tuple[Transfer, Transfer]:
    """What was sold, then what was bought. The same request again gives the ones that stand.

    Raises MoneyRefused where rate and amounts do not agree, or the fund does not have what was sold.
    """
    with transaction.atomic():
        fund = locked(fund.pk)
        shares = _standing(fund, deal.key)
        if not _come_to(shares, deal.sold, deal.bought):
            shares = _shares_now(fund, deal.sold, deal.bought)
        return book_exchange(fund, deal, by=by, now=now, shares=shares)


def shares_of(sold: int, bought: int, anything: int, kept_for: Mapping[str, int]) -> list[Share]:
    """What of it was given for what; all fractions together make whole minor units. None where more is sold than is there.

    >>> shares_of(50, 20_000, 40, {"water": 60})
    [Share(purpose='', sold=40, bought=16000), Share(purpose='water', sold=10, bought=4000)]
    """
    first = min(sold, max(0, anything))
    parts = {"": first} | dict(_in_proportion(sold - first, kept_for))
    shares, done = [], 0
    for purpose, part in parts.items():
        before, done = done, done + part
        if part:
            shares.append(Share(purpose, part, bought * done // sold - bought * before // sold))
    return shares if done == sold else []


def _in_proportion(minor: int, kept_for: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Purpose -> its part, never more than is kept for it."""
    every, done = sum(kept_for.values()), 0
    if not 0 < minor <= every:
        return
    for purpose, there in sorted(kept_for.items()):
        before, done = done, done + there
        yield purpose, minor * done // every - minor * before // every


def _shares_now(fund: Fund, sold: Money, bought: Money) -> list[Share]:
    holdings = holdings_of(fund, sold.currency)
    there = unbound(holdings)
    shares = shares_of(sold.minor, bought.minor, there, kept(holdings))
    if not shares and sold.minor > 0:
        raise MoneyRefused(
            f"{shown(sold)} is more than the {shown(Money(holdings.in_hand + holdings.owed, sold.currency))} "
            "that the fund has of it",
            "take in the bank's statement first, and say what its held lines are",
        )
    return shares


def _standing(fund: Fund, key: str) -> list[Share]:
    """Those of the exchange that stands under the key; none where none does."""
    halves = []
    for half, sign in (("sold", 1), ("bought", -1)):
        rows = Posting.objects.filter(transfer__key=f"{key}/{half}", account__fund=fund)
        named = ((of_code(code), minor) for code, minor in rows.values_list("account__code", "minor"))
        halves.append({name.detail: sign * minor for name, minor in named if name.role is Role.EXCHANGE})
    sold, bought = halves
    return [Share(purpose, minor, bought.get(purpose, 0)) for purpose, minor in sold.items()]


def _come_to(shares: list[Share], sold: Money, bought: Money) -> bool:
    sums = sum(each.sold for each in shares), sum(each.bought for each in shares)
    return bool(shares) and sums == (sold.minor, bought.minor)
