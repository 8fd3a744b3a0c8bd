"""What a check of somebody's archive remembers of it, in a file that goes by itself: memory stays flat."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, MutableMapping
from errno import ENOSPC
from typing import Any, Generic, TypeVar, cast

K = TypeVar("K", str, int)
V = TypeVar("V")
#: pages that are held in memory; a small archive is never written out
_CACHE_KIB = 512
_FIRST = (
    "PRAGMA journal_mode = OFF",
    f"PRAGMA cache_size = -{_CACHE_KIB}",
    "CREATE TABLE held (key PRIMARY KEY, value) WITHOUT ROWID",
    "BEGIN",
)
#: above every byte of UTF-8
_ABOVE = b"\xff"


class OnDisk(MutableMapping[K, V], Generic[K, V]):
    """A dict whose keys come in their order: all texts, or all whole numbers of 64 bits.

    Values are bytes, or what JSON holds; a tuple comes back as a list. Raises OSError where the disk is full.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        for statement in _FIRST:
            self._rows.execute(statement)

    def __getitem__(self, key: K) -> V:
        found = self._rows.execute("SELECT value FROM held WHERE key = ?", (_stored(key),)).fetchone()
        if found is None:
            raise KeyError(key)
        return cast("V", found[0] if isinstance(found[0], bytes) else json.loads(found[0]))

    def __setitem__(self, key: K, value: V) -> None:
        held: object = value if isinstance(value, bytes) else json.dumps(value)
        try:
            self._rows.execute("REPLACE INTO held VALUES (?, ?)", (_stored(key), held))
        except sqlite3.OperationalError as error:
            raise OSError(ENOSPC, f"no room for what a check remembers: {error}") from error

    def __delitem__(self, key: K) -> None:
        if not self._rows.execute("DELETE FROM held WHERE key = ?", (_stored(key),)).rowcount:
            raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        assert isinstance(key, str | int), f"{key!r} is no key"
        return bool(self._rows.execute("SELECT 1 FROM held WHERE key = ?", (_stored(key),)).fetchone())

    def __iter__(self) -> Iterator[K]:
        for (key,) in self._rows.execute("SELECT key FROM held ORDER BY key"):
            yield _read(key)

    def __len__(self) -> int:
        count: int = self._rows.execute("SELECT COUNT(*) FROM held").fetchone()[0]
        return count

    def beginning(self, prefix: str) -> Iterator[K]:
        """The keys, of texts, that begin so."""
        low = prefix.encode()
        chosen = self._rows.execute(
            "SELECT key FROM held WHERE key >= ? AND key < ? ORDER BY key", (low, low + _ABOVE)
        )
        for (key,) in chosen:
            yield _read(key)


def _stored(key: str | int) -> bytes | int:
    """In UTF-8, halves of characters too, for which SQLite has no text."""
    return key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key


def _read(key: bytes | int) -> Any:
    """As it was given."""
    return key.decode("utf-8", "surrogatepass") if isinstance(key, bytes) else key
