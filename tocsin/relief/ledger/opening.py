"""Accounts are opened by the first transfer that names them; a bank account also by a person who names it the fund's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tocsin import custody
from tocsin.custody.commitments import Json
from tocsin.relief.ledger.accounts import AccountName, Role, checked, number_of
from tocsin.relief.models import Account, Fund


def account_ids(fund: Fund, names: Collection[AccountName]) -> dict[AccountName, int]:
    """The ids of these accounts of the fund, opened where they were not there. In the booking's transaction."""
    by_code = {name.code: name for name in names}
    found = _ids(fund, by_code)
    missing = [_row(fund, by_code[code]) for code in sorted(by_code.keys() - found.keys())]
    if missing:  # sorted: two bookings that open the same ones never wait for each other in a ring
        Account.objects.bulk_create(missing, ignore_conflicts=True)
        found = _ids(fund, by_code)
    return {name: found[code] for code, name in by_code.items()}


def account(fund: Fund, name: AccountName) -> Account:
    """The fund's account of that name, opened where it was not there."""
    return Account.objects.get(pk=account_ids(fund, [name])[name])


def open_bank_account(fund: Fund, name: AccountName, *, by: str, now: datetime) -> Account:
    """Names a bank account as the fund's before anything is booked on it; one that is there stays. Raises MoneyRefused."""
    with transaction.atomic():
        row = account(fund, checked(name))
        custody.log(
            [
                custody.Act(
                    item=f"fund-account:{row.pk}", action="named", actor=by, at=now, after=committed(row)
                )
            ]
        )
    return row


def committed(row: Account) -> dict[str, Json]:
    """What the custody log commits to of an account that a person named."""
    return {"fund": row.fund_id, "account": row.code}


def _ids(fund: Fund, codes: Collection[str]) -> dict[str, int]:
    return dict(Account.objects.filter(fund=fund, code__in=codes).values_list("code", "pk"))


def _row(fund: Fund, name: AccountName) -> Account:
    number, country = number_of(name)
    return Account(
        fund=fund,
        code=name.code,
        kind=name.kind.value,
        currency=name.currency,
        restricted=name.role is Role.GIFTS_RESTRICTED,
        number=number,
        country=country,
    )
