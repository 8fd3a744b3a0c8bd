"""What a backup holds, by the hash of each file, and whether it is still that. Knows files only: no store is opened.

tocsin-backup.json      this manifest
store.sqlite3           the store as it was at one moment; from PostgreSQL: store.dump, pg_dump's own form
sealed/                 as it lies in TOCSIN_HOME
checkpoint.txt          the log's newest signed checkpoint, where the log has a key
log-keys.txt            the log's verifier keys, one a line
keys.enc                private keys, encrypted, where they were asked for
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from tocsin.errors import StoreTrouble, WrongUse

FORM = "tocsin-backup/1"
NAME = "tocsin-backup.json"
SQLITE, DUMP = "store.sqlite3", "store.dump"
CHECKPOINT, VERIFIERS, KEYS = "checkpoint.txt", "log-keys.txt", "keys.enc"
_OWN = frozenset({SQLITE, DUMP, CHECKPOINT, VERIFIERS, KEYS})
#: what came, by its hash: nothing else is put into a home, for keys lie there too
_SEALED = re.compile(r"sealed/(?P<begin>[0-9a-f]{2})/(?P=begin)[0-9a-f]{62}")
#: of a manifest: a million sealed files
_BYTES_MAX = 2**28
_CHUNK = 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    form: str
    #: RFC 3339 in UTC
    made_at: str
    #: version of the program
    tocsin: str
    #: how many entries the log in it has, and the head of the tree over them in hexadecimal
    log_size: int
    log_head: str
    #: name -> lower-case hexadecimal
    sha256: dict[str, str]

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        put(folder / NAME, text.encode())


def read(folder: Path) -> Manifest:
    """Raises WrongUse for a folder that is no backup."""
    try:
        with (folder / NAME).open("rb") as file:
            held = json.loads(file.read(_BYTES_MAX))
        made = Manifest(**held)
        names = [*made.sha256, *made.sha256.values(), made.made_at, made.tocsin, made.log_head]
        well = all(isinstance(each, str) for each in names) and type(made.log_size) is int
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise WrongUse(
            f"{folder} is no backup ({type(error).__name__})", f"name the folder with {NAME}"
        ) from error
    if made.form != FORM or not well or not all(map(_is_inside, made.sha256)):
        raise WrongUse(
            f"{folder} is a backup in another form ({made.form!r})", "use the version that made it"
        )
    return made


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """One sentence for each file that is missing, another than it was, not listed, or none of a backup's."""
    for name in sorted(manifest.sha256):
        if name not in _OWN and not is_sealed(name):
            yield f"{name} has no place in a backup"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there - {NAME} - set(manifest.sha256)):
        yield f"{name} is not in the manifest"
    for name, seal in sorted(manifest.sha256.items()):
        path = folder / name
        if path.is_symlink() or not path.is_file():
            yield f"{name} is missing"
        elif hash_of(path) != seal:
            yield f"{name} is not the file that was backed up"


def is_sealed(name: str) -> bool:
    """Whether this is the name of a sealed file, in a backup and in a home."""
    return bool(_SEALED.fullmatch(name))


def hash_of(path: Path) -> str:
    hashed = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def copy(source: Path, target: Path) -> str:
    """The sha256 of what was copied; it is on the disk when this returns."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hashed = sha256()
    with source.open("rb") as file, target.open("xb") as to:
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
            to.write(chunk)
        to.flush()
        os.fsync(to.fileno())
    return hashed.hexdigest()


def put(path: Path, content: bytes) -> str:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return sha256(content).hexdigest()


def sync(folder: Path) -> None:
    """The names in it and below it."""
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refuse_faults(folder: Path, manifest: Manifest) -> None:
    """Raises StoreTrouble for the first fault."""
    for fault in faults(folder, manifest):
        raise StoreTrouble(f"the backup {folder} does not hold: {fault}", "use another backup")


def _is_inside(name: str) -> bool:
    return bool(name) and not name.startswith("/") and not {"", ".", ".."}.intersection(name.split("/"))
