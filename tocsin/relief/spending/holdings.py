"""What a fund holds in one currency, read from its ledger and from what its allocations set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from tocsin.relief.ledger.accounts import AccountName, Role, of_code
from tocsin.relief.ledger.draft import TransferKind
from tocsin.relief.models.ledger import Account, Fund, Posting
from tocsin.relief.models.spending import Allocation, Delivery, Payment, PaymentList
from tocsin.relief.spending.free import Holdings
from tocsin.relief.spending.lifecycle import State

#: what happens to a gift after it was given, and takes its money out of its currency or out of the fund
_AFTERWARDS = (TransferKind.REFUND, TransferKind.EXCHANGE)
_FOR_PURPOSES = f"{Role.GIFTS_RESTRICTED}:"


def holdings_of(fund: Fund, currency: str) -> Holdings:
    """As of now, in five queries."""
    held = _standing(fund, currency)
    given = Counter({name.detail: -minor for name, minor in held if name.role is Role.GIFTS_RESTRICTED})
    for purpose, minor in _afterwards(fund, currency):
        given[purpose] += minor
    sent, set_aside = _by_purpose(fund, currency)
    return Holdings(
        # what is held stands on the credit side: less than nothing
        in_hand=sum(minor for name, minor in held if name.role in (Role.BANK, Role.HELD)),
        given=dict(given),
        sent=sent,
        set_aside=set_aside,
    )


def in_banks(fund: Fund, currency: str) -> dict[AccountName, int]:
    """What stands on each of the fund's bank accounts in the currency, in minor units."""
    return {name: minor for name, minor in _standing(fund, currency) if name.role is Role.BANK}


def _standing(fund: Fund, currency: str) -> list[tuple[AccountName, int]]:
    """Balances of the accounts that say what lies in hand, and for which purposes it was given."""
    asked = Q()
    for role in (Role.BANK, Role.HELD, Role.GIFTS_RESTRICTED):
        asked |= Q(account__code__startswith=f"{role}:")
    rows = Posting.objects.filter(asked, account__fund=fund, account__currency=currency)
    sums = rows.values_list("account__code").annotate(Sum("minor")).order_by("account__code")
    return [(of_code(code), minor) for code, minor in sums]


def _afterwards(fund: Fund, currency: str) -> Iterator[tuple[str, int]]:
    """A purpose, and what came in hand or went of gifts for it after they were given: refunds, a provider's exchanges."""
    later = Posting.objects.filter(
        Q(transfer__kind__in=_AFTERWARDS) | Q(transfer__corrects__kind__in=_AFTERWARDS),
        account__fund=fund,
        account__currency=currency,
        account__kind__in=(Account.Kind.ASSET, Account.Kind.CLEARING),
        transfer__about__startswith="gift:",
    )
    given = Posting.objects.filter(
        transfer__about=OuterRef("transfer__about"),
        transfer__kind=TransferKind.GIFT,
        account__code__startswith=_FOR_PURPOSES,
    )
    rows = later.annotate(given_as=Subquery(given.values("account__code")[:1])).exclude(given_as=None)
    for code, minor in rows.values_list("given_as").annotate(Sum("minor")).order_by():
        yield of_code(code).detail, minor


def _by_purpose(fund: Fund, currency: str) -> tuple[dict[str, int], dict[str, int]]:
    rows = list(Allocation.objects.filter(fund=fund, currency=currency).select_related("programme"))
    net = net_sent(rows)
    sent, aside = Counter[str](), Counter[str]()
    for row in rows:
        sent[row.programme.purpose] += net[row.pk]
        if row.state in (State.APPROVED, State.SPENT_DOWN):
            aside[row.programme.purpose] += row.minor - net[row.pk]
    return dict(sent), dict(aside)


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
