"""tocsin feed add|list"""

import argparse

from tocsin import reports
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_rows
from tocsin.reports.models import Feed


def run(args: argparse.Namespace) -> int:
    {"add": _add, "list": _list}[args.act](args)
    return 0


def _add(args: argparse.Namespace) -> None:
    by = actor(args, "take in")
    reports.add_feed(args.url, publisher=args.publisher, interval_s=args.every, by=by, now=now())
    print(f"{args.url} is polled every {args.every} seconds while `tocsin worker` runs.")


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "feed": feed.url,
            "publisher": feed.publisher,
            "every_s": feed.interval_s,
            "polled": feed.polled_at.isoformat(timespec="seconds") if feed.polled_at else None,
            "trouble": feed.trouble,
        }
        for feed in Feed.objects.order_by("url")
    ]
    print_rows(rows, as_json=args.json, empty="No feed yet: `tocsin feed add URL`.")
