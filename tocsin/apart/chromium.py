"""Chromium as a process apart: no network, no login's rights, asked over a pipe (its DevTools protocol), ended whole."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import tocsin
from tocsin.apart.launch import STRANGER
from tocsin.errors import PictureTrouble

#: of one message: a picture comes in one, a third longer than it is
MESSAGE_BYTES_MAX = 48 * 2**20
_PART_BYTES = 2**16
_FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-gpu",
    "--disable-breakpad",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
    # plain HTTP is shown as it came
    "--disable-features=HttpsUpgrades,Translate,MediaRouter,OptimizationHints",
    "--renderer-process-limit=2",
    "--hide-scrollbars",
    "--mute-audio",
    "--lang=en",
)

Message = dict[str, Any]


class Chromium:
    """One browser until the deadline (of time.monotonic). Use as a context manager; not for several threads."""

    def __init__(self, program: Path, deadline: float) -> None:
        """Raises PictureTrouble where it cannot be started."""
        self._deadline = deadline
        self._folder = Path(tempfile.mkdtemp(prefix="tocsin-browser-"))
        self._received = bytearray()
        self._asked = 0
        #: what it tells unasked; set before pages are opened
        self.tell: Callable[[str, Message], None] = lambda _method, _message: None
        try:
            self._start(program)
        except (OSError, LookupError) as error:  # nobody to give its folder to, among others
            shutil.rmtree(self._folder, ignore_errors=True)
            raise PictureTrouble(
                f"{program} cannot be started ({error})",
                "see docs/reference/capture.md for what a picture needs",
            ) from error

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(self, method: str, session: str = "", **parameters: Any) -> Message:
        """What it answers. Raises PictureTrouble where it refuses, ends, or does not answer in time."""
        number = self.send(method, session, **parameters)
        while True:
            message = self.next_message(self._deadline)
            if message is None:
                raise PictureTrouble("the browser took too long", "try again later")
            if message.get("id") == number:
                if "error" in message:
                    why = str(message["error"].get("message", ""))[:200]
                    raise PictureTrouble(f"the browser refuses {method} ({why})")
                return dict(message.get("result", {}))

    def send(self, method: str, session: str = "", **parameters: Any) -> int:
        """Asks and does not wait for the answer."""
        self._asked += 1
        message: Message = {"id": self._asked, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._write(json.dumps(message).encode() + b"\0")
        return self._asked

    def next_message(self, until: float) -> Message | None:
        """An answer, or what it told unasked (told on already); None where nothing came until then."""
        while (end := self._received.find(b"\0")) < 0:
            if not self._receive(min(until, self._deadline)):
                return None
        message: Message = json.loads(self._received[:end])
        del self._received[: end + 1]
        if "method" in message:
            self.tell(message["method"], message)
        return message

    def end(self) -> None:
        """All of its processes: those that leave its group end with the pipes to it."""
        with suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()
        for descriptor in (self._to, self._from):
            os.close(descriptor)
        if self._popen.stdout is not None:
            self._popen.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, program: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, STRANGER)
        theirs_in, self._to = os.pipe()
        self._from, theirs_out = os.pipe()
        module = [sys.executable, "-P", "-m", "tocsin.apart.launch"]
        told = [str(theirs_in), str(theirs_out), str(self._folder), str(program)]
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - the program that the operator named
                [*module, *told, *_FLAGS, f"--user-data-dir={self._folder}"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": str(Path(tocsin.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"},
                pass_fds=(theirs_in, theirs_out),
                start_new_session=True,
            )
        except BaseException:
            os.close(self._to)
            os.close(self._from)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        os.set_blocking(self._to, False)

    def _write(self, data: bytes) -> None:
        """Reads meanwhile: either side may fill its pipe before the other has done."""
        unsent = memoryview(data)
        with selectors.DefaultSelector() as selector:
            selector.register(self._to, selectors.EVENT_WRITE)
            selector.register(self._from, selectors.EVENT_READ)
            while unsent:
                ready = selector.select(max(0.0, self._deadline - time.monotonic()))
                if not ready:
                    raise PictureTrouble("the browser took too long", "try again later")
                for key, _ in ready:
                    if key.fd == self._from:
                        self._take_in()
                    else:
                        unsent = unsent[self._put(unsent[:_PART_BYTES]) :]

    def _put(self, part: memoryview) -> int:
        try:
            return os.write(self._to, part)
        except BrokenPipeError:
            raise self._dead() from None

    def _receive(self, until: float) -> bool:
        """Whether anything came."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._from, selectors.EVENT_READ)
            if not selector.select(max(0.0, until - time.monotonic())):
                return False
        self._take_in()
        return True

    def _take_in(self) -> None:
        part = os.read(self._from, 2**20)
        if not part:
            raise self._dead()
        self._received += part
        if len(self._received) > MESSAGE_BYTES_MAX:
            raise PictureTrouble(f"the browser answers with more than {MESSAGE_BYTES_MAX:,} bytes")

    def _dead(self) -> PictureTrouble:
        """Why, where it said so before it became the browser."""
        assert self._popen.stdout is not None
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(1)
        os.set_blocking(self._popen.stdout.fileno(), False)
        if why := (self._popen.stdout.read() or b"").decode(errors="replace").strip()[:300]:
            return PictureTrouble(
                f"no picture is made: {why}", "see docs/reference/capture.md for what a picture needs"
            )
        return PictureTrouble(
            "Chromium ended before it answered", "its own sandbox must work: it needs user namespaces"
        )
