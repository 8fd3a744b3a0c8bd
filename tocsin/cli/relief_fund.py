"""tocsin relief fund draft|open|close|show|list"""

import argparse
from dataclasses import asdict, replace
from typing import Any

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.relief_amounts import printed
from tocsin.errors import NotFound
from tocsin.record.models import Finding
from tocsin.relief.ledger.appeals import printed_accounts, terms_from
from tocsin.relief.ledger.balances import totals
from tocsin.relief.ledger.funds import TermsGiven, draft_fund, fund_of, last_terms, set_terms, terms_of
from tocsin.relief.models import Fund
from tocsin.situations.models import Situation


def run(args: argparse.Namespace) -> int:
    {
        "draft": _draft,
        "open": lambda args: _become(args, Fund.State.OPEN),
        "close": lambda args: _become(args, Fund.State.CLOSED),
        "show": _show,
        "list": _list,
    }[args.act](args)
    return 0


def _draft(args: argparse.Namespace) -> None:
    by = person(args, "decide funds")
    appeal = _appeal(args.appeal)
    start = terms_from(appeal) if appeal else TermsGiven(title="", purpose="", holder="")
    given = {name: getattr(args, name) for name in ("title", "purpose", "holder") if getattr(args, name)}
    terms = replace(start, purposes=tuple(args.restricted), **given)
    fund = draft_fund(
        args.fund,
        terms,
        by=by,
        now=now(),
        reason=args.reason,
        situation=_situation(args.situation),
        appeal=appeal,
    )
    print(f"Drafted the fund {fund.code}. Open it with `tocsin relief fund open {fund.code} --reason ...`.")
    for account in printed_accounts(appeal) if appeal else ():
        print(f"  account {account.printed}: {account.number.rule if account.number else account.trouble}")


def _become(args: argparse.Namespace, state: str) -> None:
    by = person(args, "decide funds")
    fund = fund_of(args.fund)
    seen = last_terms(fund)
    terms = replace(terms_of(fund), state=state)
    set_terms(fund, terms, by=by, now=now(), reason=args.reason, seen=seen.pk if seen else None)
    print(f"The fund {fund.code} is {state}.")


def _appeal(number: int | None) -> Finding | None:
    if number is None:
        return None
    found = Finding.objects.filter(pk=number, kind=Finding.Kind.APPEAL).first()
    if found is None:
        raise NotFound(f"there is no appeal {number}", "`tocsin report show REPORT --kind appeal` lists them")
    return found


def _situation(slug: str | None) -> Situation | None:
    if slug is None:
        return None
    found = Situation.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(f"there is no situation {slug!r}", "list them with `tocsin situation list`")
    return found


def _row(fund: Fund) -> dict[str, Any]:
    return {
        "fund": fund.code,
        "title": fund.title,
        "state": fund.state,
        "holder": fund.holder,
        "situation": fund.situation.slug if fund.situation else None,
        "demonstration": fund.demonstration,
    }


def _list(args: argparse.Namespace) -> None:
    rows = [_row(fund) for fund in Fund.objects.select_related("situation")]
    print_rows(rows, as_json=args.json, empty="No fund yet: `tocsin relief fund draft CODE ...`.")


def _show(args: argparse.Namespace) -> None:
    fund = fund_of(args.fund)
    said = {**_row(fund), "purpose": fund.purpose, "restricted": fund.purposes}
    if args.json:
        print_json(said | {"totals": [asdict(row) for row in totals(fund)]})
        return
    shown = said | {"demonstration": "yes" if fund.demonstration else "no"}
    shown["restricted"] = ", ".join(fund.purposes) or "to nothing"
    for name, value in shown.items():
        print(f"{name:14} {value if value is not None else ''}")
    print_rows([printed(row) for row in totals(fund)], as_json=False, empty="Nothing is booked in it yet.")
