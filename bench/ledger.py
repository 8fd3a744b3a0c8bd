"""The ledger: a trial balance over 1,000,000 postings on SQLite; 100,000 transactions read, checked and added up beside
beancount and hledger; and, where a PostgreSQL server is named, 200 writers for 30 s, of whom each request has two.

Beside the others: `tocsin relief audit` of a fund's download, a process from start to end, which has each gift besides and
follows it to where it is; and `hledger balance` and beancount's loader with its balances over journals of the same
transactions. beancount is GPL, and runs as a process of its own only: `TOCSIN_BENCH_BEANCOUNT` names a Python that has it.
hledger is skipped where it is not installed.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

from bench.figures import spread
from bench.scratch import scratch_store

if TYPE_CHECKING:
    from tocsin.relief.ledger.draft import TransferDraft
    from tocsin.relief.models import Fund

TRANSFERS = 500_000
TRANSACTIONS = 100_000
#: transfers booked together
TOGETHER = 20_000
ROUNDS = 3
WRITERS = 200
SECONDS = float(os.environ.get("TOCSIN_BENCH_SECONDS", "30"))
#: a Python that has beancount; read before the measure's own store takes the environment away
BEANCOUNT_PYTHON = os.environ.get("TOCSIN_BENCH_BEANCOUNT")
NOW = datetime(2024, 6, 1, tzinfo=UTC)
BEANCOUNT = """
import sys
from beancount import loader
from beancount.core import realization
entries, errors, _ = loader.load_file(sys.argv[1])
assert not errors, errors[:3]
print(len(list(realization.iter_children(realization.realize(entries)))))
"""


def main(transfers: int, url: str) -> None:
    if url:
        with scratch_store(url):
            _writers()
        return
    with scratch_store() as folder:
        _trial_balance(transfers)
        _beside_others(folder)


def _fund(code: str) -> "Fund":
    from tocsin.relief.models import Fund

    return Fund.objects.create(
        code=code,
        state=Fund.State.OPEN,
        title=code,
        purpose="Measures",
        holder="Bench",
        opened_by="bench",
        opened_at=NOW,
    )


def _gifts(start: int, count: int, code: str) -> "list[TransferDraft]":
    """Gifts by bank and card in four currencies, of the days of one year."""
    from tocsin.relief.ledger.accounts import AccountName, Role
    from tocsin.relief.ledger.draft import Leg, TransferDraft, TransferKind

    names = [
        (AccountName(Role.CARD, cur, "stripe"), AccountName(Role.GIFTS, cur))
        for cur in ("EUR", "USD", "AMD", "GBP")
    ]
    drafts = []
    for n in range(start, start + count):
        card, gifts = names[n % 4]
        minor = 100 + n * 7919 % 100_000
        legs = (Leg(card, minor), Leg(gifts, -minor))
        day = date(2023, 1, 1) + timedelta(days=n % 365)
        drafts.append(
            TransferDraft(
                key=f"{code}:{n}", kind=TransferKind.GIFT, value_date=day, legs=legs, about=f"gift:{_code(n)}"
            )
        )
    return drafts


def _code(number: int) -> str:
    """A receipt code, the same for every writer."""
    from tocsin.relief.receipt_code import LENGTH, check_sign

    body = f"{number:0{LENGTH}}"
    return body + check_sign(body)


def _fill(fund: "Fund", transfers: int) -> float:
    from tocsin.relief.ledger.booking import book_ids

    took_s = 0.0
    for start in range(0, transfers, TOGETHER):
        drafts = _gifts(start, min(TOGETHER, transfers - start), fund.code)
        began = perf_counter()
        book_ids(fund, drafts, by="bench", now=NOW)
        took_s += perf_counter() - began
    return took_s


def _trial_balance(transfers: int) -> None:
    from tocsin.relief.ledger.balances import off_balance, trial_balance

    fund = _fund("million")
    took_s = _fill(fund, transfers)
    now_s, then_s = [], []
    for _ in range(ROUNDS):
        began = perf_counter()
        rows = trial_balance(fund)
        now_s.append(perf_counter() - began)
        began = perf_counter()
        trial_balance(fund, as_of=NOW)
        then_s.append(perf_counter() - began)
    assert off_balance(rows) == {}
    assert sum(row.postings for row in rows) == 2 * transfers
    print(f"trial balance over {2 * transfers:,} postings on SQLite")
    print(f"  as it stands                   {spread(now_s, 's')}  (goal: under 1 s)")
    print(f"  as of a time before            {spread(then_s, 's')}")
    print(
        f"  booked before                  {transfers / took_s:,.0f} transfers a second, {TOGETHER:,} together"
    )


def _keep_gifts(fund: "Fund") -> None:
    """The gifts that the fund's transfers bring: without them its accounts do not hold."""
    from tocsin.relief.models import Gift, Transfer
    from tocsin.rows import insert_rows

    rows = Transfer.objects.filter(fund=fund).order_by("id").values_list("id", "key", "about", "value_date")
    same = {"fund_id": fund.pk, "channel": Gift.Channel.CARD.value, "provider": "stripe", "purpose": ""}
    drafts = {draft.key: draft for draft in _gifts(0, TRANSACTIONS, fund.code)}
    insert_rows(
        Gift,
        [
            {
                **same,
                "code": about.removeprefix("gift:"),
                "minor": drafts[key].legs[0].minor,
                "currency": drafts[key].legs[0].account.currency,
                "at": datetime.combine(day, time(), UTC),
                "provider_ref": key,
                "transfer_id": pk,
                "donor_id": None,
                "test": False,
            }
            for pk, key, about, day in rows
        ],
    )


