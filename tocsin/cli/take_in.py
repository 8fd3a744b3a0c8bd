"""tocsin take-in: seals reports as they came, keeps them, and reads them."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tocsin import record, reports, situations
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_rows, progress
from tocsin.reports.arrivals import find_files, is_url
from tocsin.reports.taken_in import TakenIn


def run(args: argparse.Namespace) -> int:
    by = actor(args, "take in")
    with progress("taking in", expected(args.source)) as advance:
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
    # told before anything is read: what is taken in is in, whatever comes after
    rows = [_row(result, with_trouble=args.json) for result in results]
    print_rows(rows, as_json=args.json, empty="No file was found there.")
    if not args.json:
        _tell_trouble(results)
    if not args.no_read:
        read([result.report_id for result in results if result.report_id], by)
    return 1 if any(result.trouble for result in results) else 0


def expected(sources: Sequence[str]) -> int | None:
    """How many files there are to take in; None where an address is among them, which may be a feed."""
    if any(is_url(source) for source in sources):
        return None
    return sum(1 for source in sources for _ in find_files(Path(source)))


def read(report_ids: list[int], by: str) -> int:
    """Reads what was taken in, and compares it with what is there: a minute of reading hides a second of comparing."""
    with progress("reading", len(report_ids)) as advance:
        count = record.read_reports(report_ids, by=by, now=now(), progress=advance)
    reports.compare(report_ids, now=now())
    situations.notice(now=now())
    return count


def _tell_trouble(results: Sequence[TakenIn]) -> None:
    for result in results:
        if result.trouble:
            print(f"tocsin: {result.trouble}", file=sys.stderr)
        for note in result.notes:
            print(f"tocsin: {result.address}: {note}", file=sys.stderr)


def _row(result: TakenIn, *, with_trouble: bool) -> dict[str, Any]:
    outcome = "refused" if result.trouble else "new" if result.fresh else "known, one more origin"
    row = {"report": result.report_id, "from": result.address, "outcome": outcome}
    return row | {"trouble": result.trouble, "notes": list(result.notes)} if with_trouble else row
