"""How long it takes to take in 1,000 reports of 4 KB, beside a bare `executemany` of the rows that they become.

Both fill a fresh SQLite store (WAL, synchronous=FULL, same indexes and triggers) in turn, in one process. Take-in
reads the files, hashes and decodes them, recognises their language, commits to every field and paragraph, stores,
and numbers and chains the log. The peer inserts the finished rows, in as many transactions, and does nothing else.
"""

import gc
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.figures import median, peak_mib, spread
from bench.made_reports import SIZE_BYTES, write_reports
from bench.scratch import SqliteCopies, scratch_store

REPORTS = 1000
RUNS = 11
NOW = datetime(2023, 10, 1, tzinfo=UTC)
#: all tables that take-in writes to, as it commits them, in the order in which rows refer to each other
TRANSACTIONS = (
    ("reports_report", "reports_sealedbytes", "reports_reporttext", "reports_origin", "custody_entry"),
    ("custody_leaf",),
)
Rows = dict[str, list[tuple[Any, ...]]]


def main() -> None:
    with scratch_store() as home:
        files = home / "reports"
        files.mkdir()
        write_reports(files, REPORTS)
        copies = SqliteCopies(home)
        _take_in(copies.renew(), files)  # a first run, not counted: it imports and opens the language model
        ours, bare = [], []
        for _ in range(RUNS):
            store = copies.renew()
            ours.append(_timed(partial(_take_in, store, files)))
            rows = _rows(store)
            peer = copies.copy(home / "bare.sqlite3")
            bare.append(_timed(partial(_insert, peer, rows)))
            assert _rows(peer) == rows
    _print(ours, bare)


def _take_in(store: Path, files: Path) -> None:
    from django.db import connection

    from tocsin.reports import take_in

    results = take_in([files], by="bench", now=NOW)
    connection.close()  # as at the command's end; the peer closes its store too
    assert sum(each.fresh for each in results) == REPORTS, f"{store} is not empty, or a report was refused"


def _rows(store: Path) -> Rows:
    with closing(sqlite3.connect(store)) as connection:
        tables = [table for part in TRANSACTIONS for table in part]
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def _insert(store: Path, rows: Rows) -> None:
    from tocsin.database import SQLITE_FIRST_COMMANDS

    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.executescript(SQLITE_FIRST_COMMANDS)
        for tables in TRANSACTIONS:
            connection.execute("BEGIN IMMEDIATE")
            for table in tables:
                marks = ", ".join("?" * len(rows[table][0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
            connection.execute("COMMIT")


def _timed(act: Callable[[], None]) -> float:
    """Seconds by the clock."""
    gc.collect()
    start = perf_counter()
    act()
    return perf_counter() - start


def _print(ours: list[float], bare: list[float]) -> None:
    ratios = [mine / peer for mine, peer in zip(ours, bare, strict=True)]
    print(f"take-in of {REPORTS:,} reports of {SIZE_BYTES:,} bytes, {RUNS} runs in turn with the peer")
    print(f"  take-in and store     {spread(ours, 's')}")
    print(f"  bare executemany      {spread(bare, 's')}")
    print(f"  ratio, pair by pair   {spread(ratios, 'times')}")
    print(f"  reports a second      {REPORTS / median(ours):,.0f}")
    print(f"  peak memory           {peak_mib():,.0f} MiB, the peer's rows included")


if __name__ == "__main__":
    main()
