"""Our side of the confined process: started when first needed, kept warm for a batch, replaced when it dies."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import tocsin
from tocsin.errors import ReportRefused, StoreTrouble
from tocsin.reports.confined import PROCESSOR_S_MAX
from tocsin.reports.extract import Hints, extract, needs_confinement
from tocsin.reports.extracted import Extracted, from_json

#: for one document, on a machine that is busy with others
WALL_S_MAX = 60.0
#: of an answer, which holds one text and its metadata as ASCII JSON
ANSWER_BYTES_MAX = 256 * 2**20


class Reader:
    """Extracts documents, dangerous kinds in a confined process. Use as a context manager; not for several threads."""

    def __init__(self, wall_s_max: float = WALL_S_MAX) -> None:
        self._wall_s_max = wall_s_max
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(patience_s=0)

    def extract(self, content: bytes, hints: Hints) -> Extracted:
        """Raises ReportRefused, also where the document makes its reader crash, hang or run out of memory."""
        if not needs_confinement(hints.media_type):
            return extract(content, hints)
        answer = self._ask(json.dumps(asdict(hints)).encode("ascii"), content)
        if answer[:1] == b"+":
            return from_json(answer[1:])
        what, remedy = json.loads(answer[1:])
        raise ReportRefused(str(what), str(remedy))

    def _ask(self, hints: bytes, content: bytes) -> bytes:
        process = self._process = self._process or _start()
        assert process.stdin is not None and process.stdout is not None
        question = b"".join(
            part for data in (hints, content) for part in (len(data).to_bytes(8, "big"), data)
        )
        try:
            return _exchange(process, question, time.monotonic() + self._wall_s_max)
        except (_Silent, OSError) as error:
            code = self._end()
            reason = (
                f"its reader took longer than {self._wall_s_max:g} s"
                if isinstance(error, TimeoutError)
                else _why(code)
            )
            raise ReportRefused(f"it cannot be read safely: {reason}", "take it in as plain text") from error

    def _end(self, patience_s: float = 0.2) -> int | None:
        """Ends the process if there is one, and gives its exit code if it had ended by itself.

        A crash is reported a moment after its pipe closes: that long it is waited for.
        """
        process, self._process = self._process, None
        if process is None:
            return None
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


class _Silent(Exception):
    """The process ended before it answered."""


def _start() -> subprocess.Popen[bytes]:
    """-P: a file in the working folder, perhaps a report, must never be imported as a module."""
    root = str(Path(tocsin.__file__).parents[1])
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "tocsin.reports.confined"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": root, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
            bufsize=0,
        )
    except OSError as error:
        raise StoreTrouble(
            f"no reader process can be started ({error.strerror})", "free memory and processes"
        ) from error


def _exchange(process: subprocess.Popen[bytes], question: bytes, deadline: float) -> bytes:
    """Writes and reads at once: either side may fill its pipe before the other has done."""
    assert process.stdin is not None and process.stdout is not None
    os.set_blocking(process.stdin.fileno(), False)
    unsent, answer = memoryview(question), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        selector.register(process.stdout, selectors.EVENT_READ)
        while not _is_whole(answer):
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    unsent = unsent[os.write(process.stdin.fileno(), unsent[:65536]) :]
                    if not unsent:
                        selector.unregister(process.stdin)
                else:
                    answer += _receive(process.stdout.fileno())
    return bytes(answer[8:])


def _receive(descriptor: int) -> bytes:
    chunk = os.read(descriptor, 2**20)
    if not chunk:
        raise _Silent
    return chunk


def _is_whole(answer: bytearray) -> bool:
    if len(answer) < 8:
        return False
    length = int.from_bytes(answer[:8], "big")
    if length > ANSWER_BYTES_MAX:
        raise _Silent
    return len(answer) >= 8 + length


def _why(code: int | None) -> str:
    if code is None:
        return "its reader stopped answering"
    if code in (-24, -9):  # SIGXCPU, or the system's own killer
        return f"its reader used up {PROCESSOR_S_MAX} s or its memory"
    return f"its reader crashed ({-code})" if code < 0 else "its reader stopped"
