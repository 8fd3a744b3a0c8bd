"""tocsin assessment worksheet: an assessment with a note for every cell, as page, PDF or JSON."""

import argparse
from pathlib import Path

from django.conf import settings

from tocsin.assessment.lifecycle import State
from tocsin.assessment.models import Assessment
from tocsin.assessment.worksheet import Worksheet, worksheet_of
from tocsin.cli.situation import situation_named
from tocsin.cli.situation_brief import form_of, put
from tocsin.errors import NotAllowed, NotFound, WrongUse
from tocsin.web.standing_alone import standing_alone
from tocsin.web.worksheet_pages import html_of, json_of, pdf_of


def run(args: argparse.Namespace) -> None:
    row = _assessment(args)
    if not args.restricted and not _is_public(row):
        raise NotAllowed(
            f"assessment {row.number} of {args.slug} is not published",
            "--restricted makes the desk's worksheet, marked as not for the public",
        )
    path = Path(args.output)
    if not path.parent.is_dir():
        raise WrongUse(f"there is no folder {str(path.parent)!r}", "name a file in a folder that is there")
    content = _content(worksheet_of(row, public=not args.restricted), args)
    put(path, content)
    print(f"Wrote {path}: {len(content):,} bytes.")


def _content(sheet: Worksheet, args: argparse.Namespace) -> bytes:
    form = form_of(args.format, Path(args.output), ("pdf", "html", "json"))
    if form == "pdf":
        return pdf_of(sheet, paper=args.paper)
    if form == "json":
        return json_of(sheet).encode()
    return standing_alone(html_of(sheet)[0], settings.TOCSIN_SITE).encode()


def _assessment(args: argparse.Namespace) -> Assessment:
    """The situation's newest against the framework (for everybody: that is public), or the one of that number.

    Raises NotFound.
    """
    situation = situation_named(args.slug)
    rows = Assessment.objects.filter(situation=situation, framework__name=args.framework)
    if args.number is not None:
        rows = rows.filter(number=args.number)
    rows = rows.select_related("situation", "framework", "carries_on").order_by("-number")
    published = None if args.restricted else rows.filter(published_at__isnull=False).first()
    row = published or rows.first()
    if row is None:
        which = "" if args.number is None else f" {args.number}"
        raise NotFound(
            f"{args.slug} has no assessment{which} against {args.framework!r}",
            "`tocsin assessment list` shows them",
        )
    return row


def _is_public(row: Assessment) -> bool:
    return bool(
        row.state == State.FINISHED
        and row.published_at is not None
        and row.situation.published_at is not None
    )
