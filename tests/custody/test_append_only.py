import pytest
from django.db import DatabaseError, connection, transaction

from tests.custody.acting import act, sql, write
from tocsin.custody import verify
from tocsin.custody.models import Entry, Leaf

pytestmark = pytest.mark.django_db

REFUSED = {
    "delete an entry": "DELETE FROM custody_entry",
    "delete a leaf": "DELETE FROM custody_leaf",
    "change an entry's bytes": "UPDATE custody_entry SET canonical = '{}', actor = '', reason = '', salt = NULL",
    "change its item": "UPDATE custody_entry SET item = 'report:9', actor = '', reason = '', salt = NULL",
    "change its action": "UPDATE custody_entry SET action = 'read', actor = '', reason = '', salt = NULL",
    "change its time": "UPDATE custody_entry SET at = '2020-01-01', actor = '', reason = '', salt = NULL",
    "give it another id": "UPDATE custody_entry SET id = id + 1000, actor = '', reason = '', salt = NULL",
    "name another actor": "UPDATE custody_entry SET actor = 'nobody'",
    "give another reason": "UPDATE custody_entry SET reason = 'none'",
    "forget the secret and keep the actor": "UPDATE custody_entry SET salt = NULL",
    "hide the actor and keep the secret": "UPDATE custody_entry SET actor = ''",
    "renumber a leaf": "UPDATE custody_leaf SET position = position + 1000",
    "change a hash": "UPDATE custody_leaf SET chain_hash = leaf_hash",
    "change nothing about a leaf": "UPDATE custody_leaf SET position = position",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_itself_refuses(statement):
    """Neither entry nor leaf can be deleted or changed, not even past the program."""
    write(act(1), act(2))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert verify().checked == 2


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO custody_leaf (position, leaf_hash, chain_hash, entry_id)"
        " SELECT position, leaf_hash, leaf_hash, entry_id FROM custody_leaf",
        "INSERT OR REPLACE INTO custody_entry SELECT * FROM custody_entry",
    ],
)
def test_replacing_is_refused_as_deleting_is(statement):
    """SQLite's REPLACE, which deletes without asking the triggers on deletion, is refused too."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    write(act())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize("table", ["custody_entry, custody_leaf, custody_keptsalt", "custody_leaf"])
def test_truncating_is_refused_as_deleting_is(table):
    """PostgreSQL's TRUNCATE, which fires no trigger on rows, is refused too."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    write(act())
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"TRUNCATE {table}")


def test_erasing_leaves_the_log_verifiable():
    """Actor, reason and secret of an entry can be erased together; every proof about the others still holds."""
    first, *_ = write(act(1), act(2), act(3))
    before = verify()
    Entry.objects.filter(pk=first).update(actor="", reason="", salt=None)
    after = verify()
    assert after.holds and after.erased == 1
    assert (after.checked, after.chain_hash) == (before.checked, before.chain_hash)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", ["first", "second"])
def test_emptying_between_tests_puts_the_triggers_back(run):
    """A test that commits leaves the next one an empty log, with its triggers in their place."""
    assert not Leaf.objects.exists() and not Entry.objects.exists()
    write(act())
    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM custody_leaf")
