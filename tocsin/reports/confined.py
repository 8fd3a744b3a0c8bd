"""The process that opens documents from strangers: `python -m tocsin.reports.confined`.

It reads frames on stdin (hints as JSON, then the bytes), answers each with one frame on stdout, and may do nothing else:
memory and processor time are limited, and files are not written, nor programs started, nor addresses called.
A frame is a length (8 bytes, big-endian) and that many bytes.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

MEMORY_BYTES_MAX = 1536 * 2**20
#: for one document
PROCESSOR_S_MAX = 20

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


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not look like an answer
    _confine()
    while (plain := read_frame(sys.stdin.buffer)) is not None:
        content = read_frame(sys.stdin.buffer)
        assert content is not None
        _allow_processor_time()
        write_frame(answers, _answer(json.loads(plain), content))


def _answer(plain: dict[str, str], content: bytes) -> bytes:
    """What was extracted, with "+" before it, or why it was refused, with "-"."""
    from tocsin.errors import ReportRefused
    from tocsin.reports.extract import Hints, extract
    from tocsin.reports.extracted import to_json

    try:
        return b"+" + to_json(extract(content, Hints(**plain)))
    except ReportRefused as error:
        return b"-" + json.dumps([error.what, error.remedy]).encode("ascii")
    except MemoryError:
        return b"-" + json.dumps(["it needs more memory than one document may", "split it"]).encode("ascii")
    except Exception as error:  # a parser that stumbles over hostile bytes may raise anything
        reason = f"it cannot be read ({type(error).__name__})"
        return b"-" + json.dumps([reason, "save it again from the program that made it"]).encode("ascii")


def _confine() -> None:
    with suppress(ValueError, OSError):  # macOS knows no such limit: there the time limits stand alone
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(2000)
    sys.addaudithook(_refuse_reaching_out)


def _allow_processor_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + PROCESSOR_S_MAX
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


if __name__ == "__main__":
    main()
