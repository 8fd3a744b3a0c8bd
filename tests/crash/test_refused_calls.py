"""Each system call on the store refused once, or the process killed in it: a plain end, and a store that holds."""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.crash.holds import Promise, assert_holds
from tests.crash.watched import Ended, Worker, needs_strace, working
from tests.reports.documents import page
from tests.reports.serving import answer, serving

#: of the calls that would be refused or killed, one in so many; `make conformance` asks for each
EVERY = int(os.environ.get("TOCSIN_TEST_REFUSED_EVERY", "60"))
#: calls that put something on the disk: they can meet a full one
WRITING = frozenset(
    [
        "write",
        "pwrite64",
        "writev",
        "pwritev",
        "ftruncate",
        "fallocate",
        "fsync",
        "fdatasync",
        "openat",
        "mkdir",
        "rename",
        "unlink",
    ]
)
#: and those that look at it, or lock it
READING = frozenset(
    ["pread64", "read", "lseek", "fstat", "newfstatat", "lstat", "stat", "access", "fcntl", "getdents64"]
)
#: and those that reach a server
REACHING = frozenset(
    ["socket", "connect", "sendto", "recvfrom", "setsockopt", "getsockopt", "getsockname", "poll"]
)
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)")
_SOCKET = re.compile(r"<(socket|TCP|UDP)[^>]*:|^AF_INET")
_TRACEBACK = "Traceback (most recent call last)"


class Fault(NamedTuple):
    call: str
    #: counted from one, among all calls of this name
    number: int
    #: as strace's inject= takes it
    how: str


def faults(worker: Worker, do: str) -> Iterator[Fault]:
    """Every call on the store's folder or on a connection in a run without faults, with each thing that can go wrong.

    strace counts for each thread apart: a number means the same call of all threads that come so far.
    """
    worker.renew()
    calls = ",".join(sorted(WRITING | READING | REACHING))
    ended = worker.run(do, ["-y", "-s", "300", "-e", f"trace={calls}"])
    assert ended.code == 0, ended.err
    count: Counter[tuple[str, str]] = Counter()
    seen = set[tuple[str, int]]()
    for line in worker.trace.read_text(errors="replace").splitlines():
        found = _CALL.match(line)
        if found is None:
            continue
        thread, call, told = found.groups()
        count[thread, call] += 1
        number = count[thread, call]
        if (call, number) in seen or not (str(worker.home) in told or _SOCKET.search(told)):
            continue
        seen.add((call, number))
        yield Fault(call, number, "error=EIO")
        yield Fault(call, number, "signal=SIGKILL")
        if call in WRITING:
            yield Fault(call, number, "error=ENOSPC")


def run(worker: Worker, do: str, fault: Fault) -> Ended:
    worker.renew()
    options = ["-e", f"trace={fault.call}", "-e", f"inject={fault.call}:{fault.how}:when={fault.number}"]
    return worker.run(do, options)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One store, one loaded program and one page for all jobs."""
    there = answer(page(), kind="text/html")
    answers = {"/": answer(b"moved", status=302, Location="/there"), "/there": there}
    with serving(answers) as server, working(tmp_path_factory.mktemp("refused"), reports=4) as worker:
        worker.page = server.url()
        yield worker


@needs_strace()
@pytest.mark.parametrize("do", ["take-in", "append", "capture"])
def test_a_refused_call_ends_plainly_and_the_store_holds(
    do: str, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says in one line what was refused, or is done all the same; what it said is done is there."""
    every = list(faults(worker, do))
    chosen = every[::EVERY]
    ways: Counter[str] = Counter()
    for fault in chosen:
        ended = run(worker, do, fault)
        promised = Promise.read(ended.out) if do == "append" else []
        try:
            assert_holds(worker.home, promised)
            _assert_plain(do, fault, ended)
        except AssertionError as error:
            raise AssertionError(f"{fault}: {error}\n{ended}") from error
        way = "killed" if "KILL" in fault.how else "done" if ended.code == 0 else "refused in words"
        ways[way] += 1
    with capsys.disabled():
        told = ", ".join(f"{count:,} {way}" for way, count in sorted(ways.items()))
        sys.stdout.write(
            f"\nrefused calls of {do}: {len(chosen):,} of {len(every):,} ({told}); every store held\n"
        )
    assert len(every) > 100 and ways


def _assert_plain(do: str, fault: Fault, ended: Ended) -> None:
    """The process that reads strangers' documents makes calls too: killed in one, it is a report that could not be read."""
    if "KILL" in fault.how and ended.code == -9:
        return
    if do == "append":
        assert "KILL" not in fault.how or ended.code == 0, "neither killed nor done"
    else:
        assert ended.code in (0, 1), "neither done nor refused"
        assert _TRACEBACK not in ended.err, "a page of our own calls"
        # of the whole command, or of the one report that could not be read
        told = "tocsin: " in ended.err or '"outcome": "refused"' in ended.out
        assert ended.code == 0 or told, "ended without a word"
