"""What a fund holds in one currency, read from its ledger and from what its allocations set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum

from tocsin.relief.ledger.accounts import AccountName, Role, of_code
from tocsin.relief.models.ledger import Fund, Posting
from tocsin.relief.models.spending import Allocation, Delivery, Payment, PaymentList
from tocsin.relief.spending.after_gifts import after_gifts
from tocsin.relief.spending.free import Holdings
from tocsin.relief.spending.lifecycle import State


def holdings_of(fund: Fund, currency: str) -> Holdings:
    """Of one currency; nothing where the fund never had any of it."""
    return all_holdings(fund).get(currency, Holdings(in_hand=0))


def all_holdings(fund: Fund) -> dict[str, Holdings]:
    """Of every currency, as of now. The number of queries does not hang on how many there are."""
    held = _standing(fund)
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for name, minor in held:
        if name.role is Role.GIFTS_RESTRICTED or (name.role is Role.EXCHANGE and name.detail):
            given[name.currency][name.detail] -= minor
    for purpose, currency, minor in after_gifts(fund) if given else ():
        given[currency][purpose] += minor
    sent, set_aside = _by_purpose(fund)
    return {
        currency: Holdings(
            # what is held stands on the credit side: less than nothing
            in_hand=_sum_of(held, currency, (Role.BANK, Role.HELD)),
            owed=_sum_of(held, currency, (Role.CARD,)),
            given=dict(given[currency]),
            sent=sent[currency],
            set_aside=set_aside[currency],
        )
        for currency in sorted({name.currency for name, _ in held})
    }


def in_banks(fund: Fund, currency: str) -> dict[AccountName, int]:
    """What stands on each of the fund's bank accounts in the currency, in minor units."""
    return {
        name: minor for name, minor in _standing(fund) if name.role is Role.BANK and name.currency == currency
    }


def _standing(fund: Fund) -> list[tuple[AccountName, int]]:
    """Balances of the accounts that say what lies in hand, what is owed, and for which purposes it was given."""
    asked = Q()
    for role in (Role.BANK, Role.HELD, Role.CARD, Role.GIFTS_RESTRICTED, Role.EXCHANGE):
        asked |= Q(account__code__startswith=f"{role}:")
    rows = Posting.objects.filter(asked, account__fund=fund)
    sums = rows.values_list("account__code").annotate(Sum("minor")).order_by("account__code")
    return [(of_code(code), minor) for code, minor in sums]


def _sum_of(held: Iterable[tuple[AccountName, int]], currency: str, roles: tuple[Role, ...]) -> int:
    return sum(minor for name, minor in held if name.currency == currency and name.role in roles)


def _by_purpose(fund: Fund) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Currency -> purpose -> what was sent of allocations, and what of them is set aside."""
    rows = list(Allocation.objects.filter(fund=fund).select_related("programme"))
    net = net_sent(rows)
    sent: dict[str, Counter[str]] = defaultdict(Counter)
    aside: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        sent[row.currency][row.programme.purpose] += net[row.pk]
        if row.state in (State.APPROVED, State.SPENT_DOWN):
            aside[row.currency][row.programme.purpose] += row.minor - net[row.pk]
    return sent, aside


def net_sent(allocations: Iterable[Allocation]) -> Mapping[int, int]:
    """Allocation -> what was sent of it less what came back, in minor units. Two queries."""
    ids = [row.pk for row in allocations]
    sent = _sums(
        Payment.objects.filter(
            list__allocation__in=ids, list__state=PaymentList.State.SENT, left_out=False
        ).values_list("list__allocation")
    )
    came_back = _sums(
        Delivery.objects.filter(payment__list__allocation__in=ids, state="returned").values_list(
            "payment__list__allocation"
        )
    )
    return {each: sent.get(each, 0) - came_back.get(each, 0) for each in ids}


def _sums(rows: QuerySet[Any, Any]) -> dict[int, int]:
    return dict(rows.annotate(Sum("minor")).order_by())


def left_of(allocation: Allocation) -> int:
    """What of an allocation is not sent, in minor units."""
    return allocation.minor - net_sent([allocation])[allocation.pk]
