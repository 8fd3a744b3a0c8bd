"""Which of a fund's accounts a bank statement is of: by its number, however the bank writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.errors import BankFileRefused
from tocsin.relief.bank.nouns import Statement
from tocsin.relief.models import Account, Fund

_GERMAN = re.compile(r"([0-9]{8})/([0-9]{1,10})")


def accounts_of(fund: Fund) -> list[Account]:
    """The fund's accounts at banks."""
    return list(fund.accounts.filter(kind=Account.Kind.ASSET, code__startswith="bank:"))


def account_of(statement: Statement, accounts: Sequence[Account], fund: Fund) -> Account:
    """Raises BankFileRefused, with the statement's account, where it is none of the fund's."""
    for account in accounts:
        if account.currency == statement.currency and is_same(statement.account, account.number):
            return _of_one_fund(account, statement)
    ours = ", ".join(f"{each.number} in {each.currency}" for each in accounts) or "none yet"
    raise BankFileRefused(
        f"line {statement.at_line}: a statement of account {statement.account[:40]} in {statement.currency}, "
        f"which the fund {fund.code} has not",
        f"its accounts are: {ours}",
    )


def _of_one_fund(account: Account, statement: Statement) -> Account:
    """Money belongs to one fund: where another one has taken in statements of the account, they are not ours."""
    others = Account.objects.filter(code=account.code, bank_statements__isnull=False).exclude(pk=account.pk)
    other = others.select_related("fund").first()
    if other is not None:
        raise BankFileRefused(
            f"line {statement.at_line}: statements of account {account.number} are the fund {other.fund.code}'s",
            f"take it in with --fund {other.fund.code}",
        )
    return account


def is_same(printed: str, number: str) -> bool:
    """
    >>> is_same("37040044/532013000", "DE89370400440532013000"), is_same("9000 0000 1234", "900000001234")
    (True, True)
    """
    if plain(printed) == plain(number):
        return True
    german = _GERMAN.fullmatch(printed)
    return bool(german) and number.startswith("DE") and number[4:] == german[1] + german[2].zfill(10)  # type: ignore[index]


def plain(number: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())
