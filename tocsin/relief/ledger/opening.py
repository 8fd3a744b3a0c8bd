"""Accounts are opened by the first transfer that names them."""

from __future__ import annotations

from collections.abc import Collection

from tocsin.relief.ledger.accounts import AccountName, Role, number_of
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
