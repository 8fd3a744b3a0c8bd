"""tocsin relief bank says: each bank account by its last statement and by the books, and the statements that are missing."""

import argparse
from typing import Any

from tocsin.cli.output import print_json, print_rows
from tocsin.relief.bank.sequence import Gap
from tocsin.relief.bank.standings import Standing, standings
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.money.money import Money, shown


def run(args: argparse.Namespace) -> int:
    """0 where statements follow one another and explain every difference, 1 where some are missing."""
    found = standings(fund_of(args.fund))
    rows = [_row(each) for each in found]
    missing = [_gap(each, gap) for each in found for gap in each.gaps]
    if args.json:
        print_json({"accounts": rows, "missing": missing})
    else:
        print_rows(rows, as_json=False, empty="The fund has no bank account.")
        print_rows(missing, as_json=False, empty="No statement is missing between two others.")
    return int(bool(missing) or any(each.compared and each.compared.unexplained for each in found))


def _row(one: Standing) -> dict[str, Any]:
    told, currency = one.compared, one.account.currency
    amounts = ("bank", "books", "difference", "held", "not_told", "unexplained")
    said = {name: shown(Money(getattr(told, name), currency)) if told else None for name in amounts}
    return {"account": one.account.number, "end_of": told.on if told else None, **said}


def _gap(one: Standing, gap: Gap) -> dict[str, Any]:
    return {
        "account": one.account.number,
        "after": gap.before.last,
        "before": gap.after.last,
        "numbers": gap.numbers or None,
        "moved": shown(Money(gap.minor, one.account.currency)),
    }
