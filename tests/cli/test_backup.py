"""A backup made while people work, checked by whoever holds it, and restored only where its log is the one that was."""

import gzip
import json
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Tocsin, commands_in
from tests.crash.holds import assert_holds
from tocsin.cli import backing_up
from tocsin.cli.backup_manifest import hash_of
from tocsin.errors import StoreTrouble

KEYS = {"TOCSIN_BACKUP_PASSPHRASE": "correct horse battery"}
#: larger than what stands in a row
LARGE = b"Report of a long night. " * 60_000


@pytest.fixture
def tocsin(tocsin_first: Tocsin) -> Tocsin:
    return tocsin_first


def ok(tocsin: Tocsin, *argv: str, **env: str) -> str:
    done = tocsin(*argv, **env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a key of its log, a small and a large report, and its backup; later one more report and a checkpoint."""
    folder = tmp_path_factory.mktemp("backed-up")
    tocsin = commands_in(folder)
    (folder / "small.txt").write_text("About 3,000 people came to Goris.")
    (folder / "large.txt").write_bytes(LARGE)
    ok(tocsin, "custody", "key", "new", "--plain")
    ok(tocsin, "take-in", "small.txt", "large.txt", "--no-read")
    (folder / "early").write_text(ok(tocsin, "custody", "checkpoint"))
    ok(tocsin, "backup", "kept", "--with-keys", **KEYS)
    ok(tocsin, "backup", "kept.tar")
    (folder / "more.txt").write_text("More people came to Goris.")
    ok(tocsin, "take-in", "more.txt", "--no-read")
    (folder / "late").write_text(ok(tocsin, "custody", "checkpoint"))
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """Copies of backup and checkpoints, and no home yet."""
    shutil.copytree(made / "kept", tmp_path / "kept")
    for name in ("early", "late", "kept.tar", "more.txt"):
        shutil.copy(made / name, tmp_path / name)
    return tmp_path


def test_a_restored_store_goes_on(place: Path, tocsin: Tocsin) -> None:
    """Every report, its bytes, the log and with them the keys; then more is appended, and all of it verifies."""
    told = ok(tocsin, "backup", "verify", "kept", "--checkpoint", "early")
    assert "files are those" in told and "continues the checkpoint" in told
    told = ok(tocsin, "restore", "kept", "--checkpoint", "early", "--with-keys", **KEYS)
    assert "Restored" in told
    home = place / "home"
    assert assert_holds(home, deep=True).reports == 2
    assert next((home / "sealed").rglob("*/*")).read_bytes() == LARGE
    assert {path.stat().st_mode & 0o077 for path in (home / "log-keys").iterdir()} == {0}
    ok(tocsin, "take-in", "more.txt", "--no-read")
    ok(tocsin, "custody", "checkpoint")
    ok(tocsin, "custody", "continues", "early")
    assert "Every item is as the log says." in ok(tocsin, "custody", "verify")
    actions = [row["action"] for row in json.loads(ok(tocsin, "custody", "show", "--json"))]
    assert "backed up" in actions and "restored" in actions


def test_a_tar_is_the_same_backup_without_keys(place: Path, tocsin: Tocsin) -> None:
    """Keys are in a backup only when asked for, and then for nobody without the passphrase."""
    with tarfile.open(place / "kept.tar") as tar:
        assert not [name for name in tar.getnames() if "key" in name and not name.endswith("log-keys.txt")]
    ok(tocsin, "backup", "verify", "kept.tar")
    told = ok(tocsin, "restore", "kept.tar", "--checkpoint", "early")
    assert "Private keys were not restored" in told and not (place / "home" / "log-keys").exists()
    assert b"PRIVATE" not in (place / "kept" / "keys.enc").read_bytes()


def test_another_passphrase_opens_no_key(place: Path, tocsin: Tocsin) -> None:
    """And nothing is restored by it."""
    done = tocsin("restore", "kept", "--with-keys", TOCSIN_BACKUP_PASSPHRASE="another horse battery")
    assert done.returncode == 2 and "does not open" in done.stderr
    assert not (place / "home" / "tocsin.sqlite3").exists()


def test_a_rolled_back_backup_is_told_by_a_checkpoint_that_was_kept(place: Path, tocsin: Tocsin) -> None:
    """It holds in itself; only what lies elsewhere shows that the log was longer."""
    ok(tocsin, "backup", "verify", "kept")
    for command in (("backup", "verify", "kept"), ("restore", "kept")):
        done = tocsin(*command, "--checkpoint", "late")
        assert done.returncode == 1 and "rolled back" in done.stderr, done.stderr
    assert not (place / "home" / "tocsin.sqlite3").exists()


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("bytes", "is not the file that was backed up"),
        ("missing", "is missing"),
        ("more", "is not in the manifest"),
        ("link", "is missing"),
        ("manifest", "is no backup"),
        ("outside", "another form"),
        ("planted", "has no place in a backup"),
        ("log", "does not hold"),
        ("cut", "rolled back"),
        ("rewritten", "not those that the checkpoint covers"),
        ("key", "no key of the log"),
    ],
)
def test_a_harmed_backup_is_not_restored(harm: str, named: str, place: Path, tocsin: Tocsin) -> None:
    """By whoever changes a file, and by whoever makes manifest and hashes anew as well: then the checkpoint tells."""
    _harm(place / "kept", harm)
    for command in (("backup", "verify", "kept"), ("restore", "kept")):
        done = tocsin(*command, "--checkpoint", "early")
        assert done.returncode in (1, 2) and named in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert not (place / "home" / "tocsin.sqlite3").exists()


def _harm(kept: Path, harm: str) -> None:
    store, sealed = kept / "store.sqlite3", next((kept / "sealed").rglob("*/*"))
    if harm == "bytes":
        sealed.write_bytes(LARGE[:-1] + b"!")
    elif harm == "missing":
        sealed.unlink()
    elif harm == "link":
        sealed.unlink()
        sealed.symlink_to("/etc/hostname")
    elif harm == "more":
        (kept / "sealed" / "more").write_bytes(b"")
    elif harm == "manifest":
        (kept / "tocsin-backup.json").write_text('{"form": []}')
    elif harm == "outside":
        _again(kept, sha256={"../../etc/passwd": "0" * 64})
    elif harm == "planted":
        (kept / "signing-keys").mkdir()
        (kept / "signing-keys" / "theirs.pem").write_text("a key that somebody else has")
        held = json.loads((kept / "tocsin-backup.json").read_text())["sha256"]
        _again(kept, sha256=held | {"signing-keys/theirs.pem": hash_of(kept / "signing-keys/theirs.pem")})
    elif harm == "key":
        (kept / "log-keys.txt").write_text("")
        _again(kept)
    else:
        _rewrite(store, harm)
        _again(kept)


def _rewrite(store: Path, harm: str) -> None:
    from tocsin.custody.chain import BEFORE_THE_FIRST, chain_hash, leaf_hash

    with closing(sqlite3.connect(store)) as rows, rows:
        for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            rows.execute(f"DROP TRIGGER {name}")
        if harm == "cut":
            rows.execute("DELETE FROM custody_leaf WHERE position > 0")
            return
        rows.execute(
            "UPDATE custody_entry SET canonical = replace(CAST(canonical AS TEXT), 'taken in', 'taken up')"
        )
        rows.execute("UPDATE custody_entry SET canonical = CAST(canonical AS BLOB)")
        if harm == "rewritten":  # with every hash made anew
            before = BEFORE_THE_FIRST
            asked = "SELECT l.position, e.canonical FROM custody_leaf l JOIN custody_entry e ON e.id = l.entry_id ORDER BY 1"
            for position, canonical in rows.execute(asked).fetchall():
                leaf = leaf_hash(canonical)
                before = chain_hash(before, leaf)
                changed = "UPDATE custody_leaf SET leaf_hash = ?, chain_hash = ? WHERE position = ?"
                rows.execute(changed, (leaf, before, position))


def _again(kept: Path, **changes: object) -> None:
    """The manifest made anew, as somebody would who knows how."""
    from tocsin.cli.backup_log import heads
    from tocsin.errors import StoreTrouble

    held = json.loads((kept / "tocsin-backup.json").read_text())
    held["sha256"] = {name: hash_of(kept / name) for name in held["sha256"]}
    try:
        size, found = heads(kept / "store.sqlite3", [])
        held |= {"log_size": size, "log_head": found[size].hex()}
    except StoreTrouble:
        pass
    (kept / "tocsin-backup.json").write_text(json.dumps(held | changes))


@pytest.mark.parametrize("harm", ["packed", "cut"])
def test_a_tar_that_is_packed_or_cut_off_is_no_backup(harm: str, place: Path, tocsin: Tocsin) -> None:
    """What is packed may unpack to any size, and is not begun; what ends too soon is said to, and nothing is left."""
    whole = (place / "kept.tar").read_bytes()
    (place / "odd.tar").write_bytes(gzip.compress(whole, 1) if harm == "packed" else whole[: len(whole) // 2])
    done = tocsin("backup", "verify", "odd.tar")
    assert done.returncode == 2 and "is no backup" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and not list(place.glob(".tocsin-backup-*"))


def test_nothing_is_written_over(place: Path, tocsin: Tocsin) -> None:
    """Neither a backup that is there nor a home that holds something; and a folder that is none is named."""
    ok(tocsin, "restore", "kept")
    for argv, named in (
        (("restore", "kept"), "is not empty"),
        (("backup", "kept"), "is there already"),
        (("backup", "verify", "home"), "is no backup"),
        (("backup", "verify", "early"), "is no backup"),
        (("backup", "new", "--with-keys"), "passphrase"),
    ):
        done = tocsin(*argv)
        assert done.returncode in (1, 2) and named in done.stderr, (argv, done.stderr)
    assert not (place / "new").exists() and not list(place.glob("*.half*"))


def test_a_backup_while_others_write_is_of_one_moment(made: Path, tmp_path: Path, tocsin: Tocsin) -> None:
    """Take-in goes on beside it; each of the backups holds, and none has a report by half."""
    import subprocess
    import sys

    shutil.copytree(made / "home", tmp_path / "home")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(60):
        long = LARGE if number % 20 == 0 else b"More came. "
        (inbox / f"{number:02}.txt").write_bytes(f"Report {number}. ".encode() + long)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    script = (
        "import django; django.setup()\n"
        "from datetime import UTC, datetime\n"
        "from tocsin.reports import take_in, taking_in\n"
        "taking_in.BATCH_REPORTS_MAX = 1\n"
        "print('began', flush=True)\n"
        f"take_in([{str(inbox)!r}], by='command line', now=datetime.now(UTC))\n"
    )
    env = kept | {"TOCSIN_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "tocsin.settings"}
    writer = subprocess.Popen([sys.executable, "-c", script], env=env, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None and writer.stdout.readline() == "began\n"
    for number in range(3):
        ok(tocsin, "backup", f"b{number}")
    assert writer.wait(timeout=120) == 0
    counts = []
    for number in range(3):
        ok(tocsin, "backup", "verify", f"b{number}")
        shutil.copy(tmp_path / f"b{number}" / "store.sqlite3", tmp_path / f"b{number}" / "tocsin.sqlite3")
        counts.append(assert_holds(tmp_path / f"b{number}", deep=True).reports)
    assert counts == sorted(counts) and counts[0] >= 3 and counts[-1] <= 63


@pytest.mark.parametrize("noun", ["report", "capture", "bank file"])
def test_a_backup_without_a_file_that_the_store_names_is_refused(noun: str, tmp_path: Path) -> None:
    """A file that was erased while it was copied, of a report, a capture or a bank; what stands in its row needs none."""
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as store:
        for other in ("report", "capture"):
            store.execute(f"CREATE TABLE reports_{other} (id INTEGER, sha256 TEXT)")
        store.execute("CREATE TABLE reports_sealedbytes (report_id INTEGER, content BLOB)")
        store.execute("CREATE TABLE reports_capturebytes (capture_id INTEGER, content BLOB)")
        store.execute("CREATE TABLE relief_bankfile (sha256 TEXT, content BLOB)")
        if noun == "bank file":
            store.execute("INSERT INTO relief_bankfile VALUES ('abcd', NULL), ('ef01', x'00')")
        else:
            bytes_of = {"report": "reports_sealedbytes", "capture": "reports_capturebytes"}[noun]
            store.execute(f"INSERT INTO reports_{noun} VALUES (1, 'abcd'), (2, 'ef01')")
            store.execute(f"INSERT INTO {bytes_of} VALUES (1, NULL), (2, x'00')")
        store.commit()
    with pytest.raises(StoreTrouble, match="the sealed file abcd is not there"):
        backing_up.refuse_missing(tmp_path / "store.sqlite3", tmp_path)
    (tmp_path / "sealed/ab").mkdir(parents=True)
    (tmp_path / "sealed/ab/abcd").write_bytes(b"x")
    backing_up.refuse_missing(tmp_path / "store.sqlite3", tmp_path)
