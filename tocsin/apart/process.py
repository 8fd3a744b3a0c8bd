"""Our side of a process apart."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import tocsin
from tocsin.errors import StoreTrouble

_PART_BYTES = 2**16
_HEAD_BYTES = 8
_SIGXCPU, _SIGKILL = -24, -9


class Died(Exception):
    """The process ended before it answered, or answered nonsense."""


class Process:
    """One Python module as a program, with pipes to and from it. Not for several threads."""

    def __init__(self, module: str, *, answer_bytes_max: int, open_files: Sequence[int] = ()) -> None:
        """`open_files`: descriptors that it inherits, under the same numbers. Raises StoreTrouble."""
        self._answer_bytes_max = answer_bytes_max
        self._popen = _start(module, open_files)
        self._received = bytearray()

    def ask(self, question: bytes, deadline: float) -> bytes:
        """The next frame that it answers with. Raises Died, and TimeoutError at the deadline (of time.monotonic).

        Writes and reads at once: either side may fill its pipe before the other has done.
        """
        process = self._popen
        assert process.stdin is not None and process.stdout is not None
        os.set_blocking(process.stdin.fileno(), False)
        unsent = memoryview(question)
        with selectors.DefaultSelector() as selector:
            if question:
                selector.register(process.stdin, selectors.EVENT_WRITE)
            selector.register(process.stdout, selectors.EVENT_READ)
            while not self._is_whole():
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready:
                    raise TimeoutError
                for key, _ in ready:
                    if key.fileobj is process.stdin:
                        unsent = unsent[os.write(process.stdin.fileno(), unsent[:_PART_BYTES]) :]
                        if not unsent:
                            selector.unregister(process.stdin)
                    else:
                        self._receive(process.stdout.fileno())
        return self._frame()

    def end(self, patience_s: float = 0.2) -> int | None:
        """Ends it, and gives its exit code if it had ended by itself.

        A crash is reported a moment after its pipe closes: that long it is waited for.
        """
        process = self._popen
        assert process.stdin is not None and process.stdout is not None
        try:
            code: int | None = process.wait(patience_s)
        except subprocess.TimeoutExpired:
            code = None
            process.kill()
            process.wait()
        process.stdout.close()
        with suppress(OSError):  # it died with our bytes in the pipe
            process.stdin.close()
        return code

    def _receive(self, descriptor: int) -> None:
        chunk = os.read(descriptor, 2**20)
        if not chunk:
            raise Died
        self._received += chunk

    def _is_whole(self) -> bool:
        if len(self._received) < _HEAD_BYTES:
            return False
        length = self._length()
        if length > self._answer_bytes_max:
            raise Died
        return len(self._received) >= _HEAD_BYTES + length

    def _length(self) -> int:
        return int.from_bytes(self._received[:_HEAD_BYTES], "big")

    def _frame(self) -> bytes:
        end = _HEAD_BYTES + self._length()
        frame = bytes(self._received[_HEAD_BYTES:end])
        del self._received[:end]
        return frame


def why(code: int | None, processor_s_max: int) -> str:
    """What became of it, behind "its reader"."""
    if code is None:
        return "stopped answering"
    if code in (_SIGXCPU, _SIGKILL):  # or the system's own killer
        return f"used up {processor_s_max} s or its memory"
    return f"crashed ({-code})" if code < 0 else "stopped"


def _start(module: str, open_files: Sequence[int]) -> subprocess.Popen[bytes]:
    """-P: a file in the working folder, perhaps a report, must never be imported as a module."""
    root = str(Path(tocsin.__file__).parents[1])
    try:
        return subprocess.Popen(  # noqa: S603 - a module of ours, by its name
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": root, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
            bufsize=0,
            pass_fds=open_files,
        )
    except OSError as error:
        raise StoreTrouble(
            f"no reader process can be started ({error.strerror})", "free memory and processes"
        ) from error
