"""`python -m tests.corpus`: the table of what is read right, and what is missed. `--raise` and `--lower` move the floors."""

from __future__ import annotations

import argparse
from collections import Counter

from tests.corpus import floors
from tests.corpus.passages import load_all
from tests.corpus.scoring import Mark, marks


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    move = arguments.add_mutually_exclusive_group()
    move.add_argument("--raise", dest="raise_", action="store_true", help="raise floors to what is read now")
    move.add_argument("--lower", action="store_true", help="set floors to what is read now, even if lower")
    arguments.add_argument("only", nargs="*", help="files or entries: events, calls-3 ...")
    asked = arguments.parse_args()
    passages = load_all()
    shown = [
        one for one in passages if not asked.only or {one.name, one.name.rpartition("-")[0]} & {*asked.only}
    ]
    every = [mark for passage in shown for mark in marks(passage)]
    print(_table(every))
    for mark in every:
        if not mark.right:
            known = mark.name in next(one for one in passages if one.name == mark.passage).known_miss
            print(f"{mark.passage} {mark.name}{' (known)' if known else ''}: {mark.why}")
    right = Counter(mark.name for mark in every if mark.right)
    if asked.raise_ or asked.lower:
        assert not asked.only, "floors are moved on the whole corpus"
        floors.save(floors.raised(floors.load(), right) if asked.raise_ else right)


def _table(every: list[Mark]) -> str:
    wanted, right = (Counter(mark.name for mark in every if mark.right or not only) for only in (False, True))
    held = floors.load()
    lines = [f"{'what':<34}{'wanted':>8}{'right':>8}{'floor':>8}"]
    lines += [f"{name:<34}{wanted[name]:>8}{right[name]:>8}{held.get(name, 0):>8}" for name in sorted(wanted)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
