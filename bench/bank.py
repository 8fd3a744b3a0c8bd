"""A camt.053 statement of 100,000 entries taken in, beside what lxml alone needs to walk the same file.

Taking in: read, added up again, each line compared with what stands, a gift and a transfer of two postings for each
entry, all stored in one transaction with its entries in the custody log, on SQLite (WAL, synchronous=FULL). The walk:
`lxml.etree.iterparse` over every element, its tag and text looked at, entries let go; nothing is kept of it. In turn and
in the same process; a fresh fund each time. Python's collector rests in both, as it does when a file is taken in: a walk
beside all of Django's objects would otherwise pay for them, half as much again as lxml needs alone.
"""

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from bench.bank_files import camt
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
        walks, taken = [], []
        for account, content in zip(ACCOUNTS, contents, strict=True):
            walks.append(_timed(partial(_walk, content)))
            fund = _fund(account)
            taken.append(_timed(partial(_take_in, fund, content, entries)))
    print(f"camt.053 of {entries:,} entries ({len(contents[0]):,} bytes), {ROUNDS} rounds")
    print(f"  lxml walks it, processor       {spread([each[1] for each in walks], 's')}")
    print(f"  taken in, processor            {spread([each[1] for each in taken], 's')}")
    print(f"  taken in, by the clock         {spread([each[0] for each in taken], 's')}")
    ratios = [one[1] / other[1] for one, other in zip(taken, walks, strict=True)]
    print(f"  times as long, processor       {spread(ratios, '')}  (goal: at most 3)")


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    clock, processor = perf_counter(), process_time()
    act()
    return perf_counter() - clock, process_time() - processor


@collector_at_rest()
def _walk(content: bytes) -> int:
    from lxml import etree

    seen = 0
    for _, element in etree.iterparse(io.BytesIO(content)):
        seen += len(element.text or "") > 0
        if element.tag.endswith("}Ntry"):
            element.clear()
            del element.getparent()[0]
    return seen


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
