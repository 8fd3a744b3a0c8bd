"""Goes through a year with a process that is killed (`kill -9`) in the midst of its steps, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

from tests.relief.simulation.outside import Outside
from tests.relief.simulation.steps import (
    AskRefund,
    BankBytes,
    CameBack,
    CloseBooks,
    Exchange,
    Export,
    Give,
    GoOverHeld,
    ProviderFee,
    ReadAgain,
    Round,
    Spend,
    Step,
    Webhook,
)
from tests.reports.separately import environment

#: of the steps before the one that was killed, so many are told again as well, where they are such
TOLD_AGAIN = 5
TELLS = (Webhook, BankBytes, ProviderFee, Exchange, Spend, CameBack, CloseBooks)
#: kinds of steps in which something is stored
KINDS = tuple(sorted(each.__name__ for each in (Give, ReadAgain, AskRefund, GoOverHeld, Round, *TELLS)))
#: one step may take so long; a life that hangs is a fault
PATIENCE_S = 600


@dataclass
class Lived:
    """How a year went."""

    export: bytes = b""
    kills: int = 0
    #: kind of step -> how often it was killed
    at: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    #: kind of step -> seconds that it took in all
    took_s: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@contextmanager
def lives(home: Path) -> Iterator[subprocess.Popen[str]]:
    """The process that has the program loaded, over the store in `home`."""
    env = environment(home) | {"SECRET_KEY": "only for tests", "PYTHONDONTWRITEBYTECODE": "1"}
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

    def __init__(self, process: subprocess.Popen[str], listener: Listener) -> None:
        assert process.stdin is not None
        self._process = process
        process.stdin.write(f"{listener.address}\n")
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
    """Draws by its seed which step is next, and where in it; `kills` 0 is a year in peace."""

    def __init__(self, outside: Outside, kills: int) -> None:
        self._random = Random(outside.seed)
        steps = 3 * outside.by_card * outside.gifts + 3 * outside.days
        #: all are done before the year is over
        self._gap = int(steps * 0.75) // max(kills, 1) + 1
        self._took_s: defaultdict[str, float] = defaultdict(lambda: 0.01)
        self.sums_s: defaultdict[str, float] = defaultdict(float)
        self._left = kills
        self._next()

    def _next(self) -> None:
        self._wait = self._random.randint(1, self._gap)
        self._kind = self._random.choice(KINDS)

    def after_s(self, kind: str) -> float | None:
        """In how many seconds from its beginning this step is killed; None for not."""
        self._wait -= 1
        due = (
            kind == self._kind or self._wait < -self._gap // 4
        )  # a kind that is not met soon is not waited for
        if not self._left or self._wait > 0 or not due or kind not in KINDS:
            return None
        self._left -= 1
        self._next()
        return self._random.random() * self._took_s[kind]

    def took(self, kind: str, seconds: float) -> None:
        self.sums_s[kind] += seconds
        self._took_s[kind] = 0.8 * self._took_s[kind] + 0.2 * seconds


def live(outside: Outside, home: Path, *, kills: int, progress: Any = None) -> Lived:
    """The whole year. `progress` is called with the step's time once for each simulated month."""
    lived, killer, began = Lived(), Killer(outside, kills), time.monotonic()
    told: deque[Step] = deque(maxlen=TOLD_AGAIN)
    month = 0
    with lives(home) as process, Listener(str(home / "outside.socket"), "AF_UNIX") as listener:
        life = Life(process, listener)
        for step in outside.steps():
            kind = type(step).__name__
            lived.steps[kind] += 1
            answer = None
            for again in range(kills + 2):
                after_s = killer.after_s(kind) if not again else None
                try:
                    answer = _take(life, outside, [step], after_s, killer)
                    break
                except (EOFError, ConnectionError):
                    assert after_s is not None, f"died by itself at {step!r:.500}"
                    lived.kills += 1
                    lived.at[kind] += 1
                    life.buried()
                    life = Life(process, listener)
                    _take(life, outside, _again(told), None, killer)
            outside.answered(answer)
            told.append(step)
            if isinstance(step, Export):
                lived.export = answer
            if progress and step.now.month != month:
                month = step.now.month
                progress(step.now, lived)
        life.pipe.send(None)
        life.buried()
    lived.took_s = killer.sums_s
    lived.seconds = time.monotonic() - began
    return lived


def _again(told: deque[Step]) -> list[Step]:
    """What others tell again because they are not sure that it was heard. Not what has us ask the provider anew: that
    would teach us earlier what we learn later, and put the same transfers into another order."""
    return [step for step in told if isinstance(step, TELLS)]


def _take(life: Life, outside: Outside, steps: list[Step], after_s: float | None, killer: Killer) -> Any:
    """The answer to the last of them. Raises EOFError or ConnectionError where the process ended in it."""
    answer = None
    for step in steps:
        timer = Timer(after_s, life.kill) if after_s is not None else None
        began = time.monotonic()
        if timer:
            timer.start()
        try:
            life.pipe.send(step)
            answer = _answered(life, outside)
            if timer:  # it was faster: killed now, before it is known to be done
                timer.cancel()
                timer.join()
                life.kill()
                raise EOFError
        finally:
            if timer:
                timer.cancel()
        killer.took(type(step).__name__, time.monotonic() - began)
    return answer


def _answered(life: Life, outside: Outside) -> Any:
    while True:
        assert life.pipe.poll(PATIENCE_S), "no answer"
        what, said = life.pipe.recv()
        if what == "done":
            return said
        life.pipe.send(outside.call(*said))
