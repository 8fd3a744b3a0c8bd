"""tocsin erase ITEM: first what would go and what stays; with --yes it goes."""

import argparse
from dataclasses import asdict

from tocsin.cli.acting import now, person
from tocsin.cli.output import print_json
from tocsin.cli.scrubbing import scrub
from tocsin.whole_store.erasing import carry_out
from tocsin.whole_store.erasure_plan import Plan, plan


def run(args: argparse.Namespace) -> int:
    by = person(args, "erase")
    fields = [*args.field, *(f"text.{number}" for number in args.paragraph)]
    told = plan(args.item, fields)
    if not args.yes:
        _show(told, as_json=args.json)
        return 0
    erasure = carry_out(args.item, fields, reason=args.reason, by=by, now=now())
    left = scrub(now())
    if args.json:
        print_json({"erased": told.item, "fields": told.fields, "at": erasure.at, "files_left": left})
    else:
        print(f"{told.item} is erased. Nobody can bring it back from this store.")
        for name in left:
            print(f"{name} is being taken in anew by somebody: the worker looks again.")
    return 0


def _show(told: Plan, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(told))
        return
    print(f"Erasing {told.item} would take away, for good:")
    for line in told.goes:
        print(f"  - {line}")
    print("This stays:")
    for line in told.stays:
        print(f"  - {line}")
    if told.two_people:
        print(
            "It is highly sensitive: first `tocsin access ask` to erase it, and have another person grant it."
        )
    print("Nothing was done yet. Say the same with --yes to do it.")
