"""The process of a simulated year that is killed: takes steps over a real store, and asks its provider through a pipe.

It has the program loaded and forks one life after the other: a line on standard input is the address of the year's other
side and the folder of the store; the answer is the life's process id. What a life had not committed when it was killed is
gone, and it says "done" only after that.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection
from typing import Any

import django

from tests.reports.separately import STORE
from tocsin.relief.cards.simulator.in_process import NoWire


@dataclass(frozen=True, kw_only=True)
class Piped(NoWire):
    """Calls to the provider, in the other process."""

    pipe: Connection

    def _answered(self, method: str, path: str, form: Mapping[str, str], key: str) -> tuple[int, Any]:
        self.pipe.send(("call", (method, path, form, key)))
        status, body = self.pipe.recv()
        return status, body


def main() -> None:
    django.setup()
    from tests.relief.simulation import desk

    assert desk
    gc.freeze()
    _say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _live(*line.split())
        _say(str(pid))
        os.waitpid(pid, 0)
        _say("over")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _live(address: str, home: str) -> None:
    code = 70
    try:
        from django.db import connection

        from tests.relief.simulation.desk import Desk

        assert connection.connection is None
        connection.settings_dict["NAME"] = f"{home}/{STORE}"
        with Client(address) as pipe:
            at_desk: Desk | None = None
            while (step := pipe.recv()) is not None:
                at_desk = at_desk or Desk(Piped(pipe=pipe), step.now)
                pipe.send(("done", at_desk.take(step)))
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
