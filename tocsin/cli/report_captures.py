"""tocsin report captures|content|recapture"""

import argparse
from typing import Any

from tocsin import reports
from tocsin.cli.acting import actor, now, person
from tocsin.cli.output import print_rows, progress
from tocsin.cli.take_in import read
from tocsin.reports.capture_models import Capture, ContentJudgement, Recapture
from tocsin.reports.content_judging import said
from tocsin.reports.recapturing import recapturable


def captures(args: argparse.Namespace) -> None:
    """Those of arrivals; what later looks found stands in `recapture`'s rows."""
    found = Capture.objects.filter(origin__isnull=False).select_related("origin").order_by("pk")
    if args.report is not None:
        found = found.filter(origin__report=args.report)
    words = said(found.values_list("origin__report", flat=True))
    rows = []
    for capture in found:
        assert capture.origin is not None
        word = words.get(capture.origin.report_id)
        row = {
            "report": capture.origin.report_id,
            "holds": word.verdict if word else capture.verdict,
            "said_by": word.by.get_username() if word else "program",
            "reasons": _reasons(capture, word, as_json=args.json),
            "address": capture.origin.address,
            "made": capture.made_at.isoformat(timespec="seconds"),
            "sha256": capture.sha256 if args.json else capture.sha256[:12],
        }
        more = {
            "size_bytes": capture.size_bytes,
            "certificates": capture.certificates,
            "picture": capture.picture,
        }
        rows.append(row | more if args.json else row)
    print_rows(rows, as_json=args.json, empty="Nothing was fetched over HTTP yet.")


def _reasons(capture: Capture, word: ContentJudgement | None, *, as_json: bool) -> list[str] | str:
    reasons = [word.reason] if word else list(capture.reasons)
    return reasons if as_json else "; ".join(reasons)


def judge(args: argparse.Namespace) -> None:
    by = person(args, "review")
    last = said([args.report]).get(args.report)
    seen = last.pk if last else None
    reports.judge_content(args.report, verdict=args.verdict, reason=args.reason, by=by, now=now(), seen=seen)
    print(f"Report {args.report}: its capture is held to be: {args.verdict}.")


def recapture(args: argparse.Namespace) -> None:
    """New versions are read as what is taken in is."""
    by = actor(args, "take in")
    wanted = list(recapturable()) if args.all else [args.report]
    rows: list[Recapture] = []
    with progress("looking again", len(wanted)) as advance:
        for report_id in wanted:
            rows.append(reports.recapture(report_id, by=by, now=now()))
            advance()
    print_rows(
        [_row(row, as_json=args.json) for row in rows], as_json=args.json, empty="No report was fetched yet."
    )
    if versions := [row.version_id for row in rows if row.version_id]:
        read(versions, by)


def _row(row: Recapture, *, as_json: bool) -> dict[str, Any]:
    shown = {
        "report": row.report_id,
        "outcome": row.outcome,
        "status": row.status,
        "new_version": row.version_id,
        "address": row.address,
        "trouble": row.trouble,
    }
    more = {
        "compared_with": row.compared_with_id,
        "capture_sha256": row.capture.sha256 if row.capture else None,
        "at": row.at,
    }
    return shown | more if as_json else shown
