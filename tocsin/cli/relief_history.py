"""tocsin relief history FUND ACCOUNT"""

import argparse
from dataclasses import asdict

from tocsin.cli.output import print_rows
from tocsin.cli.relief_amounts import as_of
from tocsin.errors import NotFound
from tocsin.relief.ledger.balances import HistoryRow, history
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.models import Account
from tocsin.relief.money.money import Money, plain


def run(args: argparse.Namespace) -> int:
    fund = fund_of(args.fund)
    account = Account.objects.filter(fund=fund, code=args.account).first()
    if account is None:
        raise NotFound(
            f"the fund {fund.code} has no account {args.account[:60]!r}", "see `tocsin relief account list`"
        )
    rows = history(account, as_of=as_of(args.as_of), most=max(args.most, 1))
    made = [asdict(row) if args.json else _row(row, account.currency) for row in rows]
    print_rows(made, as_json=args.json, empty="Nothing happened on it.")
    return 0


def _row(row: HistoryRow, code: str) -> dict[str, object]:
    return {
        "day": row.entry_date,
        "transfer": row.key,
        "kind": row.kind,
        "about": row.about,
        "amount": plain(Money(row.minor, code), group=","),
        "balance": plain(Money(row.balance, code), group=","),
    }
