"""A dossier's folder as one zip file, with one top folder. Made beside its place, then renamed into it."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

from tocsin.errors import Conflict

#: the same for all: when a file was copied says nothing
_DATE = (1980, 1, 1, 0, 0, 0)
_PART_BYTES = 2**20


def pack(folder: Path, target: Path) -> Path:
    """Files in order of their names; memory does not grow with them. Raises Conflict where `target` is there."""
    if os.path.lexists(target):
        raise Conflict(f"{target} exists already", "name a file that does not")
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(fresh, "x", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                _add(archive, path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        _sync(fresh)
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)
    return target


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.file_size = path.stat().st_size  # tells whether it needs the form for large files
    with path.open("rb") as source, archive.open(entry, "w") as copy:
        shutil.copyfileobj(source, copy, _PART_BYTES)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