def _beside_others(folder: Path) -> None:
    fund = _fund("beside")
    _fill(fund, TRANSACTIONS)
    _keep_gifts(fund)
    export, journal, beans = folder / "fund.json", folder / "fund.journal", folder / "fund.beancount"
    tocsin = [sys.executable, "-m", "tocsin.cli", "relief"]
    subprocess.run([*tocsin, "export", fund.code, "-o", str(export)], check=True, stdout=subprocess.DEVNULL)
    journal.write_text("\n".join(_journal()), "utf-8")
    beans.write_text("\n".join(_beancount()), "utf-8")
    commands = {"tocsin relief audit": [*tocsin, "audit", str(export)]}
    if hledger := shutil.which("hledger"):
        commands["hledger balance"] = [hledger, "-f", str(journal), "balance"]
    if BEANCOUNT_PYTHON:
        # its cache would let a second run read no text
        commands["beancount"] = [BEANCOUNT_PYTHON, "-c", BEANCOUNT, str(beans)]
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            began = perf_counter()
            subprocess.run(
                command,
                check=True,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"},
            )
            took[name].append(perf_counter() - began)
    print(f"{TRANSACTIONS:,} transactions read, checked and added up, whole processes by the clock")
    for name, values in took.items():
        print(f"  {name:30} {spread(values, 's')}")
    for name in sorted({"hledger balance", "beancount"} - took.keys()):
        print(f"  {name:30} skipped: it is not here")


def _moves() -> Iterator[tuple[date, str, int, str]]:
    """Day, key, minor units, currency: the same as are booked."""
    for draft in _gifts(0, TRANSACTIONS, "beside"):
        yield draft.value_date, draft.key, draft.legs[0].minor, draft.legs[0].account.currency


def _journal() -> Iterator[str]:
    for day, key, minor, cur in sorted(_moves()):
        number = f"{minor / 100:.2f} {cur}"
        yield f"{day} {key}\n    clearing:stripe:{cur}  {number}\n    income:gifts:{cur}  -{number}\n"


def _beancount() -> Iterator[str]:
    for cur in ("EUR", "USD", "AMD", "GBP"):
        yield f"2022-12-31 open Assets:Stripe:{cur} {cur}\n2022-12-31 open Income:Gifts:{cur} {cur}"
    for day, key, minor, cur in sorted(_moves()):
        number = f"{minor / 100:.2f} {cur}"
        yield f'{day} * "{key}"\n  Assets:Stripe:{cur}  {number}\n  Income:Gifts:{cur}  -{number}\n'


def _writers() -> None:
    """Pairs of writers bring the same requests; every one that was acknowledged stands once, and nothing else does."""
    from django.db.models import Count

    from tocsin.custody.models import Entry
    from tocsin.relief.ledger.balances import off_balance, trial_balance
    from tocsin.relief.models import Transfer

    fund = _fund("writers")
    ends = monotonic() + SECONDS
    with ThreadPoolExecutor(WRITERS) as pool:
        done = list(pool.map(lambda n: _write(fund, n, ends), range(WRITERS)))
    acknowledged = set().union(*done)
    stored = Counter(Transfer.objects.filter(fund=fund).values_list("key", flat=True))
    lost = acknowledged - stored.keys()
    doubled = [key for key, count in stored.items() if count > 1]
    logged = Entry.objects.filter(item__startswith="transfer:").values("item").annotate(n=Count("pk"))
    print(f"{WRITERS} writers on PostgreSQL for {SECONDS:.0f} s, each request brought by two")
    print(
        f"  acknowledged                   {sum(map(len, done)):,} answers for {len(acknowledged):,} transfers"
    )
    print(
        f"  lost, doubled, not asked for   {len(lost)}, {len(doubled)}, {len(stored.keys() - acknowledged)}"
    )
    print(f"  transfers without one entry    {len(stored) - logged.filter(n=1).count()}")
    print(f"  currencies off balance         {len(off_balance(trial_balance(fund)))}")


def _write(fund: "Fund", writer: int, ends: float) -> set[str]:
    from django.db import connection

    from tocsin.relief.ledger.booking import book

    done: set[str] = set()
    n = 0
    try:
        while monotonic() < ends:
            (draft,) = _gifts(n, 1, f"w{writer // 2}")
            done.add(book(fund, draft, by=f"writer {writer}", now=NOW).key)
            n += 1
    finally:
        connection.close()
    return done


if __name__ == "__main__":
    arguments = sys.argv[1:]
    server = arguments.pop() if arguments and "://" in arguments[-1] else ""
    main(int(arguments[0]) if arguments else TRANSFERS, server)
