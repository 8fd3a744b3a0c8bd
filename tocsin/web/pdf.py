"""A page of ours as PDF/UA, made by WeasyPrint in a process of its own, one at a time, and kept while it is asked for."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

import tocsin
from tocsin import environment
from tocsin.errors import PrintTrouble, StoreTrouble

#: for one page, on a machine that is busy with others
WALL_S_MAX = 60.0
#: that somebody waits while others' pages are made
WAIT_S_MAX = 30.0
#: PDFs kept, and for how long: what they say may be restricted or erased meanwhile
KEPT_MAX = 64
KEPT_S_MAX = 24 * 3600
#: paper as CSS names it
PAPERS = {"a4": "A4", "letter": "letter"}
_PASSED_ON = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pdf:
    pages: int
    content: bytes


def make_pdf(html: str, *, paper: str, identifier: str, made_at: datetime) -> Pdf:
    """The same four give the same bytes. `paper`: a key of PAPERS; `identifier`: ASCII, names the content.

    Raises PrintTrouble where Pango is missing or the page takes too much time or memory.
    """
    asked = {
        "html": html,
        "site": settings.TOCSIN_SITE,
        "paper": PAPERS[paper],
        "identifier": identifier[:32],
    }
    done = _run(json.dumps(asked).encode("ascii"), made_at)
    head, _, content = done.stdout.partition(b"\n")
    told = json.loads(head) if head.startswith(b"{") else {}
    if "missing" in told:
        raise PrintTrouble(
            f"a PDF cannot be made here ({told['missing']})",
            "install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0), or print the page from a browser",
        )
    if done.returncode or not content:
        reason = told.get("trouble") or f"its process ended with {done.returncode}"
        raise PrintTrouble(f"the PDF could not be made ({reason})", "print the page from a browser")
    return Pdf(pages=told["pages"], content=content)


def _run(asked: bytes, made_at: datetime) -> subprocess.CompletedProcess[bytes]:
    """-P: a file in the working folder must never be imported as a module."""
    variables = environment.of_the_machine(_PASSED_ON) | {
        "PYTHONPATH": str(Path(tocsin.__file__).parents[1]),
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        # typefaces are cut to the letters in use, and stamped: with the content's time, never the clock's
        "SOURCE_DATE_EPOCH": str(int(made_at.timestamp())),
    }
    try:
        return subprocess.run(
            [sys.executable, "-P", "-m", "tocsin.web.pdf_child"],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=variables,
            timeout=WALL_S_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PrintTrouble(
            f"the PDF took longer than {WALL_S_MAX:g} s", "print the page from a browser"
        ) from None
    except OSError as error:
        raise StoreTrouble(
            f"no process can be started to print ({error.strerror})", "free memory and processes"
        ) from error


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """The PDF that the key names, from TOCSIN_HOME/briefs, or made now. `key`: a sha256 of all that it depends on."""
    folder: Path = settings.TOCSIN_HOME / "briefs"
    path = folder / f"{key}.pdf"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    folder.mkdir(mode=0o700, exist_ok=True)
    with _one_at_a_time(folder):
        with suppress(FileNotFoundError):  # made while this one waited
            return path.read_bytes()
        content = make()
        fresh = folder / f".{key}.{os.getpid()}"
        fresh.write_bytes(content)
        fresh.rename(path)
        _forget_old(folder, time.time())
    return content


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Each page takes a second of one processor: visitors in a crowd wait, and after WAIT_S_MAX are asked to come again."""
    deadline = time.monotonic() + WAIT_S_MAX
    with (folder / ".lock").open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise PrintTrouble("many pages are being printed", "try again in a minute") from None
                time.sleep(0.1)
        yield  # closing the file opens the lock


def _forget_old(folder: Path, now: float) -> None:
    by_age = sorted(folder.glob("*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for place, path in enumerate(by_age):
        if place >= KEPT_MAX or now - path.stat().st_mtime > KEPT_S_MAX:
            path.unlink(missing_ok=True)
