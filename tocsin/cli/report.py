"""tocsin report list|show|copies|read|restrict|open|transcript|translation|captures|content|recapture"""

import argparse
import sys
from pathlib import Path

from django.contrib.auth.models import User
from django.db.models import Count

from tocsin import record, reports, situations
from tocsin.cli.acting import actor, now, person
from tocsin.cli.output import print_rows, progress
from tocsin.cli.report_captures import captures, judge, recapture
from tocsin.cli.report_shown import show
from tocsin.cli.take_in import read
from tocsin.errors import NotFound
from tocsin.record.levels import Viewer
from tocsin.record.titles import titles_shown
from tocsin.reports.decoding import decode
from tocsin.reports.models import GroupMember, Report


def run(args: argparse.Namespace) -> int:
    acts = {
        "list": _list,
        "show": show,
        "copies": _copies,
        "read": _read,
        "restrict": _restrict,
        "open": _open,
        "transcript": _add_text,
        "translation": _add_text,
        "captures": captures,
        "content": judge,
        "recapture": recapture,
    }
    acts[args.act](args)
    return 0


def _list(args: argparse.Namespace) -> None:
    listed = list(Report.objects.annotate(arrived=Count("origins")))
    titles = titles_shown({report.pk: report.title for report in listed}, Viewer.DESK, Report.objects.all())
    rows = [
        {
            "report": report.pk,
            "published": report.published_at.isoformat(timespec="minutes") if report.published_at else None,
            "publisher": report.publisher,
            "title": "" if report.sensitivity == Report.Sensitivity.HIGHLY else titles[report.pk],
            "language": report.language,
            "origins": report.arrived,
            "sensitivity": report.sensitivity,
            "sha256": report.sha256 if args.json else report.sha256[:12],
        }
        for report in listed
    ]
    print_rows(rows, as_json=args.json, empty="No report yet: `tocsin take-in PATH`.")


def _copies(args: argparse.Namespace) -> None:
    """Reports that were in the store before it compared any are compared here, or by the worker."""
    waiting = Report.objects.filter(texts__kind="original", texts__sketch=None).count()
    with progress("comparing", waiting) as advance:
        reports.compare(now=now(), progress=advance)
    members = GroupMember.objects.select_related("report").order_by("group", "report__published_at", "pk")
    titles = titles_shown({each.pk: each.report.title for each in members}, Viewer.DESK, Report.objects.all())
    rows = [
        {
            "story": member.group_id,
            "report": member.pk,
            "published": member.report.published_at,
            "publisher": member.report.publisher,
            "title": "" if member.report.sensitivity == Report.Sensitivity.HIGHLY else titles[member.pk],
        }
        for member in members
    ]
    print_rows(rows, as_json=args.json, empty="No report is a copy of another one.")


def _read(_: argparse.Namespace) -> None:
    count = read(list(Report.objects.values_list("pk", flat=True)), "command line")
    print(f"Read {count} texts.")


def _restrict(args: argparse.Namespace) -> None:
    _set_sensitivity(args, Report.Sensitivity.RESTRICTED, actor(args, "review"))
    print(f"Report {args.report} is for the desk only: no public page quotes or lists it.")


def _open(args: argparse.Namespace) -> None:
    """Makes passages public again, and so needs a person who may publish."""
    _set_sensitivity(args, Report.Sensitivity.OPEN, person(args, "publish"))
    print(f"Report {args.report} is open: its accepted findings may be seen by everybody.")


def _set_sensitivity(args: argparse.Namespace, sensitivity: Report.Sensitivity, by: User | str) -> None:
    record.set_level(f"report:{args.report}", sensitivity, by=by, now=now(), reason=args.reason)


def _add_text(args: argparse.Namespace) -> None:
    by = actor(args, "take in")
    report = Report.objects.filter(pk=args.report).first()
    if report is None:
        raise NotFound(f"there is no report {args.report}", "`tocsin report list` shows them")
    content = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    text = decode(content)
    added = reports.add_text(
        report.pk, kind=args.act, language=args.language, text=text, written_by=args.by, by=by, now=now()
    )
    record.read_reports([report.pk], by=by, now=now())
    situations.notice(now=now())
    print(
        f"The {args.act} by {args.by} stands beside report {report.pk} as text {added.pk}, and has been read."
    )
