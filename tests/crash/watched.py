"""One job of the worker, alone or under strace: what it said, how it ended, and which system calls it made."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import settings as test_settings
from tests.reports.documents import SENTENCES
from tests.reports.separately import environment, prepare_store

#: longer reports are sealed in files of their own, as those beyond a megabyte are in use
ROW_BYTES_MAX = 2000
#: what a job may take; one that hangs is a fault
PATIENCE_S = 60


def needs_strace() -> "pytest.MarkDecorator":
    there = shutil.which("strace") is not None
    assert there or not os.environ.get("CI"), "strace is not here, and in CI it must be"
    return pytest.mark.skipif(
        not there or test_settings.ON_POSTGRESQL,
        reason="strace is not here" if not there else "the store of this test is SQLite",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    #: of the process; negative where a signal ended it
    code: int
    out: str
    err: str


class Worker:
    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.kept, self.inbox = folder / "prepared", folder / "inbox"
        self.trace, self.gate = folder / "trace", folder / "gate"
        #: what the job "capture" fetches
        self.page = ""
        prepare_store(self.kept)
        os.mkfifo(self.gate)
        self.inbox.mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.worker"],
            env=environment(self.home) | {"SECRET_KEY": "only for tests", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def renew(self) -> None:
        """The store as it was prepared."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.kept, self.home)

    def start(self, do: str) -> int:
        """The child's process id; it waits at the gate."""
        for name in ("out", "err"):
            (self.folder / name).unlink(missing_ok=True)
        job = {
            "do": do,
            "gate": str(self.gate),
            "out": str(self.folder / "out"),
            "err": str(self.folder / "err"),
            "inbox": str(self.inbox),
            "page": self.page,
            "row_bytes_max": ROW_BYTES_MAX,
        }
        assert self._process.stdin is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)
        return int(self._answer().removeprefix("pid "))

    def open_gate(self) -> None:
        with self.gate.open("wb"):
            pass

    def end(self) -> Ended:
        code = int(self._answer().removeprefix("code "))
        out, err = ((self.folder / name).read_text(errors="replace") for name in ("out", "err"))
        return Ended(code=code, out=out, err=err)

    def run(self, do: str, options: Sequence[str] = ()) -> Ended:
        """With options, under strace."""
        pid = self.start(do)
        if not options:
            self.open_gate()
            return self.end()
        watcher = subprocess.Popen(
            ["strace", "-f", "-p", str(pid), "-o", str(self.trace), *options],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert watcher.stderr is not None
        said = watcher.stderr.readline()
        assert "attached" in said, said
        self.open_gate()
        ended = self.end()
        watcher.communicate(timeout=PATIENCE_S)
        return ended

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE_S)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the worker has ended"
        return line.strip()


@contextmanager
def working(folder: Path, *, reports: int) -> Iterator[Worker]:
    """With so many reports to take in; every third is sealed in a file."""
    worker = Worker(folder)
    for number in range(reports):
        long = 30 if number % 3 == 2 else 2
        text = f"Report {number}.\n" + "\n".join(SENTENCES[:4] * long)
        (worker.inbox / f"{number:03}.txt").write_text(text)
    try:
        yield worker
    finally:
        worker.close()
