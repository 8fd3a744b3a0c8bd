"""tocsin relief transfer show|correct|exchange"""

import argparse
from typing import Any

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.relief_amounts import day, money
from tocsin.cli.times import zoned
from tocsin.errors import NotFound
from tocsin.relief.ledger.accounts import of_code
from tocsin.relief.ledger.corrections import correct
from tocsin.relief.ledger.draft import Rate
from tocsin.relief.ledger.exchange import Deal
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.models import Transfer
from tocsin.relief.money.money import Money, plain
from tocsin.relief.money.rate import rate_value
from tocsin.relief.spending.exchanging import exchange


def run(args: argparse.Namespace) -> int:
    {"show": _show, "correct": _correct, "exchange": _exchange}[args.act](args)
    return 0


def _show(args: argparse.Namespace) -> None:
    fund = fund_of(args.fund)
    row = (
        Transfer.objects.filter(fund=fund, key=args.key)
        .select_related("corrects", "corrected_by", "beside", "period")
        .first()
    )
    if row is None:
        raise NotFound(
            f"the fund {fund.code} has no transfer {args.key[:60]!r}", "look at an account's history"
        )
    said = _said(row)
    legs = [
        {"account": code, "amount": plain(Money(minor, cur), group=","), "minor": minor}
        for code, cur, minor in row.postings.values_list("account__code", "account__currency", "minor")
    ]
    if args.json:
        print_json(said | {"postings": legs})
        return
    for name, value in said.items():
        if value not in (None, ""):
            print(f"{name:14} {value}")
    print_rows(legs, as_json=False, empty="")


def _said(row: Transfer) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "about": row.about,
        "value_date": row.value_date,
        "entry_date": row.entry_date,
        "late_for": str(row.period) if row.period else None,
        "booked_at": row.booked_at,
        "by": row.by,
        "corrects": row.corrects.key if row.corrects else None,
        "corrected_by": row.corrected_by.key if hasattr(row, "corrected_by") else None,
        "beside": row.beside.key if row.beside else None,
        "rate": row.rate,
        "rate_source": row.rate_source,
        "rate_at": row.rate_at,
        "reason": row.reason,
        "body_sha256": row.body_hash,
    }


def _correct(args: argparse.Namespace) -> None:
    by = person(args, "keep books").get_username()
    made = correct(fund_of(args.fund), args.key, reason=args.reason, by=by, now=now())
    print(f"Transfer {args.key} is taken back by {made.key}, in the books of {made.entry_date}.")


def _exchange(args: argparse.Namespace) -> None:
    by = person(args, "keep books").get_username()
    deal = Deal(
        args.key,
        money(args.sold),
        money(args.bought),
        rate=Rate(rate_value(args.rate), args.source, zoned(args.rate_at)),
        from_=of_code(args.from_),
        to=of_code(args.to),
        value_date=day(args.day),
    )
    first, second = exchange(fund_of(args.fund), deal, by=by, now=now())
    print(f"Booked {first.key} and {second.key}.")
