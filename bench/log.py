"""The custody log at 1,000,000 entries: appending, proving and checking, each beside the least that could do it.

Appending: finished entries are stored, numbered, chained and put into the tree, a thousand a transaction; beside it,
batch by batch and in the same process, a bare loop that hashes the same bytes with SHA-256 and inserts bytes and hash
into a table of its own (SQLite, WAL, synchronous=FULL), a thousand a transaction.

Checking: the log by itself, then with every entry's form and columns; beside them, in turn, a bare loop that reads the
same bytes from the same store in order and hashes each once.
"""

import gc
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from bench.figures import median, spread
from bench.scratch import scratch_store

ENTRIES = 1_000_000
BATCH = 1000
#: batches that make one pair of times with the peer
TOGETHER = 20
PROOFS = 1000
CHECKS = 3
SMALL = 100_000
NOW = datetime(2023, 10, 1, tzinfo=UTC)


class Spent(NamedTuple):
    clock_s: float
    processor_s: float

    @classmethod
    def of(cls, parts: Iterable["Spent"]) -> "Spent":
        return cls(*map(sum, zip(*parts, strict=True)))


def main(entries: int = ENTRIES) -> None:
    with scratch_store() as home:
        store = _store()
        print(f"a log of {entries:,} entries on SQLite, of {len(_example()):,} bytes")
        _print_appends(*_append(home / "bare.sqlite3", min(SMALL, entries), 0))
        small = _peaks()
        if entries > SMALL:
            print(f"  from {SMALL:,} entries on:")
            _print_appends(*_append(home / "bare.sqlite3", entries - SMALL, SMALL))
        _print_proofs(*_proofs(entries))
        _print_checks(store, entries)
        _print_peaks(small, _peaks(), entries)


def _store() -> Path:
    from django.db import connection

    return Path(connection.settings_dict["NAME"])


def _acts(first: int, count: int) -> Iterator[Any]:
    """What people say of findings, as the desk logs it."""
    from tocsin.custody import Act

    at = NOW + timedelta(seconds=first)
    for number in range(first, first + count):
        yield Act(
            item=f"finding:{number % 50_000}",
            action="reviewed",
            actor=f"analyst-{number % 20}",
            at=at,
            reason="as the passage says" if number % 3 else "",
            before={"review": number - 1},
            after={
                "state": "accepted",
                "fields": {"people": str(number), "kind": "figure"},
                "review": number,
            },
        )


def _example() -> bytes:
    from tocsin.custody.acts import canonical_entry

    return canonical_entry(next(_acts(1, 1)), bytes(32))


def _append(bare: Path, count: int, first: int) -> tuple[list[Spent], list[Spent], list[Spent]]:
    """What each group of batches took: to make the entries, to append them, and of the peer."""
    groups: tuple[list[Spent], list[Spent], list[Spent]] = [], [], []
    with closing(_opened(bare)) as peer:
        for begin in range(first, first + count, BATCH * TOGETHER):
            starts = range(begin, min(begin + BATCH * TOGETHER, first + count), BATCH)
            batches = [_append_batch(peer, start) for start in starts]
            for group, parts in zip(groups, zip(*batches, strict=True), strict=True):
                group.append(Spent.of(parts))
    return groups


def _append_batch(peer: sqlite3.Connection, start: int) -> tuple[Spent, Spent, Spent]:
    rows = list[Any]()
    made = _spent(lambda: rows.extend(_rows(start)))
    appended = _spent(lambda: _keep(rows))
    finished = [row.canonical for row in rows]
    return made, appended, _spent(lambda: _insert(peer, finished))


def _rows(start: int) -> list[Any]:
    from tocsin.custody import writer

    return [writer.row_of(act) for act in _acts(start, BATCH)]


def _keep(rows: list[Any]) -> None:
    """Commits once: the entries and their numbers."""
    from django.db import transaction

    from tocsin.custody import writer

    with transaction.atomic():
        writer.keep(rows)


def _opened(bare: Path) -> sqlite3.Connection:
    from tocsin.database import SQLITE_FIRST_COMMANDS

    connection = sqlite3.connect(bare, isolation_level=None)
    connection.executescript(SQLITE_FIRST_COMMANDS)
    connection.execute("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, hash BLOB, entry BLOB)")
    return connection


