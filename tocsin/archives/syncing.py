"""Files that survive a power cut: their bytes, then their names."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

#: fewer are synced one by one, so that nobody waits for what others have written
MANY = 200


def sync(path: Path) -> None:
    """One file's bytes, or the names in one folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Everything below a folder, and the folder. Many files go at once where the system can sync a whole file system:
    a file each takes some milliseconds, which thousands of files make minutes. Raises OSError where the disk refuses.
    """
    paths = [
        Path(folder) / name for folder, _, names in os.walk(root, topdown=False) for name in (*names, ".")
    ]
    if len(paths) >= MANY and _sync_file_system(root):
        return
    for path in paths:
        sync(path)


def _sync_file_system(path: Path) -> bool:
    """syncfs(2); Linux alone has it, and tells of errors since 5.8."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if library.syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    finally:
        os.close(descriptor)
    return True
