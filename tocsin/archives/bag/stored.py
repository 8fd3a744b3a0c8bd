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
from tocsin.archives.on_disk import OnDisk

PAYLOAD = "data/"


@dataclass(frozen=True, slots=True)
class Stored:
    root: Path
    #: bytes of each file, by its path with slashes
    sizes: OnDisk[str, int] = field(default_factory=OnDisk)
    #: by their folded form, the first two names that share it
    by_folded: OnDisk[str, list[str]] = field(default_factory=OnDisk)

    def payload(self) -> Iterator[str]:
        return self.sizes.beginning(PAYLOAD)

    def alike(self, path: str) -> list[str]:
        """Files, two at most, whose names some file systems hold to be the same as `path`."""
        return self.by_folded.get(folded(path), [])

    def add(self, path: str, size_bytes: int) -> None:
        self.sizes[path] = size_bytes
        alike = self.alike(path)
        if len(alike) < 2:
            self.by_folded[folded(path)] = [*alike, path]

    def open(self, path: str) -> BinaryIO:
        """Never through a link that was put there meanwhile."""
        return os.fdopen(os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def look(root: Path, notes: Notes) -> Stored:
    """All regular files; links and devices are faults, and are neither followed nor opened."""
    stored, odd = Stored(root), OnDisk[str, str]()
    for count, (path, found) in enumerate(_walk(root, "")):
        if count >= LINES_MAX:
            notes.fault("", f"it holds more than {LINES_MAX:,} files, and no more are checked")
            break
        if isinstance(found, str):
            odd[path] = found
        else:
            stored.add(path, found)
    for path in odd:
        notes.fault(path, odd[path])
    for path in stored.sizes:
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


def _walk(root: Path, within: str) -> Iterator[tuple[str, int | str]]:
    """Bytes of each file, or what is wrong with what is none; in no order."""
    folders = OnDisk[str, None]()
    folders[within] = None
    while (folder := next(iter(folders), None)) is not None:
        del folders[folder]
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = folder + entry.name
                if not _is_unicode(path):
                    yield repr(os.fsencode(path)), "the name is not in UTF-8"
                elif entry.is_dir(follow_symlinks=False):
                    folders[path + "/"] = None
                elif stat.S_ISREG((found := entry.stat(follow_symlinks=False)).st_mode):
                    yield path, found.st_size
                else:
                    yield path, "it is no file but a link or a device"


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
