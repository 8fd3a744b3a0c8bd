"""A process's acts on the disk, from what strace wrote down of it."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.crash.disk import Act, Create, Folder, Rename, Say, Sync, Truncate, Unlink, Write

#: every call that changes a file or a name; others that could are asked for too, to be told of one that we do not know
CHANGING = (
    "openat,open,creat,pwrite64,pwritev,pwritev2,write,writev,sendfile,copy_file_range,fallocate,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,mkdir,mkdirat"
)
OPTIONS = ("-y", "-xx", "-s", "1000000", "-e", f"trace={CHANGING}")

_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OF_FD = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})*)>")


def acts(trace: Path, home: Path, out: Path, known: set[str]) -> Iterator[Act]:
    """What was done below `home`, and what was said into `out`, in order; `known` are the names that were there before.

    Fails for a call that the disk of this test does not know.
    """
    with trace.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            assert found or "<unfinished" not in line, f"two threads: {line[:200]}"
            if found and int(found[3]) >= 0:
                yield from _acts(found[1], found[2], int(found[3]), str(home), str(out), known)


def _acts(call: str, told: str, came: int, home: str, out: str, known: set[str]) -> Iterator[Act]:
    of_fd = _OF_FD.match(told)
    path = _plain(of_fd[1]).decode() if of_fd else ""
    texts = [_plain(each) for each in _TEXT.findall(told)]
    if call == "write" and path == out:
        yield Say(texts[0].decode())
        return
    named = path or next((text.decode() for text in texts), "")
    if not named.startswith(home + "/") and named != home:
        return
    if named.endswith("-shm"):
        return  # made anew by whoever opens the store next
    match call:
        case "mkdir":
            known.add(named)
            yield Folder(named)
        case "openat":
            if named not in known and "O_CREAT" in told:
                yield Create(named)
            if "O_TRUNC" in told and named in known:
                yield Truncate(named, 0)
            known.add(named)
        case "pwrite64":
            yield Write(named, int(told.rsplit(", ", 1)[1]), texts[0][:came])
        case "write":
            yield Write(named, -1, texts[0][:came])
        case "ftruncate":
            yield Truncate(named, int(told.rsplit(", ", 1)[1]))
        case "fsync" | "fdatasync":
            yield Sync(named)
        case "unlink":
            known.discard(named)
            yield Unlink(named)
        case "rename":
            known.discard(named)
            known.add(texts[1].decode())
            yield Rename(named, texts[1].decode())
        case _:
            raise AssertionError(f"the disk of this test does not know {call}: {told[:200]}")


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
