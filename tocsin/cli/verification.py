"""tocsin verification show|rate|group|credit|link|take-back|level|tell-us|consent|may-use

Who acts here has seen what stands: `show` prints it, and the last word at this moment is superseded.
"""

import argparse
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from tocsin import record, reports
from tocsin.cli.acting import now, person
from tocsin.cli.output import print_rows
from tocsin.record.crediting import credibilities
from tocsin.record.items import row_named
from tocsin.record.levels import USES, higher
from tocsin.record.linking import links_of
from tocsin.record.masking import level_of
from tocsin.record.models import Finding
from tocsin.record.taking_back import in_force, taken_back
from tocsin.record.verification_models import Consent, Credibility, Link, Sensitivity, TakenBack, Testimony
from tocsin.reports.models import Report
from tocsin.reports.publisher_models import Kinship, Reliability
from tocsin.reports.publishers import grades


def run(args: argparse.Namespace) -> int:
    acts = {"show": _show, "may-use": _may_use}
    if args.act in acts:
        return acts[args.act](args)
    by = person(args, "publish" if args.act == "level" and args.level == "open" else "review")
    {
        "rate": _rate,
        "group": _group,
        "credit": _credit,
        "link": _link,
        "take-back": _take_back,
        "level": _level,
        "tell-us": _tell_us,
        "consent": _consent,
    }[args.act](args, by)
    print("Stored, with its reason.")
    return 0


def _show(args: argparse.Namespace) -> int:
    row = row_named(args.item)
    print_rows([_shown(row, args.item)], as_json=args.json, empty="")
    return 0


def _shown(row: Report | Finding, item: str) -> dict[str, Any]:
    """Reliability and credibility side by side; no words of what is highly sensitive."""
    report = row if isinstance(row, Report) else row.report
    own = level_of(row) if isinstance(row, Finding) else report.sensitivity
    level = higher(report.sensitivity, own)
    finding = row if isinstance(row, Finding) else None
    back = taken_back([(row.pk, report.pk)]).get(row.pk) if finding else in_force([item]).get(item)
    return {
        "item": item,
        "publisher": "" if level == Report.Sensitivity.HIGHLY else report.publisher,
        "reliability": grades([report.publisher]).get(report.publisher),
        "credibility": credibilities([row.pk]).get(row.pk) if finding else None,
        "level": level,
        "taken_back": back.verdict if back else None,
        "links": [str(each) for each in links_of([row.pk])] if finding else [],
    }


def _may_use(args: argparse.Namespace) -> int:
    """0 where every use asked about is allowed, else 1."""
    item = record.item_named(args.item)
    answers = {use: record.may_use(item, use, now()) for use in args.use or USES}
    rows = [
        {"use": use, "allowed": answer.allowed, "reason": answer.reason, "next": answer.remedy}
        for use, answer in answers.items()
    ]
    print_rows(rows, as_json=args.json, empty="")
    return 0 if all(answers.values()) else 1


def _rate(args: argparse.Namespace, by: User) -> None:
    line = Reliability.objects.filter(publisher=args.publisher)
    reports.rate(args.publisher, args.grade, reason=args.reason, by=by, now=now(), seen=_last(line))


def _group(args: argparse.Namespace, by: User) -> None:
    line = Kinship.objects.filter(publisher=args.publisher)
    reports.relate(args.publisher, args.group, reason=args.reason, by=by, now=now(), seen=_last(line))


def _credit(args: argparse.Namespace, by: User) -> None:
    line = Credibility.objects.filter(finding=args.finding)
    record.credit(args.finding, args.grade, reason=args.reason, by=by, now=now(), seen=_last(line))


def _link(args: argparse.Namespace, by: User) -> None:
    first, second = args.first, args.second
    if args.kind == Link.Kind.SAME_EVENT:
        first, second = sorted((first, second))
    line = Link.objects.filter(first=first, second=second, kind=args.kind)
    verdict = Link.Verdict.WITHDRAWN if args.withdraw else Link.Verdict.LINKED
    record.link(
        first, second, args.kind, reason=args.reason, by=by, now=now(), seen=_last(line), verdict=verdict
    )


def _take_back(args: argparse.Namespace, by: User) -> None:
    line = TakenBack.objects.filter(item=args.item)
    record.take_back(
        args.item,
        args.verdict,
        reason=args.reason,
        by=by,
        now=now(),
        seen=_last(line),
        said_in=args.said_in,
    )


def _level(args: argparse.Namespace, by: User) -> None:
    line = Sensitivity.objects.filter(item=args.item, field=args.field)
    record.set_level(
        args.item, args.level, field=args.field, reason=args.reason, by=by, now=now(), seen=_last(line)
    )


def _tell_us(args: argparse.Namespace, by: User) -> None:
    line = Testimony.objects.filter(report=args.report)
    record.tell_us(args.report, not args.take_back, reason=args.reason, by=by, now=now(), seen=_last(line))


def _consent(args: argparse.Namespace, by: User) -> None:
    line = Consent.objects.filter(report=args.report, use=args.use)
    record.consent(
        args.report,
        args.use,
        args.verdict,
        how=args.reason,
        given_on=args.given_on or now().date(),
        until=args.until,
        by=by,
        now=now(),
        seen=_last(line),
    )


def _last(line: QuerySet[Any]) -> int | None:
    row: Model | None = line.filter(superseded_by=None).first()
    return row.pk if row else None
