"""tocsin situation new|add|propose|tie-feed|load-figures|mappings|check|export|brief|publish|show|list"""

import argparse
from typing import Any

from tocsin import situations
from tocsin.cli.acting import actor, now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.situation_json import as_json
from tocsin.errors import NotFound, WrongUse
from tocsin.reports.models import Report
from tocsin.situations.brief import Brief
from tocsin.situations.figures import FigureRow
from tocsin.situations.finding_rows import FindingRow
from tocsin.situations.models import Situation


def run(args: argparse.Namespace) -> int:
    if args.act in ("load-figures", "mappings", "check", "export"):
        from tocsin.cli import situation_figures

        return situation_figures.run(args)
    if args.act == "brief":
        from tocsin.cli import situation_brief

        situation_brief.run(args)
        return 0
    if args.act in ("propose", "tie-feed"):
        from tocsin.cli import situation_proposals

        situation_proposals.run(args)
        return 0
    {"new": _new, "add": _add, "publish": _publish, "show": _show, "list": _list}[args.act](args)
    return 0


def situation_named(slug: str) -> Situation:
    situation = Situation.objects.filter(slug=slug).first()
    if situation is None:
        raise NotFound(f"there is no situation {slug!r}", "`tocsin situation list` shows them")
    return situation


def _new(args: argparse.Namespace) -> None:
    by = actor(args, "open situation")
    situations.open_situation(
        args.slug, title=args.title, summary=args.summary, time_zone=args.time_zone, by=by, now=now()
    )
    print(f"Opened {args.slug}. Gather reports with `tocsin situation add {args.slug} NUMBER ...`.")


def _add(args: argparse.Namespace) -> None:
    if bool(args.report) == args.all:
        raise WrongUse("which reports?", "give their numbers, or --all")
    chosen = list(Report.objects.order_by("pk").values_list("pk", flat=True)) if args.all else args.report
    by = actor(args, "open situation")
    added = situations.gather(situation_named(args.slug), chosen, by=by, now=now(), reason=args.reason)
    print(f"Gathered {added} reports for {args.slug}.")


def _publish(args: argparse.Namespace) -> None:
    situations.publish(situation_named(args.slug), by=person(args, "publish"), now=now())
    print(f"{args.slug} is public: its accepted findings can be seen by everybody.")


def _list(args: argparse.Namespace) -> None:
    rows = [
        {
            "slug": situation.slug,
            "title": situation.title,
            "reports": situation.gatherings.count(),
            "public_since": situation.published_at.isoformat(timespec="minutes")
            if situation.published_at
            else None,
        }
        for situation in Situation.objects.all()
    ]
    print_rows(rows, as_json=args.json, empty="No situation yet: `tocsin situation new SLUG --title TITLE`.")


def _show(args: argparse.Namespace) -> None:
    found = situations.brief_of(situation_named(args.slug), public=False)
    if args.json:
        print_json(as_json(found))
    else:
        print_brief(found)


def print_brief(brief: Brief) -> None:
    """The brief in the terminal: figures side by side, what does not fit, what happened, who said what."""
    situation = brief.situation
    print(f"{situation.title}\n{'=' * len(situation.title)}")
    if situation.demonstration:
        print("A DEMONSTRATION: invented publishers, replayed decisions, nothing here is a real alert.")
    if situation.summary:
        print(situation.summary)
    print(
        f"{len(brief.reports)} reports of {len(brief.stories)} stories from {len(brief.publishers)} publishers, "
        f"{len(brief.independent)} with a text of their own; clock times in {situation.time_zone}."
    )
    if not brief.series and not any(brief.rows.values()):
        print("No finding has been accepted yet: sign in at the desk and review.")
    for series in brief.series:
        print(f"\n{title_of(series.measure, series.unit, series.kind)}")
        print_rows([_figure(row) for row in series.rows], as_json=False, empty="")
    _print_part("What does not fit", [f"{one.rule}: {one.what}" for one in brief.contradictions])
    _print_part(
        "Timeline",
        [f"{row.fields.get('when') or 'undated'}  {_line(row)}" for row in brief.timeline],
    )
    _print_part("Who said what", [_said(row) for row in brief.rows["statement"]])
    _print_part("Legal views, each somebody's own", [_said(row) for row in brief.rows["qualification"]])
    _print_part(
        "Asked",
        [
            f"{row.fields['addressee'] or 'nobody named'}: {row.fields['action']}"
            for row in brief.rows["call"]
        ],
    )
    _print_part("Appeals", [_line(row) for row in brief.rows["appeal"]])


def title_of(measure: str, unit: str | None, kind: str | None) -> str:
    said = ", ".join(word for word in (unit, kind) if word)
    return f"{measure.replace('_', ' ').capitalize()} ({said})" if said else measure.capitalize()


def _figure(row: FigureRow) -> dict[str, Any]:
    word = "" if row.quantifier in ("exact", "range") else row.quantifier.replace("_", " ")
    number = f"{row.shown:,}" + (
        f" to {row.high:,}" if row.quantifier == "range" and row.high is not None else ""
    )
    covered = " to ".join(time for time in (row.since, row.until) if time) if not row.as_of else ""
    return {
        "as_of": row.as_of or covered or "not said",
        "value": f"{word} {number}".strip(),
        "of": row.population if row.subset else None,
        "since": row.since if row.as_of else None,
        "from": row.origin,
        "to": row.destination,
        "said_by": row.speaker,
        "publisher": row.publisher or "not printed",
        "report": row.report_id,
    }


def _line(row: FindingRow) -> str:
    return f"{' '.join(row.quote.split())} [{row.publisher or 'publisher not printed'}]"


def _said(row: FindingRow) -> str:
    who = row.fields.get("speaker_name") or row.fields.get("by") or "nobody named"
    doubt = f" ({row.fields['certainty']})" if row.fields["certainty"] in ("unconfirmed", "denied") else ""
    return f"{who}{doubt}: {_line(row)}"


def _print_part(title: str, lines: list[str]) -> None:
    if lines:
        print(f"\n{title}")
        for line in lines:
            print(f"  - {line}")
