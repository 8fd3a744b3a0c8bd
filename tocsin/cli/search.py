"""tocsin search: findings by the words of their passages."""

import argparse

from tocsin import record
from tocsin.cli.output import print_rows


def run(args: argparse.Namespace) -> int:
    found = record.search(
        " ".join(args.words),
        kinds=[args.kind] if args.kind else (),
        states=[args.state] if args.state else (),
        most=args.most,
    )
    rows = [
        {
            "finding": each.pk,
            "kind": each.kind,
            "state": each.state,
            "report": each.report_id,
            "publisher": each.report.publisher,
            "quote": " ".join(each.quote.split()),
        }
        for each in found
    ]
    print_rows(rows, as_json=args.json, empty="No passage holds these words.")
    return 0
