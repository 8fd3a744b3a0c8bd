"""The inner side of a process apart: what it may use, and the frames that it speaks in.

A frame is a length (8 bytes, big-endian) and that many bytes.
"""

from __future__ import annotations

import os
import resource
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

_LENGTH = struct.Struct(">Q")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "socket.", "subprocess.", "shutil.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.kill",
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod",
)  # fmt: skip


def write_frame(stream: BinaryIO, data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    return stream.read(length)


def framed(*parts: bytes) -> bytes:
    return b"".join(piece for part in parts for piece in (_LENGTH.pack(len(part)), part))


def answering() -> BinaryIO:
    """Where answers go; what a parser prints from now on does not look like one."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def confine(memory_bytes_max: int) -> None:
    """For good: what is limited here cannot be widened again by this process."""
    with suppress(ValueError, OSError):  # macOS knows no such limit: there the time limits stand alone
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes_max, memory_bytes_max))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(2000)
    sys.addaudithook(_refuse_reaching_out)


def allow_processor_time(seconds_max: int) -> None:
    """So many seconds from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + seconds_max
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _refuse_reaching_out(event: str, arguments: tuple[object, ...]) -> None:
    """A second fence behind the limits: parsers fetch what a document names more readily than one thinks."""
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITING and arguments[0] != os.devnull:
            raise PermissionError("a confined process writes no file")
    elif event.startswith(_FORBIDDEN) and event not in ("socket.__new__",):
        raise PermissionError(f"a confined process does no {event}")
