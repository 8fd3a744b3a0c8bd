"""tocsin relief pay take-in|rule|send|delivered|withdraw|list|show, tocsin relief delivered"""

import argparse
from datetime import date
from pathlib import Path

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.errors import NotFound, WrongUse
from tocsin.relief import spending
from tocsin.relief.ledger.funds import fund_of
from tocsin.relief.models import PaymentList
from tocsin.relief.money.amount import amount
from tocsin.relief.money.money import Money, shown
from tocsin.relief.spending.allocating import current
from tocsin.relief.spending.beneficiary_key import beneficiary_key
from tocsin.relief.spending.csv_file import BYTES_MAX
from tocsin.relief.spending.delivering import last_word, payment_numbered, states_of
from tocsin.relief.spending.listing import list_numbered
from tocsin.relief.spending.ruling import DuplicateShown


def run(args: argparse.Namespace) -> int:
    {
        "take-in": _take_in,
        "rule": _rule,
        "send": _send,
        "withdraw": _withdraw,
        "list": _list,
        "show": _show,
        "delivered": _delivered_many,
        "delivered one": _delivered,
    }[args.act](args)
    return 0


def _take_in(args: argparse.Namespace) -> None:
    by, content = person(args, "keep books"), _content(args.file)
    made = spending.take_in_list(
        current(args.allocation),
        content,
        first=_day(args.first),
        last=_day(args.last),
        by=by,
        now=now(),
        key=beneficiary_key(),
        decimal=args.decimal,
    )
    print(f"Payment list {made.pk}: {made.payments.count():,} payments. Another person sends it.")
    found = sum(one.open for one in spending.duplicates_of(made))
    if found:
        print(f"{found} groups may be one and the same: see `tocsin relief pay show {made.pk}`.")


def _content(path: str) -> bytes:
    """One byte more than a file may have tells that it has too many."""
    with Path(path).open("rb") as file:
        return file.read(BYTES_MAX + 1)


def _rule(args: argparse.Namespace) -> None:
    listed = list_numbered(args.list)
    found = [one for one in spending.duplicates_of(listed) if one.duplicate.key.startswith(args.key)]
    if len(found) != 1:
        raise NotFound(
            f"{len(found)} groups of list {listed.pk} have a key that begins with {args.key[:64]!r}",
            f"`tocsin relief pay show {listed.pk}` prints the keys",
        )
    one = found[0]
    spending.rule(
        listed,
        one.duplicate.key,
        verdict=args.verdict,
        left_out=args.leave_out,
        reason=args.reason,
        by=person(args, "keep books"),
        now=now(),
        seen=one.ruling.pk if one.ruling else None,
    )
    print(f"Ruled: {args.verdict}.")


def _send(args: argparse.Namespace) -> None:
    listed = list_numbered(args.list)
    currency = listed.allocation.currency
    done = spending.send_list(
        listed,
        value_date=_day(args.value_date),
        by=person(args, "keep books"),
        now=now(),
        seen=listed.version,
        bank=args.bank,
        fee_minor=amount(args.fee, currency).minor,
    )
    print(f"Payment list {done.pk} is sent: transfer {done.transfer_id}.")


def _withdraw(args: argparse.Namespace) -> None:
    listed = list_numbered(args.list)
    by = person(args, "keep books")
    spending.withdraw_list(listed, reason=args.reason, by=by, now=now(), seen=listed.version)
    print(f"Payment list {listed.pk} is withdrawn.")


def _list(args: argparse.Namespace) -> None:
    lists = PaymentList.objects.filter(allocation__fund=fund_of(args.fund)).select_related(
        "allocation__programme"
    )
    rows = [
        {
            "list": row.pk,
            "allocation": row.allocation_id,
            "programme": row.allocation.programme.code,
            "pays_for": f"{row.first} to {row.last}",
            "state": row.state,
            "sent_on": row.value_date,
        }
        for row in lists
    ]
    print_rows(rows, as_json=args.json, empty="No payment list is taken in.")


def _show(args: argparse.Namespace) -> None:
    listed = list_numbered(args.list)
    rows = list(listed.payments.select_related("list"))
    states = states_of(rows)
    payments = [
        {
            "payment": row.pk,
            "line": row.line,
            "payee": row.payee,
            "invoice": row.invoice,
            "money": shown(Money(row.minor, listed.allocation.currency)),
            "state": "left out" if row.left_out else str(states[row.pk][0]),
        }
        for row in rows
    ]
    groups = [_group(one) for one in spending.duplicates_of(listed)]
    if args.json:
        print_json({"list": listed.pk, "state": listed.state, "payments": payments, "duplicates": groups})
        return
    print_rows(payments, as_json=False, empty="It has no payment.")
    print_rows(groups, as_json=False, empty="No payment may be another one of the same.")


def _group(one: DuplicateShown) -> dict[str, object]:
    return {
        "key": one.duplicate.key[:12],
        "payee": one.duplicate.payee,
        "here": ", ".join(map(str, one.duplicate.here)),
        "elsewhere": ", ".join(map(str, one.duplicate.elsewhere)),
        "ruling": one.ruling.verdict if one.ruling else "open",
        "reason": one.ruling.reason if one.ruling else "",
    }


def _delivered_many(args: argparse.Namespace) -> None:
    listed, by = list_numbered(args.list), person(args, "keep books")
    said = spending.say_many(listed, _content(args.file), by=by, now=now(), decimal=args.decimal)
    print(f"Said of {len(said):,} payments of list {listed.pk}; what the file says of others stood already.")


def _delivered(args: argparse.Namespace) -> None:
    payment = payment_numbered(args.payment)
    by = person(args, "keep books")
    last = last_word(payment)
    currency = payment.list.allocation.currency
    spending.say(
        payment,
        args.state,
        by=by,
        now=now(),
        seen=last.pk if last else None,
        reason=args.reason,
        minor=amount(args.amount, currency).minor if args.amount else None,
        value_date=_day(args.value_date) if args.value_date else None,
    )
    print(f"Payment {payment.pk} is {args.state}.")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise WrongUse(f"{typed[:40]!r} is no day", "write it as 2023-10-31") from None
