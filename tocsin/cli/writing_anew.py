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
#: seconds that others' transactions get to end
PATIENCE_S = 20.0
_NAP_S = 0.1

#: PostgreSQL's promise about each table: no number of a transaction before this one stands in its rows any more, neither
#: of who wrote them nor of who deleted them. An age counts from now backwards, so that it holds when numbers begin again
_FORGOT = "SELECT age(relfrozenxid) <= age(%s::xid) FROM pg_class WHERE oid = %s::regclass"

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
    until = time.monotonic() + PATIENCE_S
    mark = _mark(cursor)
    for table in (
        connection.introspection.table_names()
    ):  # those too that Django does not know, such as the index of words
        _forget_the_dead(cursor, table, mark, until)
        cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
    _forget_the_dead(cursor, "pg_statistic", _mark(cursor), until)  # the planner's samples of values
    cursor.execute("VACUUM (FULL) pg_statistic")


def _mark(cursor: CursorWrapper) -> str:
    """A number of a transaction behind all that was deleted until now."""
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    return str(cursor.fetchone()[0])


def _forget_the_dead(cursor: CursorWrapper, table: str, mark: str, until: float) -> None:
    """Looks at what the vacuum did, not only at who reads before it: whoever begins to read in between, the server's own
    housekeeping too, sees as far back as the oldest transaction at work in any of the server's databases.
    """
    while True:
        if not _old_readers(cursor, mark):
            cursor.execute(f"VACUUM (FREEZE) {table}")
            cursor.execute(_FORGOT, [mark, table])
            if cursor.fetchone()[0]:
                return
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
