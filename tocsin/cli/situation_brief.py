"""tocsin situation brief: two pages on paper, as HTML or PDF."""

import argparse
import os
from pathlib import Path

from django.conf import settings

from tocsin.cli.situation import situation_named
from tocsin.errors import NotAllowed, WrongUse
from tocsin.web.brief_pages import pdf_of, sheet_of
from tocsin.web.standing_alone import standing_alone


def run(args: argparse.Namespace) -> None:
    situation = situation_named(args.slug)
    if situation.published_at is None and not args.restricted:
        raise NotAllowed(
            f"{args.slug} is not published", "--restricted makes the desk's draft, marked as not published"
        )
    path = Path(args.output)
    if not path.parent.is_dir():
        raise WrongUse(f"there is no folder {str(path.parent)!r}", "name a file in a folder that is there")
    is_public = not args.restricted
    if form_of(args.format, path) == "pdf":
        content = pdf_of(situation, is_public=is_public, paper=args.paper)
    else:
        html = sheet_of(situation, is_public=is_public, for_pdf=False).html
        content = standing_alone(html, settings.TOCSIN_SITE).encode()
    put(path, content)
    print(f"Wrote {path}: {len(content):,} bytes.")


def form_of(asked: str | None, path: Path, known: tuple[str, ...] = ("pdf", "html")) -> str:
    """What was asked for, else what the file's name ends in, else PDF.

    >>> form_of(None, Path("brief.HTML")), form_of("pdf", Path("brief.html")), form_of(None, Path("brief"))
    ('html', 'pdf', 'pdf')
    """
    ending = path.suffix.lower().removeprefix(".")
    return asked or (ending if ending in known else "pdf")


def put(path: Path, content: bytes) -> None:
    """Renamed into place: who opens the file sees the old one or the new one, whole."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
