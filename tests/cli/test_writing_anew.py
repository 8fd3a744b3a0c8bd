"""Bytes of what was erased are in no file of the store, read raw, as a thief would."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.cli.test_erase import AT, OTHER, SECRET, STORY, erase, item_faults, large, take_in
from tocsin import reports
from tocsin.cli import scrubbing, writing_anew
from tocsin.custody.models import Erasure
from tocsin.database import SQLITE_WAIT_S
from tocsin.errors import StoreTrouble
from tocsin.reports.models import Report

__all__ = ["large"]  # a fixture
#: a word of its own: PostgreSQL keeps what other tests rolled back, until it is vacuumed
TOWN = "Quarvenhaldt"


def raw_files() -> Iterator[Path]:
    """The database's own files and what is sealed."""
    yield from (path for path in (Path(settings.TOCSIN_HOME) / "sealed").rglob("*") if path.is_file())
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        yield from name.parent.glob(f"{name.name}*")
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder, oid = cursor.fetchone()
    yield from (path for path in (Path(folder) / "base" / str(oid)).iterdir() if path.is_file())


def holding_the_word() -> list[Path]:
    words = [each.encode() for each in (TOWN, TOWN.lower())]
    return [path for path in raw_files() if any(word in path.read_bytes() for word in words)]


def another_connection(database: str | None = None) -> Any:
    """To this store, or to another database of its server: what it sees stays as it is until it is rolled back."""
    if connection.vendor == "sqlite":
        reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reports_report").fetchone()
        return reader
    import psycopg

    parameters = connection.get_connection_params()
    named = {name: parameters[name] for name in ("host", "port", "user")}
    reader = psycopg.connect(**named, dbname=database or parameters["dbname"])
    reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    reader.execute("SELECT pg_current_xact_id()")
    return reader


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither database waits for readers to end: the one of the test does not before it gave up."""
    monkeypatch.setattr(writing_anew, "PATIENCE_S", 0.0)
    _wait_for(0)
    yield
    _wait_for(SQLITE_WAIT_S)


def patient_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own housekeeping may read for a moment."""
    monkeypatch.setattr(writing_anew, "PATIENCE_S", 20.0)
    _wait_for(SQLITE_WAIT_S)


def _wait_for(seconds: int) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000}")


@pytest.mark.django_db(transaction=True)
def test_the_bytes_are_in_no_file_after_it(large: None) -> None:
    """Neither in a page of the database, its journal or its index, nor in a sealed file: read raw, as a thief would."""
    story = STORY.replace(SECRET, TOWN)
    mine, other = take_in(story, OTHER)
    sealed = Path(settings.TOCSIN_HOME) / "sealed"
    name = sealed / (seal := Report.objects.get(pk=mine).sha256)[:2] / seal
    assert name.read_bytes() == story.encode()
    erase(f"report:{mine}", now=datetime.now(UTC))
    assert name.exists() and Erasure.objects.get().files  # as after a crash right behind the commit
    assert scrubbing.scrub(AT) == []
    assert not name.exists() and Erasure.objects.get().swept_at == AT
    assert holding_the_word() == []
    assert reports.open_sealed(Report.objects.get(pk=other)) == OTHER.encode()
    assert item_faults() == []


def test_a_reader_of_the_past_keeps_the_bytes_and_is_named(
    large: None, transactional_db: None, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever began to read before the erasure sees what was; the erasure does not end before they do."""
    (mine,) = take_in(STORY.replace(SECRET, TOWN))
    reader = another_connection()
    try:
        erase(f"report:{mine}", now=datetime.now(UTC))
        with pytest.raises(StoreTrouble, match="somebody reads the store as it was before the erasure"):
            scrubbing.scrub(AT)
    finally:
        reader.rollback()
        reader.close()
    assert Erasure.objects.get().swept_at is None
    patient_again(monkeypatch)
    assert scrubbing.scrub(AT) == []
    assert Erasure.objects.get().swept_at == AT and holding_the_word() == []


@pytest.mark.django_db(transaction=True)
def test_somebody_at_work_in_another_database_of_the_server_keeps_nothing(large: None) -> None:
    """A transaction elsewhere on the server, begun before the erasure, does not keep its bytes here."""
    if connection.vendor == "sqlite":
        pytest.skip("a store of SQLite is a file of its own")
    (mine,) = take_in(STORY.replace(SECRET, TOWN))
    elsewhere = another_connection(os.environ["DATABASE_URL"].rsplit("/", 1)[1])
    try:
        erase(f"report:{mine}", now=datetime.now(UTC))
        assert scrubbing.scrub(AT) == []
        assert holding_the_word() == []
    finally:
        elsewhere.rollback()
        elsewhere.close()


def test_whoever_begins_to_read_after_the_look_keeps_the_bytes_and_is_found(
    large: None, transactional_db: None, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody was seen reading, and yet somebody did: what the vacuum left is looked at, not only who might hinder it."""
    (mine,) = take_in(STORY.replace(SECRET, TOWN))
    monkeypatch.setattr(writing_anew, "_old_readers", lambda cursor, mark: False)
    reader = another_connection()
    try:
        erase(f"report:{mine}", now=datetime.now(UTC))
        with pytest.raises(StoreTrouble, match="somebody reads the store as it was before the erasure"):
            scrubbing.scrub(AT)
    finally:
        reader.rollback()
        reader.close()
    assert Erasure.objects.get().swept_at is None
    patient_again(monkeypatch)
    assert scrubbing.scrub(AT) == []
    assert holding_the_word() == []


def files_of_tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_relation_filenode(oid) FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_every_table_of_the_store_is_written_anew(large: None) -> None:
    """Words that are erased stand in tables of every step: reasons of alerts and answers of assessments among them."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes its one file anew")
    before = files_of_tables()
    writing_anew.write_anew()
    after = files_of_tables()
    assert before.keys() == after.keys() and len(before) > 100
    assert [name for name in before if before[name] == after[name]] == []
