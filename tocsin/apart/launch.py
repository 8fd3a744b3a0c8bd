"""The inner side of a browser apart: it gives up what it could harm with, then becomes the browser.

    python -P -m tocsin.apart.launch READ WRITE HOME PROGRAM ARGUMENT...

READ and WRITE are descriptors that become 3 and 4. What cannot be given up ends it, with one sentence on standard output.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import pwd
import resource
import signal
import sys
from pathlib import Path

# of <sched.h> and <linux/prctl.h>
_NEW_USER, _NEW_NET = 0x1000_0000, 0x4000_0000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38
#: whom root becomes
STRANGER = "nobody"
#: of one process; the heap that a large page takes, not what is only reserved
MEMORY_BYTES_MAX = 2 * 2**30
PROCESSOR_S_MAX = 60
FILE_BYTES_MAX = 256 * 2**20
#: threads too, of all processes of this user
PROCESSES_MAX = 1024
_LIBC = ctypes.CDLL(None, use_errno=True)


class Refused(Exception):
    pass


def main() -> None:
    read, write, home, *command = sys.argv[1:]
    try:
        _give_up()
    except (Refused, OSError, KeyError) as error:
        sys.stdout.write(f"{error}")
        sys.exit(1)
    _take_descriptors(int(read), int(write))
    os.chdir(home)
    told = {"HOME": home, "TMPDIR": home, "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    os.execve(command[0], command, told)  # noqa: S606 - the program that the operator named


def _give_up() -> None:
    """1. the network; 2. the user, where it is root; 3. room; 4. every way back. Root first: later it may not."""
    if os.geteuid() == 0:
        _leave(_NEW_NET)
        become_stranger()
    else:
        user, group = os.geteuid(), os.getegid()
        _leave(_NEW_USER | _NEW_NET)
        _stay(user, group)
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY_BYTES_MAX),
        (resource.RLIMIT_CPU, PROCESSOR_S_MAX),
        (resource.RLIMIT_FSIZE, FILE_BYTES_MAX),
        (resource.RLIMIT_NPROC, PROCESSES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
    _LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def _leave(namespaces: int) -> None:
    if _LIBC.unshare(namespaces):
        why = os.strerror(ctypes.get_errno())
        raise Refused(f"the system does not let it be kept from the network ({why})")


def become_stranger() -> None:
    """Raises Refused where it would stay root."""
    try:
        user = pwd.getpwnam(STRANGER)
    except KeyError as error:
        raise Refused(f"root would run it, and there is no user {STRANGER} to become") from error
    try:
        os.setgroups([])
        os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
        os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    except OSError as error:
        raise Refused(f"root would run it, and cannot become {STRANGER} ({error.strerror})") from error
    assert 0 not in os.getresuid()


def _stay(user: int, group: int) -> None:
    """The same user within the new namespace, and no other."""
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _take_descriptors(read: int, write: int) -> None:
    """As 3 and 4; nothing of ours behind them is left open, and what it prints goes nowhere."""
    aside = [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (read, write)]
    for number, each in zip((3, 4), aside, strict=True):
        os.dup2(each, number)
    os.closerange(5, 256)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)


if __name__ == "__main__":
    main()
