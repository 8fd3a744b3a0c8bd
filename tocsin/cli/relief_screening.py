"""tocsin relief screening: lists of names in, hits out, each decided by a person."""

import argparse
from pathlib import Path

from tocsin.cli.acting import actor, now, person
from tocsin.cli.output import print_json, print_rows
from tocsin.errors import WrongUse
from tocsin.relief.donors import screening
from tocsin.relief.donors.list_file import BYTES_MAX
from tocsin.relief.models import HitDecision, NameList


def run(args: argparse.Namespace) -> int:
    acts = {"take-in": _take_in, "run": _run, "hits": _hits, "decide": _decide}
    acts[args.act](args)
    return 0


def _take_in(args: argparse.Namespace) -> None:
    by = actor(args, "decide funds")
    row = screening.take_in_list(args.title, _bytes(args.file), by=by, now=now())
    found = screening.screen(row, now=now())
    if args.json:
        print_json({"list": row.pk, "names": row.names_count, "new_hits": found})
    else:
        print(f"{row.title}: {row.names_count:,} names; {found} hits are new. A person decides each.")


def _run(args: argparse.Namespace) -> None:
    found = {row.title: screening.screen(row, now=now()) for row in NameList.objects.all()}
    rows = [{"list": title, "new hits": count} for title, count in found.items()]
    print_rows(rows, as_json=args.json, empty="No list has been taken in yet.")


def _hits(args: argparse.Namespace) -> None:
    rows = [
        {
            "hit": hit.pk,
            "donor": hit.donor.pseudonym,
            "name": hit.donor.details.name,
            "list": hit.list.title,
            "entry": hit.entry,
            "likeness": hit.likeness,
        }
        for hit in screening.open_hits()
    ]
    print_rows(rows, as_json=args.json, empty="Nothing waits to be decided.")


def _decide(args: argparse.Namespace) -> None:
    by = person(args, "decide funds")
    last = HitDecision.objects.filter(hit=args.hit, superseded_by=None).first()
    seen = last.pk if last else None
    screening.decide(args.hit, args.verdict, reason=args.reason, by=by, now=now(), seen=seen)
    print(f"hit {args.hit}: {args.verdict}")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(BYTES_MAX + 1)
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "name a file that is there") from error
