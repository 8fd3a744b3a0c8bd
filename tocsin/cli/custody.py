"""tocsin custody show|verify"""

import argparse
import sys

from tocsin import custody
from tocsin.cli.output import print_json, print_rows
from tocsin.cli.whole_store import faults


def run(args: argparse.Namespace) -> int:
    return {"show": _show, "verify": _verify}[args.act](args)


def _show(args: argparse.Namespace) -> int:
    rows = custody.entries(item=args.item, limit=args.limit or None)
    print_rows(rows, as_json=args.json, empty="The log holds no such entry.")
    return 0


def _verify(args: argparse.Namespace) -> int:
    """The log by itself, then every item of the store against the log."""
    verdict = custody.verify()
    found = [] if verdict.fault else list(faults())
    good = not verdict.fault and not found
    if args.json:
        print_json({"good": good, "entries": verdict.entries, "log": verdict.fault, "items": found})
    else:
        print(f"{verdict.entries} entries in the log.")
        for fault in [verdict.fault, *found]:
            if fault:
                print(f"FAULT {fault}", file=sys.stderr)
        print("All holds together." if good else "Something does not hold: see above.")
    return 0 if good else 1
