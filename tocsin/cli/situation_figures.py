"""tocsin situation load-figures|check|export: a sheet of figures, and what does not fit among a situation's figures."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from tocsin import environment, record, reports, situations
from tocsin.cli.acting import COMMAND_LINE, now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.situation import as_json, situation_named
from tocsin.errors import NotFound, ReportRefused
from tocsin.publishing.figure_tables import FORMS
from tocsin.reading.findings import Reading
from tocsin.reading.sheets import read_sheet
from tocsin.record.models import Finding
from tocsin.reports.confinement import Reader
from tocsin.reports.extract import Hints
from tocsin.reports.media import HEAD_BYTES, recognise


def run(args: argparse.Namespace) -> int:
    if args.act == "check":
        return _check(args)
    if args.act == "export":
        return _export(args)
    return _preview(args) if args.preview else _load(args)


def _preview(args: argparse.Namespace) -> int:
    text, found = _sheet(args)
    print_rows([_row(each) for each in found.as_dict()["figures"]], as_json=args.json, empty="No figure.")
    _tell(text, found)
    return 0 if found.figures else 1


def _sheet(args: argparse.Namespace) -> tuple[str, Reading]:
    """The text as take-in would read it, and its rows; nothing is kept."""
    path = Path(args.file)
    if not path.is_file():
        raise NotFound(f"there is no file {args.file!r}", "name one sheet, as CSV or XLSX")
    content = path.read_bytes()
    hints = Hints(media_type=recognise(content[:HEAD_BYTES], path.name), encoding=args.encoding or "")
    with Reader() as reader:
        text = reader.extract(content, hints).text or ""
    return text, read_sheet(text)


def _load(args: argparse.Namespace) -> int:
    situation = situation_named(args.slug)
    signed = bool(args.login or environment.value("TOCSIN_LOGIN"))
    login = person(args, "review") if signed else None
    by = login.get_username() if login else COMMAND_LINE
    text, found = _sheet(args)
    if not found.figures:  # told before anything is taken in
        reason = found.problems[0].reason if found.problems else "it has no row"
        raise ReportRefused(
            f"{args.file} is no sheet of figures: {reason}", "docs/reference/sheets.md names its columns"
        )
    (taken,) = reports.take_in(
        [Path(args.file)], by=by, now=now(), publisher=args.publisher, encoding=args.encoding
    )
    if taken.report_id is None:
        raise ReportRefused(str(taken.trouble))
    kept = record.load_figures(taken.report_id, by=by, now=now(), accepted_by=login)
    situations.gather(situation, [taken.report_id], by=by, now=now(), reason="a sheet of figures")
    figures = [each.fields for each in kept if each.kind == Finding.Kind.FIGURE]
    _tell(text, found)
    if args.json:
        print_rows([_row(each) for each in figures], as_json=True, empty="")
    else:
        _say_loaded(args.slug, taken.report_id, len(figures), accepted=login is not None)
    return 0


def _say_loaded(slug: str, report_id: int, count: int, *, accepted: bool) -> None:
    if not count:
        print(f"Report {report_id} was loaded before: nothing is added twice.")
        return
    standing = "accepted" if accepted else "open until somebody reviews them"
    print(f"Loaded {count} figures as report {report_id}, {standing}. See `tocsin situation check {slug}`.")


def _export(args: argparse.Namespace) -> int:
    brief = situations.brief_of(situation_named(args.slug), public=not args.restricted, rows_max=None)
    if args.form == "json":
        print_json(as_json(brief))
    else:
        sys.stdout.write(FORMS[args.form](brief, settings.TOCSIN_SITE))
    return 0


def _check(args: argparse.Namespace) -> int:
    found = situations.check(situation_named(args.slug), accepted=args.accepted)
    rows = [
        {
            "rule": one.rule,
            "as_of": one.as_of,
            "measure": one.measure,
            "values": list(one.values) if args.json else ", ".join(f"{value:,}" for value in one.values),
            "what": one.what,
        }
        for one in found
    ]
    print_rows(rows, as_json=args.json, empty="Nothing was found that does not fit.")
    return 0


def _row(figure: dict[str, Any]) -> dict[str, Any]:
    names = (
        "as_of",
        "since",
        "until",
        "term",
        "kind",
        "quantifier",
        "value",
        "population",
        "part_of",
        "publisher",
    )
    return {name: figure[name] for name in names}


def _tell(text: str, found: Reading) -> None:
    for problem in found.problems:
        _say_problem(text, problem.start, problem.reason)


def _say_problem(text: str, start: int, reason: str) -> None:
    print(f"tocsin: line {text.count(chr(10), 0, start) + 1}: {reason}", file=sys.stderr)
