"""A backup of a store that people go on working with: one moment of the database, then the files that it names."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from tocsin import __version__, custody, environment
from tocsin.cli import backup_manifest as manifests
from tocsin.cli.backup_log import heads
from tocsin.cli.key_box import locked
from tocsin.custody import checkpoints, log_keys, tree
from tocsin.custody.acts import timestamp
from tocsin.errors import NotFound, StoreTrouble, WrongUse
from tocsin.reports.store_trouble import store_trouble

#: of TOCSIN_HOME, the folders that hold what was taken in
SEALED = "sealed"


def back_up(to: Path, *, by: str, now: datetime, passphrase: str | None) -> manifests.Manifest:
    """Writes the backup; it takes its name when it is whole. With a passphrase the private keys are in it, encrypted.

    Raises WrongUse for a place where something is already, StoreTrouble where the disk or the database refuses.
    """
    if to.exists():
        raise WrongUse(f"{to} is there already", "name a folder or a .tar file that is not")
    half = to.with_name(f"{to.name}.half-{os.getpid()}")
    with store_trouble():
        try:
            half.mkdir(mode=0o700, parents=True)
            made = _fill(half, by, now, passphrase)
            if to.suffix == ".tar":
                _pack(half, to)
            else:
                manifests.sync(half)
                half.rename(to)
                _sync_name(to)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return made


def _fill(folder: Path, by: str, now: datetime, passphrase: str | None) -> manifests.Manifest:
    hashes: dict[str, str] = {}
    _log(by, now)
    if log_keys.in_use() is not None:
        kept = checkpoints.sign_checkpoint(now)
        note = str(checkpoints.note_of(kept)).encode()
        hashes[manifests.CHECKPOINT] = manifests.put(folder / manifests.CHECKPOINT, note)
    keys = "".join(f"{key}\n" for key in log_keys.verifiers())
    hashes[manifests.VERIFIERS] = manifests.put(folder / manifests.VERIFIERS, keys.encode())
    name, size, head = _copy_store(folder)
    hashes[name] = manifests.hash_of(folder / name)
    home = Path(settings.TOCSIN_HOME)
    for path in _content(home):
        name = str(path.relative_to(home))
        hashes[name] = manifests.copy(path, folder / name)
        if hashes[name] != path.name:
            raise StoreTrouble(f"the sealed file {path} is not what came", "see `tocsin custody verify`")
    store = folder / manifests.SQLITE
    if store.exists():
        refuse_missing(store, folder)
    if passphrase is not None:
        hashes[manifests.KEYS] = manifests.put(folder / manifests.KEYS, locked(home, passphrase))
    made = manifests.Manifest(
        form=manifests.FORM,
        made_at=timestamp(now),
        tocsin=__version__,
        log_size=size,
        log_head=head.hex(),
        sha256=hashes,
    )
    made.write(folder)
    return made


def _log(by: str, now: datetime) -> None:
    """Before the copy, so that the copy knows of itself."""
    with transaction.atomic():
        custody.log([custody.Act(item=f"backup:{now:%Y%m%dT%H%M%SZ}", action="backed up", actor=by, at=now)])
    custody.number()


def _copy_store(folder: Path) -> tuple[str, int, bytes]:
    """The store's name in the backup, and length and head of the log in the copy."""
    if connection.vendor != "sqlite":
        size = tree.size()  # a log only grows: the dump, made after this, begins with these entries
        _dump(folder / manifests.DUMP)
        return manifests.DUMP, size, tree.head(size)
    target = folder / manifests.SQLITE
    with (
        closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)  # in one step: what others write meanwhile is not in it, and they do not wait
        copy.execute("PRAGMA journal_mode=DELETE")  # one file
    size, found = heads(target, [])
    return manifests.SQLITE, size, found[size]


def _dump(target: Path) -> None:
    command = shutil.which("pg_dump")
    if command is None:
        raise NotFound("pg_dump is not here", "install PostgreSQL's client programs, of the server's version")
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [command, "--format=custom", "--no-owner", f"--file={target}"],
        env=libpq(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StoreTrouble(
            f"pg_dump refused ({_last_line(done.stderr)})", "see that its version is the server's"
        )


def libpq() -> dict[str, str]:
    """The store's address as PostgreSQL's own programs read it: a password in their arguments could be seen by others."""
    held = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    told = {theirs: str(held[ours]) for theirs, ours in names.items() if held.get(ours)}
    return environment.of_the_machine(("PATH", "HOME", "LANG", "PGPASSFILE")) | told


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no word"])[-1][:300]


def _content(home: Path) -> Iterator[Path]:
    for path in sorted((home / SEALED).rglob("*")):
        if (
            manifests.is_sealed(path.relative_to(home).as_posix())
            and path.is_file()
            and not path.is_symlink()
        ):
            yield path


def refuse_missing(store: Path, folder: Path) -> None:
    """A file that the copied store names and that was erased while it was copied."""
    asked = """
        SELECT r.sha256 FROM reports_report r JOIN reports_sealedbytes s ON s.report_id = r.id WHERE s.content IS NULL
        UNION
        SELECT c.sha256 FROM reports_capture c JOIN reports_capturebytes s ON s.capture_id = c.id WHERE s.content IS NULL
        UNION
        SELECT b.sha256 FROM relief_bankfile b WHERE b.content IS NULL
    """
    with closing(sqlite3.connect(store)) as rows:
        for (seal,) in rows.execute(asked):
            if not (folder / SEALED / seal[:2] / seal).is_file():
                raise StoreTrouble(
                    f"the sealed file {seal} is not there", "run it again; then see `tocsin custody verify`"
                )


def _pack(folder: Path, to: Path) -> None:
    import tarfile

    half = to.with_name(f"{to.name}.half-{os.getpid()}.tar")
    try:
        with half.open("xb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(folder, arcname=to.stem)
            file.flush()
            os.fsync(file.fileno())
        half.rename(to)
        _sync_name(to)
    finally:
        half.unlink(missing_ok=True)


def _sync_name(path: Path) -> None:
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
