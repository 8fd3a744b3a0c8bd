"""tocsin report show NUMBER: one report with what was read in it, each finding by the number that other commands take."""

import argparse
from typing import Any

from tocsin.cli.output import print_json, print_rows
from tocsin.errors import NotAllowed, NotFound
from tocsin.record.levels import Viewer
from tocsin.record.masking import searchable, unsearchable_reports, veil
from tocsin.record.models import Finding
from tocsin.record.titles import titles_shown
from tocsin.reports.models import Report


def show(args: argparse.Namespace) -> None:
    report = _report(args.report)
    head, rows = _head(report), [_row(each) for each in _findings(report, args.kind)]
    if args.json:
        print_json(head | {"findings": rows})
        return
    for name, value in head.items():
        print(f"{name:12} {value if value is not None else ''}")
    print()
    print_rows(
        rows, as_json=False, empty="Nothing was read in it: `tocsin report read` reads what is not read."
    )


def _report(pk: int) -> Report:
    found = Report.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(f"there is no report {pk}", "`tocsin report list` shows them")
    if pk in unsearchable_reports():
        raise NotAllowed(
            f"report {pk}, or part of it, is highly sensitive",
            "ask to see it on its page at the desk: each viewing is logged",
        )
    return found


def _head(report: Report) -> dict[str, Any]:
    titles = titles_shown({report.pk: report.title}, Viewer.DESK, Report.objects.filter(pk=report.pk))
    published = report.published_at
    return {
        "report": report.pk,
        "title": titles[report.pk],
        "publisher": report.publisher,
        "published": published.isoformat(timespec="minutes") if published else None,
        "language": report.language,
        "sensitivity": report.sensitivity,
        "sha256": report.sha256,
    }


def _findings(report: Report, kind: str | None) -> list[Finding]:
    """In the order of their texts. What is highly sensitive is none of these."""
    rows = Finding.objects.filter(searchable(), report=report).select_related("report", "mask", "review")
    if kind:
        rows = rows.filter(kind=kind)
    return [veil(row, Viewer.DESK) for row in rows.order_by("text", "start", "pk")]


def _row(finding: Finding) -> dict[str, Any]:
    words = " ".join(finding.quote.split())
    return {"finding": finding.pk, "kind": finding.kind, "state": finding.state, "words": words}
