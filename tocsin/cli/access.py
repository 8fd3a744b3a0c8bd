"""tocsin access ask|answer|list: two people for what is highly sensitive."""

import argparse

from tocsin import record
from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.record.access import waiting
from tocsin.record.verification_models import Access


def run(args: argparse.Namespace) -> int:
    return {"ask": _ask, "answer": _answer, "list": _list}[args.act](args)


def _ask(args: argparse.Namespace) -> int:
    by = person(args, "ask for access")
    row = record.ask(args.item, args.use, reason=args.reason, by=by, now=now())
    print(
        f"Asked as number {row.pk}. Another person answers it: `tocsin access answer {row.pk} granted ...`."
    )
    return 0


def _answer(args: argparse.Namespace) -> int:
    """To end what one was granted needs no other role than to ask for it."""
    decides = args.state in (Access.State.GRANTED, Access.State.REFUSED)
    by = person(args, "grant access" if decides else "ask for access")
    row = record.answer(args.number, args.state, reason=args.reason, by=by, now=now(), hours=args.hours)
    print(f"{row.item} is {row.state}" + (f" until {row.until:%Y-%m-%d %H:%M} UTC." if row.until else "."))
    return 0


def _list(args: argparse.Namespace) -> int:
    rows = [
        {
            "number": row.pk,
            "item": row.item,
            "use": row.use,
            "asker": row.asker.get_username(),
            "at": row.at,
            "reason": row.reason,
        }
        for row in waiting()
    ]
    print_rows(rows, as_json=args.json, empty="Nobody waits for an answer.")
    return 0
