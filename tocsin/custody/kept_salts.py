"""What is left to open of an entry whose secret was forgotten: single paths, each by its own salt.

A salt opens its path and tells nothing of another one, so that one field can go and the others stay open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Protocol

from tocsin.custody.commitments import Json, Secret, canonical_json
from tocsin.custody.models import Entry


class Opener(Protocol):
    def has(self, path: str) -> bool:
        """Whether the value at `path` can be opened still."""

    def salt_for(self, path: str) -> bytes:
        """Raises KeyError for a path that was erased."""

    def opens(self, commitment: str | None, path: str, value: Json) -> bool:
        """Whether `value` is what `commitment` at `path` was made of."""


class Salts:
    """The salts of some paths, where a whole entry has its secret."""

    def __init__(self, salts: Mapping[str, bytes]) -> None:
        self._salts = salts

    def has(self, path: str) -> bool:
        return path in self._salts

    def salt_for(self, path: str) -> bytes:
        return self._salts[path]

    def opens(self, commitment: str | None, path: str, value: Json) -> bool:
        salt = self._salts.get(path)
        return salt is not None and commitment == sha256(salt + canonical_json(value)).hexdigest()


def opener_of(entry: Entry) -> Opener | None:
    """What opens the entry's values; None where all of it was erased."""
    if entry.salt is not None:
        return Secret(bytes(entry.salt))
    kept = {row.path: bytes(row.salt) for row in entry.kept_salts.all()}
    return Salts(kept) if kept else None


def remaining(opener: Opener, paths: Collection[str], forgotten: Collection[str]) -> dict[str, bytes]:
    """The salts that an entry keeps: those of its paths that are open and not among the forgotten."""
    gone = frozenset(forgotten)
    return {path: opener.salt_for(path) for path in paths if path not in gone and opener.has(path)}
