"""Room for one large transaction among SQLite's pages in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection

#: taken as needed, and given back at the end
SIZE_BYTES_MAX = 256 * 2**20


@contextmanager
def page_cache(size_bytes: int) -> Iterator[None]:
    """Where more pages are changed than fit, SQLite writes each out and reads it again, many times before the commit.

    PostgreSQL has its own, which all its connections share.
    """
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    driver = connection.connection  # Django's cursor does nothing more in a transaction that failed
    (before,) = driver.execute("PRAGMA cache_size").fetchone()
    kib = min(size_bytes, SIZE_BYTES_MAX) // 1024
    if 0 < -before < kib:
        driver.execute(f"PRAGMA cache_size=-{kib}")
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # Django closed it, where it could not even roll back
            driver.execute(f"PRAGMA cache_size={before}")
