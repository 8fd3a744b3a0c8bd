"""tocsin relief account list|check"""

import argparse

from tocsin.cli.output import print_rows
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.money.account_number import account_number


def run(args: argparse.Namespace) -> int:
    {"list": _list, "check": _check}[args.act](args)
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


def _check(args: argparse.Namespace) -> None:
    found = account_number(args.number, args.country.upper())
    row = {"number": found.number, "country": found.country, "rule": str(found.rule)}
    print_rows([row], as_json=args.json, empty="")
