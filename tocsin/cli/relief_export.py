"""tocsin relief export: a fund's public accounts as a file; the log keeps its hash."""

import argparse
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from tocsin import custody
from tocsin.cli.acting import actor, now
from tocsin.cli.output import print_json
from tocsin.custody.commitments import Json
from tocsin.errors import NotFound, WrongUse
from tocsin.publishing.accounts_table import accounts_csv
from tocsin.publishing.iati.publisher import iati_publisher
from tocsin.publishing.iati.writing import iati_xml
from tocsin.relief.models import Fund
from tocsin.relief.public.published import Published, public_funds, published


def run(args: argparse.Namespace) -> int:
    by = actor(args, "see desk")
    fund = public_funds().filter(code=args.fund).first()
    if fund is None:
        raise NotFound(
            f"no open fund is called {args.fund[:60]!r}", "list them with `tocsin relief fund list`"
        )
    content = _content(published(fund), args.form)
    try:
        with args.output.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise WrongUse(
            f"{args.output} cannot be written ({error.strerror})", "name a file that is not there"
        ) from error
    digest = sha256(content).hexdigest()
    _log(fund, args.form, digest, by)
    if args.json:
        print_json({"file": str(args.output), "sha256": digest, "bytes": len(content)})
    else:
        print(f"{args.output}: {len(content):,} bytes, SHA-256 {digest}")
    return 0


def _content(shown: Published, form: str) -> bytes:
    if form == "csv":
        return accounts_csv(shown.book).encode()
    return (
        shown.export
        if form == "json"
        else iati_xml(shown.book, iati_publisher(), language=settings.LANGUAGE_CODE)
    )


def _log(fund: Fund, form: str, digest: str, by: str) -> None:
    with transaction.atomic():
        after: dict[str, Json] = {"form": form, "sha256": digest}
        act = custody.Act(item=f"accounts:{fund.pk}", action="exported", actor=by, at=now(), after=after)
        custody.log([act])
