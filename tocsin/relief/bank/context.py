"""What placing asks the store for: payouts that are awaited, own accounts, gifts that may have gone back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from tocsin.relief.bank.nouns import Line
from tocsin.relief.bank.own_accounts import accounts_of, plain
from tocsin.relief.bank.placing import Context, Gift, Payout, references
from tocsin.relief.models import Account, BankLine, CardPayment, CardPayout, Fund
from tocsin.relief.models import Gift as GiftRow

#: card providers that we speak with, also before the first payment through one: their payouts are never gifts
_PROVIDERS = ("arca", "stripe")


def context_of(fund: Fund, account: Account) -> Context:
    awaited = CardPayout.objects.filter(
        transfer=None, currency=account.currency, minor__gt=0, test=fund.demonstration
    ).exclude(status__in=CardPayout.NOT_COMING)
    payments = CardPayment.objects.filter(fund=fund).order_by().values_list("provider", flat=True)
    payouts = [
        Payout(
            provider=row.provider,
            ref=row.ref,
            minor=row.minor,
            currency=row.currency,
            arrives=row.arrives,
            reference=row.reference,
        )
        for row in awaited
    ]
    return Context(
        currency=account.currency,
        purposes=tuple(fund.purposes),
        providers=tuple(sorted({*_PROVIDERS, *payments.distinct(), *(each.provider for each in payouts)})),
        payouts=payouts,
        own_numbers=frozenset(plain(each.number) for each in accounts_of(fund) if each.number),
        went_elsewhere=_went_elsewhere(account),
        gifts_behind=lambda line: gifts_behind(account, line),
    )


def _went_elsewhere(account: Account) -> dict[int, list[date]]:
    """Amount -> days, of held lines by which money left the fund's other accounts of this currency."""
    held = BankLine.objects.filter(
        placed=BankLine.Placed.HELD,
        minor__lt=0,
        account__fund=account.fund,
        account__currency=account.currency,
    ).exclude(account=account)
    days: dict[int, list[date]] = {}
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
    found = {row.key: row for row in rows[:50]}
    gone = set(
        GiftRow.objects.filter(provider=account.code, provider_ref__in=found)
        .exclude(events=None)
        .values_list("provider_ref", flat=True)
    )
    return [
        Gift(line_key=key, minor=row.minor, on=row.booked_on) for key, row in found.items() if key not in gone
    ]
