"""Goes through a year with a process that is killed (`kill -9`) in the midst of its steps, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

from tests.relief.simulation import steps
from tests.relief.simulation.outside import Outside
from tests.relief.simulation.steps import Step
from tests.reports.separately import environment

#: of the steps before the one that was killed, so many are told again as well, where they are such
TOLD_AGAIN = 5
TELLS = (
    steps.Webhook,
    steps.BankBytes,
    steps.ProviderFee,
    steps.Exchange,
    steps.Spend,
    steps.CameBack,
    steps.CloseBooks,
)
#: kinds of steps in which something is stored
KINDS = tuple(
    sorted(
        each.__name__
        for each in (steps.Give, steps.ReadAgain, steps.AskRefund, steps.GoOverHeld, steps.Round, *TELLS)
    )
)
#: one step may take so long; a life that hangs is a fault
PATIENCE_S = 1800


@dataclass
class Lived:
    """How a year went."""

    export: bytes = b""
    #: exit code of the command that verifies the store, and what it printed
    verified: tuple[int, str] = (-1, "")
    #: the export after the ledger was lost and booked again; empty where nobody was killed
    booked_again: bytes = b""
    kills: int = 0
    #: kind of step -> how often it was killed
    at: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    #: kind of step -> seconds that it took in all
    took_s: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@contextmanager
def lives(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The process that has the program loaded; each of its lives is told over which store."""
    env = environment(folder) | {"SECRET_KEY": "only for tests", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "tests.relief.simulation.worker"]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert _said(process) == "ready"
        yield process
        process.stdin.close()
        process.wait(60)


def _said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


class Life:
    """One process at the desk, from its start until it is killed."""

    def __init__(self, process: subprocess.Popen[str], listener: Listener, home: Path) -> None:
        assert process.stdin is not None
        self._process = process
        process.stdin.write(f"{listener.address} {home}\n")
        process.stdin.flush()
        self.pid = int(_said(process))
        self.pipe: Connection = listener.accept()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def buried(self) -> None:
        self.pipe.close()
        assert _said(self._process) == "over"


class Killer:
    """Draws by its seed which step is next, and where in it: the same steps whether or not anybody is killed there."""

    def __init__(self, outside: Outside, kills: int) -> None:
        self._random = Random(outside.seed)
        about = 3 * outside.by_card * outside.gifts + 3 * outside.days
        #: all are done before the year is over
        self._gap = int(about * 0.75) // max(kills, 1) + 1
        self._took_s: defaultdict[str, float] = defaultdict(lambda: 0.01)
        self._left = kills
        self._next()

    def _next(self) -> None:
        self._wait = self._random.randint(1, self._gap)
        self._kind = self._random.choice(KINDS)

    def after_s(self, kind: str) -> float | None:
        """In how many seconds from its beginning this step is killed; None for not."""
        self._wait -= 1
        # a kind that is not met soon is not waited for
        due = kind == self._kind or self._wait < -self._gap // 4
        if not self._left or self._wait > 0 or not due or kind not in KINDS:
            return None
        self._left -= 1
        self._next()
        return self._random.random() * self._took_s[kind]

    def took(self, kind: str, seconds: float) -> None:
        self._took_s[kind] = 0.8 * self._took_s[kind] + 0.2 * seconds


def live(
    outside: Outside,
    home: Path,
    process: subprocess.Popen[str],
    *,
    kills: int,
    in_peace: bool,
    progress: Callable[[datetime, Lived], None],
) -> Lived:
    """The whole year over the store in `home`. `progress` is called once for each month of it.

    `in_peace`: nobody is killed, and others tell again what they told where somebody would have been.
    """
    began, month = time.monotonic(), 0
    with Listener(str(home / "outside.socket"), "AF_UNIX") as listener:
        desk = MortalDesk(outside, lambda: Life(process, listener, home), kills, in_peace)
        for step in outside.steps():
            answer = desk.take(step)
            outside.answered(answer)
            if isinstance(step, steps.Export):
                desk.lived.export = answer
            if step.now.month != month:
                month = step.now.month
                progress(step.now, desk.lived)
        if not in_peace:
            desk.lived.verified = desk.take(steps.Verify(now=step.now))
            again = steps.BookAgain(now=step.now, copy=str(home / "again.sqlite3"))
            desk.lived.booked_again = desk.take(again)
        desk.close()
    desk.lived.seconds = time.monotonic() - began
    return desk.lived


class MortalDesk:
    """Whoever is at the desk takes each step until it is done; whoever is killed is followed by the next one."""

    def __init__(
        self,
        outside: Outside,
        born: Callable[[], Life],
        kills: int,
        in_peace: bool,
    ) -> None:
        self.lived = Lived()
        self._in_peace = in_peace
        self._outside, self._born = outside, born
        self._killer = Killer(outside, kills)
        self._life = born()
        self._told: deque[Step] = deque(maxlen=TOLD_AGAIN)

    def take(self, step: Step) -> Any:
        """What our side answers."""
        kind = type(step).__name__
        self.lived.steps[kind] += 1
        after_s = self._killer.after_s(kind)
        if after_s is not None and not self._in_peace:
            self._killed_in(step, after_s)
        answer = self._timed(step)
        if after_s is not None:
            for one in _again(self._told):
                self._asked(one)
        self._told.append(step)
        return answer

    def _timed(self, step: Step) -> Any:
        began, kind = time.monotonic(), type(step).__name__
        answer = self._asked(step)
        took_s = time.monotonic() - began
        self._killer.took(kind, took_s)
        self.lived.took_s[kind] = self.lived.took_s.get(kind, 0.0) + took_s
        return answer

    def _killed_in(self, step: Step, after_s: float) -> None:
        """In its midst; where it was faster than that, before anybody outside learns that it was done."""
        timer = Timer(after_s, self._life.kill)
        timer.start()
        with suppress(EOFError, ConnectionError):
            self._asked(step)
        timer.cancel()
        timer.join()
        self._life.kill()
        self._life.buried()
        self.lived.kills += 1
        self.lived.at[type(step).__name__] += 1
        self._life = self._born()

    def _asked(self, step: Step) -> Any:
        self._life.pipe.send(step)
        while True:
            assert self._life.pipe.poll(PATIENCE_S), f"no answer to {step!r:.500}"
            what, said = self._life.pipe.recv()
            if what == "done":
                return said
            self._life.pipe.send(self._outside.call(*said))

    def close(self) -> None:
        self._life.pipe.send(None)
        self._life.buried()


def _again(told: Iterable[Step]) -> list[Step]:
    """What others tell again because they are not sure that it was heard. Not what has us ask the provider anew: that
    would teach us earlier what we learn later, and put the same transfers into another order."""
    return [step for step in told if isinstance(step, TELLS)]
