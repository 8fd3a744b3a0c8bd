"""A camt.053 statement of 100,000 entries taken in, beside what lxml alone needs to walk the same file.

Taking in: read, added up again, each line compared with what stands, a gift and a transfer of two postings for each
entry, all stored in one transaction with its entries in the custody log, on SQLite (WAL, synchronous=FULL). The walk
(bench/bank_walk.py) is measured twice: in the same process, where Python's collector rests in it as it does when a file is
taken in, for it would otherwise pay for all of Django's objects; and in a process of its own, as lxml is alone. In turn; a
fresh fund each time. The first is the stricter measure, and the goal is held to it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from bench.bank_files import camt
from bench.bank_walk import walk
from bench.figures import spread
from bench.scratch import scratch_store
from tocsin.collector import collector_at_rest

if TYPE_CHECKING:
    from tocsin.relief.models import Fund

ENTRIES = 100_000
ROUNDS = 3
#: of one length, so that each round's bytes are as many
ACCOUNTS = [f"BENCH{number:05}" for number in range(ROUNDS)]


def main(entries: int) -> None:
    contents = [camt(entries, account=account) for account in ACCOUNTS]
    with scratch_store():
        _warm_up()
        walks, alone, taken = [], [], []
        for account, content in zip(ACCOUNTS, contents, strict=True):
            alone.append(_walk_alone(content))
            walks.append(_timed(partial(collector_at_rest()(walk), content)))
            fund = _fund(account)
            taken.append(_timed(partial(_take_in, fund, content, entries)))
    print(f"camt.053 of {entries:,} entries ({len(contents[0]):,} bytes), {ROUNDS} rounds")
    for at, measured in ((1, "processor"), (0, "by the clock")):
        print(f"{measured}:")
        for what, times in (("lxml walks it", walks), ("the same, alone", alone), ("taken in", taken)):
            print(f"  {what:<28} {spread([each[at] for each in times], 's')}")
        for what, beside in (("times as long", walks), ("beside lxml alone", alone)):
            ratios = [one[at] / other[at] for one, other in zip(taken, beside, strict=True)]
            print(f"  {what:<28} {spread(ratios, '')}  (goal: at most 3)")


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    clock, processor = perf_counter(), process_time()
    act()
    return perf_counter() - clock, process_time() - processor


def _walk_alone(content: bytes) -> tuple[float, float]:
    """By the clock, and of the processor: in a process of its own."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        Path(file.name).write_bytes(content)
        command = [sys.executable, "-m", "bench.bank_walk", file.name]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    clock, processor = map(float, said.split())
    return clock, processor


def _fund(number: str) -> "Fund":
    from tocsin.relief.ledger.accounts import bank
    from tocsin.relief.ledger.opening import account
    from tocsin.relief.models import Fund

    now = datetime.now(UTC)
    fund = Fund.objects.create(
        code=number.lower(), state=Fund.State.OPEN, title=number, opened_by="bench", opened_at=now
    )
    account(fund, bank(number, "EUR"))
    return fund


def _take_in(fund: "Fund", content: bytes, entries: int) -> None:
    from tocsin.relief.bank.taking_in import take_in

    file = take_in(fund, content, "bench.xml", by="bench", now=datetime.now(UTC)).file
    assert file.statements.get().new_count == entries


def _warm_up() -> None:
    """Imports, and the first rows of every table."""
    _take_in(_fund("BENCHWARM1"), camt(10, account="BENCHWARM1"), 10)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
