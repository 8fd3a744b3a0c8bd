"""What an erasure leaves behind in files and in the database's own pages: overwritten and removed, after the commit.

A crash between commit and here loses nothing: the erasure says which files are left, and the worker comes by.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tocsin.cli.writing_anew import write_anew
from tocsin.custody.models import Erasure
from tocsin.relief.models import BankFile
from tocsin.reports.capture_models import Capture
from tocsin.reports.models import Report
from tocsin.reports.store_trouble import store_trouble

_CHUNK = 2**20


def scrub(now: datetime) -> list[str]:
    """Ends every erasure that is not ended; returns the files that somebody else still needs or is about to."""
    waiting = list(Erasure.objects.filter(swept_at=None))
    if not waiting:
        return []
    left = [name for each in waiting for name in _remove_files(each)]
    with store_trouble():
        _empty_caches(Path(settings.TOCSIN_HOME))
        write_anew()
    done = [each.pk for each in waiting if not each.files]
    Erasure.objects.filter(pk__in=done).update(swept_at=now)
    return left


def _empty_caches(home: Path) -> None:
    """Printed briefs are made anew when somebody asks for them."""
    for path in (home / "briefs").glob("*"):
        if path.is_file():
            _overwrite(path)
            path.unlink()


def _remove_files(erasure: Erasure) -> list[str]:
    """Those that cannot go now; the others are gone, and the erasure knows."""
    left = [name for name in erasure.files if not _remove(Path(settings.TOCSIN_HOME), name, erasure.at)]
    if left != erasure.files:
        erasure.files = left
        erasure.save(update_fields=["files"])
    return left


def _remove(home: Path, name: str, at: datetime) -> bool:
    """Whether the file is gone, or belongs to somebody else by now: the same bytes may have been taken in anew."""
    path = home / name
    with transaction.atomic():  # on SQLite nobody stores a report meanwhile
        held = [model._default_manager.filter(sha256=path.name) for model in (Report, Capture)]
        vouchers = BankFile.objects.filter(sha256=path.name).exclude(
            content=b""
        )  # a hash stays when bytes go
        if vouchers.exists() or any(rows.exists() for rows in held):
            return True
        try:
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return True
        if changed > at:  # sealed since, by somebody who is about to store its report
            return False
        with store_trouble():
            _overwrite(path)
            path.unlink()
            _sync(path.parent)
    return True


def _overwrite(path: Path) -> None:
    """A disk that copies on write keeps the old blocks for a while: docs/how-to/erase.md says so."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
