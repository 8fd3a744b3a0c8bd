"""A process that has all of the program loaded and forks one child for each job: what is stopped, refused or killed.

A job is a line of JSON on standard input: {"do": "append"|"take-in"|"capture", "gate": FIFO, "out": FILE, ...}. The
child waits until somebody opens the gate, so that it can be watched from its first act on. Answers: "pid N", "code N".
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

AT = datetime(2023, 10, 1, tzinfo=UTC)


def main() -> None:
    django.setup()
    _load()
    _answer("ready")
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _child(job)
        _answer(f"pid {pid}")
        _answer(f"code {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


def _answer(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _load() -> None:
    """What a command would import: an import is no act on the store."""
    import httpx
    import warcio.warcwriter

    import tocsin.cli.commands
    import tocsin.cli.store
    import tocsin.cli.take_in
    import tocsin.custody
    import tocsin.custody.sequencer
    import tocsin.custody.writer
    import tocsin.outside.pinned
    import tocsin.reports.address
    import tocsin.reports.taking_in

    assert httpx and warcio and tocsin.cli.take_in and tocsin.reports.taking_in
    from django.urls import get_resolver

    from tocsin.outside import pinned
    from tocsin.reports.language import recognise_language

    assert get_resolver and pinned._tls()
    assert recognise_language("The bridge was closed to all who came on foot.", "") == "en"


def _child(job: dict[str, Any]) -> None:
    for number, name in ((1, "out"), (2, "err")):
        descriptor = os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(descriptor, number)
        os.close(descriptor)
    with Path(job["gate"]).open("rb"):
        pass
    code = 70
    try:
        code = {"append": _append, "take-in": _take_in, "capture": _capture}[job["do"]](job)
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _append(job: dict[str, Any]) -> int:
    """Takes each file in by itself, numbers, and says so: what is said is promised."""
    from django.db import connections

    from tocsin.custody.models import Leaf
    from tocsin.reports import take_in

    _seal_in_files(job["row_bytes_max"])
    for path in sorted(Path(job["inbox"]).iterdir()):
        (taken,) = take_in([path], by="command line", now=AT)
        assert taken.report_id, taken
        last = Leaf.objects.order_by("-position").values_list("position", "chain_hash").first()
        position, chain = last if last else (-1, b"")
        _say(f"{taken.report_id} {position} {bytes(chain).hex() or 'none'}\n")
    connections.close_all()
    return 0


def _seal_in_files(longer_than: int) -> None:
    from tocsin.reports import capturing, prepared, seal

    seal.ROW_BYTES_MAX = prepared.ROW_BYTES_MAX = capturing.ROW_BYTES_MAX = longer_than  # type: ignore[misc]


def _say(line: str) -> None:
    os.write(1, line.encode())


def _take_in(job: dict[str, Any]) -> int:
    """The command as a person runs it."""
    from tocsin.cli import main as tocsin

    _seal_in_files(job["row_bytes_max"])
    return tocsin(["take-in", "--no-read", "--json", job["inbox"]])


def _capture(job: dict[str, Any]) -> int:
    """The command for a page on this machine, which no address outside it can be in a test."""
    from tocsin.cli import main as tocsin
    from tocsin.outside import guard

    guard.is_public = lambda _text: True
    _seal_in_files(job["row_bytes_max"])
    return tocsin(["take-in", "--no-read", "--json", job["page"]])


if __name__ == "__main__":
    main()
