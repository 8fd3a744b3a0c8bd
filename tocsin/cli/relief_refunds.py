"""tocsin relief refunds show|bound|approve|refuse: up to which amount one person gives back, set by two."""

import argparse

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.cli.relief_amounts import money
from tocsin.relief.cards.refund_bounds import decide_bound, in_force, propose_bound, waiting
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.money.money import Money, shown


def run(args: argparse.Namespace) -> int:
    {"show": _show, "bound": _bound, "approve": _second, "refuse": _second}[args.act](args)
    return 0


def _show(args: argparse.Namespace) -> None:
    rows = [
        {
            "currency": row.currency,
            "one_person_up_to": shown(Money(row.minor, row.currency)),
            "stands": "waits" if row.approved is None else "approved" if row.approved else "refused",
            "by": row.by.get_username(),
            "second": row.second_by.get_username() if row.second_by else None,
            "reason": row.reason,
            "at": row.at,
        }
        for row in fund_of(args.fund).refund_bounds.select_related("by", "second_by")
    ]
    print_rows(rows, as_json=args.json, empty="No bound was ever set: every refund needs two people.")


def _bound(args: argparse.Namespace) -> None:
    by, fund, bound = person(args, "decide funds"), fund_of(args.fund), money(args.amount)
    stands = in_force(fund, bound.currency)
    seen = stands.pk if stands else None
    propose_bound(fund, bound, reason=args.reason, by=by, now=now(), seen=seen)
    print(f"Proposed: one person gives back up to {shown(bound)}. Another person approves it.")


def _second(args: argparse.Namespace) -> None:
    by, fund, approved = person(args, "decide funds"), fund_of(args.fund), args.act == "approve"
    row = waiting(fund, args.currency)
    decide_bound(
        fund,
        args.currency,
        seen=row.pk if row else None,
        approved=approved,
        reason=args.reason,
        by=by,
        now=now(),
    )
    print("Approved: it is in force." if approved else "Refused.")
