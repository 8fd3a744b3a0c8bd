"""Killed at random while it takes in, appends and numbers: what it had said was done is done, and it goes on."""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import settings as test_settings
from tests.crash.holds import Promise, assert_holds
from tests.crash.watched import working

#: `make conformance` asks for 300
KILLS = int(os.environ.get("TOCSIN_TEST_RANDOM_KILLS", "12"))


@pytest.mark.skipif(test_settings.ON_POSTGRESQL, reason="the store of this test is SQLite")
def test_whatever_was_promised_before_a_kill_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One store, killed again and again: promises of all runs hold at the end, and no report came twice."""
    chance, promised, dead = random.Random(20261122), list[Promise](), 0
    with working(tmp_path, reports=9) as worker:
        worker.renew()
        began = time.monotonic()
        assert worker.run("append").code == 0
        whole_s = time.monotonic() - began
        for number in range(KILLS):
            if number % 10 == 0:
                worker.renew()
                promised = []
            pid = worker.start("append")
            worker.open_gate()
            time.sleep(chance.random() * whole_s)
            with suppress(ProcessLookupError):  # it was done before
                os.kill(pid, signal.SIGKILL)
            ended = worker.end()
            dead += ended.code == -signal.SIGKILL
            promised += Promise.read(ended.out)
            assert_holds(worker.home, promised, deep=number % 10 == 9)
        assert worker.run("append").code == 0
        assert assert_holds(worker.home, promised, deep=True).reports == 9
    with capsys.disabled():
        sys.stdout.write(
            f"\nkilled at random {KILLS} times, {dead} before the end: nothing promised was lost\n"
        )
    assert dead
