"""tocsin relief audit: a fund's download added up again by itself."""

import argparse
from pathlib import Path

from tocsin.cli.output import print_json
from tocsin.collector import collector_at_rest
from tocsin.errors import NotFound, WrongUse
from tocsin.relief.public.audit import Checked, audit
from tocsin.relief.public.document import gift_hash
from tocsin.relief.public.reading import BYTES_MAX, Download, read_download
from tocsin.relief.public.tracing import Part, trace
from tocsin.relief.receipt_code import code_read


@collector_at_rest()
def run(args: argparse.Namespace) -> int:
    download = read_download(_bytes(args.export))
    done = audit(download)
    holds = not any(each.fault for each in done)
    parts = _parts(download, args.receipt) if args.receipt and holds else None
    if args.json:
        checks = [{"check": each.name, "holds": not each.fault, "fault": each.fault} for each in done]
        print_json(
            {
                "holds": holds,
                "checks": checks,
                "digest": download.digest,
                "receipt": parts and list(map(_row, parts)),
            }
        )
    else:
        _tell(download, done, parts)
    return 0 if holds else 1


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(BYTES_MAX + 1)
    except OSError as error:
        raise WrongUse(f"{path} cannot be read ({error.strerror})", "name a file that is there") from error


def _parts(download: Download, typed: str) -> list[Part]:
    book = download.book
    wanted = gift_hash(book.fund.code, code_read(typed))
    gift = next((each for each in book.gifts if each.hash == wanted), None)
    if gift is None:
        raise NotFound(
            "no gift of these accounts has this receipt code", "compare it with the receipt, and the fund"
        )
    return trace(book, simulated=gift.simulated or book.fund.simulated).parts().get(wanted, [])


def _tell(download: Download, done: list[Checked], parts: list[Part] | None) -> None:
    book = download.book
    print(f"{book.fund.code}: {len(book.moves):,} transfers, {len(book.gifts):,} gifts, as of {book.made_at}")
    for each in done:
        print(f"{'FAULT' if each.fault else 'holds'}  {each.name:<9} {each.fault}".rstrip())
    print(
        "The accounts do not hold." if done[-1].fault else "Every stated figure follows from the transfers."
    )
    print(f"Its digest is {download.digest}; the fund's page leads to the newest one's.")
    for part in parts or ():
        print("  " + ", ".join(f"{name} {value}" for name, value in _row(part).items() if value))


def _row(part: Part) -> dict[str, object]:
    return {
        "went to": part.kind,
        "programme": part.programme,
        "minor units": part.minor,
        "currency": part.currency,
        "became": part.became,
        "of": part.became_currency,
    }
