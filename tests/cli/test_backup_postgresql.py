"""The same from PostgreSQL to PostgreSQL: pg_dump's copy, and the log in it, checked once it stands in a database."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests import settings as test_settings
from tests.cli.conftest import commands_in

pytestmark = [
    pytest.mark.django_db,  # so that it runs over PostgreSQL alone
    pytest.mark.skipif(
        not (test_settings.ON_POSTGRESQL and shutil.which("pg_dump")),
        reason="no PostgreSQL with its client here",
    ),
]
NAMES = ("tocsin_backup_from", "tocsin_backup_to")


@pytest.fixture
def databases() -> Iterator[list[str]]:
    """Two empty ones, by their URLs."""
    url = test_settings.POSTGRESQL_URL
    with psycopg.connect(url, autocommit=True) as server:
        for name in NAMES:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
        yield [urlsplit(url)._replace(path=f"/{name}").geturl() for name in NAMES]
        for name in NAMES:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_dump_is_restored_into_an_empty_database_and_goes_on(databases: list[str], tmp_path: Path) -> None:
    """Log, reports and files; a checkpoint that was kept is continued, a later one refuses the restore."""
    one, other = databases
    old, new, third = (commands_in(tmp_path / name) for name in ("old", "new", "third"))
    for name in ("old", "new", "third"):
        (tmp_path / name).mkdir()
    report = tmp_path / "report.txt"
    report.write_bytes(b"About 3,000 people came to Goris. " * 40_000)

    def ok(run: object, *argv: str, url: str) -> str:
        done = run(*argv, DATABASE_URL=url)  # type: ignore[operator]
        assert done.returncode == 0, done.stdout + done.stderr
        return str(done.stdout)

    ok(old, "custody", "key", "new", "--plain", url=one)
    ok(old, "take-in", str(report), "--no-read", url=one)
    early, late, kept = tmp_path / "early", tmp_path / "late", str(tmp_path / "kept")
    early.write_text(ok(old, "custody", "checkpoint", url=one))
    ok(old, "backup", kept, url=one)
    report.write_text("More came.")
    ok(old, "take-in", str(report), "--no-read", url=one)
    late.write_text(ok(old, "custody", "checkpoint", url=one))
    refused = third("restore", kept, "--checkpoint", str(late), DATABASE_URL=other)
    assert refused.returncode == 1 and "rolled back" in refused.stderr
    ok(new, "restore", kept, "--checkpoint", str(early), url=other)
    assert "Every item is as the log says." in ok(new, "custody", "verify", url=other)
    again = third("restore", kept, DATABASE_URL=other)
    assert again.returncode == 1 and "not empty" in again.stderr
