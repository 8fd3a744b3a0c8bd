"""tocsin search: findings, reports, situations, alerts and what people said about them, by their words."""

import argparse
from dataclasses import fields
from typing import Any

from tocsin.cli.output import print_rows
from tocsin.errors import WrongUse
from tocsin.reports.models import Report
from tocsin.situations.asking import Asked, Question, understand
from tocsin.web.search_results import Hit, nouns_of, sections

#: each noun's own title, as a person knows its rows
_TITLES = {
    "reports": "title",
    "situations": "title",
    "alerts": "headline",
    "decisions": "what",
    "outcomes": "answer",
    "reviews": "decision",
}


def run(args: argparse.Namespace) -> int:
    asked = understand(question_of(args))
    nouns = _chosen(args, asked)
    found = sections(asked, nouns=nouns, before=args.before, most=args.most)
    rows = [_row(section.noun, hit) for section in found for hit in section.hits[: args.most]]
    print_rows(rows, as_json=args.json, empty="Nothing holds all of this.")
    return 0


def question_of(args: argparse.Namespace) -> Question:
    given = {each.name: getattr(args, each.name) for each in fields(Question)}
    given["words"] = " ".join(f'"{word}"' if " " in word else word for word in args.words)
    return Question.of({name: value for name, value in given.items() if value})


def _chosen(args: argparse.Namespace, asked: Asked) -> list[str]:
    nouns = nouns_of(asked)
    if args.before is not None and not args.of:
        raise WrongUse(f"--before {args.before} names no noun", "say of which with --of")
    if args.of and args.of not in nouns:
        raise WrongUse(f"{args.of!r} cannot be searched for so", f"choose one of {', '.join(nouns)}")
    return [args.of] if args.of else nouns


def _row(noun: str, hit: Hit) -> dict[str, Any]:
    row = hit.row
    finding = noun == "findings"
    report: Report | None = row.report if finding else row if noun == "reports" else None
    return {
        "noun": noun.removesuffix("s"),
        "id": row.pk,
        "kind": row.kind if finding else None,
        "state": getattr(row, "state", None),
        "report": report.pk if report else None,
        "publisher": report.publisher if report else None,
        "title": row.report.title if finding else getattr(row, _TITLES[noun]),
        "text": " ".join((row.quote if finding else "".join(piece.text for piece in hit.pieces)).split()),
    }
