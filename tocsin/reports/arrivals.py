"""What arrives: bytes with where they came from, read from files and folders within bounds."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from tocsin.errors import PictureTrouble, ReportRefused
from tocsin.outside.wire import Tape
from tocsin.reports.extracted import storable
from tocsin.reports.media import HEAD_BYTES, is_archive, is_sealed_only, recognise
from tocsin.reports.published import Published

if TYPE_CHECKING:
    from tocsin.reports.picturing import Pictured

#: pictures, recordings and archives may be this many times as large as documents
SEALED_ONLY_FACTOR = 16

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20})://")


class Hop(TypedDict):
    url: str
    status: int
    #: the address that was connected to
    ip: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What somebody says of a report, apart from what stands in it. Empty where nothing is said."""

    title: str = ""
    publisher: str = ""
    published: Published | None = None
    language: str = ""
    #: Python's name of the encoding
    encoding: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    kind: Literal["file", "url", "feed", "paste"]
    #: file name, URL asked for; empty for pasted text
    address: str
    #: the whole; of what is read from `path`, its first bytes
    content: bytes = field(repr=False)
    #: as the server declared it
    content_type: str = ""
    hops: tuple[Hop, ...] = ()
    #: what the feed that led here says; what the page says comes first
    announced: Said = Said()
    #: of a picture, recording or archive too large to be held in memory
    path: Path | None = None
    #: how it was fetched; None for what was not
    tape: Tape | None = field(default=None, repr=False)
    #: its page as a browser rendered it, or why there is no picture; None where none was asked for
    pictured: Pictured | PictureTrouble | None = field(default=None, repr=False)


def shown(source: str | Path) -> str:
    """A name that can be stored and printed: bytes of a file name that are no UTF-8 become question marks."""
    return storable(str(source))


def is_url(source: str | Path) -> bool:
    """Raises ReportRefused for an address of another scheme than http and https."""
    match = _SCHEME.match(str(source)) if isinstance(source, str) else None
    if match and match[1].lower() not in ("http", "https"):
        raise ReportRefused(
            f"{match[1]} addresses are not fetched", "use http or https, or save it as a file"
        )
    return match is not None


def find_files(source: Path) -> Iterator[Path]:
    """The file itself, or a folder's files below it in alphabetical order, hidden ones and links left out."""
    if not source.is_dir():
        yield source
        return
    folders = [source]
    while folders:
        below = []
        # the folder's own listing tells what each name is: asking for each file would take a third of the time
        for entry in _listed(folders.pop()):
            if entry.is_dir(follow_symlinks=False):
                below.append(Path(entry.path))
            elif not entry.is_symlink():
                yield Path(entry.path)
        folders += reversed(below)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    """What is in the folder and not hidden, in alphabetical order; nothing where it may not be read."""
    try:
        with os.scandir(folder) as found:
            return sorted(
                (entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name
            )
    except OSError:
        return []


def read_file(path: Path, bytes_max: int) -> Arrival:
    """Raises ReportRefused for a missing, unreadable or too large file, and for what is no file."""
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ReportRefused("it is no file", "name a file, a folder or an address")
            if status.st_size > bytes_max:
                return _large(path, file.read(HEAD_BYTES), status.st_size, bytes_max)
            return Arrival(kind="file", address=shown(path), content=file.read(status.st_size + 1))
    except OSError as error:
        raise ReportRefused(
            f"it cannot be read ({error.strerror})", "see that it is there and may be read"
        ) from error


def refuse_large(size_bytes: int, bytes_max: int) -> None:
    if size_bytes > bytes_max:
        raise ReportRefused(
            f"it has {size_bytes:,} bytes, more than {bytes_max:,}",
            "split it, or raise TOCSIN_REPORT_BYTES_MAX",
        )


def _large(path: Path, head: bytes, size_bytes: int, bytes_max: int) -> Arrival:
    try:
        kind = recognise(head, path.name)
        factor = SEALED_ONLY_FACTOR if is_sealed_only(kind) or is_archive(kind) else 1
    except ReportRefused:
        factor = 1  # its size is reason enough
    refuse_large(size_bytes, factor * bytes_max)
    return Arrival(kind="file", address=shown(path), content=head, path=path)
