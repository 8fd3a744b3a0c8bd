"""All measures, each in a process of its own. `python -m bench take_in` runs one of them."""

import os
import platform
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

from bench.scratch import on_postgresql

MEASURES = ("commands", "take_in", "situation_page")


def main(chosen: list[str]) -> int:
    if unknown := set(chosen) - set(MEASURES):
        print(
            f"bench: there is no measure {min(unknown)!r}; choose from {', '.join(MEASURES)}", file=sys.stderr
        )
        return 2
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )
    for name in chosen or MEASURES:
        _run(name, dict(os.environ))
        if name == "situation_page" and (server := os.environ.get("TOCSIN_TEST_POSTGRESQL")):
            with on_postgresql(server) as url:
                _run(name, {**os.environ, "DATABASE_URL": url})
    return 0


def _run(name: str, environment: dict[str, str]) -> None:
    print(flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], env=environment, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
