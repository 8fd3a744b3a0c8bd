"""tocsin relief cards list|poll|settle"""

import argparse

from tocsin.cli.acting import now
from tocsin.cli.output import print_rows
from tocsin.errors import TocsinError
from tocsin.relief.cards.polling import ALL_MAX, Round, poll, settle
from tocsin.relief.cards.providers import providers
from tocsin.relief.models import CardPayment, CardPayout
from tocsin.relief.money.money import Money, shown

#: payments and payouts of a list, the newest
LISTED_MAX = 100


def run(args: argparse.Namespace) -> int:
    return {"list": _list, "poll": _poll, "settle": _settle}[args.act](args)


def _list(args: argparse.Namespace) -> int:
    rows = CardPayment.objects.select_related("fund", "gift").order_by("-pk")[:LISTED_MAX]
    print_rows(
        [
            {
                "payment": row.pk,
                "fund": row.fund.code,
                "provider": row.provider,
                "amount": shown(Money(row.minor, row.currency)),
                "stands": row.standing,
                "receipt": row.gift.code if row.gift else "",
                "asked_at": row.asked_at,
                "test": row.test,
                "trouble": row.trouble,
            }
            for row in rows
        ],
        as_json=args.json,
        empty="Nobody has given by card yet.",
    )
    return 0


def _poll(args: argparse.Namespace) -> int:
    del args
    done: Round = poll(providers(), now=now(), payments_max=ALL_MAX)
    print(f"Read again: {done.payments} payments, {done.notices} notices.")
    return _told(done.troubles)


def _settle(args: argparse.Namespace) -> int:
    troubles = settle(providers(), now=now(), always=True)
    print_rows(
        [
            {
                "payout": row.ref,
                "provider": row.provider,
                "amount": shown(Money(row.minor, row.currency)),
                "arrives": row.arrives.isoformat(),
                "adds_up": "not told" if row.off_minor is None else not (row.off_minor or row.unknown),
                "off": "" if not row.off_minor else shown(Money(row.off_minor, row.currency)),
                "unknown_payments": len(row.unknown),
                "in_bank": row.transfer_id is not None,
            }
            for row in CardPayout.objects.all()[:LISTED_MAX]
        ],
        as_json=args.json,
        empty="No provider tells of a payout.",
    )
    return _told(troubles)


def _told(troubles: object) -> int:
    assert isinstance(troubles, tuple | list), troubles
    if troubles:
        raise TocsinError("; ".join(troubles), "what could be read is kept; run it again later")
    return 0
