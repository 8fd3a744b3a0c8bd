"""tocsin relief allocate propose|refuse|withdraw|end|list|show, tocsin relief approve"""

import argparse

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.relief import spending
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.models import Allocation
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.allocating import current
from tocsin.relief.spending.holdings import net_sent
from tocsin.relief.spending.programmes import programme_named


def run(args: argparse.Namespace) -> int:
    acts = {"propose": _propose, "list": _list, "show": _show}
    acts.get(args.act, _step)(args)
    return 0


def _propose(args: argparse.Namespace) -> None:
    made = spending.propose(
        programme_named(fund_of(args.fund), args.programme),
        amount(args.amount, args.currency),
        decision=args.decision,
        authority=args.authority,
        by=person(args, "keep books"),
        now=now(),
    )
    print(f"Proposed allocation {made.pk}. Another person approves it: `tocsin relief approve {made.pk}`.")


def _step(args: argparse.Namespace) -> None:
    row = current(args.allocation)
    reason = {} if args.act == "approve" else {"reason": args.reason}
    by = person(args, "decide funds")
    after = getattr(spending, args.act)(row, by=by, now=now(), seen=row.version, **reason)
    print(f"Allocation {after.pk} is {after.state}.")


def _list(args: argparse.Namespace) -> None:
    rows = list(fund_of(args.fund).allocations.select_related("programme"))
    net = net_sent(rows)
    print_rows(
        [_row(row, net[row.pk]) for row in rows], as_json=args.json, empty="No allocation is proposed."
    )


def _row(row: Allocation, net: int) -> dict[str, object]:
    return {
        "allocation": row.pk,
        "programme": row.programme.code,
        "money": shown(Money(row.minor, row.currency)),
        "sent": shown(Money(net, row.currency)),
        "state": str(row.state),
        "authority": row.authority,
    }


def _show(args: argparse.Namespace) -> None:
    row = current(args.allocation)
    acts = [
        {
            "at": act.at.isoformat(timespec="seconds"),
            "act": act.action,
            "by": act.login.get_username() if act.login else "payments",
            "reason": act.reason,
        }
        for act in row.acts.select_related("login")
    ]
    told = _row(row, net_sent([row])[row.pk]) | {"decision": row.decision}
    if args.json:
        print_json(told | {"acts": acts})
        return
    for name, value in told.items():
        print(f"{name}: {value}")
    print_rows(acts, as_json=False, empty="")
