"""tocsin take-in: seals reports as they came, keeps them, and reads them."""

import argparse
import sys
from typing import Any

from tocsin import record, reports
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_rows, progress
from tocsin.reports.taken_in import TakenIn


def run(args: argparse.Namespace) -> int:
    by = actor(args, "take in")
    with progress("taking in", len(args.source)) as advance:
        results = reports.take_in(
            args.source,
            by=by,
            now=now(),
            publisher=args.publisher,
            published=args.published,
            language=args.language,
            encoding=args.encoding,
            progress=lambda _: advance(),
        )
    if not args.no_read:
        read([result.report_id for result in results if result.report_id], by)
    print_rows([_row(result) for result in results], as_json=args.json, empty="No file was found there.")
    for result in results:
        for line in (result.trouble, *result.notes):
            if line and not args.json:
                print(f"tocsin: {line}", file=sys.stderr)
    return 1 if any(result.trouble for result in results) else 0


def read(report_ids: list[int], by: str) -> int:
    with progress("reading", len(report_ids)) as advance:
        return record.read_reports(report_ids, by=by, now=now(), progress=advance)


def _row(result: TakenIn) -> dict[str, Any]:
    outcome = "refused" if result.trouble else "new" if result.fresh else "known, one more origin"
    return {"report": result.report_id, "from": result.address, "outcome": outcome, "trouble": result.trouble}
