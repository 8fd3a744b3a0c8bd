"""All measures, each in a process of its own. `python -m bench take_in` runs one of them."""

import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.scratch import on_postgresql

MEASURES = (
    "commands",
    "reading",
    "take_in",
    "situation_page",
    "search",
    "delivery",
    "analysts",
    "feeds",
    "alerts",
    "log",
    "bank",
    "ledger",
)
#: measured over PostgreSQL too, or there alone
ON_STORES = ("situation_page", "search", "delivery", "analysts", "feeds", "alerts", "ledger")
#: findings of the situations whose pages are measured
FINDINGS = ("10000", "100000")


def main(chosen: list[str]) -> int:
    """2 for a measure that does not exist, 1 where one failed; what a figure is makes no difference."""
    if unknown := set(chosen) - set(MEASURES):
        print(
            f"bench: there is no measure {min(unknown)!r}; choose from {', '.join(MEASURES)}", file=sys.stderr
        )
        return 2
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )
    ran = [_run(name) for name in chosen or MEASURES if name not in ON_STORES]
    if "situation_page" in (chosen or MEASURES):
        ran += [passed for findings in FINDINGS for passed in _on_both_stores("situation_page", findings)]
    for name in ("search", "delivery", "feeds", "alerts", "ledger"):
        if name in (chosen or MEASURES):
            ran += _on_both_stores(name)
    server = os.environ.get("TOCSIN_TEST_POSTGRESQL")
    if server and "analysts" in (chosen or MEASURES):
        with on_postgresql(server) as url:
            ran.append(_run("analysts", url))
    return 0 if all(ran) else 1


def _on_both_stores(name: str, *arguments: str) -> Iterator[bool]:
    """On SQLite, and on PostgreSQL where a server is named."""
    yield _run(name, *arguments)
    if server := os.environ.get("TOCSIN_TEST_POSTGRESQL"):
        with on_postgresql(server) as url:
            yield _run(name, *arguments, url)


def _run(name: str, *arguments: str) -> bool:
    """Whether the measure came to its end."""
    print(flush=True)
    command = [sys.executable, "-m", f"bench.{name}", *arguments]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
