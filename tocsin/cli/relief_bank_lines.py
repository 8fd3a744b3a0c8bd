"""tocsin relief bank line|receipt|decide|approve|refuse: one bank line, a gift's receipt, people saying what it is."""

import argparse
from typing import Any

from django.conf import settings

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.relief.bank import booked_already, deciding, proposing
from tocsin.relief.bank.held import line_numbered
from tocsin.relief.models import BankDecision, BankLine, BankProposal
from tocsin.relief.money.money import Money, shown

#: causes that are listed of what the books expect
_EXPECTED_MAX = 50


def run(args: argparse.Namespace) -> int:
    {"line": _line, "receipt": _receipt, "decide": _decide, "approve": _second, "refuse": _second}[args.act](
        args
    )
    return 0


def _line(args: argparse.Namespace) -> None:
    line = line_numbered(args.line)
    told, said = _told(line), [_said(one) for one in line.decisions.select_related("by")]
    waits = proposing.waiting(line)
    proposed = [_proposed(waits)] if waits else []
    expected = [{"detail": about, "left": _money(line, left)} for about, left in _expected(line)]
    if args.json:
        print_json({**told, "decisions": said, "waits": proposed, "expected": expected})
        return
    for name, value in told.items():
        if value not in (None, ""):
            print(f"{name.replace('_', ' ')}: {value}")
    print_rows(said, as_json=False, empty="Nobody decided about it.")
    if proposed:
        print("Proposed, and waiting for a second person:")
        print_rows(proposed, as_json=False, empty="")
    if expected:
        print("The books moved this already, and wait for the bank's line (kind: booked):")
        print_rows(expected, as_json=False, empty="")


def _receipt(args: argparse.Namespace) -> None:
    from tocsin.relief.bank.receipts import receipt_of
    from tocsin.relief.cards.receipts import TRACE_PATH

    receipt = receipt_of(line_numbered(args.line))
    link = settings.TOCSIN_SITE + TRACE_PATH
    if args.json:
        print_json({"receipt": dict(receipt.lines()), "simulated": receipt.test, "trace": link})
        return
    if receipt.test:
        print("SIMULATED: no money moved. This is a demonstration.")
    for name, value in receipt.lines():
        print(f"{name}: {value}")
    print(f"With the receipt code anybody can follow what the gift funded: {link}")


def _decide(args: argparse.Namespace) -> None:
    line, by = line_numbered(args.line), person(args, "keep books")
    last = deciding.last_said(line)
    made = proposing.say(
        line,
        kind=args.kind,
        reason=args.reason,
        by=by,
        now=now(),
        seen=last.pk if last else None,
        detail=args.detail,
        other=line_numbered(args.other) if args.other is not None else None,
    )
    if isinstance(made, BankProposal):
        print(f"Bank line {line.pk} stays held: that it is {args.kind} waits for another person's yes.")
    else:
        print(f"Bank line {line.pk} is decided: {args.kind}.")


def _second(args: argparse.Namespace) -> None:
    line, by = line_numbered(args.line), person(args, "decide funds")
    waits = proposing.waiting(line)
    approved = args.act == "approve"
    proposing.decide_proposal(
        line,
        seen=waits.pk if waits else None,
        approved=approved,
        reason=args.reason,
        by=by,
        now=now(),
    )
    print(f"Bank line {line.pk}: what was proposed is {'approved' if approved else 'refused'}.")


def _told(line: BankLine) -> dict[str, Any]:
    return {
        "line": line.pk,
        "fund": line.account.fund.code,
        "account": line.account.number,
        "day": line.booked_on,
        "amount": _money(line, line.minor),
        "text": line.text,
        "party": line.party,
        "placed": line.placed,
        "why": line.why,
        "transfer": line.transfer_id,
    }


def _said(decision: BankDecision) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "detail": decision.detail,
        "other_line": decision.other_id,
        "reason": decision.reason,
        "by": decision.by.get_username(),
        "at": decision.at,
    }


def _proposed(one: BankProposal) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "detail": one.detail,
        "other_line": one.other_id,
        "reason": one.reason,
        "by": one.by.get_username(),
        "at": one.at,
    }


def _expected(line: BankLine) -> list[tuple[str, int]]:
    return booked_already.expected(line, most=_EXPECTED_MAX) if line.minor else []


def _money(line: BankLine, minor: int) -> str:
    return shown(Money(minor, line.account.currency))
