"""The database's own files written anew, without what was deleted. Takes as long as copying it, and as much room."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import connection

from tocsin.errors import StoreTrouble

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

#: indexes of SQLite whose old words stay in their pages until they are merged into one piece
_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
#: the apps in whose tables words of what is erased stand: PostgreSQL keeps old rows until a table is written anew
_APPS = ("reports_", "record_", "custody_", "delivery_", "relief_")
#: seconds that others' transactions get to end
PATIENCE_S = 20.0
_NAP_S = 0.1

#: who may still see rows that were deleted before transaction %s: other connections to this database, and standbys.
#: An age counts from now backwards, so that it holds when transactions' numbers begin again from the first
_OLD_READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND (datname = current_database() OR backend_type = 'walsender')
      AND greatest(age(backend_xmin), age(backend_xid)) > age(%s::xid)
"""


def write_anew() -> None:
    """Raises StoreTrouble where somebody still reads what was deleted: it would stay in the files."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _sqlite(cursor)
        else:
            _postgresql(cursor)


def _sqlite(cursor: CursorWrapper) -> None:
    cursor.execute(_INDEXES)
    for (name,) in cursor.fetchall():
        cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608 - our own names
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (busy, _, _) = cursor.fetchone()
    if busy:
        raise _in_use()


def _postgresql(cursor: CursorWrapper) -> None:
    """Dead rows go in two steps: writing a table anew copies those that any transaction of the server may see, of
    other databases too; a plain vacuum before it takes away all that nobody in this one can see.
    """
    _wait_for_old_readers(cursor)
    for table in _tables():
        cursor.execute(f"VACUUM {table}")
        cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
    cursor.execute("VACUUM pg_statistic")  # the planner's samples of values
    cursor.execute("VACUUM (FULL) pg_statistic")


def _wait_for_old_readers(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    (mark,) = cursor.fetchone()
    until = time.monotonic() + PATIENCE_S
    while _old_readers(cursor, mark):
        if time.monotonic() > until:
            raise _in_use()
        time.sleep(_NAP_S)


def _old_readers(cursor: CursorWrapper, mark: str) -> bool:
    cursor.execute(_OLD_READERS, [mark])
    return bool(cursor.fetchone()[0])


def _in_use() -> StoreTrouble:
    return StoreTrouble(
        "somebody reads the store as it was before the erasure, and what was erased is still in its files",
        "the worker tries again; or run the command again",
    )


def _tables() -> list[str]:
    """Those that Django does not know, such as the index of words, among them."""
    return [name for name in connection.introspection.table_names() if name.startswith(_APPS)]
