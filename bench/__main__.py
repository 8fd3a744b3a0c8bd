"""All measures, each in a process of its own. `python -m bench take_in` runs one of them."""

import os
import platform
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

from bench.scratch import on_postgresql

MEASURES = ("commands", "reading", "take_in", "situation_page")


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
    ran = [_run(name) for name in chosen or MEASURES]
    server = os.environ.get("TOCSIN_TEST_POSTGRESQL")
    if server and "situation_page" in (chosen or MEASURES):
        with on_postgresql(server) as url:
            ran.append(_run("situation_page", url))
    return 0 if all(ran) else 1


def _run(name: str, *arguments: str) -> bool:
    """Whether the measure came to its end."""
    print(flush=True)
    command = [sys.executable, "-m", f"bench.{name}", *arguments]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
