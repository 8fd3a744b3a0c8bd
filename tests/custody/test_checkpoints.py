from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction

from tests.custody.acting import act, sql, write
from tests.custody.naive_tree import naive_head
from tocsin.custody import log_keys, tree
from tocsin.custody.checkpoint import Checkpoint
from tocsin.custody.checkpoints import (
    add_witness,
    latest,
    note_of,
    sign_checkpoint,
    sign_when_due,
    take_cosignature,
)
from tocsin.custody.models import KeptCheckpoint, Leaf
from tocsin.custody.note import Algorithm, Note, VerifierKey, cosigned, public_bytes, verified
from tocsin.errors import Conflict, NotFound, StoreTrouble, WrongUse

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS_KEY = VerifierKey("witness.example", public_bytes(WITNESS), Algorithm.COSIGNATURE)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.TOCSIN_HOME = tmp_path
    settings.TOCSIN_SIGNING_PASSPHRASE = "not a secret"


@pytest.fixture
def key():
    return log_keys.new_key(by="ani", now=NOW, name="log.example/log")


def test_a_checkpoint_says_how_long_the_log_is_and_which_head_it_has(key):
    """It covers every entry, that of its key too, and verifies with the key's public half."""
    write(act(1), act(2))
    kept = sign_checkpoint(NOW)
    leaves = [bytes(leaf) for leaf in Leaf.objects.values_list("leaf_hash", flat=True)]
    note = note_of(kept)
    assert Checkpoint.read(note.text) == Checkpoint("log.example/log", 3, naive_head(leaves))
    assert [line.key for line in verified(note, log_keys.verifiers())] == [log_keys.verifier(key)]


def test_nothing_new_is_not_signed_again(key):
    """One checkpoint stands for one length of the log."""
    assert sign_checkpoint(NOW) == sign_checkpoint(NOW + timedelta(hours=1)) == latest()
    assert KeptCheckpoint.objects.count() == 1


def test_a_checkpoint_is_due_after_an_hour_with_something_new(key):
    """The worker signs the first at once, then at most one an hour, and none where nothing came."""
    first = sign_when_due(NOW)
    assert first is not None and sign_when_due(NOW + timedelta(hours=2)) is None
    write(act(1))
    assert sign_when_due(NOW + timedelta(minutes=59)) is None
    later = sign_when_due(NOW + timedelta(hours=1))
    assert later is not None and later.size == first.size + 1


def test_a_new_key_goes_on_where_the_old_one_ended(key):
    """After a rotation the new key signs; checkpoints of the old one still verify."""
    first = sign_checkpoint(NOW)
    log_keys.rotate(by="ani", now=NOW, reason="the yearly change")
    second = sign_checkpoint(NOW)
    assert second.size == first.size + 2
    for kept in (first, second):
        assert verified(note_of(kept), log_keys.verifiers())
    assert second.key.pk != first.key.pk


def test_a_log_that_was_rewritten_is_not_signed(key, monkeypatch):
    """Where the log no longer continues its last checkpoint, nothing is signed."""
    sign_checkpoint(NOW)
    write(act(1))
    monkeypatch.setattr(tree, "head", lambda size: bytes(32))
    with pytest.raises(StoreTrouble, match="no longer continues"):
        sign_checkpoint(NOW)


def test_without_its_key_nothing_is_signed(key, settings, tmp_path):
    """A missing key, a missing file and a wrong passphrase are told with the next step."""
    settings.TOCSIN_SIGNING_PASSPHRASE = "another"
    with pytest.raises(StoreTrouble, match="cannot be opened"):
        sign_checkpoint(NOW)
    settings.TOCSIN_HOME = tmp_path / "elsewhere"
    with pytest.raises(StoreTrouble, match="cannot be read"):
        sign_checkpoint(NOW)


def test_a_log_has_one_key_at_a_time(key):
    """A second first key is refused; without any, signing says how to make one."""
    with pytest.raises(Conflict, match="has a key already"):
        log_keys.new_key(by="ani", now=NOW)


def test_a_log_without_a_key_signs_nothing():
    """The message says how to make a key."""
    with pytest.raises(NotFound, match="no key"):
        sign_checkpoint(NOW)


def test_a_witness_signs_what_it_saw(key):
    """A known witness's line is kept under our checkpoint, once, however often it comes."""
    kept = sign_checkpoint(NOW)
    add_witness(str(WITNESS_KEY), by="ani", now=NOW, reason="a partner")
    note = Note.read(kept.note.encode())
    seen = note.with_signature(cosigned(note.text, "witness.example", WITNESS, 1_800_000_000))
    assert take_cosignature(seen, NOW) == take_cosignature(seen, NOW)
    lines = verified(note_of(kept), [*log_keys.verifiers(), WITNESS_KEY])
    assert [line.seen_at for line in lines] == [None, 1_800_000_000]


def test_a_line_under_another_text_is_refused(key):
    """A witness's line is kept only where it verifies, and only under a checkpoint of ours."""
    kept = sign_checkpoint(NOW)
    add_witness(str(WITNESS_KEY), by="ani", now=NOW, reason="a partner")
    note = Note.read(kept.note.encode())
    wrong = cosigned("another text\n", "witness.example", WITNESS, 1_800_000_000)
    with pytest.raises(WrongUse, match="not over this text"):
        take_cosignature(note.with_signature(wrong), NOW)
    with pytest.raises(WrongUse, match="no line of it"):
        take_cosignature(note, NOW)
    other = str(Checkpoint("log.example/log", kept.size, bytes(32)))
    with pytest.raises(NotFound, match="no such checkpoint"):
        take_cosignature(Note(other, (cosigned(other, "witness.example", WITNESS, 1),)), NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM custody_keptcheckpoint",
        "UPDATE custody_keptcheckpoint SET note = ''",
        "UPDATE custody_logkey SET name = 'other'",
        "DELETE FROM custody_logkey",
    ],
)
def test_the_database_refuses_to_change_what_was_signed(key, statement):
    """A checkpoint and its key can be neither changed nor deleted."""
    sign_checkpoint(NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


KEPT = ("logkey", "keptcheckpoint", "witness", "cosignature", "timestamp", "timestamprenewal", "erasure")


@pytest.mark.parametrize("name", KEPT)
def test_the_database_refuses_to_empty_what_was_kept(name):
    """PostgreSQL's TRUNCATE, which fires no trigger on rows, is refused too, for the tables that refer to it as well."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"TRUNCATE custody_{name} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO custody_keptcheckpoint SELECT * FROM custody_keptcheckpoint",
        "REPLACE INTO custody_keptcheckpoint (id, size, head, note, key_id, made_at) "
        "SELECT 9, size, head, 'x', key_id, made_at FROM custody_keptcheckpoint",
        "REPLACE INTO custody_logkey SELECT * FROM custody_logkey",
    ],
)
def test_the_database_refuses_to_replace_what_was_signed(key, statement):
    """SQLite's REPLACE deletes without firing a trigger on that: by the row's number, and by what else names it."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    kept = sign_checkpoint(NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert KeptCheckpoint.objects.get().note == kept.note
