"""What stands on accounts, now or as was known at any time before. Everything here is added up from postings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import Coalesce

from tocsin.relief.ledger.accounts import Role, of_code
from tocsin.relief.models import Account, Fund, Posting

#: rows of one page of an account's history
PAGE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialRow:
    """One account of a trial balance; amounts in minor units of its currency, none negative but `balance`."""

    account: str
    kind: str
    currency: str
    debit: int
    credit: int
    #: debit less credit
    balance: int
    postings: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryRow:
    """One posting of an account, with what stood on it after."""

    transfer_id: int
    key: str
    kind: str
    about: str
    value_date: date
    entry_date: date
    booked_at: datetime
    minor: int
    balance: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """A fund in one currency, in minor units.

    closing = opening + received + held + payable + exchanged + returned - refunded - fees - spent
    """

    currency: str
    opening: int
    received: int
    #: of what was received, for one purpose
    restricted: int
    #: came in and is not placed yet
    held: int
    #: owed and not paid yet
    payable: int
    #: bought less sold
    exchanged: int
    returned: int
    refunded: int
    fees: int
    spent: int
    #: on bank accounts and owed by providers
    closing: int


def balances(fund: Fund, *, as_of: datetime | None = None) -> dict[str, int]:
    """Minor units by account code, for every account of the fund; `as_of` leaves out what was booked after it."""
    return {row.account: row.balance for row in trial_balance(fund, as_of=as_of)}


def trial_balance(fund: Fund, *, as_of: datetime | None = None) -> list[TrialRow]:
    """All accounts of the fund by code. Debits and credits are equal in each currency."""
    sums = {pk: (debit, credit, count) for pk, debit, credit, count in _sums(fund, as_of)}
    rows = []
    for account in Account.objects.filter(fund=fund).order_by("code"):
        debit, credit, count = sums.get(account.pk, (0, 0, 0))
        rows.append(
            TrialRow(
                account=account.code,
                kind=account.kind,
                currency=account.currency,
                debit=debit,
                credit=-credit,
                balance=debit + credit,
                postings=count,
            )
        )
    return rows


def _sums(fund: Fund, as_of: datetime | None) -> Iterable[tuple[int, int, int, int]]:
    """Account, debits, credits (negative) and postings; from one index where no time is asked for."""
    accounts = list(Account.objects.filter(fund=fund).values_list("pk", flat=True))
    rows = Posting.objects.filter(account__in=accounts)
    if as_of is not None:
        rows = rows.filter(transfer__booked_at__lte=as_of)
    grouped = (
        rows.order_by()
        .values("account_id")
        .annotate(debit=_sum(Q(minor__gt=0)), credit=_sum(Q(minor__lt=0)), count=Count("*"))
    )
    for row in grouped.values_list("account_id", "debit", "credit", "count"):
        pk, debit, credit, count = row
        yield pk, int(debit), int(credit), count  # PostgreSQL adds up without bound, as a decimal


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("minor", filter=which), Value(0), output_field=BigIntegerField())


def off_balance(rows: Iterable[TrialRow]) -> dict[str, int]:
    """What remains in each currency that does not add up to zero: nothing, ever."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.currency] += row.balance
    return {code: minor for code, minor in sorted(sums.items()) if minor}


def history(
    account: Account, *, as_of: datetime | None = None, skip: int = 0, most: int = PAGE
) -> list[HistoryRow]:
    """The account's postings, the newest first, each with the balance after it, by the days of the books."""
    rows = _known(account, as_of).annotate(
        balance=Window(Sum("minor"), order_by=[F("transfer__entry_date").asc(), F("id").asc()])
    )
    wanted = rows.order_by("-transfer__entry_date", "-id").values_list(
        "transfer_id",
        "transfer__key",
        "transfer__kind",
        "transfer__about",
        "transfer__value_date",
        "transfer__entry_date",
        "transfer__booked_at",
        "minor",
        "balance",
    )
    names = HistoryRow.__dataclass_fields__
    return [
        HistoryRow(**{**dict(zip(names, row, strict=True)), "balance": int(row[-1])})
        for row in wanted[skip : skip + most]
    ]


def history_length(account: Account, *, as_of: datetime | None = None) -> int:
    return _known(account, as_of).count()


def _known(account: Account, as_of: datetime | None) -> QuerySet[Posting]:
    rows = Posting.objects.filter(account=account)
    return rows if as_of is None else rows.filter(transfer__booked_at__lte=as_of)


def totals(fund: Fund, *, as_of: datetime | None = None) -> list[Totals]:
    """One row for each currency of the fund, by its code."""
    return totals_of(trial_balance(fund, as_of=as_of))


def totals_of(rows: Iterable[TrialRow]) -> list[Totals]:
    """The same, from the rows of a trial balance."""
    sums: Counter[tuple[str, Role]] = Counter()
    codes = set()
    for row in rows:
        codes.add(row.currency)
        sums[row.currency, of_code(row.account).role] += row.balance

    def of(code: str, *roles: Role) -> int:
        return sum(sums[code, role] for role in roles)

    return [
        Totals(
            currency=code,
            opening=-of(code, Role.OPENING),
            received=-of(code, Role.GIFTS, Role.GIFTS_RESTRICTED),
            restricted=-of(code, Role.GIFTS_RESTRICTED),
            held=-of(code, Role.HELD),
            payable=-of(code, Role.PAYABLE),
            exchanged=-of(code, Role.EXCHANGE),
            returned=-of(code, Role.RETURNED),
            refunded=of(code, Role.REFUNDED),
            fees=of(code, Role.FEES),
            spent=of(code, Role.SPENT),
            closing=of(code, Role.BANK, Role.CARD, Role.DISPUTED),
        )
        for code in sorted(codes)
    ]
