"""tocsin relief transfer list|show|correct|exchange"""

import argparse
from typing import Any

from django.db.models import Sum

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
from tocsin.relief.models import Posting, Transfer
from tocsin.relief.money.money import Money, plain, shown
from tocsin.relief.money.rate import rate_value
from tocsin.relief.spending.exchanging import exchange


def run(args: argparse.Namespace) -> int:
    {"list": _list, "show": _show, "correct": _correct, "exchange": _exchange}[args.act](args)
    return 0


def _list(args: argparse.Namespace) -> None:
    fund = fund_of(args.fund)
    listed = list(Transfer.objects.filter(fund=fund).order_by("-pk")[: max(args.most, 1)])
    moved = _moved(listed)
    rows = [
        {
            "key": row.key,
            "day": row.entry_date,
            "kind": row.kind,
            "about": row.about,
            "moved": ", ".join(moved[row.pk]),
            "by": row.by,
        }
        for row in listed
    ]
    print_rows(rows, as_json=args.json, empty=f"Nothing is booked in the fund {fund.code} yet.")


def _moved(listed: list[Transfer]) -> dict[int, list[str]]:
    """How much each moved, in each of its currencies."""
    of_each: dict[int, list[str]] = {row.pk: [] for row in listed}
    debits = Posting.objects.filter(transfer__in=listed, minor__gt=0)
    sums = debits.values_list("transfer", "account__currency").annotate(Sum("minor"))
    for transfer, code, minor in sums.order_by("transfer", "account__currency"):
        of_each[transfer].append(shown(Money(minor, code)))
    return of_each


def _show(args: argparse.Namespace) -> None:
    fund = fund_of(args.fund)
    row = (
        Transfer.objects.filter(fund=fund, key=args.key)
        .select_related("corrects", "corrected_by", "beside", "period")
        .first()
    )
    if row is None:
        raise NotFound(
            f"the fund {fund.code} has no transfer {args.key[:60]!r}",
            f"`tocsin relief transfer list {fund.code}` shows them",
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
