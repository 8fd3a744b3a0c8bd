"""A backup into an empty home: only where it holds, and its log continues the checkpoints that are known."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin import environment
from tocsin.cli import backup_manifest as manifests
from tocsin.cli.backup_log import checkpoint, refuse_broken, refuse_other_log, verifiers
from tocsin.errors import Conflict, NotFound, StoreTrouble, WrongUse

#: what a home may hold before: nothing of it is a store
_HARMLESS = frozenset({"prepare.lock", "briefs"})


@contextmanager
def opened(backup: Path) -> Iterator[Path]:
    """The backup's folder; a .tar is unpacked beside it for as long as it is looked at."""
    if backup.is_dir():
        yield backup
        return
    if not backup.is_file():
        raise WrongUse(f"{backup} is no backup", "name its folder or its .tar file")
    with tempfile.TemporaryDirectory(prefix=".tocsin-backup-", dir=backup.absolute().parent) as folder:
        _unpack(backup, folder)
        inner = list(Path(folder).iterdir())
        if len(inner) != 1 or not inner[0].is_dir():
            raise WrongUse(f"{backup} is no backup", "name its folder or its .tar file")
        yield inner[0]


def _unpack(backup: Path, folder: str) -> None:
    """A plain tar, as a backup is: one that is packed could be of any size. Raises WrongUse."""
    try:
        with tarfile.open(backup, "r:") as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise WrongUse(f"{backup} is no backup ({error})", "name its folder or its .tar file") from error


def checked(folder: Path, kept: Path | None) -> tuple[manifests.Manifest, list[str]]:
    """The manifest, and in sentences what holds. Raises StoreTrouble for the first thing that does not."""
    manifest = manifests.read(folder)
    manifests.refuse_faults(folder, manifest)
    told = [f"All {len(manifest.sha256)} files are those that were backed up at {manifest.made_at}."]
    if (folder / manifests.SQLITE).exists():
        return manifest, told + refuse_other_log(folder, manifest, kept)
    if kept is not None:
        _assert_long_enough(folder, manifest, kept)
    return manifest, [*told, "The log in a PostgreSQL dump is checked when it is restored."]


def refuse_full(home: Path) -> None:
    """Raises Conflict where something is already that a restore would mix with."""
    left = {path.name for path in home.iterdir()} - _HARMLESS if home.exists() else set()
    if left:
        raise Conflict(f"{home} is not empty ({sorted(left)[0]})", "set TOCSIN_HOME to a new folder")


def put_back(folder: Path, manifest: manifests.Manifest, home: Path) -> None:
    """Files first and the store last, under its own name only when all of it is on the disk."""
    for name, seal in manifest.sha256.items():
        if "/" in name and manifests.copy(folder / name, home / name) != seal:
            raise StoreTrouble(f"{name} changed while it was restored", "begin again with an empty home")
    if (folder / manifests.SQLITE).exists():
        staged = home / "restoring.sqlite3"
        if manifests.copy(folder / manifests.SQLITE, staged) != manifest.sha256[manifests.SQLITE]:
            raise StoreTrouble("the store changed while it was restored", "begin again with an empty home")
        manifests.sync(home)
        staged.rename(_sqlite_path(home))
    manifests.sync(home)


def load_dump(folder: Path) -> None:
    """Into the empty database that DATABASE_URL names; all of it or nothing."""
    from django.db import connection

    from tocsin.cli.backing_up import libpq

    if connection.vendor != "postgresql":
        raise WrongUse("this backup is of PostgreSQL", "set DATABASE_URL to an empty database")
    if connection.introspection.table_names():
        raise Conflict("the database of DATABASE_URL is not empty", "make a new one")
    connection.close()
    command = shutil.which("pg_restore")
    if command is None:
        raise NotFound(
            "pg_restore is not here", "install PostgreSQL's client programs, of the server's version"
        )
    env = libpq()
    arguments = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={env['PGDATABASE']}"]
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [command, *arguments, str(folder / manifests.DUMP)],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StoreTrouble(f"pg_restore refused ({done.stderr.strip()[-300:]})", "nothing was restored")


def refuse_other_database(folder: Path, manifest: manifests.Manifest, kept: Path | None) -> None:
    """The same of a log that stands in a database now. Raises StoreTrouble."""
    from tocsin.custody import tree

    keys = verifiers(folder)
    size = tree.size()
    if size < manifest.log_size or tree.head(manifest.log_size).hex() != manifest.log_head:
        raise StoreTrouble(
            "the log restored is not the one of the manifest", "drop this database; use another backup"
        )
    for path in (folder / manifests.CHECKPOINT, kept):
        if path is not None and path.exists():
            point = checkpoint(path, keys)
            refuse_broken(point, size, tree.head(point.size) if point.size <= size else None)


def _assert_long_enough(folder: Path, manifest: manifests.Manifest, kept: Path) -> None:
    point = checkpoint(kept, verifiers(folder))
    if point.size > manifest.log_size:
        refuse_broken(point, manifest.log_size, None)


def _sqlite_path(home: Path) -> Path:
    from tocsin.database import from_url

    name = Path(from_url(environment.value("DATABASE_URL")).get("NAME", ""))
    if name.exists() or name.parent != home:
        raise Conflict(
            f"the store {name} is there already or lies elsewhere", "unset DATABASE_URL, or name a new home"
        )
    return name
