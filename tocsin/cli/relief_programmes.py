"""tocsin relief programme open|list"""

import argparse

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.relief import spending
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.money.money import Money, shown


def run(args: argparse.Namespace) -> int:
    {"open": _open, "list": _list}[args.act](args)
    return 0


def _open(args: argparse.Namespace) -> None:
    made = spending.open_programme(
        fund_of(args.fund),
        args.code,
        title=args.title,
        kind=args.kind,
        purpose=args.purpose,
        by=person(args, "keep books").get_username(),
        now=now(),
    )
    print(f"Opened the programme {made.code}. Propose money with `tocsin relief allocate propose`.")


def _list(args: argparse.Namespace) -> None:
    fund = fund_of(args.fund)
    counts = spending.counts_of(fund)
    rows = []
    for one in fund.programmes.all():
        mine = {currency: each for (code, currency), each in counts.items() if code == one.code}
        rows.append(
            {
                "programme": one.code,
                "title": one.title,
                "kind": one.kind,
                "purpose": one.purpose,
                "sent": ", ".join(shown(Money(each.sent_minor, cur)) for cur, each in mine.items()),
                "came_back": ", ".join(shown(Money(each.returned_minor, cur)) for cur, each in mine.items()),
                "payees": sum(each.payees for each in mine.values()),
            }
        )
    print_rows(rows, as_json=args.json, empty="No programme is open.")
