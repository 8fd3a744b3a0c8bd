"""Each bank account of a fund as its last statement says, and as the books say; and the statements that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, Sum

from tocsin.relief.bank.compared import Compared, ahead_of_the_bank
from tocsin.relief.bank.held import held_lines
from tocsin.relief.bank.own_accounts import accounts_of
from tocsin.relief.bank.sequence import Gap, Told, gaps, latest
from tocsin.relief.models import Account, BankStatement, Fund, Posting

#: states of a statement whose lines stand in the books
_STANDS = (BankStatement.State.BOOKED, BankStatement.State.KNOWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    account: Account
    #: None where no statement with a closing balance was taken in
    compared: Compared | None
    #: in the order of days
    gaps: Sequence[Gap]


def standings(fund: Fund) -> list[Standing]:
    """Of every bank account of the fund. Four queries, however many accounts and statements there are."""
    accounts = accounts_of(fund)
    told = statements_of(accounts)
    last = {pk: found for pk, each in told.items() if (found := latest(each)) is not None}
    days = {pk: found.last for pk, found in last.items()}
    books, held = _books(days), _held(fund, days)
    return [
        Standing(
            account=account,
            compared=_compared(last[account.pk], books[account.pk], held.get(account.pk, 0))
            if account.pk in last
            else None,
            gaps=gaps(told[account.pk]),
        )
        for account in accounts
    ]


def statements_of(accounts: Iterable[Account]) -> Mapping[int, list[Told]]:
    """Account -> its statements that stand in the books."""
    rows = BankStatement.objects.filter(account__in=list(accounts), state__in=_STANDS, last__isnull=False)
    columns = ("account", "pk", "number", "first", "last", "opening_minor", "closing_minor")
    told = defaultdict[int, list[Told]](list)
    for account, pk, number, first, last, opening, closing in rows.order_by("pk").values_list(*columns):
        told[account].append(
            Told(
                id=pk,
                number=number,
                first=first,
                last=last,
                opening_minor=opening,
                closing_minor=closing,
            )
        )
    return told


def _compared(last: Told, books: tuple[int, int], held: int) -> Compared:
    assert last.closing_minor is not None, last
    return Compared(on=last.last, bank=last.closing_minor, books=books[0], held=held, not_told=books[1])


def _books(days: Mapping[int, date]) -> Mapping[int, tuple[int, int]]:
    """Account -> what the books have there at the end of its day, and what of it the bank has not told."""
    found = dict.fromkeys(days, (0, 0))
    if not days:
        return found
    until = reduce(or_, (Q(account=pk, transfer__value_date__lte=day) for pk, day in days.items()))
    kinds = Posting.objects.filter(until).values("account", "transfer__kind", "transfer__corrects__kind")
    sums = kinds.annotate(moved=Sum("minor")).order_by()
    columns = ("account", "transfer__kind", "transfer__corrects__kind", "moved")
    for account, kind, corrected, moved in sums.values_list(*columns):
        books, ahead = found[account]
        found[account] = (books + moved, ahead + (moved if ahead_of_the_bank(kind, corrected) else 0))
    return found


def _held(fund: Fund, days: Mapping[int, date]) -> Mapping[int, int]:
    """Account -> its lines until the day that nobody has placed."""
    if not days:
        return {}
    until = reduce(or_, (Q(account=pk, booked_on__lte=day) for pk, day in days.items()))
    sums = held_lines(fund).filter(until).order_by().values("account").annotate(sum=Sum("minor"))
    return dict(sums.values_list("account", "sum"))
