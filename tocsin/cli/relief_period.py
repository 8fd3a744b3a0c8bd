"""tocsin relief period close|list"""

import argparse

from django.db.models import Count

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.cli.relief_amounts import day
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.ledger.periods import close_period


def run(args: argparse.Namespace) -> int:
    {"close": _close, "list": _list}[args.act](args)
    return 0


def _close(args: argparse.Namespace) -> None:
    by = person(args, "keep books").get_username()
    period = close_period(fund_of(args.fund), day(args.last), by=by, now=now())
    print(f"Closed {period}. What comes late for it stands in the first open day, and says so.")


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "first": period.first,
            "last": period.last,
            "closed_at": period.closed_at,
            "by": period.by,
            "late": period.late_transfers,
        }
        for period in fund_of(args.fund).periods.annotate(late_transfers=Count("late"))
    ]
    print_rows(rows, as_json=args.json, empty="No period of it is closed.")
