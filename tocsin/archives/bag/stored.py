"""The files that stand in a bag's folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tocsin.archives.bag.notes import Notes
from tocsin.archives.bag.tag_file import LINES_MAX
from tocsin.archives.names import folded, is_for_every_system, is_systems_own

PAYLOAD = "data/"


@dataclass(frozen=True, slots=True)
class Stored:
    root: Path
    #: bytes of each file, by its path with slashes
    sizes: dict[str, int]
    #: names by their folded form, where it differs from the name or is shared
    by_folded: dict[str, list[str]] = field(default_factory=dict)

    def payload(self) -> list[str]:
        return [path for path in self.sizes if path.startswith(PAYLOAD)]

    def alike(self, path: str) -> list[str]:
        """Files whose names some file systems hold to be the same as `path`."""
        return self.by_folded.get(folded(path), [])

    def open(self, path: str) -> BinaryIO:
        """Never through a link that was put there meanwhile."""
        return os.fdopen(os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def look(root: Path, notes: Notes) -> Stored:
    """All regular files; links and devices are faults, and are neither followed nor opened."""
    stored = Stored(root, {})
    for path, size in _walk(root, "", notes):
        if len(stored.sizes) >= LINES_MAX:
            notes.fault("", f"it holds more than {LINES_MAX:,} files, and no more are checked")
            break
        stored.sizes[path] = size
        stored.by_folded.setdefault(folded(path), []).append(path)
        _look_at_name(path, notes)
    for names in stored.by_folded.values():
        if len(names) > 1:
            notes.warn(names[0], f"{names[1]!r} is the same name on some systems")
    return stored


def _look_at_name(path: str, notes: Notes) -> None:
    if is_systems_own(path):
        notes.warn(path, "a file that systems make by themselves, and may change or delete")
    elif not is_for_every_system(path):
        notes.warn(path, "no name for a file on Windows")


def _walk(root: Path, within: str, notes: Notes) -> Iterator[tuple[str, int]]:
    folders = [within]
    while folders:
        folder = folders.pop()
        with os.scandir(root / folder) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                path = folder + entry.name
                if not _is_unicode(path):
                    notes.fault(repr(os.fsencode(path)), "the name is not in UTF-8")
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(path + "/")
                elif stat.S_ISREG((found := entry.stat(follow_symlinks=False)).st_mode):
                    yield path, found.st_size
                else:
                    notes.fault(path, "it is no file but a link or a device")


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
