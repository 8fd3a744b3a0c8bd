"""The closing balances that a fund publishes, one of each bank account, beside which public/bank_says.py puts the books.

Payments to people are published as groups, each on its last day: a day within such a group would tell a part of it, so
the balance of an earlier day is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Sum

from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.own_accounts import accounts_of
from tocsin.relief.bank.standings import statements_of
from tocsin.relief.models import Fund
from tocsin.relief.public.book import BankBalance
from tocsin.relief.public.releasing import Within


def balances_of(fund: Fund, together: Iterable[Within]) -> tuple[BankBalance, ...]:
    """Of each bank account the newest closing balance that parts no group. Three queries."""
    accounts = accounts_of(fund)
    told, held = statements_of(accounts), _held(fund)
    groups = _by_account(together)
    found = []
    for account in sorted(accounts, key=lambda each: each.code):
        ended = sorted(told.get(account.pk, ()), key=lambda each: (each.last, each.id), reverse=True)
        for one in ended:
            if one.closing_minor is None or any(
                each.holds(one.last) for each in groups.get(account.code, ())
            ):
                continue
            waits = sum(minor for day, minor in held.get(account.pk, ()) if day <= one.last)
            found.append(
                BankBalance(
                    account=account.code, on=one.last.isoformat(), minor=one.closing_minor, held=waits
                )
            )
            break
    return tuple(found)


def _by_account(together: Iterable[Within]) -> Mapping[str, list[Within]]:
    found: dict[str, list[Within]] = {}
    for group in together:
        for leg in group.legs:
            found.setdefault(leg.account, []).append(group)
    return found


def _held(fund: Fund) -> Mapping[int, list[tuple[date, int]]]:
    """Account -> day -> lines that nobody has placed."""
    sums = held_lines(fund).order_by().values("account", "booked_on").annotate(sum=Sum("minor"))
    found: dict[int, list[tuple[date, int]]] = {}
    for account, day, minor in sums.values_list("account", "booked_on", "sum"):
        found.setdefault(account, []).append((day, minor))
    return found
