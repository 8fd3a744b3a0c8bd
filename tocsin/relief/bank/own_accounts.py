"""Which of a fund's accounts a bank statement is of: by its number, however the bank writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.errors import BankFileRefused
from tocsin.relief.bank.nouns import Statement
from tocsin.relief.models import Account, Fund
from tocsin.relief.money.account_number import is_iban

#: //AT20111/00012345678/EUR, COBADEFFXXX/DE89..., 37040044/532013000
_BEHIND = re.compile(r"/(?:[A-Z]{3})?$")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_BANK_AND_ACCOUNT = re.compile(r"(?:[A-Z]{2})?([0-9]{3,8})/([0-9]{1,16})")
#: an IBAN of the Netherlands is the bank's four letters and the account's number, which a bank writes alone
_DUTCH = re.compile(r"NL[0-9]{2}[A-Z]{4}([0-9]{10})")


#: no bank writes more signs
_PRINTED_MAX = 80
#: fewer may be the number of anything
_DUTCH_DIGITS_MIN = 7


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
    >>> is_same("COBADEFFXXX/DE89370400440532013000", "DE89370400440532013000")
    True
    >>> is_same("//AT20111/12345678/EUR", "AT792011100012345678"), is_same("417164300", "NL91ABNA0417164300")
    (True, True)
    """
    if plain(printed) == plain(number):
        return True
    if len(printed) > _PRINTED_MAX:
        return False
    inner = _BEHIND.sub("", printed.strip().upper().lstrip("/"))
    bank, _, behind = inner.partition("/")
    if _BIC.fullmatch(bank) and behind:
        return is_same(behind, number)
    if not is_iban(number):
        return False
    dutch, both, alone = _DUTCH.fullmatch(number), _BANK_AND_ACCOUNT.fullmatch(inner), inner.replace(".", "")
    if dutch and alone.isdigit() and len(alone) >= _DUTCH_DIGITS_MIN:
        return dutch[1] == alone.zfill(10)
    return both is not None and number[4:] == both[1] + both[2].zfill(len(number) - 4 - len(both[1]))


def plain(number: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())
