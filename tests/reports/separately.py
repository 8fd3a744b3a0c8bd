"""Taking in by a process of its own, so that it can be killed, or given little room."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
STORE = "tocsin.sqlite3"

#: arguments: inbox, bytes that one file may have (0: no limit), reports of one batch
SCRIPT = """
import resource, sys
import django
django.setup()
from datetime import UTC, datetime
from tocsin.errors import StoreTrouble
from tocsin.reports import take_in, taking_in
inbox, room, taking_in.BATCH_REPORTS_MAX = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if room:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
print("began", flush=True)
try:
    results = take_in([inbox], by="command line", now=datetime(2023, 10, 1, tzinfo=UTC))
except StoreTrouble as error:
    sys.exit(f"StoreTrouble: {error}")
print("ended", sum(1 for result in results if result.report_id), flush=True)
"""


def environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "TOCSIN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tocsin.settings",
        "PYTHONPATH": str(ROOT),
    }


def prepare_store(home: Path) -> None:
    """A copy of one empty store that is made once in a run: its tables take seconds to make."""
    home.mkdir(parents=True)
    shutil.copyfile(_empty_store(), home / STORE)


def _empty_store() -> Path:
    made = Path(os.environ["TOCSIN_TEST_HOME"]) / "empty" / STORE
    made.parent.mkdir(exist_ok=True)
    with (made.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the run's workers share it
        if not made.exists():
            _make(made)
    return made


def _make(store: Path) -> None:
    with TemporaryDirectory(dir=store.parent) as home:
        command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
        subprocess.run(command, env=environment(Path(home)), check=True, timeout=300)
        with closing(sqlite3.connect(Path(home) / STORE)) as made:
            (busy, _, _) = made.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            assert not busy
        (Path(home) / STORE).rename(store)


def start(home: Path, inbox: Path, *, room: int = 0, batch: int = 1000) -> "subprocess.Popen[str]":
    """Returns when the process is about to take in."""
    command = [sys.executable, "-c", SCRIPT, str(inbox), str(room), str(batch)]
    process = subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "began\n", process.communicate()
    return process
