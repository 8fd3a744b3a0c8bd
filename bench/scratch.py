"""A store of the measure's own, in a temporary folder: prepared once, and copied for every run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def scratch_store(url: str = "") -> Iterator[Path]:
    """The folder of a fresh store, on SQLite in that folder or on the empty database at the URL.

    The environment names no store here: made rows must never come into anybody's own.
    """
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name:
        for variable in [each for each in os.environ if each.startswith(("TOCSIN_", "DATABASE_URL"))]:
            del os.environ[variable]
        os.environ |= {"TOCSIN_HOME": name, "DJANGO_SETTINGS_MODULE": "tocsin.settings", "DATABASE_URL": url}
        from tocsin.cli.store import open_store

        open_store()
        from django.db import connection

        yield Path(name)
        connection.close()


@contextmanager
def on_postgresql(server: str) -> Iterator[str]:
    """The URL of an empty database on the server whose URL is given; it is dropped at the end."""
    import psycopg

    name = f"tocsin_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name}")


class SqliteCopies:
    """Copies of the empty store as it was prepared, so that each run begins with the same one."""

    def __init__(self, folder: Path) -> None:
        from django.db import connection

        self._store, self._empty = Path(connection.settings_dict["NAME"]), folder / "empty.sqlite3"
        connection.close()
        shutil.copyfile(self._store, self._empty)

    def renew(self) -> Path:
        """Makes the store empty again."""
        from django.db import connection

        connection.close()
        return self.copy(self._store)

    def copy(self, path: Path) -> Path:
        """An empty store at the path."""
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return Path(shutil.copyfile(self._empty, path))
