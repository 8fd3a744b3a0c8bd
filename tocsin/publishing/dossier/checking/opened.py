"""A dossier while it is being checked: its folder, and what the parts found out so far."""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha512
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.archives.on_disk import OnDisk
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.note import Algorithm, Note, VerifierKey
from tocsin.errors import WrongUse
from tocsin.publishing.dossier.checking.strict_json import PIECE_BYTES_MAX
from tocsin.publishing.dossier.checking.verdict import Asked, Broken

if TYPE_CHECKING:
    from tocsin.publishing.dossier.checking.sources import Sources

#: a note, a key, a token, a certificate
SMALL_BYTES_MAX = 256 * 2**10


@dataclass(slots=True)
class Opened:
    """What grows with files, items and entries is kept on the disk."""

    folder: Path
    asked: Asked
    #: bytes of each file, by its path
    sizes: OnDisk[str, int] = field(default_factory=OnDisk)
    #: named in log/keys.txt
    inside: Sequence[VerifierKey] = ()
    #: id and time of the seal
    id: str = ""
    made_at: str = ""
    point: Checkpoint | None = None
    earlier: dict[int, Checkpoint] = field(default_factory=dict)
    #: size of the log and time of each independent timestamp
    stamps: list[tuple[int, datetime]] = field(default_factory=list)
    #: how many entries are about each item, and a running hash of which there are, without this export
    about: MutableMapping[str, int] = field(default_factory=OnDisk)
    listed: Any = field(default_factory=sha512)
    #: items that entries are about, files that openings bind
    items: MutableMapping[str, None] = field(default_factory=OnDisk)
    bound: MutableMapping[str, None] = field(default_factory=OnDisk)
    #: what each entry of this very export says, by path
    exports: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    #: by position, a hash of what a row about the entry must say, and the paths that it keeps back
    acts: MutableMapping[int, tuple[str, Sequence[str]]] = field(default_factory=OnDisk)
    #: by finding, the report whose reading has it, and where it stands opened
    read_in: MutableMapping[str, tuple[str, str]] = field(default_factory=OnDisk)
    #: see `sources.of`
    sources: Sources | None = None
    entries: int = 0
    unchecked: list[str] = field(default_factory=list)

    @property
    def log_keys(self) -> Sequence[VerifierKey]:
        """The reader's; without any the dossier's own, on its word."""
        return self.asked.keys or self.keys_of(Algorithm.ED25519)

    def keys_of(self, algorithm: Algorithm) -> Sequence[VerifierKey]:
        return [key for key in self.inside if key.algorithm is algorithm]

    def checkpoint(self) -> Checkpoint:
        if self.point is None:
            raise Broken("log/checkpoint.txt", "without a checkpoint that holds nothing else can be checked")
        return self.point

    def open(self, path: str) -> BufferedReader:
        """Never through a link that was put there meanwhile."""
        if path not in self.sizes:
            raise Broken(path, "it is not there")
        return os.fdopen(os.open(self.folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")

    def read(self, path: str, most: int = SMALL_BYTES_MAX) -> bytes:
        with self.open(path) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise Broken(path, f"longer than {most:,} bytes")
        return data

    def lines(self, path: str) -> Iterator[tuple[str, bytes]]:
        """Each line with what to call it."""
        with self.open(path) as stream:
            number = 0
            while line := stream.readline(PIECE_BYTES_MAX + 1):
                number += 1
                where = f"{path} line {number}"
                if not line.endswith(b"\n"):
                    raise Broken(where, "too long, or cut off")
                yield where, line


def note_of(data: bytes, where: str) -> Note:
    try:
        return Note.read(data)
    except WrongUse as error:
        raise Broken(where, error.what) from None


def checkpoint_of(note: Note, where: str) -> Checkpoint:
    try:
        return Checkpoint.read(note.text)
    except WrongUse as error:
        raise Broken(where, error.what) from None
