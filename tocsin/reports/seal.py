"""Bytes as they came, never changed: small ones in the store's row, large ones in files named by their sha256.

TOCSIN_HOME/sealed/ab/abcdef...    the first two digits make the folder
TOCSIN_HOME/sealed/incoming/       being written; renamed into place when whole and on disk
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tocsin.errors import NotFound, StoreTrouble
from tocsin.reports.store_trouble import store_trouble

if TYPE_CHECKING:
    from tocsin.reports.models import Report

#: larger ones would slow down every backup and vacuum of the store
ROW_BYTES_MAX = 2**20
#: an unfinished file older than this belongs to nobody: no report takes so long to write
ABANDONED_S = 24 * 3600
_CHUNK = 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    #: both in lower-case hexadecimal
    sha256: str
    sha512: str
    size_bytes: int


def seal(content: bytes) -> Seal:
    """The seal of `content`. Large content is on disk when this returns; small content is the caller's to store."""
    if len(content) > ROW_BYTES_MAX:
        return seal_stream(io.BytesIO(content))
    return Seal(
        sha256=hashlib.sha256(content).hexdigest(),
        sha512=hashlib.sha512(content).hexdigest(),
        size_bytes=len(content),
    )


def seal_stream(stream: BinaryIO) -> Seal:
    """Copies to the sealed folder in constant memory. Raises StoreTrouble where the disk refuses."""
    with store_trouble():
        incoming = _incoming()
        try:
            with incoming.open("xb") as file:
                sealed = _copy(stream, file)
            target = sealed_path(sealed.sha256)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            incoming.replace(target)  # the same bytes, where it is there already
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    return sealed


def open_sealed(report: Report) -> bytes:
    """The bytes of a report. Raises NotFound where they were erased, StoreTrouble where they are missing or others."""
    if not report.has_bytes:
        raise NotFound(
            f"report {report.pk} has no bytes any more: {report.title}",
            "what is left of it is its clean text",
        )
    return open_bytes(report.sha256, report.sealed.content, f"report {report.pk}")


def open_bytes(sha256: str, content: bytes | memoryview | None, what: str) -> bytes:
    """`content` as a row has it, or the file's where it is None. Raises as `open_sealed` does; `what` is named then."""
    found = bytes(content) if content is not None else _read(sha256)
    if hashlib.sha256(found).hexdigest() != sha256:
        raise StoreTrouble(
            f"the sealed bytes of {what} are not those that came ({sha256})", "restore them from a backup"
        )
    return found


def sealed_path(sha256: str) -> Path:
    return _folder() / sha256[:2] / sha256


def _read(sha256: str) -> bytes:
    try:
        return sealed_path(sha256).read_bytes()
    except OSError as error:
        raise StoreTrouble(
            f"the sealed file {sealed_path(sha256)} cannot be read ({error.strerror})",
            "restore it from a backup",
        ) from error


def _copy(stream: BinaryIO, file: BinaryIO) -> Seal:
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    while chunk := stream.read(_CHUNK):
        sha256.update(chunk)
        sha512.update(chunk)
        size += len(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Seal(sha256=sha256.hexdigest(), sha512=sha512.hexdigest(), size_bytes=size)


def _incoming() -> Path:
    folder = incoming_folder()
    for left in folder.iterdir():  # by a process that was killed
        if time.time() - left.stat().st_mtime > ABANDONED_S:
            left.unlink(missing_ok=True)
    return folder / f"{os.getpid()}.{secrets.token_hex(8)}"


def incoming_folder() -> Path:
    """Where files are that are not whole yet."""
    folder = _folder() / "incoming"
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)  # mkdir gives parents the usual mode
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.TOCSIN_HOME) / "sealed"


def _sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut, and those of its folders, which may be new as well."""
    for each in (folder, folder.parent, folder.parent.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
