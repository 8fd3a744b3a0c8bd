"""What placing asks the store for: payouts that are awaited, own accounts, gifts that may have gone back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from tocsin.relief.bank.nouns import Line
from tocsin.relief.bank.own_accounts import accounts_of, plain
from tocsin.relief.bank.placing import ARRIVAL_DAYS, Context, Gift, Payout, references
from tocsin.relief.cards.payout_fund import not_ours
from tocsin.relief.cards.payouts import funds_served
from tocsin.relief.models import Account, BankLine, CardPayment, CardPayout, Fund
from tocsin.relief.models import Gift as GiftRow

#: card providers that we speak with, also before the first payment through one: their payouts are never gifts
_PROVIDERS = ("arca", "stripe")


#: amounts asked for in one query
_ASKED = 500


def context_of(
    fund: Fund, account: Account, *, lines: Sequence[Line] = (), beside: Sequence[Line] = ()
) -> Context:
    """`lines`: those that are placed; `beside`: of the fund's other accounts in this currency, in the same file."""
    awaited = CardPayout.objects.filter(
        transfer=None, currency=account.currency, minor__gt=0, test=fund.demonstration
    ).exclude(status__in=CardPayout.NOT_COMING)
    payments = CardPayment.objects.filter(fund=fund).order_by().values_list("provider", flat=True)
    served = {provider: funds_served(provider) for provider in {row.provider for row in awaited}}
    payouts = [
        Payout(
            provider=row.provider,
            ref=row.ref,
            minor=row.minor,
            currency=row.currency,
            arrives=row.arrives,
            reference=row.reference,
            not_ours=not_ours(fund.pk, row.funds, served[row.provider]),
        )
        for row in awaited
    ]
    return Context(
        currency=account.currency,
        purposes=tuple(fund.purposes),
        providers=tuple(sorted({*_PROVIDERS, *payments.distinct(), *(each.provider for each in payouts)})),
        payouts=payouts,
        own_numbers=frozenset(plain(each.number) for each in accounts_of(fund) if each.number),
        went_elsewhere=_went_elsewhere(account, beside),
        came_elsewhere=_came_elsewhere(account, lines),
        gifts_behind=lambda line: gifts_behind(account, line),
    )


def _came_elsewhere(account: Account, lines: Sequence[Line]) -> dict[int, list[date]]:
    """Amount -> days, of lines that came to the fund's other accounts of this currency and that the rules took for gifts."""
    went = sorted({-line.minor for line in lines if line.minor < 0})
    rows = BankLine.objects.filter(
        placed=BankLine.Placed.GIFT, account__fund=account.fund, account__currency=account.currency
    )
    elsewhere = rows.exclude(account=account).filter(transfer__corrected_by=None)
    days: dict[int, list[date]] = {}
    if not went or not _has_others(account):
        return days
    first = min(line.booked_on for line in lines) - timedelta(days=ARRIVAL_DAYS)
    for start in range(0, len(went), _ASKED):
        found = elsewhere.filter(minor__in=went[start : start + _ASKED], booked_on__gte=first)
        for minor, day in found.values_list("minor", "booked_on"):
            days.setdefault(minor, []).append(day)
    return days


def _has_others(account: Account) -> bool:
    return any(
        each.pk != account.pk and each.currency == account.currency for each in accounts_of(account.fund)
    )


def _went_elsewhere(account: Account, beside: Sequence[Line]) -> dict[int, list[date]]:
    """Amount -> days, of lines by which money left the fund's other accounts of this currency: held, or in this file."""
    held = BankLine.objects.filter(
        placed=BankLine.Placed.HELD,
        minor__lt=0,
        account__fund=account.fund,
        account__currency=account.currency,
    ).exclude(account=account)
    days: dict[int, list[date]] = {}
    for line in beside:
        if line.minor < 0 and line.booked:
            days.setdefault(-line.minor, []).append(line.booked_on)
    for minor, day in held.filter(decisions=None).values_list("minor", "booked_on"):
        days.setdefault(-minor, []).append(day)
    return days


def gifts_behind(account: Account, line: Line) -> Sequence[Gift]:
    """Gifts on the account under one of the line's references, of its amount, that did not go back yet."""
    under_one = references(line)
    if not under_one:
        return ()
    under = Q(end_to_end__in=under_one) | Q(bank_ref__in=under_one) | Q(customer_ref__in=under_one)
    rows = BankLine.objects.filter(
        under, account=account, minor=-line.minor, placed=BankLine.Placed.GIFT, booked_on__lte=line.booked_on
    )
    found = {row.key: row for row in rows.order_by("-booked_on", "-pk")[:50]}
    gone = set(
        GiftRow.objects.filter(provider=account.code, provider_ref__in=found)
        .exclude(events=None)
        .values_list("provider_ref", flat=True)
    )
    return [
        Gift(line_key=key, minor=row.minor, on=row.booked_on) for key, row in found.items() if key not in gone
    ]
