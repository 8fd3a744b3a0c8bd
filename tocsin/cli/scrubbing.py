"""What an erasure leaves behind in files and in the database's own pages: overwritten and removed, after the commit.

A crash between commit and here loses nothing: the erasure says which files are left, and the worker comes by.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tocsin.custody.models import Erasure
from tocsin.errors import StoreTrouble
from tocsin.reports.capture_models import Capture
from tocsin.reports.models import Report
from tocsin.reports.store_trouble import store_trouble

_CHUNK = 2**20
#: indexes whose old words stay in their pages until they are merged into one piece
_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
#: the apps in whose tables words of what is erased stand: PostgreSQL keeps old rows until a table is written anew
_APPS = ("reports_", "record_", "custody_", "delivery_")


def scrub(now: datetime) -> list[str]:
    """Ends every erasure that is not ended; returns the files that somebody else still needs or is about to."""
    waiting = list(Erasure.objects.filter(swept_at=None))
    if not waiting:
        return []
    left = [name for each in waiting for name in _remove_files(each)]
    with store_trouble():
        _empty_caches(Path(settings.TOCSIN_HOME))
        clean_database()
    done = [each.pk for each in waiting if not each.files]
    Erasure.objects.filter(pk__in=done).update(swept_at=now)
    return left


def _empty_caches(home: Path) -> None:
    """Printed briefs are made anew when somebody asks for them."""
    for path in (home / "briefs").glob("*"):
        if path.is_file():
            _overwrite(path)
            path.unlink()


def clean_database() -> None:
    """The database's own files written anew, without what was deleted. Takes as long as copying it, and as much room."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_INDEXES)
            for (name,) in cursor.fetchall():
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608 - our own names
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, _, _) = cursor.fetchone()
            if busy:
                raise StoreTrouble(
                    "somebody reads the store, and its journal could not be emptied",
                    "the worker tries again; or run the command again",
                )
        else:
            for table in _tables():
                cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
            cursor.execute("VACUUM (FULL) pg_statistic")  # the planner's samples of values


def _tables() -> list[str]:
    """Those that Django does not know, such as the index of words, among them."""
    return [name for name in connection.introspection.table_names() if name.startswith(_APPS)]


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
        held = (Report.objects.filter(sha256=path.name), Capture.objects.filter(sha256=path.name))
        if any(rows.exists() for rows in held):
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
