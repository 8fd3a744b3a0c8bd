"""tocsin relief need state|withdraw|list|standards"""

import argparse

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.relief import spending
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.spending.needing import last_of, need_named
from tocsin.relief.spending.needs import NeedShown
from tocsin.relief.spending.programmes import programme_named
from tocsin.relief.spending.standards import standards


def run(args: argparse.Namespace) -> int:
    {"state": _state, "withdraw": _withdraw, "list": _list, "standards": _standards}[args.act](args)
    return 0


def _state(args: argparse.Namespace) -> None:
    fund = fund_of(args.fund)
    last = last_of(fund, args.code)
    need = spending.state_need(
        fund,
        args.code,
        standard=args.standard,
        finding=args.finding,
        days=args.days,
        programme=programme_named(fund, args.programme) if args.programme else None,
        reason=args.reason,
        by=person(args, "state need"),
        now=now(),
        seen=last.pk if last else None,
    )
    stated = NeedShown(need=need, standard=None, said=())
    print(f"Need {need.code}: {stated.amount} for {stated.people} people over {need.days} days.")


def _withdraw(args: argparse.Namespace) -> None:
    need = need_named(fund_of(args.fund), args.code)
    by = person(args, "state need")
    spending.withdraw_need(need, reason=args.reason, by=by, now=now(), seen=need.pk)
    print(f"Need {need.code} is withdrawn.")


def _list(args: argparse.Namespace) -> None:
    rows = [_row(shown, as_json=args.json) for shown in spending.needs_of(fund_of(args.fund))]
    print_rows(rows, as_json=args.json, empty="No need is stated.")


def _row(shown: NeedShown, *, as_json: bool) -> dict[str, object]:
    need = shown.need
    said = [f"{said.doubt}{f' ({said.people:,})' if said.people is not None else ''}" for said in shown.said]
    return {
        "need": need.code,
        "amount": shown.amount,
        "people": shown.people,
        "days": need.days,
        "standard": need.standard,
        "edition": need.edition,
        "compared": shown.compared,
        "finding": need.finding_id,
        "version": need.review_id,
        "since": said if as_json else "; ".join(said),
    }


def _standards(args: argparse.Namespace) -> None:
    rows = [
        {
            "standard": one.id,
            "says": f"{float(one.quantity):g} {one.unit} for {one.people:,} people"
            + (f" in {one.days} days" if one.days else ""),
            "edition": one.edition,
            "chapter": one.chapter,
            "section": one.section,
            "compared": one.compared,
            "source": one.source,
        }
        for one in standards()
    ]
    print_rows(rows, as_json=args.json, empty="There is none.")
