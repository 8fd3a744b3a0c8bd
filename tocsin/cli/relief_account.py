"""tocsin relief account list|open|check"""

import argparse

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.relief.ledger.accounts import bank
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.ledger.opening import open_bank_account
from tocsin.relief.money.account_number import account_number


def run(args: argparse.Namespace) -> int:
    {"list": _list, "open": _open, "check": _check}[args.act](args)
    return 0


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "account": account.code,
            "kind": account.kind,
            "currency": account.currency,
            "restricted": account.restricted,
            "number": account.number,
            "country": account.country,
        }
        for account in fund_of(args.fund).accounts.all()
    ]
    print_rows(rows, as_json=args.json, empty="No account yet: the first transfer that names one opens it.")


def _open(args: argparse.Namespace) -> None:
    by = person(args, "decide funds")
    name = bank(args.number, args.currency, args.country.upper())
    row = open_bank_account(fund_of(args.fund), name, by=by.get_username(), now=now())
    print(f"{row.code}: statements of this account can be taken in now")


def _check(args: argparse.Namespace) -> None:
    found = account_number(args.number, args.country.upper())
    row = {"number": found.number, "country": found.country, "rule": str(found.rule)}
    print_rows([row], as_json=args.json, empty="")
