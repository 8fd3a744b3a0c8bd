"""tocsin relief balance FUND"""

import argparse
from dataclasses import asdict

from tocsin.cli.output import print_json, print_rows
from tocsin.cli.relief_amounts import as_of, printed
from tocsin.relief.ledger.balances import TrialRow, off_balance, totals, trial_balance
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.money.money import Money, plain, shown

_EMPTY = "Nothing is booked in it yet."


def run(args: argparse.Namespace) -> int:
    return _totals(args) if args.totals else _trial(args)


def _trial(args: argparse.Namespace) -> int:
    """Exit code 1 where a currency does not add up to zero, which the store itself should not let happen."""
    rows = trial_balance(fund_of(args.fund), as_of=as_of(args.as_of))
    off = off_balance(rows)
    if args.json:
        print_json({"accounts": [asdict(row) for row in rows], "off_balance": off})
    else:
        print_rows([_row(row) for row in rows], as_json=False, empty=_EMPTY)
        for code, minor in off.items():
            print(f"{code} is off balance by {shown(Money(minor, code))}")
    return 1 if off else 0


def _row(row: TrialRow) -> dict[str, object]:
    amounts = {"debit": row.debit, "credit": row.credit, "balance": row.balance}
    shown_amounts = {name: plain(Money(value, row.currency), group=",") for name, value in amounts.items()}
    return {"account": row.account, "kind": row.kind, **shown_amounts, "postings": row.postings}


def _totals(args: argparse.Namespace) -> int:
    rows = totals(fund_of(args.fund), as_of=as_of(args.as_of))
    made = [asdict(row) if args.json else printed(row) for row in rows]
    print_rows(made, as_json=args.json, empty=_EMPTY)
    return 0
