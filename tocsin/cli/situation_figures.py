"""tocsin situation load-figures|check|export: a sheet of figures, and what does not fit among a situation's figures."""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from tocsin import environment, record, reports, situations
from tocsin.cli.acting import COMMAND_LINE, now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.sheet_mapping import asked, how_to_map, list_mappings, print_layout
from tocsin.cli.situation import situation_named
from tocsin.cli.situation_json import as_json
from tocsin.errors import NotFound, ReportRefused, WrongUse
from tocsin.publishing.figure_tables import FORMS
from tocsin.reading.findings import Reading
from tocsin.reading.sheet_columns import SheetMapping
from tocsin.reading.sheets import Layout, layout_of, read_sheet
from tocsin.record.models import Finding, KeptMapping
from tocsin.reports.arrivals import read_file
from tocsin.reports.confinement import Reader
from tocsin.reports.extract import Hints
from tocsin.reports.media import HEAD_BYTES, recognise

#: problems that are printed one by one
TOLD_MAX = 200


def run(args: argparse.Namespace) -> int:
    if args.act == "check":
        return _check(args)
    if args.act == "mappings":
        list_mappings(as_json=args.json)
        return 0
    if args.act == "export":
        return _export(args)
    return _preview(args) if args.preview else _load(args)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as take-in would read it; nothing of it is kept."""

    text: str
    layout: Layout | None
    mapping: SheetMapping | None
    found: Reading


def _preview(args: argparse.Namespace) -> int:
    sheet = _sheet(args)
    print_rows(
        [_row(each) for each in sheet.found.as_dict()["figures"]], as_json=args.json, empty="No figure."
    )
    print_layout(sheet.layout, sheet.mapping)
    _tell(sheet)
    return 0 if sheet.found.figures else 1


def _sheet(args: argparse.Namespace) -> _Sheet:
    path = Path(args.file)
    if not path.is_file():
        raise NotFound(f"there is no file {args.file!r}", "name one sheet, as CSV or XLSX")
    arrival = read_file(path, settings.TOCSIN_REPORT_BYTES_MAX)
    hints = Hints(media_type=recognise(arrival.content[:HEAD_BYTES], path.name), encoding=args.encoding or "")
    with Reader() as reader:
        read = reader.extract(arrival.content, hints)
    for note in read.notes:
        print(f"tocsin: {note}", file=sys.stderr)
    text = read.text or ""
    layout = layout_of(text, args.sheet or "")
    mapping = asked(args, layout)
    return _Sheet(text, layout, mapping, read_sheet(text, mapping))


def _load(args: argparse.Namespace) -> int:
    situation = situation_named(args.slug)
    signed = bool(args.login or environment.value("TOCSIN_LOGIN"))
    login = person(args, "review") if signed else None
    by = login.get_username() if login else COMMAND_LINE
    sheet = _sheet(args)
    if not sheet.found.figures:  # told before anything is taken in
        reason = sheet.found.problems[0].reason if sheet.found.problems else "it has no row"
        raise ReportRefused(f"{args.file} is no sheet of figures: {reason}", how_to_map(sheet.layout))
    _save(args, sheet, login)
    (taken,) = reports.take_in(
        [Path(args.file)], by=by, now=now(), publisher=args.publisher, encoding=args.encoding
    )
    if taken.report_id is None:
        raise ReportRefused(str(taken.trouble))
    kept = record.load_figures(taken.report_id, by=by, now=now(), accepted_by=login, mapping=sheet.mapping)
    situations.gather(situation, [taken.report_id], by=by, now=now(), reason="a sheet of figures")
    situations.notice(now=now())
    figures = [each.fields for each in kept if each.kind == Finding.Kind.FIGURE]
    _tell(sheet)
    if args.json:
        print_rows([_row(each) for each in figures], as_json=True, empty="")
    else:
        _say_loaded(args.slug, taken.report_id, len(figures), accepted=login is not None)
    return 0


def _save(args: argparse.Namespace, sheet: _Sheet, login: User | None) -> None:
    if not args.save_mapping:
        return
    if login is None:
        raise WrongUse("a mapping is saved by a person", "name one with --login")
    assert sheet.layout and sheet.mapping
    before = KeptMapping.objects.filter(name=args.save_mapping, superseded_by=None).first()
    record.save_mapping(
        args.save_mapping,
        replace(sheet.mapping, worksheet=""),
        headings=sheet.layout.headings,
        publisher=args.publisher,
        by=login,
        now=now(),
        seen=before.pk if before else None,
    )


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


def _tell(sheet: _Sheet) -> None:
    """Each problem with its line; of a great many of them the first, and their number."""
    for problem in sheet.found.problems[:TOLD_MAX]:
        line = sheet.text.count("\n", 0, problem.start) + 1
        print(f"tocsin: line {line}: {problem.reason}", file=sys.stderr)
    if (more := len(sheet.found.problems) - TOLD_MAX) > 0:
        print(f"tocsin: and {more:,} more rows that cannot be meant", file=sys.stderr)