def _insert(connection: sqlite3.Connection, entries: list[bytes]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    hashed = ((sha256(entry).digest(), entry) for entry in entries)
    connection.executemany("INSERT INTO entry (hash, entry) VALUES (?, ?)", hashed)
    connection.execute("COMMIT")


def _proofs(entries: int) -> tuple[list[float], list[float]]:
    """Seconds of each inclusion and each consistency proof, at places and sizes drawn by lot."""
    from tocsin.custody import tree

    draw = random.Random(6)
    places = [draw.randrange(entries) for _ in range(PROOFS)]
    tree.prove_inclusion(0, entries)
    inclusion = [_timed(lambda place=place: tree.prove_inclusion(place, entries)) for place in places]
    consistency = [_timed(lambda place=place: tree.prove_consistency(place + 1, entries)) for place in places]
    return inclusion, consistency


def _print_checks(store: Path, entries: int) -> None:
    from tocsin.custody import verify

    checks: dict[str, Callable[[], object]] = {
        "bare reading and SHA-256": lambda: _hashed(store),
        "the log by itself": lambda: verify(columns=False),
        "with form and columns": lambda: verify(),
    }
    times: dict[str, list[Spent]] = {name: [] for name in checks}
    for _ in range(CHECKS):
        for name, check in checks.items():
            times[name].append(_spent(check))
    bare = times["bare reading and SHA-256"]
    print(f"  checking the whole log, {CHECKS} times in turn:")
    for name, spent in times.items():
        each = [one.clock_s / entries * 1e6 for one in spent]
        print(f"    {name:26}{spread(each, 'us an entry')}, {_beside(bare, spent)}")


def _hashed(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        for (canonical,) in connection.execute("SELECT canonical FROM custody_entry ORDER BY id"):
            sha256(canonical).digest()


def _peaks() -> dict[str, float]:
    return {
        "the log by itself": _peak_of("verify(columns=False)"),
        "with form and columns": _peak_of("verify()"),
    }


def _peak_of(check: str) -> float:
    """MiB that a fresh process holds at most."""
    statements = (
        "import django; django.setup()",
        "from bench.figures import peak_mib",
        "from tocsin.custody import verify",
        f"assert {check}.holds",
        "print(peak_mib())",
    )
    told = subprocess.run([sys.executable, "-c", "\n".join(statements)], check=True, capture_output=True)
    return float(told.stdout)


def _timed(act: Callable[[], object]) -> float:
    """Seconds by the clock."""
    return _spent(act).clock_s


def _spent(act: Callable[[], object]) -> Spent:
    start, began = perf_counter(), process_time()
    act()
    return Spent(perf_counter() - start, process_time() - began)


def _beside(peers: list[Spent], mine: list[Spent]) -> str:
    """By the clock, and in processor time, which a busy disk does not touch."""
    clock = [peer.clock_s / one.clock_s for peer, one in zip(peers, mine, strict=True)]
    processor = [peer.processor_s / one.processor_s for peer, one in zip(peers, mine, strict=True)]
    return f"{spread(clock, 'times as fast as the bare one')}, in processor time {spread(processor, 'times')}"


def _print_appends(made: list[Spent], appended: list[Spent], peers: list[Spent]) -> None:
    def micros(spent: list[Spent]) -> list[float]:
        return [one.clock_s / (BATCH * TOGETHER) * 1e6 for one in spent]

    whole = [Spent.of(pair) for pair in zip(made, appended, strict=True)]
    print(f"  append, {len(made)} groups of {BATCH * TOGETHER:,} in turn with the peer:")
    print(f"    finished entries appended {spread(micros(appended), 'us an entry')}")
    print(f"    bare SHA-256 and insert   {spread(micros(peers), 'us an entry')}")
    print(f"    pair by pair              {_beside(peers, appended)}")
    print(f"    from acts on, with their commitments {spread(micros(whole), 'us an entry')}")


def _print_proofs(inclusion: list[float], consistency: list[float]) -> None:
    for name, seconds in (("inclusion", inclusion), ("consistency", consistency)):
        millis = sorted(one * 1e3 for one in seconds)
        print(
            f"  a proof of {name}: median {median(millis):.2f} ms, p99 {millis[len(millis) * 99 // 100]:.2f} ms"
        )


def _print_peaks(small: dict[str, float], large: dict[str, float], entries: int) -> None:
    print("  peak memory of a check, in a process of its own:")
    for name, peak in small.items():
        print(
            f"    {name:26}{peak:.0f} MiB at {min(SMALL, entries):,} entries, {large[name]:.0f} MiB at {entries:,}"
        )


if __name__ == "__main__":
    gc.freeze()
    main(*map(int, sys.argv[1:]))
