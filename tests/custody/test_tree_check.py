from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.custody.acting import act, sql, tampering, write
from tocsin import guards
from tocsin.custody import log_keys, verify
from tocsin.custody.checkpoints import sign_checkpoint
from tocsin.custody.models import Branch, KeptCheckpoint
from tocsin.custody.sweep import Mark

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def log_of_fifty(settings, tmp_path):
    """Fifty entries, and a checkpoint after twenty and one after all."""
    settings.TOCSIN_HOME = tmp_path
    log_keys.new_key(by="ani", now=NOW, name="log.example/log")
    write(*(act(index) for index in range(19)))
    sign_checkpoint(NOW)
    write(*(act(index) for index in range(30)))
    sign_checkpoint(NOW)


def released() -> None:
    names = [
        "custody_branch_update",
        "custody_branch_delete",
        "custody_keptcheckpoint_frozen",
        "custody_keptcheckpoint_kept",
    ]
    if connection.vendor == "postgresql":
        for name in names[:2]:
            sql(f"DROP TRIGGER {name} ON custody_branch")
        names = names[2:]
    for statement in guards.release_statements(names, connection.vendor):
        sql(statement)


ATTACKS = {
    "a part is changed": ("UPDATE custody_branch SET hash = %s WHERE place = 1", 31, "at level 1"),
    "a part is missing": ("DELETE FROM custody_branch WHERE place = 1 AND hash <> %s", 31, "at level 1"),
    "a part too many": (
        "INSERT INTO custody_branch (level, place, hash) VALUES (1, 7, %s)",
        50,
        "more is kept of the tree",
    ),
    "another head was signed": (
        "UPDATE custody_keptcheckpoint SET head = %s WHERE size = 20",
        19,
        "not those of the checkpoint over 20",
    ),
    "a checkpoint of a longer log": (
        "UPDATE custody_keptcheckpoint SET size = 60 WHERE size = 50 AND head <> %s",
        50,
        "the log was cut",
    ),
}


@pytest.mark.parametrize(("statement", "position", "said"), ATTACKS.values(), ids=ATTACKS.keys())
def test_what_is_kept_of_the_tree_follows_from_the_log(statement, position, said):
    """A part or a checkpoint that does not fit the entries is named with its place."""
    with tampering():
        released()
        sql(statement, bytes(32))
        verdict = verify()
        assert (verdict.position, said in verdict.trouble) == (position, True), verdict.trouble


def test_a_note_that_another_key_signed_is_told():
    """The text of a checkpoint must be the one that the log's own key signed."""
    with tampering():
        released()
        [first, second] = KeptCheckpoint.objects.all()
        lines = second.note.replace(second.note.split(chr(10))[4], first.note.split(chr(10))[4])
        sql("UPDATE custody_keptcheckpoint SET note = %s WHERE size = 50", lines)
        verdict = verify()
        assert verdict.position == 49 and "not over this text" in verdict.trouble


def test_a_check_goes_on_where_it_was_left(monkeypatch):
    """From a mark of an earlier check the rest is checked, to the same verdict; from a wrong one nothing is."""
    monkeypatch.setattr("tocsin.custody.verification.CHUNK", 8)
    marks: list[Mark] = []
    whole = verify(mark=marks.append)
    assert whole.holds and whole.checkpoints == 2 and [mark.position for mark in marks][:3] == [8, 16, 24]
    assert Branch.objects.count() == 3
    for mark in marks:
        later = verify(since=mark)
        assert (later.checked, later.head, later.chain_hash) == (50, whole.head, whole.chain_hash)
    wrong = verify(since=marks[2]._replace(head=bytes(32)))
    assert wrong.position == 24 and "from the first entry on" in wrong.trouble


def test_the_log_by_itself_is_checked_without_its_columns() -> None:
    """What stands beside an entry is passed over then; a changed entry is told as in a whole check."""
    assert verify(columns=False) == replace(verify(), erased=None)
    with tampering():
        sql("UPDATE custody_entry SET actor = 'somebody else' WHERE id = (SELECT MIN(id) FROM custody_entry)")
        assert verify(columns=False).holds and "actor" in verify().trouble
        sql("UPDATE custody_entry SET canonical = salt WHERE id = (SELECT MAX(id) FROM custody_entry)")
        assert verify(columns=False).position == 49
