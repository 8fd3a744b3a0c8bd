"""tocsin custody show|verify"""

import argparse
import sys
from dataclasses import asdict
from time import monotonic

from tocsin import custody
from tocsin.cli import sweep_mark
from tocsin.cli.acting import now
from tocsin.cli.output import print_json, print_rows, progress
from tocsin.custody import last_check
from tocsin.custody.last_check import LastCheck
from tocsin.errors import WrongUse
from tocsin.whole_store.verifying import faults, items


def run(args: argparse.Namespace) -> int:
    return {"show": _show, "verify": _verify}[args.act](args)


def _show(args: argparse.Namespace) -> int:
    rows = [line._asdict() for line in custody.entries(item=args.item, limit=args.limit or None)]
    if not args.json:
        for row in rows:
            row["at"] = row["at"].isoformat(timespec="seconds")
            row["chain_hash"] = row["chain_hash"][:12]
    print_rows(rows, as_json=args.json, empty="The log holds no such entry.")
    return 0


def _verify(args: argparse.Namespace) -> int:
    """The log by itself, then every item of the store against the log; with `--log-only` the first alone."""
    custody.number()
    verdict = _verified_log(resume=args.resume, columns=not args.log_only)
    found = _item_faults() if verdict.holds and not args.log_only else []
    good = verdict.holds and not found
    _keep_said(verdict, found, whole=not args.log_only)
    if args.json:
        print_json({"good": good, "log": asdict(verdict), "items": found})
        return 0 if good else 1
    print(f"{verdict.checked} entries of the log hold. The last chain hash is\n{verdict.chain_hash}")
    if verdict.checkpoints:
        print(f"They are those that {verdict.checkpoints} checkpoints were signed over.")
    if not verdict.holds:
        print(f"FAULT at entry {verdict.position}: {verdict.trouble}", file=sys.stderr)
    for fault in found:
        print(f"FAULT {fault}", file=sys.stderr)
    if not good:
        print("Something does not hold: see above.")
    elif args.log_only:
        print("The log by itself was checked: no entry's form or columns, and no item.")
    else:
        print("Every item is as the log says.")
    return 0 if good else 1


def _keep_said(verdict: custody.Verdict, found: list[str], *, whole: bool) -> None:
    """For the desk's page of the log. No sentence about an item: whoever reads the log may not see all items."""
    trouble = f"entry {verdict.position}: {verdict.trouble}" if verdict.trouble else ""
    if found:
        trouble = f"{len(found)} items are not as the log says"
    last_check.keep(LastCheck(at=now(), entries=verdict.checked, whole=whole, trouble=trouble))


def _verified_log(*, resume: bool, columns: bool) -> custody.Verdict:
    left = sweep_mark.read() if resume else None
    if left is not None and left.erased is None and columns:
        raise WrongUse(
            f"of the first {left.position} entries only the log by itself was checked",
            "check without --resume, or go on with --log-only",
        )
    if left is not None:
        print(f"Going on behind the first {left.position} entries, checked before.", file=sys.stderr)
    done, began = left.position if left else 0, monotonic()
    first = done
    with progress("entries", None) as advance:

        def tell(checked: int, _: int) -> None:
            nonlocal done
            advance(checked - done)
            done = checked

        with sweep_mark.kept() as mark:
            verdict = custody.verify(tell, since=left, mark=mark, columns=columns)
    seconds = monotonic() - began
    if verdict.holds:
        sweep_mark.forget()
        rate = (verdict.checked - first) / seconds if seconds else 0
        print(f"{verdict.checked - first} entries in {seconds:.1f} s, {rate:,.0f} a second.", file=sys.stderr)
    return verdict


def _item_faults() -> list[str]:
    with progress("items", items()) as advance:
        return list(faults(advance))
