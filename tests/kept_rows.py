"""What a test world wrote, kept as rows, so that the next test that asks for it need not make it again.

Making the small site of the desk's tests takes half a second and hundreds of tests ask for one; putting its rows back takes
a fiftieth of that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

#: what SQLite's FTS5 keeps of a virtual table
_SHADOWS = ("", "_data", "_idx", "_content", "_docsize", "_config")
_VIRTUAL = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'"
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


@dataclass(frozen=True)
class KeptRows:
    #: table, columns, rows
    tables: list[tuple[str, list[str], list[tuple[object, ...]]]]

    def put(self) -> None:
        """Into a store that stands as the one did before they were made."""
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # rows that triggers wrote are among ours
                cursor.execute("SET LOCAL session_replication_role = replica")
                self._insert()
                cursor.execute("SET LOCAL session_replication_role = DEFAULT")
                return
            by_triggers = _written_by_triggers()
            self._insert(lambda table: table not in by_triggers)
            for table in by_triggers:
                cursor.execute(f"DELETE FROM {table}")
            self._insert(lambda table: table in by_triggers)

    def _insert(self, which: Callable[[str], bool] = lambda _: True) -> None:
        quoted = connection.ops.quote_name
        with connection.cursor() as cursor:
            for table, columns, rows in self.tables:
                if which(table):
                    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
                    cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})", rows)


def rows_now() -> dict[str, tuple[list[str], list[tuple[object, ...]]]]:
    """Every row of every table; on SQLite without the indexes of words, which triggers fill."""
    return {table: (columns, _rows(table, columns)) for table, columns in _tables().items()}


def kept_since(before: dict[str, tuple[list[str], list[tuple[object, ...]]]]) -> KeptRows:
    """The rows that are there and were not in `before`."""
    found = []
    for table, (columns, rows) in rows_now().items():
        known = set(map(repr, before[table][1]))
        if fresh := [row for row in rows if repr(row) not in known]:
            found.append((table, columns, fresh))
    return KeptRows(found)


def _tables() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if connection.vendor == "postgresql":
            return {name: _postgresql_columns(name) for name in names}
        cursor.execute(_VIRTUAL)
        filled = {name + shadow for (name,) in cursor.fetchall() for shadow in _SHADOWS}
        return {name: _sqlite_columns(name) for name in names if name not in filled}


def _postgresql_columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        return [name for (name,) in cursor.fetchall()]


def _sqlite_columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(table)})")
        return [name for _, name, *_ in cursor.fetchall()]


def _written_by_triggers() -> set[str]:
    """SQLite's tables, those with words left out."""
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        told = re.findall(r'INTO "?(\w+)', " ".join(sql for (sql,) in cursor.fetchall()))
    return {table for table in told if table in tables}


def _rows(table: str, columns: list[str]) -> list[tuple[object, ...]]:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)}")
        return [tuple(row) for row in cursor.fetchall()]
